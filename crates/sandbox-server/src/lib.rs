#![doc = include_str!("../README.md")]

mod admin;
mod auth;
mod console;
mod gzip;
mod openapi;
mod path;
mod server;
pub mod snapshot_folder;
mod socket;
mod vendor_call;

pub use admin::{ADMIN_ROUTES, AdminRoute};
pub use openapi::openapi;
pub use server::{router, serve};
