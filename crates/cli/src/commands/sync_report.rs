//! The result of a sync, as it is printed.

use coupon_domain::{AccountName, ErrorKind};
use coupon_ledger::{CouponFilter, Ledger, LedgerTable, RowCount, RowCounts};
use coupon_sync::{StopReason, StreamSummary, SyncSummary, Warning};
use coupon_transport::AttemptContext;
use serde::Serialize;

use crate::{
    app::App,
    commands::rows::{OutputRow, coupon_cells, coupon_headers},
    error::CliError,
    messages::Lang,
};

/// Coupons of each provider that are shown at the end.
const SHOWN: usize = 3;
/// Rows that are looked at for them.
const LOOKED_AT: u32 = 20;

/// One provider of one account.
pub(crate) struct Done {
    pub(crate) account: AccountName,
    pub(crate) summary: SyncSummary,
}

#[derive(Debug, Serialize)]
struct SyncReport {
    store: String,
    streams: Vec<StreamLine>,
    held: Vec<Held>,
    digests: Vec<Digest>,
    warnings: Vec<String>,
    failures: Vec<FailureLine>,
    calls: u64,
    stopped: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct StreamLine {
    account: String,
    provider: String,
    stream: &'static str,
    calls: u64,
    new: u64,
    changed: u64,
    same: u64,
    quarantined: u64,
    gone: u64,
    gaps: Vec<String>,
}

/// An error that ended the sync of a provider, or an answer of a stream that could not be read.
#[derive(Debug, Serialize)]
struct FailureLine {
    account: String,
    provider: Option<String>,
    stream: Option<&'static str>,
    days: Option<String>,
    kind: &'static str,
    message: String,
}

/// Rows in the ledger that are not gone.
#[derive(Debug, Serialize)]
struct Held {
    account: String,
    provider: String,
    table: &'static str,
    rows: u64,
}

#[derive(Debug, Serialize)]
struct Digest {
    table: &'static str,
    digest: String,
}

pub(crate) async fn print(
    app: &mut App,
    ledger: &Ledger,
    done: &[Done],
    failed: &[CliError],
) -> Result<(), CliError> {
    let mut report = report(app.lang, ledger, done).await?;
    report.failures.extend(failed.iter().filter_map(|error| failure(app.lang, error)));
    if !app.out.is_table() {
        return Ok(app.out.document(&report)?);
    }
    streams(app, &report)?;
    for line in report.streams.iter().filter(|line| !line.gaps.is_empty()) {
        app.warn(&app.lang.gap(&line.account, &line.provider, line.gaps.join(", ")));
    }
    for FailureLine { account, provider, stream, days, message, .. } in &report.failures {
        if let (Some(provider), Some(stream)) = (provider, stream) {
            let days = days.as_deref().unwrap_or("all");
            app.warn(&app.lang.unread(account, provider, stream, days, message));
        }
    }
    report.warnings.iter().for_each(|warning| app.warn(warning));
    let sum = |count: fn(&StreamLine) -> u64| report.streams.iter().map(count).sum::<u64>();
    let quarantined = done.iter().map(|done| done.summary.quarantined).sum::<u64>();
    if quarantined > 0 {
        app.warn(&app.lang.quarantine_hint(quarantined));
    }
    holdings(app, ledger, &report).await?;
    app.out.line(&app.lang.summary(
        sum(|line| line.new),
        sum(|line| line.changed),
        sum(|line| line.same),
        quarantined,
        sum(|line| line.gone),
        report.calls,
    ))?;
    Ok(())
}

async fn report(lang: Lang, ledger: &Ledger, done: &[Done]) -> Result<SyncReport, CliError> {
    let mut digests = Vec::new();
    for table in LedgerTable::ALL {
        digests.push(Digest { table: table.as_str(), digest: ledger.digest(table, None).await? });
    }
    let held = ledger.counts().await?.into_iter().map(|count| {
        let RowCount { account, provider, table, rows } = count;
        let (account, provider) = (account.to_string(), provider.to_string());
        Held { account, provider, table: table.as_str(), rows }
    });
    let all = done.iter().flat_map(|done| done.summary.streams.iter().map(move |s| line(done, s)));
    let warnings =
        done.iter().flat_map(|done| done.summary.warnings.iter().map(move |w| (done, w)));
    let stopped = done.iter().find_map(|done| done.summary.stopped);
    Ok(SyncReport {
        store: ledger.address(),
        streams: all.collect(),
        held: held.collect(),
        digests,
        warnings: warnings.map(|(done, warning)| warning_text(lang, done, warning)).collect(),
        failures: done.iter().flat_map(unread).collect(),
        calls: done.iter().map(|done| done.summary.calls).sum(),
        stopped: stopped.map(|why| match why {
            StopReason::MaxCalls => "max_calls",
            StopReason::Interrupted => "interrupted",
        }),
    })
}

fn line(done: &Done, summary: &StreamSummary) -> StreamLine {
    let StreamSummary { stream, calls, written, gone, gaps } = summary;
    let mut all = RowCounts::default();
    for tally in [written.templates, written.coupons, written.customers] {
        all += tally;
    }
    StreamLine {
        account: done.account.to_string(),
        provider: done.summary.provider.to_string(),
        stream: stream.as_str(),
        calls: *calls,
        new: all.new,
        changed: all.changed,
        same: all.same,
        quarantined: written.quarantined,
        gone: *gone,
        gaps: gaps.iter().map(ToString::to_string).collect(),
    }
}

/// The answers that could not be read.
fn unread(done: &Done) -> impl Iterator<Item = FailureLine> {
    let gaps = done.summary.streams.iter().flat_map(|s| s.gaps.iter().map(move |gap| (s, gap)));
    gaps.filter_map(|(summary, gap)| {
        Some(FailureLine {
            account: done.account.to_string(),
            provider: Some(done.summary.provider.to_string()),
            stream: Some(summary.stream.as_str()),
            days: gap.days.map(|_| gap.to_string()),
            kind: ErrorKind::NotUnderstood.as_str(),
            message: gap.error.clone()?,
        })
    })
}

fn failure(lang: Lang, error: &CliError) -> Option<FailureLine> {
    let CliError::OfAccount { account, provider, error } = error else { return None };
    let (kind, message) = error.message(lang)?;
    let provider = provider.as_ref().map(ToString::to_string);
    let (stream, days) = (None, None);
    Some(FailureLine { account: account.to_string(), provider, stream, days, kind, message })
}

fn warning_text(lang: Lang, done: &Done, warning: &Warning) -> String {
    let (account, provider) = (&done.account, &done.summary.provider);
    match warning {
        Warning::NoTemplateDetails { error } => lang.no_template_details(account, provider, error),
        Warning::GoneNotMarked => lang.gone_not_marked(account, provider),
    }
}

fn streams(app: &mut App, report: &SyncReport) -> Result<(), CliError> {
    let headers = match app.lang {
        Lang::En => [
            "account",
            "provider",
            "stream",
            "calls",
            "new",
            "changed",
            "same",
            "quarantined",
            "gone",
        ],
        Lang::Zh => ["账户", "来源", "读取流", "调用", "新增", "变更", "未变", "隔离", "消失"],
    };
    let mut list = app.out.list(&headers);
    for line in &report.streams {
        list.push(line, |line| {
            let names = [&line.account, &line.provider, line.stream].map(str::to_owned);
            let counts =
                [line.calls, line.new, line.changed, line.same, line.quarantined, line.gone];
            names.into_iter().chain(counts.map(|count| count.to_string())).collect()
        })?;
    }
    list.finish()?;
    app.out.line("")?;
    Ok(())
}

/// The contents of the ledger, with a few coupons of every provider.
async fn holdings(app: &mut App, ledger: &Ledger, report: &SyncReport) -> Result<(), CliError> {
    app.out.line(&app.lang.holdings(ledger.path().display()))?;
    let headers = match app.lang {
        Lang::En => ["account", "provider", "table", "rows"],
        Lang::Zh => ["账户", "来源", "表", "行数"],
    };
    let mut list = app.out.list(&headers);
    for held in &report.held {
        list.push(held, |held| {
            let Held { account, provider, table, rows } = held;
            vec![account.clone(), provider.clone(), (*table).to_owned(), rows.to_string()]
        })?;
    }
    list.finish()?;
    app.out.line("")?;
    let now = AttemptContext::from_system().now;
    let mut coupons = Vec::new();
    for held in report.held.iter().filter(|held| held.table == LedgerTable::Coupons.as_str()) {
        let filter = CouponFilter {
            account: Some(held.account.as_str().into()),
            provider: Some(held.provider.as_str().into()),
            ..CouponFilter::default()
        };
        let mut some = ledger.coupons(&filter, LOOKED_AT).await?;
        // A 兑货券 of several products is several rows.
        some.dedup_by(|a, b| a.value.code.is_some() && a.value.code == b.value.code);
        coupons.extend(some.into_iter().take(SHOWN));
    }
    if !coupons.is_empty() {
        app.out.line(&app.lang.recent_coupons())?;
        let lang = app.lang;
        let mut list = app.out.list(&coupon_headers(lang));
        for coupon in &coupons {
            list.push(&OutputRow::stored(coupon, false).at(now), |row| coupon_cells(row, lang))?;
        }
        list.finish()?;
        app.out.line("")?;
    }
    for Digest { table, digest } in &report.digests {
        app.out.line(&app.lang.digest_line(table, digest))?;
    }
    Ok(())
}
