//! Exact sums.

use std::collections::BTreeMap;

use coupon_domain::AccountName;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{
    error::ReconcileError,
    reconciliation::{DayTotal, Measure},
};

/// Which side says it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Side {
    Ledger,
    Orders,
}

/// Sums by account and day.
#[derive(Debug, Default)]
pub(super) struct Days(BTreeMap<(AccountName, Option<Date>), DayTotal>);

impl Days {
    pub(super) fn of(&mut self, account: &AccountName, day: Option<Date>) -> &mut DayTotal {
        let key = (account.clone(), day);
        self.0.entry(key).or_insert_with(|| DayTotal {
            account: Some(account.clone()),
            day,
            ..DayTotal::default()
        })
    }

    /// Every day, and the sum of all.
    pub(super) fn finish(self) -> Result<(Vec<DayTotal>, DayTotal), ReconcileError> {
        let days: Vec<_> = self.0.into_values().collect();
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
        *sum = add(*sum, value).ok_or_else(|| ReconcileError::TooLarge {
            what: day.map_or("sum of all days".to_owned(), |day| format!("sum of {day}")),
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

/// The sum, if it is exact: beyond 28 digits the library rounds without a word.
pub(crate) fn add(a: Decimal, b: Decimal) -> Option<Decimal> {
    let sum = a.checked_add(b)?;
    let scale = a.scale().max(b.scale());
    (sum.scale() == scale || sum.is_zero()).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(a: &str, b: &str) -> Option<String> {
        add(a.parse().unwrap(), b.parse().unwrap()).map(|sum| sum.to_string())
    }

    #[test]
    fn a_sum_is_exact_or_none() {
        assert_eq!(of("0.10", "0.2"), Some("0.30".to_owned()));
        assert_eq!(of("-1.5", "1.5"), Some("0.0".to_owned()));
        assert_eq!(of("9999999999999999999999999999", "0.1"), None);
        assert_eq!(of("0.1234567890123456789012345678", "100"), None);
        assert_eq!(of("79228162514264337593543950335", "1"), None);
    }
}
