//! Values that vendors send as text or as a bare number.

use std::{fmt, ops::RangeInclusive};

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
};
use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::{
    error::InvalidScalar,
    number::{lenient_decimal, strict_decimal},
    time,
};

/// A value that can be read from the text of a JSON string, number or boolean.
pub trait Scalar: Sized {
    /// The expected value in the words of an error message: "a decimal number".
    const EXPECTED: &'static str;

    /// The documented values, where a vendor documents some.
    const KNOWN: &'static [&'static str] = &[];

    /// Reads text that is trimmed and not blank, digit by digit as it was sent. `Ok(None)` is a value that stands for
    /// none, such as time 0. The caller words the error with [`Scalar::EXPECTED`].
    fn read(text: &str) -> Result<Option<Self>, InvalidScalar>;

    /// Writes the vendor's usual form.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// Text as it is: ids, codes, names. A number keeps its digits.
impl Scalar for String {
    const EXPECTED: &'static str = "text or a number";

    fn read(text: &str) -> Result<Option<Self>, InvalidScalar> {
        Ok(Some(text.to_owned()))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

/// Whole numbers: counts, codes. `7.00` is 7, `1,000` is 1000, a dash is none.
impl Scalar for i64 {
    const EXPECTED: &'static str = "a whole number";

    fn read(text: &str) -> Result<Option<Self>, InvalidScalar> {
        if let Ok(whole) = text.parse() {
            return Ok(Some(whole));
        }
        let whole = |number: Decimal| number.to_i64().filter(|_| number.fract().is_zero());
        lenient_decimal(text)?.map(|number| whole(number).ok_or(InvalidScalar)).transpose()
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(*self)
    }
}

/// Exact decimals, never through a float. `1,000.00`, `¥12.50`, `12.50元` and `1E+3` are read, a dash is none. Written as
/// text, which is how both vendors send money.
impl Scalar for Decimal {
    const EXPECTED: &'static str = "a decimal number";

    fn read(text: &str) -> Result<Option<Self>, InvalidScalar> {
        let amount = text.strip_prefix(['¥', '￥']).unwrap_or(text);
        lenient_decimal(amount.strip_suffix('元').unwrap_or(amount).trim())
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Yes and no in five spellings: `true`, `"true"`, `1`, `"1"`, `"Y"`.
impl Scalar for bool {
    const EXPECTED: &'static str = "true or false, 1 or 0, Y or N";

    fn read(text: &str) -> Result<Option<Self>, InvalidScalar> {
        match text {
            "true" | "1" | "Y" => Ok(Some(true)),
            "false" | "0" | "N" => Ok(Some(false)),
            _ => Err(InvalidScalar),
        }
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*self)
    }
}

/// A Beijing day: `2021-04-15`, also with a time behind it.
impl Scalar for Date {
    const EXPECTED: &'static str = "a day like 2021-04-15";

    fn read(text: &str) -> Result<Option<Self>, InvalidScalar> {
        time::civil(text).map(|civil| Some(civil.date())).ok_or(InvalidScalar)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A civil Beijing time: `2019-10-15 17:10:28`, to the minute, second or millisecond; a day alone is its midnight.
impl Scalar for DateTime {
    const EXPECTED: &'static str = "a time like 2019-10-15 17:10:28";

    fn read(text: &str) -> Result<Option<Self>, InvalidScalar> {
        time::civil(text).map(Some).ok_or(InvalidScalar)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&time::vendor_text(*self))
    }
}

/// From behind the last instant to the end of the year 9999 in UTC.
const LAST_DAY: RangeInclusive<i64> = 253_402_207_201..=253_402_300_799;

/// An instant in Unix seconds; 0 is none. The seconds of 9999-12-31 that an instant cannot hold are its last one.
impl Scalar for Timestamp {
    const EXPECTED: &'static str = "Unix seconds";

    fn read(text: &str) -> Result<Option<Self>, InvalidScalar> {
        match i64::read(text)? {
            None | Some(0) => Ok(None),
            Some(seconds) if LAST_DAY.contains(&seconds) => Ok(Some(Self::MAX)),
            Some(seconds) => Self::from_second(seconds).map(Some).map_err(|_| InvalidScalar),
        }
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.as_second())
    }
}

/// A number of a request, kept as its caller wrote it, so that a rule can say what is wrong with it. Sent as a bare JSON
/// number where it is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number(String);

impl Number {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The value, if the text is a decimal number.
    pub fn to_decimal(&self) -> Option<Decimal> {
        strict_decimal(&self.0)
    }
}

impl From<u32> for Number {
    fn from(value: u32) -> Self {
        Self(value.to_string())
    }
}

impl From<Decimal> for Number {
    fn from(value: Decimal) -> Self {
        Self(value.to_string())
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Scalar for Number {
    const EXPECTED: &'static str = "a number";

    fn read(text: &str) -> Result<Option<Self>, InvalidScalar> {
        Ok(Some(Self(text.to_owned())))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let is_number = self.0.starts_with(|c: char| c == '-' || c.is_ascii_digit());
        match RawValue::from_string(self.0.clone()) {
            Ok(raw) if is_number => raw.serialize(serializer),
            _ => serializer.serialize_str(&self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_every_digit() {
        let read = |text| <Decimal as Scalar>::read(text).map(|d| d.unwrap().to_string());
        assert_eq!(read("999999999999.12345678"), Ok("999999999999.12345678".to_owned()));
        assert_eq!(read("1.5e3"), Ok("1500".to_owned()));
        assert_eq!(read("0.1000"), Ok("0.1000".to_owned()));
        assert_eq!(read("1,000.00"), Ok("1000.00".to_owned()));
        for yuan in ["¥12.50", "￥12.50", "12.50元", "12.50 元", "¥ 12.50"] {
            assert_eq!(read(yuan), Ok("12.50".to_owned()), "{yuan}");
        }
        assert_eq!(<Decimal as Scalar>::read("-"), Ok(None));
        for text in ["10箱", "12,50", "(5.00)", "NaN", "0x10", "¥", "元", "12.50元/箱", "1万元"]
        {
            assert_eq!(read(text), Err(InvalidScalar), "{text}");
        }
        assert_eq!(
            read("0.00000000000000000000000000001234"),
            Err(InvalidScalar),
            "more digits than fit"
        );
    }

    #[test]
    fn whole_numbers_may_carry_zeros_behind_the_point_and_nothing_else() {
        assert_eq!(i64::read("7.00"), Ok(Some(7)));
        assert_eq!(i64::read("1,000"), Ok(Some(1000)));
        assert_eq!((i64::read("1E+3"), i64::read("-")), (Ok(Some(1000)), Ok(None)));
        assert_eq!(i64::read("7.5"), Err(InvalidScalar));
        assert_eq!(i64::read("7箱"), Err(InvalidScalar));
        assert_eq!(i64::read("99999999999999999999"), Err(InvalidScalar));
    }

    #[test]
    fn yes_has_five_spellings_with_their_opposites() {
        for (text, value) in
            [("true", true), ("1", true), ("Y", true), ("false", false), ("0", false), ("N", false)]
        {
            assert_eq!(bool::read(text), Ok(Some(value)), "{text}");
        }
        assert_eq!(bool::read("yes"), Err(InvalidScalar));
    }

    #[test]
    fn unix_second_zero_is_none() {
        assert_eq!(Timestamp::read("0"), Ok(None));
        for last in ["253402207201", "253402271999", "253402300799"] {
            assert_eq!(Timestamp::read(last), Ok(Some(Timestamp::MAX)), "{last}");
        }
        for beyond in ["253402300800", "1547186244000"] {
            assert_eq!(Timestamp::read(beyond), Err(InvalidScalar), "{beyond}");
        }
        assert_eq!(
            Timestamp::read("1547186244"),
            Ok(Some("2019-01-11T05:57:24Z".parse().unwrap()))
        );
    }
}
