#![doc = include_str!("../README.md")]

mod counting_provider;
mod error;
mod health;
mod job;
mod metrics;
mod queue;
mod run;
mod scheduler;
mod settings;
mod state;

pub use error::WorkerError;
pub use run::{enqueue, run};
pub use settings::{
    AccountSession, Schedule, ScheduledAccount, SessionFuture, SessionOpener, WorkerSettings,
};
