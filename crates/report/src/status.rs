//! How a ledger stands, by source, in a few figures.

use std::collections::BTreeMap;

use coupon_domain::{AccountName, ProviderName, beijing_date};
use coupon_ledger::{JournalFilter, JournalState, Ledger, LedgerError, LedgerTable};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;

use crate::freshness::{SourceFreshness, freshness};

/// One source in a few figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceStatus {
    /// The account.
    pub account: String,
    /// The provider.
    pub provider: String,
    /// The last Beijing day that is read in full; none if none is.
    pub read_until: Option<Date>,
    /// The days between that day and yesterday.
    pub days_behind: Option<i32>,
    /// Coupons in the ledger. One of several goods counts once.
    pub coupons: u64,
    /// Templates in the ledger.
    pub templates: u64,
    /// Rows that could not be read.
    pub quarantined: u64,
    /// Writes without a known outcome.
    pub unknown_writes: u64,
}

impl SourceStatus {
    /// A source of which nothing was read yet.
    pub fn unread((account, provider): (AccountName, ProviderName)) -> Self {
        Self {
            account: account.to_string(),
            provider: provider.to_string(),
            read_until: None,
            days_behind: None,
            coupons: 0,
            templates: 0,
            quarantined: 0,
            unknown_writes: 0,
        }
    }
}

/// Each source of the ledger, and `expected` ones of which it may have nothing.
///
/// # Errors
/// If the ledger cannot be read.
pub async fn status(
    ledger: &Ledger,
    expected: Vec<(AccountName, ProviderName)>,
    now: Timestamp,
) -> Result<Vec<SourceStatus>, LedgerError> {
    let coupons = ledger.coupon_counts().await?;
    let mut templates = BTreeMap::new();
    for count in
        ledger.counts().await?.into_iter().filter(|one| one.table == LedgerTable::Templates)
    {
        templates.insert((count.account, count.provider), count.rows);
    }
    let mut quarantined = BTreeMap::<_, u64>::new();
    for row in ledger.quarantine(None, u32::MAX).await? {
        *quarantined.entry((row.account, row.provider)).or_default() += 1;
    }
    let mut unknown = BTreeMap::<_, u64>::new();
    for state in [JournalState::Sent, JournalState::Unknown] {
        let filter = JournalFilter { state: Some(state), ..JournalFilter::default() };
        for write in ledger.journal_list(&filter, u32::MAX).await? {
            *unknown.entry((write.entry.account, write.entry.provider)).or_default() += 1;
        }
    }
    let others = unknown.keys().chain(quarantined.keys()).cloned();
    let expected: Vec<_> = expected.into_iter().chain(others).collect();
    let sources = freshness(ledger, expected).await?;
    let today = beijing_date(now);
    let line = |source: SourceFreshness| {
        let days_behind = source.days_behind(today);
        let SourceFreshness { account, provider, read_until, .. } = source;
        let key = (account, provider);
        let of = |counts: &BTreeMap<_, u64>| counts.get(&key).copied().unwrap_or_default();
        SourceStatus {
            read_until,
            days_behind,
            coupons: coupons.get(&key).copied().unwrap_or_default(),
            templates: of(&templates),
            quarantined: of(&quarantined),
            unknown_writes: of(&unknown),
            account: key.0.to_string(),
            provider: key.1.to_string(),
        }
    };
    Ok(sources.into_iter().map(line).collect())
}
