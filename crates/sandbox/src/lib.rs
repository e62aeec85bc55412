#![doc = include_str!("../README.md")]

mod access;
mod admin;
mod call;
mod clock;
mod console;
mod diagnose;
mod error;
mod faults;
mod gzip;
mod in_process;
mod json;
mod log;
mod names;
mod openapi;
mod path;
mod qince;
mod qmai;
mod quirks;
mod rows;
mod sandbox;
mod seed;
mod seeded_rng;
mod server;
mod settings;
mod snapshot;
mod socket;
mod steps;
mod table;
mod vendor;

pub use access::{Credentials, IdAndCode, QINCE_OPENID, QMAI_OPEN_ID, QinceAccess, QmaiAccess};
pub use admin::{ADMIN_ROUTES, AdminRoute};
pub use diagnose::diagnose_qince;
pub use error::SandboxError;
pub use faults::{
    ActiveFault, FAULTS, Fault, FaultRule, FaultText, GatewayPage, Latency, StateEffect,
};
pub use in_process::InProcess;
pub use log::LogEntry;
pub use openapi::openapi;
pub use quirks::{Quirk, Quirks};
pub use rows::RawRow;
pub use sandbox::Sandbox;
pub use settings::{Clock, SandboxConfig, SeedSizes};
pub use snapshot::Reset;
pub use steps::{Action, Order};
