//! The settings of a worker: its accounts, and its limits.

use std::{
    error::Error,
    fmt,
    future::Future,
    pin::Pin,
    str::FromStr,
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use coupon_domain::{AccountName, Capabilities, CustomerRef, Provider, ProviderName};
use coupon_ledger::{AccountLock, Ledger};
use graphile_worker::{Crontab, parse_crontab};
use jiff::{Timestamp, civil::Date, tz::Offset};

use crate::error::WorkerError;

/// The settings of one worker.
pub struct WorkerSettings {
    /// The accounts that it knows. Every worker of a team has the same.
    pub accounts: Vec<ScheduledAccount>,
    /// From where it calls: it takes the jobs of accounts with these labels, and of those with none.
    pub labels: Vec<String>,
    /// How many accounts it syncs at a time.
    pub jobs: usize,
    /// How often it looks for work.
    pub poll: Duration,
    /// A worker that was silent for so long is taken for dead, and its jobs are given to others. Longer than a lease.
    pub recover_after: Duration,
    /// For how long a page that is being read may take once a stop was asked for.
    pub grace: Duration,
    /// Stops at a page boundary once it is true.
    pub stop: Arc<AtomicBool>,
    /// The clock.
    pub clock: fn() -> Timestamp,
    /// Makes an account ready for one sync.
    pub open: SessionOpener,
}

/// An account as far as its jobs go.
#[derive(Debug, Clone)]
pub struct ScheduledAccount {
    /// Its name in the configuration and in the ledger.
    pub name: AccountName,
    /// Its providers, with what each can be asked.
    pub providers: Vec<(ProviderName, Capabilities)>,
    /// When it is synced.
    pub schedule: Schedule,
    /// The label of the workers from whose addresses the vendor takes its calls; none if any will do.
    pub egress: Option<String>,
    /// Calls a second for each operation that a sync makes at most; none if there is no limit.
    pub quota: Option<f64>,
}

/// An account ready for one sync. The account is free when this is dropped.
#[derive(Debug)]
pub struct AccountSession {
    /// A ledger of its own, so that what one sync loses is not another's.
    pub ledger: Ledger,
    /// Every call of the providers asks it first.
    pub lock: Arc<AccountLock>,
    /// The providers of the account.
    pub providers: Vec<Arc<dyn Provider>>,
    /// Where a first load begins.
    pub first_day: Date,
    /// The customers whose coupons are read from a vendor that lists coupons by customer alone.
    pub customers: Vec<CustomerRef>,
}

/// Makes an account ready for one sync: finds its secrets, opens the ledger, takes the account.
pub type SessionOpener = Arc<dyn Fn(AccountName) -> SessionFuture + Send + Sync>;

/// The result of a [`SessionOpener`]. The error is kept in the database and shown.
pub type SessionFuture =
    Pin<Box<dyn Future<Output = Result<AccountSession, Box<dyn Error + Send + Sync>>> + Send>>;

/// When an account is synced: five fields of cron (minute, hour, day, month, day of the week), in Beijing time.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule(Crontab);

impl Schedule {
    /// Whether a sync is due in the minute that begins then.
    pub(crate) fn is_due(&self, minute: Timestamp) -> bool {
        let beijing = Offset::constant(8).to_datetime(minute).to_string();
        self.0.should_run_at(&beijing.parse().expect("both write ISO 8601"))
    }
}

impl FromStr for Schedule {
    type Err = WorkerError;

    fn from_str(text: &str) -> Result<Self, WorkerError> {
        let bad = || WorkerError::Schedule { text: text.to_owned() };
        let fields: Vec<&str> = text.split_whitespace().collect();
        if fields.len() != 5 {
            return Err(bad());
        }
        let line = format!("{} sync", fields.join(" "));
        match parse_crontab(&line).map_err(|_| bad())?.as_slice() {
            [one] => Ok(Self(one.clone())),
            _ => Err(bad()),
        }
    }
}

impl fmt::Debug for WorkerSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("accounts", &self.accounts)
            .field("labels", &self.labels)
            .field("jobs", &self.jobs)
            .field("recover_after", &self.recover_after)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(schedule: &str, at: &str) -> bool {
        schedule.parse::<Schedule>().unwrap().is_due(at.parse().unwrap())
    }

    #[test]
    fn a_schedule_is_read_in_beijing_time() {
        assert!(due("0 3 * * *", "2026-01-01T19:00:00Z"));
        assert!(!due("0 3 * * *", "2026-01-01T03:00:00Z"));
        assert!(due("*/15 * * * *", "2026-01-01T00:45:00Z"));
        assert!(!due("*/15 * * * *", "2026-01-01T00:46:00Z"));
        // A Sunday evening in London is Monday in Beijing.
        assert!(due("30 2 * * 1", "2026-01-04T18:30:00Z"));
    }

    #[test]
    fn what_is_no_schedule_is_refused_with_an_example() {
        for bad in
            ["", "* * * *", "61 * * * *", "* * * * * other", "* * * * *\n* * * * *", "hourly"]
        {
            let error = bad.parse::<Schedule>().unwrap_err();
            assert!(error.to_string().contains("*/15 * * * *"), "{bad:?}: {error}");
        }
    }
}
