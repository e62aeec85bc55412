#![doc = include_str!("../README.md")]

mod cause;
mod client;
mod error;
mod exchange;
mod gate;
mod http_exchange;
mod moment;
mod rate;
mod retry;

pub use client::{Call, Client, Policy, Reply, Verdict};
pub use error::{SendError, SendErrorKind};
pub use exchange::{Attempt, Exchange, Fault, FaultKind, Purpose};
pub use gate::Gate;
pub use http_exchange::{Http, HttpSettings, SettingsError};
pub use moment::Moment;
pub use rate::Rate;
