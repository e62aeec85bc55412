//! How old the data of each source are. A source is one provider of one account.

use std::collections::{BTreeMap, BTreeSet};

use coupon_domain::{AccountName, ProviderName, start_of_day};
use coupon_ledger::{Ledger, LedgerError};
use jiff::{Timestamp, ToSpan as _, civil::Date};

/// How far a source is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFreshness {
    /// The account.
    pub account: AccountName,
    /// The provider.
    pub provider: ProviderName,
    /// The last Beijing day that is read in full, of the stream furthest behind; none if nothing was read in full yet.
    pub read_until: Option<Date>,
    /// The stream furthest behind.
    pub stream: Option<String>,
}

impl SourceFreshness {
    /// The instant up to which everything of the source is known: the end of the last day that is read in full.
    pub fn complete_until(&self) -> Option<Timestamp> {
        self.read_until.map(|day| start_of_day(day.saturating_add(1.day())))
    }

    /// Beijing days between the last one that is read in full and the one before `today`.
    pub fn days_behind(&self, today: Date) -> Option<i32> {
        let yesterday = today.yesterday().unwrap_or(today);
        self.read_until.map(|day| (yesterday - day).get_days().max(0))
    }
}

/// Every source that the ledger has rows or checkpoints of, and `expected` ones, which may never have been read.
///
/// # Errors
/// If the ledger cannot be read.
pub async fn freshness(
    ledger: &Ledger,
    expected: impl IntoIterator<Item = (AccountName, ProviderName)>,
) -> Result<Vec<SourceFreshness>, LedgerError> {
    let mut sources: BTreeMap<_, Option<(Date, String)>> =
        expected.into_iter().map(|source| (source, None)).collect();
    for count in ledger.counts().await? {
        sources.entry((count.account, count.provider)).or_default();
    }
    let mut with_coupons = BTreeSet::new();
    for row in ledger.checkpoints().await? {
        if row.stream.starts_with("coupons.") {
            with_coupons.insert((row.account.clone(), row.provider.clone()));
        }
        let oldest = sources.entry((row.account, row.provider)).or_default();
        if oldest.as_ref().is_none_or(|(day, _)| row.day < *day) {
            *oldest = Some((row.day, row.stream));
        }
    }
    let source = |((account, provider), oldest): ((AccountName, ProviderName), Option<_>)| {
        // Templates alone are not what is asked for: the coupons of the source were never read in full.
        let has_coupons = with_coupons.contains(&(account.clone(), provider.clone()));
        let (read_until, stream) = oldest.filter(|_| has_coupons).unzip();
        SourceFreshness { account, provider, read_until, stream }
    };
    Ok(sources.into_iter().map(source).collect())
}

/// The instant up to which all of these sources are known; none if one of them was never read in full, or if there is none.
pub fn as_of(sources: &[SourceFreshness]) -> Option<Timestamp> {
    let all: Option<Vec<Timestamp>> = sources.iter().map(SourceFreshness::complete_until).collect();
    all?.into_iter().min()
}
