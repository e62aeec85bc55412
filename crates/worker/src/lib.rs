#![doc = include_str!("../README.md")]

mod counting_provider;
mod error;
mod health;
mod job;
mod length_of_time;
mod metrics;
mod queue;
mod run;
mod scheduler;
mod settings;
mod state;

pub use error::WorkerError;
pub use length_of_time::{parse_lease, parse_length_of_time};
pub use queue::{PendingSync, pending_syncs};
pub use run::{enqueue, run};
pub use settings::{
    AccountSession, Schedule, ScheduledAccount, SessionFuture, SessionOpener, WorkerSettings,
};
