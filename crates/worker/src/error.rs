//! What can go wrong with a worker.

use coupon_ledger::LedgerError;
use graphile_worker::{WorkerBuildError, errors::GraphileWorkerError};
use thiserror::Error;

/// Why a worker could not begin, or a job not be handed over.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WorkerError {
    /// No schedule.
    #[error(
        "{text:?} is no schedule; write the five fields of cron in Beijing time, such as \"*/15 * * * *\" or \"0 3 * * *\""
    )]
    Schedule {
        /// What was written.
        text: String,
    },
    /// A worker would be taken for dead while its accounts are still its own.
    #[error(
        "a worker cannot be given up after {recover_after} s while its lease lasts {lease} s; make that time longer"
    )]
    RecoverTooSoon {
        /// Seconds.
        recover_after: u64,
        /// Seconds.
        lease: u64,
    },
    /// The queue could not be opened.
    #[error("the queue in the ledger's database: {0}; check the rights there")]
    Open(#[from] Box<WorkerBuildError>),
    /// The queue did not take a job.
    #[error("the queue in the ledger's database: {0}; check the rights there")]
    Queue(#[from] Box<GraphileWorkerError>),
    /// The tables of the queue could not be made or brought up to date.
    #[error("the queue in the ledger's database: {0}; check the rights there")]
    Migrate(String),
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The address for health and metrics is taken.
    #[error("{address}: {source}; name another with --listen")]
    Listen {
        /// The address.
        address: String,
        /// What the system said.
        source: std::io::Error,
    },
}
