//! Times as this vendor writes them.

use coupon_wire::{InvalidScalar, Scalar};
use jiff::{
    Timestamp,
    tz::{Offset, TimeZone},
};
use serde::Serializer;

/// An instant in RFC 3339, in Beijing time: `2015-05-20T13:29:35+08:00`. Milliseconds, which older pages show, are read, and so
/// is the point without digits in their prose (`35.+08:00`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BeijingInstant(pub Timestamp);

impl Scalar for BeijingInstant {
    const EXPECTED: &'static str = "a time like 2015-05-20T13:29:35+08:00";

    fn read(text: &str) -> Result<Option<Self>, InvalidScalar> {
        // Without the `T` a text is not of this vendor; jiff would take a space too.
        if text.as_bytes().get(10) != Some(&b'T') {
            return Err(InvalidScalar);
        }
        let pointless = text.replace(".+", "+").replace(".-", "-");
        pointless.parse().map(|instant| Some(Self(instant))).map_err(|_| InvalidScalar)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_string())
    }
}

/// Whole seconds, in Beijing time.
impl std::fmt::Display for BeijingInstant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let beijing = self.0.to_zoned(TimeZone::fixed(Offset::constant(8)));
        write!(f, "{}", beijing.strftime("%Y-%m-%dT%H:%M:%S%:z"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_from_any_zone_and_written_in_beijing_instant() {
        for (text, written) in [
            ("2015-05-20T13:29:35+08:00", "2015-05-20T13:29:35+08:00"),
            ("2015-05-20T13:29:35.120+08:00", "2015-05-20T13:29:35+08:00"),
            ("2015-05-20T13:29:35.+08:00", "2015-05-20T13:29:35+08:00"),
            ("2015-05-20T05:29:35Z", "2015-05-20T13:29:35+08:00"),
            ("2019-12-31T23:30:00-01:00", "2020-01-01T08:30:00+08:00"),
        ] {
            assert_eq!(BeijingInstant::read(text).unwrap().unwrap().to_string(), written, "{text}");
        }
        for text in
            ["2015-05-20", "2015-05-20T13:29:35", "2015-05-20 13:29:35+08:00", "1432099775", "T"]
        {
            assert_eq!(BeijingInstant::read(text), Err(InvalidScalar), "{text}");
        }
    }
}
