#![doc = include_str!("../README.md")]

mod admin;
mod auth;
mod console;
mod fault_texts;
mod gzip;
mod openapi;
mod path;
mod patience;
mod quirk_texts;
mod server;
mod server_config;
pub mod snapshot_folder;
mod socket;
mod vendor_call;

pub use admin::{ADMIN_ROUTES, AdminRoute};
pub use fault_texts::{FAULT_TEXTS, FaultText};
pub use openapi::{openapi, openapi_for_clients};
pub use quirk_texts::{QuirkText, quirk_text, quirks_help, quirks_help_zh};
pub use server::{router, serve};
pub use server_config::{ServerConfig, host_name};
