//! The ways in which a write fails.

use coupon_domain::Error;
use coupon_ledger::{JournalEntry, JournalError, LedgerError};

/// A write that was not done, or whose outcome is not recorded.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The journal refused the write or could not be read. From [`send`](crate::send), nothing was sent, except where
    /// [`Notice::NotRecorded`](crate::Notice::NotRecorded) came first: then the write was done.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The provider's error. [`Error::effect`] says what may have happened at the vendor.
    #[error(transparent)]
    Provider(#[from] Error),
    /// The journal already holds the same write as refused. Another attempt takes another key.
    #[error("write {} was refused before; take another key", .0.entry.key)]
    AlreadyRefused(Box<JournalEntry>),
}

impl From<LedgerError> for WriteError {
    fn from(error: LedgerError) -> Self {
        Self::Journal(error.into())
    }
}
