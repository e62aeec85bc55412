//! Values followed by their unit: `10箱`, `20.00%`, `10天`, `2019-11-05~2019-12-25`.

use std::fmt;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serializer;

use crate::scalar::{InvalidScalar, Scalar};

const UNLIMITED: &str = "不限制";

/// An amount with or without its unit: `10箱`, `2.5 kg`, `3`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The number.
    pub amount: Decimal,
    /// The unit as written; `None` if nothing follows the number.
    pub unit: Option<String>,
}

/// A share in percent, or no limit: `20.00%` is 20.00, `不限制` is no limit. A bare number is percent too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Percent {
    /// No limit.
    Unlimited,
    /// Out of a hundred.
    Of(Decimal),
}

/// A number of days, or no limit: `10天`, `不限制`. A bare number is days too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayLimit {
    /// No limit.
    Unlimited,
    /// A limit in days.
    Of(i64),
}

/// Two Beijing days with a tilde between them, spaces or not: `2019-11-05~2019-12-25`. Both belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateRange {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

impl Scalar for Quantity {
    const EXPECTED: &'static str = "a number with a unit like 10箱";

    fn read(text: &str) -> Result<Option<Self>, InvalidScalar> {
        let end = text
            .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))
            .unwrap_or(text.len());
        let (number, unit) = text.split_at(end);
        let unit = Some(unit.trim()).filter(|unit| !unit.is_empty()).map(str::to_owned);
        let amount = Decimal::from_str_exact(number).map_err(|_| InvalidScalar)?;
        Ok(Some(Self { amount, unit }))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Scalar for Percent {
    const EXPECTED: &'static str = "a percentage like 20.00% or 不限制";

    fn read(text: &str) -> Result<Option<Self>, InvalidScalar> {
        if text == UNLIMITED {
            return Ok(Some(Self::Unlimited));
        }
        let number = text.strip_suffix(['%', '％']).unwrap_or(text).trim_end();
        Decimal::from_str_exact(number).map(|n| Some(Self::Of(n))).map_err(|_| InvalidScalar)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unlimited => serializer.serialize_str(UNLIMITED),
            Self::Of(number) => serializer.collect_str(&format_args!("{number}%")),
        }
    }
}

impl Scalar for DayLimit {
    const EXPECTED: &'static str = "a number of days like 10天 or 不限制";

    fn read(text: &str) -> Result<Option<Self>, InvalidScalar> {
        if text == UNLIMITED {
            return Ok(Some(Self::Unlimited));
        }
        let number = text.strip_suffix('天').unwrap_or(text).trim_end();
        Ok(i64::read(number)?.map(Self::Of))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unlimited => serializer.serialize_str(UNLIMITED),
            Self::Of(days) => serializer.collect_str(&format_args!("{days}天")),
        }
    }
}

impl Scalar for DateRange {
    const EXPECTED: &'static str = "two days like 2019-11-05~2019-12-25";

    fn read(text: &str) -> Result<Option<Self>, InvalidScalar> {
        let (from, to) = text.split_once(['~', '～']).ok_or(InvalidScalar)?;
        match (Date::read(from.trim())?, Date::read(to.trim())?) {
            (Some(from), Some(to)) => Ok(Some(Self { from, to })),
            _ => Err(InvalidScalar),
        }
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}~{}", self.from, self.to))
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.amount, self.unit.as_deref().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_stand_behind_the_number_or_not() {
        let read = |text| Quantity::read(text).map(|q| q.unwrap().to_string());
        assert_eq!(read("10箱"), Ok("10箱".to_owned()));
        assert_eq!(read("2.50 kg"), Ok("2.50kg".to_owned()));
        assert_eq!(read("3"), Ok("3".to_owned()));
        assert_eq!(read("箱"), Err(InvalidScalar));
    }

    #[test]
    fn percents_and_days_may_have_no_limit() {
        assert_eq!(Percent::read("20.00%"), Ok(Some(Percent::Of("20.00".parse().unwrap()))));
        assert_eq!(Percent::read("不限制"), Ok(Some(Percent::Unlimited)));
        assert_eq!(DayLimit::read("10天"), Ok(Some(DayLimit::Of(10))));
        assert_eq!(DayLimit::read("不限制"), Ok(Some(DayLimit::Unlimited)));
        assert_eq!(DayLimit::read("十天"), Err(InvalidScalar));
    }

    #[test]
    fn a_range_is_written_with_and_without_spaces() {
        for text in ["2019-11-05~2019-12-25", "2019-11-05 ~ 2019-12-25"] {
            let range = DateRange::read(text).unwrap().unwrap();
            assert_eq!(
                (range.from.to_string(), range.to.to_string()),
                ("2019-11-05".into(), "2019-12-25".into())
            );
        }
        assert_eq!(DateRange::read("2019-11-05"), Err(InvalidScalar));
    }
}
