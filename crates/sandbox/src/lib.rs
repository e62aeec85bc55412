#![doc = include_str!("../README.md")]

mod access;
mod admin;
mod call;
mod clock;
mod dice;
mod doctor;
mod impossible;
mod json;
mod log;
mod names;
mod openapi;
mod qince;
mod qmai;
mod quirks;
mod rows;
mod sandbox;
mod seed;
mod server;
mod settings;
mod steps;
mod table;
mod vendor;

pub use access::{Access, Named, QINCE_OPENID, QMAI_OPEN_ID, QinceAccess, QmaiAccess};
pub use impossible::Impossible;
pub use log::Logged;
pub use openapi::openapi;
pub use quirks::{Quirk, Quirks};
pub use rows::RawRow;
pub use sandbox::Sandbox;
pub use settings::{Clock, Mix, Settings};
pub use steps::{Order, Step};
