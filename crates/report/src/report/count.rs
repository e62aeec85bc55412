//! One pass over a ledger counts its coupons.

use std::collections::BTreeMap;

use coupon_domain::{AccountName, Coupon, CouponState, ProviderName, beijing_date};
use coupon_ledger::{CheckpointRow, CouponFilter, Ledger, LedgerError, Stored};
use futures_util::TryStreamExt as _;
use jiff::{Timestamp, ToSpan, civil::Date};
use rust_decimal::Decimal;

use crate::exact_sum::exact_sum;

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
    /// Issue and use of the last 30 Beijing days, today included.
    pub days: BTreeMap<Date, Day>,
    /// Available coupons that end today or in the next 30 days, by the Beijing day of their end.
    pub ending: BTreeMap<Date, AccountValue>,
    /// Value of the available coupons.
    pub at_stake: BTreeMap<(AccountName, ProviderName), AccountValue>,
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

/// The value of some coupons.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AccountValue {
    /// Number of coupons of a fixed amount.
    pub fixed: u64,
    /// Sum of their amounts in yuan, exact. It is none if there are none, or if the sum needs more than 28 digits.
    pub money: Option<Decimal>,
    /// Number of coupons whose value depends on the order, and of coupons that are exchanged for goods.
    pub others: u64,
}

/// Reads all coupons of a ledger once and counts them. `now` becomes [`Report::at`] and decides on expiry.
///
/// # Errors
/// If the ledger cannot be read.
pub async fn report(ledger: &Ledger, now: Timestamp) -> Result<Report, LedgerError> {
    let mut counting = Counting::new(now);
    let mut some = ledger.whole_coupons(&CouponFilter::default());
    while let Some(coupons) = some.try_next().await? {
        for coupon in &coupons {
            counting.count(coupon.first());
        }
    }
    counting.report.checkpoints = ledger.checkpoints().await?;
    counting.report.quarantined = ledger.quarantine_counts().await?;
    Ok(counting.report)
}

struct Counting {
    report: Report,
    today: Date,
}

impl Counting {
    fn new(now: Timestamp) -> Self {
        let today = beijing_date(now);
        let days = (0..DAYS).map(|back| (today.saturating_sub(back.days()), Day::default()));
        let ahead = (0..=DAYS).map(|on| (today.saturating_add(on.days()), AccountValue::default()));
        let report = Report {
            at: now,
            states: BTreeMap::new(),
            days: days.collect(),
            ending: ahead.collect(),
            at_stake: BTreeMap::new(),
            checkpoints: Vec::new(),
            quarantined: BTreeMap::new(),
            approximate: Vec::new(),
        };
        Self { report, today }
    }

    fn count(&mut self, row: &Stored<Coupon>) {
        let (coupon, source) = (&row.value, (row.account.clone(), row.provider.clone()));
        let state = coupon.state_at(self.report.at);
        if state == CouponState::Available {
            self.report.at_stake.entry(source.clone()).or_default().add(coupon);
            let end = coupon.ends_at.map(beijing_date);
            if let Some(worth) = end.and_then(|day| self.report.ending.get_mut(&day)) {
                worth.add(coupon);
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
        if day > self.today { None } else { self.report.days.get_mut(&day) }
    }
}

impl AccountValue {
    /// Returns the value of both together.
    pub(super) fn plus(self, other: &Self) -> Self {
        let money = match (self.money, other.money) {
            (Some(a), Some(b)) => exact_sum(a, b),
            (money, None) if other.fixed == 0 => money,
            (None, money) if self.fixed == 0 => money,
            (Some(_), None) | (None, Some(_)) | (None, None) => None,
        };
        Self { fixed: self.fixed + other.fixed, money, others: self.others + other.others }
    }

    fn add(&mut self, coupon: &Coupon) {
        let Some(amount) = coupon.amount else {
            self.others += 1;
            return;
        };
        let so_far = if self.fixed == 0 { Some(Decimal::ZERO) } else { self.money };
        self.money = so_far.and_then(|money| exact_sum(money, amount));
        self.fixed += 1;
    }
}
