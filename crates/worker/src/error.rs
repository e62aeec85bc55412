//! Errors of a worker.

use std::{error::Error as Cause, iter};

use coupon_ledger::LedgerError;
use graphile_worker::DbError;
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
        /// The text that was given.
        text: String,
    },
    /// The queue's tables could not be made, read or written.
    #[error(
        "the queue in the ledger's database: {what}; check the server, and that its user may make or owns the schema coupon_queue"
    )]
    Queue {
        /// The queue's error, with the server's SQLSTATE.
        what: String,
    },
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The address for health and metrics is taken.
    #[error("{address}: {source}")]
    Listen {
        /// The address.
        address: String,
        /// The system's error.
        source: std::io::Error,
    },
}

impl WorkerError {
    /// The queue leaves out what the server said, but for its code.
    pub(crate) fn queue(error: &(dyn Cause + 'static)) -> Self {
        let mut causes = iter::successors(Some(error), |cause| (*cause).source());
        let database = causes.find_map(|cause| cause.downcast_ref::<DbError>());
        let what = match database.and_then(DbError::code) {
            Some(code) => format!("{error}, SQLSTATE {code}"),
            None => error.to_string(),
        };
        Self::Queue { what }
    }
}
