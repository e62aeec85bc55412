#![doc = include_str!("../README.md")]

mod access;
mod clock;
mod dice;
mod json;
mod names;
mod qince;
mod sandbox;
mod seed;
mod server;
mod settings;
mod table;

pub use access::{Access, Named, QinceAccess};
pub use sandbox::Sandbox;
pub use settings::{Clock, Mix, Settings, WindowEnd};
