//! The result of the syncs of several providers, as programs read it.

use coupon_domain::{AccountName, ErrorKind, ErrorText};
use coupon_ledger::{Ledger, LedgerError, LedgerTable, RowCount, RowCounts};
use serde::Serialize;

use crate::summary::{StopReason, StreamSummary, SyncSummary};

/// The result of one provider of one account.
#[derive(Debug, Clone)]
pub struct AccountSummary {
    /// Whose.
    pub account: AccountName,
    /// The result.
    pub summary: SyncSummary,
}

/// The result of several syncs.
#[derive(Debug, Serialize)]
pub struct SyncReport {
    /// Address of the ledger, without its password.
    pub store: String,
    /// The streams of all providers.
    pub streams: Vec<StreamReport>,
    /// The contents of the ledger.
    pub held: Vec<HeldRows>,
    /// A digest of each table.
    pub digests: Vec<TableDigest>,
    /// Warnings, in the caller's words.
    pub warnings: Vec<String>,
    /// Errors, in the caller's words, and answers that could not be read.
    pub failures: Vec<SyncFailure>,
    /// Calls that were made.
    pub calls: u64,
    /// Why a sync stopped before everything was read: `max_calls` or `interrupted`.
    pub stopped: Option<&'static str>,
}

/// One stream of one provider.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are those of `StreamSummary`")]
pub struct StreamReport {
    pub account: String,
    pub provider: String,
    pub stream: &'static str,
    pub calls: u64,
    pub new: u64,
    pub changed: u64,
    pub same: u64,
    pub quarantined: u64,
    pub gone: u64,
    pub gaps: Vec<String>,
}

/// An error that ended the sync of a provider, or an answer of a stream that could not be read.
#[derive(Debug, Serialize)]
pub struct SyncFailure {
    /// Whose.
    pub account: String,
    /// From where, if it is about one provider.
    pub provider: Option<String>,
    /// The stream, if it is about an answer.
    pub stream: Option<&'static str>,
    /// The days that were asked for.
    pub days: Option<String>,
    /// One word.
    pub kind: &'static str,
    /// The message.
    pub message: String,
}

/// Rows in the ledger that are not gone.
#[derive(Debug, Serialize)]
pub struct HeldRows {
    /// Whose.
    pub account: String,
    /// From where.
    pub provider: String,
    /// Of which table.
    pub table: &'static str,
    /// How many rows.
    pub rows: u64,
    /// Of the table of coupons: how many coupons these rows are. A coupon of several goods has a row for each.
    pub coupons: Option<u64>,
}

/// The digest of a table.
#[derive(Debug, Serialize)]
pub struct TableDigest {
    /// Which table.
    pub table: &'static str,
    /// Its digest.
    pub digest: String,
}

impl SyncReport {
    /// The result of the syncs that are done, and the contents of the ledger after them. `warnings` are those of the summaries in
    /// the caller's words; `words` takes the language of an error.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub async fn new(
        ledger: &Ledger,
        done: &[AccountSummary],
        warnings: Vec<String>,
        words: fn(&ErrorText) -> String,
    ) -> Result<Self, LedgerError> {
        let mut digests = Vec::new();
        for table in LedgerTable::ALL {
            let digest = ledger.digest(table, None).await?;
            digests.push(TableDigest { table: table.as_str(), digest });
        }
        let coupons = ledger.coupon_counts().await?;
        let held = ledger.counts().await?.into_iter().map(|count| {
            let RowCount { account, provider, table, rows } = count;
            let is_coupons = table == LedgerTable::Coupons;
            let names = (account.to_string(), provider.to_string());
            let coupons = coupons.get(&(account, provider)).copied().filter(|_| is_coupons);
            let (account, provider) = names;
            HeldRows { account, provider, table: table.as_str(), rows, coupons }
        });
        let streams =
            done.iter().flat_map(|one| one.summary.streams.iter().map(|s| stream(one, s)));
        let stopped = done.iter().find_map(|done| done.summary.stopped);
        Ok(Self {
            store: ledger.address(),
            streams: streams.collect(),
            held: held.collect(),
            digests,
            warnings,
            failures: done.iter().flat_map(|one| unread(one, words)).collect(),
            calls: done.iter().map(|done| done.summary.calls).sum(),
            stopped: stopped.map(|why| match why {
                StopReason::MaxCalls => "max_calls",
                StopReason::Interrupted => "interrupted",
            }),
        })
    }

    /// The sum of a count over all streams.
    pub fn sum(&self, count: fn(&StreamReport) -> u64) -> u64 {
        self.streams.iter().map(count).sum()
    }
}

fn stream(done: &AccountSummary, summary: &StreamSummary) -> StreamReport {
    let StreamSummary { stream, calls, written, gone, gaps } = summary;
    let mut all = RowCounts::default();
    for tally in [written.templates, written.coupons, written.customers] {
        all += tally;
    }
    StreamReport {
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
fn unread(
    done: &AccountSummary,
    words: fn(&ErrorText) -> String,
) -> impl Iterator<Item = SyncFailure> {
    let gaps = done.summary.streams.iter().flat_map(|s| s.gaps.iter().map(move |gap| (s, gap)));
    gaps.filter_map(move |(summary, gap)| {
        Some(SyncFailure {
            account: done.account.to_string(),
            provider: Some(done.summary.provider.to_string()),
            stream: Some(summary.stream.as_str()),
            days: gap.days.map(|_| gap.to_string()),
            kind: ErrorKind::NotUnderstood.as_str(),
            message: words(gap.error.as_ref()?),
        })
    })
}
