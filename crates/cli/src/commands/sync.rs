//! `coupon sync`: every provider of every account into the ledger.

use std::{
    cell::Cell,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use coupon_config::{Account, ConfigWarning, RateShare};
use coupon_domain::{AccountName, Provider, ProviderName};
use coupon_ledger::{AccountLock, LEASE, Ledger, LedgerError};
use coupon_messages::{Lang, config_warning};
use coupon_sync::{
    AccountSummary, FailedSync, StopReason, SyncError, SyncOptions, SyncProgress, SyncSummary,
};
use coupon_transport::AttemptContext;
use futures_util::{StreamExt as _, stream};
use jiff::civil::Date;

use crate::{
    app::App,
    commands::{sync_report, worker},
    error::CliError,
    options::day,
    output::say,
    stop_signal::stop_on_signal,
};

/// Arguments of `coupon sync`.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct SyncArgs {
    /// Begin at this Beijing day, as 2026-03-01, instead of where the last run ended
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) since: Option<Date>,
    /// End with this Beijing day, as 2026-03-31
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) until: Option<Date>,
    /// Read everything again and mark what is gone
    #[arg(long, conflicts_with_all = ["since", "until"])]
    pub(crate) full: bool,
    /// Stop at a page boundary after this many calls
    #[arg(long, value_name = "N")]
    pub(crate) max_calls: Option<u64>,
    /// Leave it to the workers, which do it as soon as one is free
    #[arg(long, conflicts_with_all = ["since", "until", "full", "max_calls"])]
    pub(crate) enqueue: bool,
}

pub(crate) async fn run(app: &mut App, args: &SyncArgs) -> Result<(), CliError> {
    if args.enqueue {
        return worker::enqueue(app).await;
    }
    let pulled = pull(app, args, |_, _| true).await?;
    sync_report::print(app, &pulled.ledger, &pulled.done, &pulled.failures).await?;
    pulled.ended(app)
}

/// The result of several syncs, and the ledger that they wrote.
pub(crate) struct Pulled {
    pub(crate) ledger: Ledger,
    done: Vec<AccountSummary>,
    failures: Vec<CliError>,
}

/// Syncs the chosen providers of the chosen accounts that are `wanted`.
pub(crate) async fn pull(
    app: &mut App,
    args: &SyncArgs,
    wanted: impl Fn(&AccountName, &ProviderName) -> bool,
) -> Result<Pulled, CliError> {
    let mut accounts = app.accounts_alone().await?;
    accounts.retain(|account| {
        account.providers().iter().any(|provider| wanted(&account.name, provider.name()))
    });
    let ledger = app.ledger_for(&accounts).await?;
    let is_server = app.config.ledger.is_server()?;
    let stop = stop_on_signal(app.lang);
    // The accounts of a file are taken before the first is synced, so that of two syncs one gets them all.
    let names = accounts.iter().map(|account| account.name.clone()).filter(|_| !is_server);
    let mut locks = ledger.lock_accounts(names, LEASE);
    // A number of calls is for all accounts together, so that one begins when the one before has ended.
    let app: &App = app;
    let at_once = if args.max_calls.is_some() { 1 } else { accounts.len().max(1) };
    let left = Cell::new(args.max_calls);
    let syncs = accounts.into_iter().map(|account| {
        let lock = locks.remove(&account.name);
        let pull = AccountPull { app, ledger: &ledger, args, stop: &stop, left: &left, is_server };
        pull.account(account, lock, &wanted)
    });
    let pulled: Vec<(Vec<AccountSummary>, Vec<CliError>)> =
        stream::iter(syncs).buffered(at_once).collect().await;
    let (done, failures): (Vec<_>, Vec<_>) = pulled.into_iter().unzip();
    let (done, failures) = (done.concat(), failures.into_iter().flatten().collect());
    Ok(Pulled { ledger, done, failures })
}

/// The syncs of one account, one provider after the other.
struct AccountPull<'a> {
    app: &'a App,
    ledger: &'a Ledger,
    args: &'a SyncArgs,
    stop: &'a AtomicBool,
    left: &'a Cell<Option<u64>>,
    is_server: bool,
}

impl AccountPull<'_> {
    async fn account(
        self,
        account: Account,
        lock: Option<Result<AccountLock, LedgerError>>,
        wanted: &impl Fn(&AccountName, &ProviderName) -> bool,
    ) -> (Vec<AccountSummary>, Vec<CliError>) {
        let (mut done, mut failures) = (Vec::new(), Vec::new());
        let lock = lock.unwrap_or_else(|| self.ledger.lock_account(&account.name, LEASE));
        let lock = match lock {
            Ok(lock) => Arc::new(lock),
            Err(error) => {
                let (account, error) = (account.name, Box::new(error.into()));
                failures.push(CliError::OfAccount { account, provider: None, error });
                return (done, failures);
            }
        };
        let share =
            if self.is_server { RateShare::Sync(Arc::clone(&lock)) } else { RateShare::Whole };
        let account = account.with_rate_share(share);
        for provider in account.providers() {
            let name = provider.name();
            let skipped = !self.app.wants_provider(name.as_str()) || !wanted(&account.name, name);
            if skipped || self.stop.load(Ordering::Relaxed) {
                continue;
            }
            let limits =
                Limits { args: self.args, left: self.left.get(), stop: self.stop, lock: &lock };
            let ended = one(self.app, self.ledger, &account, provider.as_ref(), &limits).await;
            let (summary, failure) = match ended {
                Ok(summary) => (summary, None),
                Err(failed) => {
                    let FailedSync { error, summary } = *failed;
                    let error = Box::new(failure_of(error, self.app.lang));
                    let (account, provider) = (account.name.clone(), Some(name.clone()));
                    (summary, Some(CliError::OfAccount { account, provider, error }))
                }
            };
            self.left.set(self.left.get().map(|left| left.saturating_sub(summary.calls)));
            done.push(AccountSummary { account: account.name.clone(), summary });
            failures.extend(failure);
        }
        (done, failures)
    }
}

/// The limits of one provider's sync.
struct Limits<'a> {
    args: &'a SyncArgs,
    left: Option<u64>,
    stop: &'a AtomicBool,
    lock: &'a AccountLock,
}

async fn one(
    app: &App,
    ledger: &Ledger,
    account: &Account,
    provider: &dyn Provider,
    limits: &Limits<'_>,
) -> Result<SyncSummary, Box<FailedSync>> {
    let settings = SyncOptions {
        lock: limits.lock,
        first_day: account.first_day,
        since: limits.args.since,
        until: limits.args.until,
        full: limits.args.full,
        max_calls: limits.left,
        customers: account.customers.clone(),
        clock: &|| AttemptContext::from_system().now,
        stop: limits.stop,
    };
    let place = format!("{} {}", account.name, provider.name());
    let bar = app.progress_bar(
        0,
        "{prefix} [{bar:30}] {pos}/{len} calls, {msg} rows, {elapsed}",
        "{prefix} [{bar:30}] {pos}/{len} 次调用，{msg} 行，{elapsed}",
    );
    bar.set_prefix(place.clone());
    bar.set_message("0");
    let (calls, rows) = (AtomicU64::new(0), AtomicU64::new(0));
    let draw = |progress| match progress {
        SyncProgress::Planned { calls } => {
            app.bars.suspend(|| say(&app.lang.planned(&place, calls)));
            bar.set_length(calls);
        }
        SyncProgress::Page { rows: more, .. } => {
            let calls = calls.fetch_add(1, Ordering::Relaxed) + 1;
            let rows = rows.fetch_add(more, Ordering::Relaxed) + more;
            // More calls than were foreseen: the plan is a least number.
            bar.set_length(bar.length().unwrap_or_default().max(calls));
            bar.set_position(calls);
            bar.set_message(rows.to_string());
        }
        SyncProgress::Window { .. } => {}
    };
    let result = coupon_sync::sync(ledger, provider, &settings, &draw).await;
    bar.finish_and_clear();
    result
}

fn failure_of(error: SyncError, lang: Lang) -> CliError {
    match error {
        SyncError::Provider(error) => CliError::Vendor(error),
        SyncError::Ledger(error) => CliError::Ledger(error),
        SyncError::NoCustomers { account, .. } => {
            let warning = ConfigWarning::NoCustomers(account.to_string());
            CliError::Setup(config_warning(&warning, lang))
        }
    }
}

impl Pulled {
    /// The first failure is what the program ends with; the others are said.
    pub(crate) fn ended(self, app: &App) -> Result<(), CliError> {
        let mut failures = self.failures.into_iter();
        let first = failures.next();
        for failure in failures {
            if let Some((kind, what)) = failure.message(app.lang) {
                say(&app.lang.error(kind, what));
            }
        }
        let stopped = |why| self.done.iter().any(|done| done.summary.stopped == Some(why));
        let lacks = |done: &AccountSummary| {
            let lacking = |stream: &coupon_sync::StreamSummary| {
                !stream.gaps.is_empty() || stream.written.quarantined > 0
            };
            done.summary.streams.iter().any(lacking)
        };
        match first {
            Some(failure) => Err(failure),
            None if stopped(StopReason::Interrupted) => Err(CliError::Interrupted),
            None if self.done.iter().any(lacks) => Err(CliError::Incomplete),
            None => Ok(()),
        }
    }
}
