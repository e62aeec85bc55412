//! One pass over a ledger counts its coupons.

use std::collections::BTreeMap;

use coupon_domain::{AccountName, Coupon, CouponState, ProviderName, beijing_date};
use coupon_ledger::{CheckpointRow, CouponFilter, Ledger, LedgerError, Stored};
use futures_util::TryStreamExt as _;
use jiff::{Timestamp, ToSpan, civil::Date};

use super::account_value::{AccountValue, TemplateFacts};
use crate::freshness::{SourceFreshness, freshness};

/// Days that a report looks back and ahead.
const DAYS: i32 = 30;

/// The state of all coupons of a ledger. Coupons are counted once per code: a 兑货券 of three products counts once, in the state of
/// its first row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Time of the report, as the caller gave it.
    pub at: Timestamp,
    /// Number of coupons by account, provider and state. An available coupon past its end counts as expired.
    pub states: BTreeMap<(AccountName, ProviderName, CouponState), u64>,
    /// Issue and use of the last 30 Beijing days, today included. If nothing happened in them, of the 30 days up to the last one on which
    /// something did.
    pub days: BTreeMap<Date, Day>,
    /// Available coupons that end today or in the next 30 days, by the Beijing day of their end.
    pub ending: BTreeMap<Date, AccountValue>,
    /// Value of the available coupons.
    pub at_stake: BTreeMap<(AccountName, ProviderName), AccountValue>,
    /// How far each source is read.
    pub sources: Vec<SourceFreshness>,
    /// The last day that was read of each stream.
    pub checkpoints: Vec<CheckpointRow>,
    /// Number of rows that could not be read, by account.
    pub quarantined: BTreeMap<AccountName, u64>,
    /// Providers that answer no time of use. Their uses count for the day of the last change.
    pub approximate: Vec<ProviderName>,
}

/// Counts of one Beijing day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Day {
    /// Coupons that customers received on the day; without a time of receipt, coupons that were created on it.
    pub issued: u64,
    /// Coupons that were used on the day.
    pub used: u64,
}

/// Reads all coupons of a ledger once and counts them. `expected` are sources of which the ledger may have nothing. `now` becomes [`Report::at`] and decides on expiry.
///
/// # Errors
/// If the ledger cannot be read.
pub async fn report(
    ledger: &Ledger,
    expected: Vec<(AccountName, ProviderName)>,
    now: Timestamp,
) -> Result<Report, LedgerError> {
    let mut counting = Counting::new(now, TemplateFacts::read(ledger).await?);
    let mut some = ledger.whole_coupons(&CouponFilter::default());
    while let Some(coupons) = some.try_next().await? {
        for coupon in &coupons {
            counting.count(coupon.first());
        }
    }
    let mut report = counting.ended();
    report.sources = freshness(ledger, expected).await?;
    report.checkpoints = ledger.checkpoints().await?;
    report.quarantined = ledger.quarantine_counts().await?;
    Ok(report)
}

struct Counting {
    report: Report,
    today: Date,
    templates: TemplateFacts,
}

impl Counting {
    fn new(now: Timestamp, templates: TemplateFacts) -> Self {
        let today = beijing_date(now);
        let ahead = (0..=DAYS).map(|on| (today.saturating_add(on.days()), AccountValue::default()));
        let report = Report {
            at: now,
            states: BTreeMap::new(),
            days: BTreeMap::new(),
            ending: ahead.collect(),
            at_stake: BTreeMap::new(),
            sources: Vec::new(),
            checkpoints: Vec::new(),
            quarantined: BTreeMap::new(),
            approximate: Vec::new(),
        };
        Self { report, today, templates }
    }

    /// The report, with the days that it shows alone.
    fn ended(mut self) -> Report {
        let days_until = |last: Date| {
            let days = (0..DAYS).map(|back| last.saturating_sub(back.days()));
            let counts = days.map(|day| (day, self.report.days.get(&day).copied()));
            counts.map(|(day, count)| (day, count.unwrap_or_default())).collect()
        };
        let latest = self.report.days.last_key_value().map(|(day, _)| *day);
        let recent: BTreeMap<Date, Day> = days_until(self.today);
        let is_empty = recent.values().all(|day| *day == Day::default());
        let shown = latest.filter(|_| is_empty).map(days_until).unwrap_or(recent);
        self.report.days = shown;
        self.report
    }

    fn count(&mut self, row: &Stored<Coupon>) {
        let (coupon, source) = (&row.value, (row.account.clone(), row.provider.clone()));
        let state = coupon.state_at(self.report.at);
        if state == CouponState::Available {
            let amount = self.templates.amount(row);
            self.report.at_stake.entry(source.clone()).or_default().add(amount);
            let end = coupon.ends_at.map(beijing_date);
            if let Some(worth) = end.and_then(|day| self.report.ending.get_mut(&day)) {
                worth.add(amount);
            }
        }
        if let Some(day) = self.day(coupon.received_at.or(coupon.created_at)) {
            day.issued += 1;
        }
        if matches!(state, CouponState::Used | CouponState::Recovered) {
            self.count_use(row);
        }
        *self.report.states.entry((source.0, source.1, state)).or_default() += 1;
    }

    fn count_use(&mut self, row: &Stored<Coupon>) {
        let approximate = row.value.used_at.is_none() && row.value.changed_at.is_some();
        if approximate && !self.report.approximate.contains(&row.provider) {
            self.report.approximate.push(row.provider.clone());
        }
        if let Some(day) = self.day(row.value.used_at.or(row.value.changed_at)) {
            day.used += 1;
        }
    }

    fn day(&mut self, at: Option<Timestamp>) -> Option<&mut Day> {
        let day = beijing_date(at?);
        (day <= self.today).then(|| self.report.days.entry(day).or_default())
    }
}
