//! Exact sums by account and day.

use std::collections::BTreeMap;

use coupon_domain::AccountName;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{
    error::ReconcileError,
    reconciliation::{DayTotal, Measure},
};
use crate::exact_sum::exact_sum;

/// The side that a value comes from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Side {
    Ledger,
    Orders,
}

/// Sums by account and day.
#[derive(Debug, Default)]
pub(super) struct DayTotals(BTreeMap<AccountName, BTreeMap<Option<Date>, DayTotal>>);

impl DayTotals {
    pub(super) fn of(&mut self, account: &AccountName, day: Option<Date>) -> &mut DayTotal {
        // Nothing is allocated for a day that is known.
        if !self.0.contains_key(account) {
            self.0.insert(account.clone(), BTreeMap::new());
        }
        let days = self.0.get_mut(account).expect("just made");
        days.entry(day).or_insert_with(|| DayTotal {
            account: Some(account.clone()),
            day,
            ..DayTotal::default()
        })
    }

    /// Returns the totals of every day, and the sum of all days.
    pub(super) fn finish(self) -> Result<(Vec<DayTotal>, DayTotal), ReconcileError> {
        let days: Vec<_> = self.0.into_values().flat_map(BTreeMap::into_values).collect();
        let mut total = DayTotal::default();
        for day in &days {
            total.uses += day.uses;
            total.lines += day.lines;
            total.breaks += day.breaks;
            for (side, measure) in [
                (Side::Ledger, Measure::Money),
                (Side::Orders, Measure::Money),
                (Side::Ledger, Measure::Goods),
                (Side::Orders, Measure::Goods),
            ] {
                let value = *day.sum(side, measure);
                total.add(side, measure, value)?;
            }
        }
        Ok((days, total))
    }
}

impl DayTotal {
    pub(super) fn add(
        &mut self,
        side: Side,
        measure: Measure,
        value: Decimal,
    ) -> Result<(), ReconcileError> {
        let day = self.day;
        let sum = match (side, measure) {
            (Side::Ledger, Measure::Money) => &mut self.ledger_money,
            (Side::Orders, Measure::Money) => &mut self.orders_money,
            (Side::Ledger, Measure::Goods) => &mut self.ledger_goods,
            (Side::Orders, Measure::Goods) => &mut self.orders_goods,
        };
        *sum = exact_sum(*sum, value).ok_or_else(|| ReconcileError::TooLarge {
            what: day.map_or_else(
                || ("sum of all days", "各日合计").into(),
                |day| (format!("sum of {day}"), format!("{day} 的合计")).into(),
            ),
        })?;
        Ok(())
    }

    fn sum(&self, side: Side, measure: Measure) -> &Decimal {
        match (side, measure) {
            (Side::Ledger, Measure::Money) => &self.ledger_money,
            (Side::Orders, Measure::Money) => &self.orders_money,
            (Side::Ledger, Measure::Goods) => &self.ledger_goods,
            (Side::Orders, Measure::Goods) => &self.orders_goods,
        }
    }
}
