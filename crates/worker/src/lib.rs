#![doc = include_str!("../README.md")]

mod counted;
mod error;
mod health;
mod job;
mod metrics;
mod run;
mod settings;
mod tick;

pub use error::WorkerError;
pub use run::{enqueue, run};
pub use settings::{
    AccountSession, Schedule, ScheduledAccount, SessionFuture, SessionOpener, WorkerSettings,
};
