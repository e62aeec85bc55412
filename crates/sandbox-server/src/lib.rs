#![doc = include_str!("../README.md")]

mod admin;
mod auth;
mod console;
mod fault_text;
mod fault_texts;
mod gzip;
mod openapi;
mod openapi_parts;
mod path;
mod patience;
mod quirk_texts;
mod record_values;
mod server;
mod server_config;
mod shown_vendor;
pub mod snapshot_folder;
mod socket;
mod vendor_call;
mod vendors;

pub use admin::{ADMIN_ROUTES, AdminRoute};
pub use fault_text::FaultText;
pub use fault_texts::FAULT_TEXTS;
pub use openapi::{openapi, openapi_for_clients};
pub use quirk_texts::{QuirkText, quirk_text, quirks_help, quirks_help_zh};
pub use server::{router, serve};
pub use server_config::{ServerConfig, host_name};
