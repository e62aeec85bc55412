//! The outside world of a write: the ledger, the clock, randomness, and somewhere to tell about events.

use std::fmt;

use coupon_domain::{BadRow, Error};
use coupon_ledger::{JournalEntry, JournalError, Ledger};
use jiff::Timestamp;

use crate::error::WriteError;

/// Everything that a write takes from outside. Tests pass a fixed clock and fixed bits.
#[derive(Clone, Copy)]
pub struct WriteContext<'a> {
    /// Holds the journal.
    pub ledger: &'a Ledger,
    /// The current instant.
    pub now: &'a (dyn Fn() -> Timestamp + Sync),
    /// 128 evenly distributed bits, different for every call. They make ids unique and are no key material.
    pub random: &'a (dyn Fn() -> u128 + Sync),
    /// The person or program that writes, for the journal.
    pub operator: Option<&'a str>,
    /// Receives each [`Notice`] at the moment of the event. The caller words it.
    pub notify: &'a (dyn Fn(Notice<'_>) + Sync),
}

/// An event during a write that a user may want to see. None of them ends the write.
#[derive(Debug)]
pub enum Notice<'a> {
    /// The write is recorded as sent and leaves next.
    Sending {
        /// Its key in the journal.
        key: &'a str,
    },
    /// The journal already holds the same write as done, so nothing is sent.
    AlreadyDone(&'a JournalEntry),
    /// The write ended, but its outcome could not be recorded. Resolving records it later.
    NotRecorded {
        /// Its key in the journal.
        key: &'a str,
        /// The reason.
        error: &'a JournalError,
    },
    /// The coupons that a customer holds could not be read before a coupon is issued. A lost answer cannot be resolved by
    /// counting then.
    BaselineFailed(&'a Error),
    /// Some of a template's coupons could not be read, so a batch is sent without baselines.
    BaselinesIncomplete,
    /// A row of the vendor's answer could not be parsed.
    UnreadableRow(&'a BadRow),
    /// The write was done, but the row that it changed could not be read again. The next sync reads it.
    NotReadAgain(&'a WriteError),
}

impl fmt::Debug for WriteContext<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriteContext").field("ledger", &self.ledger).finish_non_exhaustive()
    }
}
