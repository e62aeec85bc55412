#![doc = include_str!("../README.md")]

mod access;
mod admin;
mod clock;
mod dice;
mod doctor;
mod impossible;
mod json;
mod names;
mod openapi;
mod qince;
mod qmai;
mod rows;
mod sandbox;
mod seed;
mod server;
mod settings;
mod steps;
mod table;

pub use access::{Access, Named, QINCE_OPENID, QMAI_OPEN_ID, QinceAccess, QmaiAccess};
pub use impossible::Impossible;
pub use openapi::openapi;
pub use rows::RawRow;
pub use sandbox::Sandbox;
pub use settings::{Clock, Mix, Settings, WindowEnd};
pub use steps::{Order, Step};
