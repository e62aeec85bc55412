//! `coupon status`: every account, how far it is read, and what waits for somebody.

use coupon_ledger::{Ledger, LedgerError};
use coupon_report::{SourceStatus, status};
use coupon_transport::AttemptContext;
use coupon_worker::pending_syncs;
use serde::Serialize;

use crate::{app::App, error::CliError};

/// How everything stands.
#[derive(Debug, Serialize)]
struct StatusDocument {
    config: Option<String>,
    ledger: String,
    /// False before the first sync.
    synced: bool,
    sources: Vec<SourceLine>,
    /// The syncs that wait; null if no worker ever ran on this ledger.
    queue: Option<Vec<WaitingSync>>,
}

#[derive(Debug, Serialize)]
struct SourceLine {
    #[serde(flatten)]
    status: SourceStatus,
    /// Calls a second and operation; null without a limit, or if the account is not in the configuration.
    quota: Option<u32>,
    #[serde(skip)]
    is_configured: bool,
}

#[derive(Debug, Serialize)]
struct WaitingSync {
    account: String,
    seconds: u64,
    failed: i64,
}

pub(crate) async fn run(app: &mut App) -> Result<(), CliError> {
    let ledger = match app.ledger() {
        Err(CliError::Ledger(LedgerError::NotFound { .. })) => None,
        ledger => Some(ledger?),
    };
    let document = document(app, ledger.as_ref()).await?;
    if !app.out.is_table() {
        return Ok(app.out.document(&document)?);
    }
    print(app, &document)
}

async fn document(app: &App, ledger: Option<&Ledger>) -> Result<StatusDocument, CliError> {
    let (expected, now) = (app.sources(), AttemptContext::from_system().now);
    let sources = match ledger {
        Some(ledger) => status(ledger, expected, now).await?,
        None => expected.into_iter().map(SourceStatus::unread).collect(),
    };
    let (account, provider) = app.source();
    let is_chosen = |one: &SourceStatus| {
        account.as_ref().is_none_or(|name| name.as_str() == one.account)
            && provider.as_ref().is_none_or(|name| name.as_str() == one.provider)
    };
    let quota = |name: &str| {
        let file = app.config.accounts.get(name)?;
        file.calls_per_second().map(std::num::NonZeroU32::get)
    };
    let line = |status: SourceStatus| SourceLine {
        quota: quota(&status.account),
        is_configured: app.config.accounts.contains_key(&status.account),
        status,
    };
    if let (Some(name), false) = (&account, sources.iter().any(is_chosen)) {
        let mut known: Vec<&str> = sources.iter().map(|one| one.account.as_str()).collect();
        known.dedup();
        return Err(CliError::Usage(app.lang.not_in_this_ledger(name, known.join(", "))));
    }
    let queue = match ledger.map(|ledger| ledger.shared(1)).transpose()?.flatten() {
        Some(shared) => pending_syncs(&shared).await?,
        None => None,
    };
    let waiting = |sync: coupon_worker::PendingSync| WaitingSync {
        account: sync.account,
        seconds: sync.seconds as u64,
        failed: sync.attempts,
    };
    Ok(StatusDocument {
        config: app.config.path.as_ref().map(|path| path.display().to_string()),
        ledger: ledger.map_or_else(|| app.config.ledger.shown(), Ledger::address),
        synced: ledger.is_some(),
        sources: sources.into_iter().filter(is_chosen).map(line).collect(),
        queue: queue.map(|queue| queue.into_iter().map(waiting).collect()),
    })
}

fn print(app: &mut App, document: &StatusDocument) -> Result<(), CliError> {
    let lang = app.lang;
    let path = document.config.as_deref().unwrap_or(lang.pick("none", "无"));
    app.out.line(&lang.config_place(path, &document.ledger))?;
    let headers = [
        lang.pick("account", "账户"),
        lang.pick("provider", "来源"),
        lang.pick("read up to", "已读至"),
        lang.pick("days behind", "落后天数"),
        lang.pick("coupons", "券"),
        lang.pick("templates", "模板"),
        lang.pick("quarantined", "隔离"),
        lang.pick("unknown writes", "结果未知"),
        lang.pick("calls a second", "每秒调用"),
    ];
    let never = lang.pick("never", "从未");
    let mut list = app.out.list(&headers);
    for source in &document.sources {
        list.push(source, |SourceLine { status, quota, is_configured }| {
            let read = status.read_until.map_or_else(|| never.to_owned(), |day| day.to_string());
            let behind = status.days_behind.map(|days| days.to_string()).unwrap_or_default();
            let counts =
                [status.coupons, status.templates, status.quarantined, status.unknown_writes];
            let names = [status.account.clone(), status.provider.clone(), read, behind];
            let cells = names.into_iter().chain(counts.map(|count| count.to_string()));
            let limit = quota.map(|quota| quota.to_string());
            let unlimited = if *is_configured { lang.pick("no limit", "不限") } else { "" };
            let limit = limit.unwrap_or_else(|| unlimited.to_owned());
            cells.chain([limit]).collect()
        })?;
    }
    list.finish()?;
    if let Some(queue) = &document.queue {
        app.out.line(&lang.status_queue(queue.len()))?;
        for WaitingSync { account, seconds, failed } in queue {
            app.out.line(&lang.status_waiting(account, seconds, failed))?;
        }
    }
    let sum = |count: fn(&SourceStatus) -> u64| -> u64 {
        document.sources.iter().map(|source| count(&source.status)).sum()
    };
    let (quarantined, unknown) = (sum(|one| one.quarantined), sum(|one| one.unknown_writes));
    if !document.synced {
        app.warn(&lang.nothing_synced());
    }
    if quarantined > 0 {
        app.warn(&lang.quarantine_hint(quarantined));
    }
    if unknown > 0 {
        app.warn(&lang.status_unknown(unknown));
    }
    Ok(())
}
