//! Values followed by their unit: `10箱`, `20.00%`, `10天`, `2019-11-05~2019-12-25`.

use std::fmt;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serializer;

use crate::{
    error::InvalidScalar,
    number::{halfwidth, is_dash, leading_number, lenient_decimal},
    scalar::Scalar,
};

const UNLIMITED: &str = "不限制";

/// An amount with or without its unit: `10箱`, `2.5 kg`, `1,000瓶`, `10个/箱`, `10箱(12瓶)`, `3`. A text with more than one
/// number is none, like `1箱2盒` and `10*12瓶`; only parentheses may hold another.
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
        if is_dash(text) {
            return Ok(None);
        }
        let (amount, rest) = leading_number(text).ok_or(InvalidScalar)?;
        match rest.trim() {
            "" => Ok(Some(Self { amount, unit: None })),
            unit if is_unit(unit) => Ok(Some(Self { amount, unit: Some(unit.to_owned()) })),
            _ => Err(InvalidScalar),
        }
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
        Ok(lenient_decimal(number)?.map(Self::Of))
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
        let split = text.split_once('~').or_else(|| text.split_once('～'));
        let (from, to) = split.ok_or(InvalidScalar)?;
        match (Date::read(from.trim())?, Date::read(to.trim())?) {
            (Some(from), Some(to)) => Ok(Some(Self { from, to })),
            _ => Err(InvalidScalar),
        }
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}~{}", self.from, self.to))
    }
}

/// Characters that stand for a number or make one vague, as in `10万箱`, `1箱半` and `10多箱`.
const NUMERALS: &str = "零一二三四五六七八九十百千万亿两半几多余";

/// True for a text behind a number that is its unit: letters, also `个/箱` and `m³`, with any remark in parentheses.
fn is_unit(unit: &str) -> bool {
    let mut depth = 0_usize;
    let mut before = None;
    let mut chars = unit.chars().map(halfwidth).peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let known = match c {
            '(' if before.is_some() => true,
            ')' => depth > 0,
            _ if depth > 0 => true,
            // An exponent without digits, a sign of multiplication.
            'e' | 'E' | 'x' | 'X' if before.is_none() => {
                next.is_some_and(|next| next.is_ascii_alphabetic())
            }
            '千' => next.is_some_and(|next| "克米升瓦卡".contains(next)),
            '两' => before.is_none() && next.is_none(),
            '/' | '.' | '·' | ' ' | '²' | '³' => before.is_some(),
            c => c.is_alphabetic() && !c.is_numeric() && !NUMERALS.contains(c),
        };
        if !known {
            return false;
        }
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        before = Some(c);
    }
    depth == 0
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
        assert_eq!(Quantity::read("-"), Ok(None));
    }

    #[test]
    fn the_whole_number_is_read_and_the_whole_unit_is_kept() {
        for (text, amount, unit) in [
            ("1,000箱", "1000", "箱"),
            ("1,200.50箱", "1200.50", "箱"),
            ("1E+3箱", "1000", "箱"),
            ("10e5箱", "1000000", "箱"),
            ("１０箱", "10", "箱"),
            ("10箱(12瓶)", "10", "箱(12瓶)"),
            ("10箱（1*12瓶）", "10", "箱（1*12瓶）"),
            ("10个/箱", "10", "个/箱"),
            ("2千克", "2", "千克"),
            ("3两", "3", "两"),
            ("5 m³", "5", "m³"),
            ("6each", "6", "each"),
            ("-1箱", "-1", "箱"),
        ] {
            let read = Quantity::read(text).unwrap().unwrap();
            assert_eq!(
                (read.amount.to_string().as_str(), read.unit.as_deref()),
                (amount, Some(unit))
            );
        }
    }

    #[test]
    fn a_rest_that_changes_the_number_is_no_unit() {
        for text in [
            "1箱2盒",
            "10*12瓶",
            "10x12瓶",
            "10×12瓶",
            "10X箱",
            "12,50箱",
            "1.000,5箱",
            "10,箱",
            "1e箱",
            "10-12箱",
            "10～12箱",
            "10箱+2瓶",
            "10万箱",
            "1千箱",
            "1箱半",
            "1箱两瓶",
            "10多箱",
            "10/12箱",
            "1 000箱",
            "10箱(12瓶",
            "10箱12)",
            "10(12瓶)",
            "1½箱",
            "5①",
            "1.5.2箱",
            "10²箱",
            "10瓶/12箱",
        ] {
            assert_eq!(Quantity::read(text), Err(InvalidScalar), "{text}");
        }
    }

    #[test]
    fn percents_and_days_may_have_no_limit() {
        assert_eq!(Percent::read("20.00%"), Ok(Some(Percent::Of("20.00".parse().unwrap()))));
        assert_eq!(Percent::read("不限制"), Ok(Some(Percent::Unlimited)));
        assert_eq!(DayLimit::read("10天"), Ok(Some(DayLimit::Of(10))));
        assert_eq!(DayLimit::read("不限制"), Ok(Some(DayLimit::Unlimited)));
        assert_eq!(Percent::read("1,000％"), Ok(Some(Percent::Of(1000.into()))));
        assert_eq!(DayLimit::read("1,000天"), Ok(Some(DayLimit::Of(1000))));
        assert_eq!((Percent::read("-"), DayLimit::read("-")), (Ok(None), Ok(None)));
        for text in ["十天", "10天5天", "10天半", "7.5天"] {
            assert_eq!(DayLimit::read(text), Err(InvalidScalar), "{text}");
        }
        for text in ["20%off", "20%%", "12,5%", "20.00‰"] {
            assert_eq!(Percent::read(text), Err(InvalidScalar), "{text}");
        }
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
