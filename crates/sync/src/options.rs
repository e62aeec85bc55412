//! The arguments of a sync, and the events that it reports.

use std::{fmt, sync::atomic::AtomicBool};

use coupon_domain::CustomerRef;
use coupon_ledger::AccountLock;
use jiff::{Timestamp, civil::Date};

use crate::summary::Stream;

/// The choices of one sync.
pub struct SyncOptions<'a> {
    /// The account's lock, held for the whole sync: an account has one sync at a time. The account is registered under the
    /// name that the lock bears.
    pub lock: &'a AccountLock,
    /// Where a first load begins.
    pub first_day: Date,
    /// Reads days from here on, instead of from the checkpoint; checkpoints do not move then.
    pub since: Option<Date>,
    /// Reads days up to this one; checkpoints do not move then.
    pub until: Option<Date>,
    /// Reads everything without windows, and marks what is gone.
    pub full: bool,
    /// Stops at a page boundary after so many calls.
    pub max_calls: Option<u64>,
    /// The customers whose coupons are read from a vendor that lists coupons by customer alone.
    pub customers: Vec<CustomerRef>,
    /// The clock.
    pub clock: &'a (dyn Fn() -> Timestamp + Send + Sync),
    /// Stops at a page boundary once it is true.
    pub stop: &'a AtomicBool,
}

impl<'a> SyncOptions<'a> {
    /// A sync from the checkpoint, of everything up to today, that nothing stops.
    pub fn new(
        lock: &'a AccountLock,
        first_day: Date,
        clock: &'a (dyn Fn() -> Timestamp + Send + Sync),
    ) -> Self {
        static GO_ON: AtomicBool = AtomicBool::new(false);
        Self {
            lock,
            first_day,
            since: None,
            until: None,
            full: false,
            max_calls: None,
            customers: Vec::new(),
            clock,
            stop: &GO_ON,
        }
    }
}

/// An event of a running sync, for progress bars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncProgress {
    /// The sync will make at least this many calls.
    Planned {
        /// The least number of calls.
        calls: u64,
    },
    /// A page was read.
    Page {
        /// Of this stream.
        stream: Stream,
        /// With so many rows, readable or not.
        rows: u64,
    },
    /// Some days of a stream are read.
    Window {
        /// The stream.
        stream: Stream,
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
}

impl fmt::Debug for SyncOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SyncOptions")
            .field("lock", &self.lock)
            .field("first_day", &self.first_day)
            .field("since", &self.since)
            .field("until", &self.until)
            .field("full", &self.full)
            .field("max_calls", &self.max_calls)
            .finish_non_exhaustive()
    }
}
