//! The time of a signature as it stands in a path.

use jiff::{Timestamp, civil::DateTime, tz::Offset};

pub(crate) const BEIJING: Offset = Offset::constant(8);

/// The instant of 14 digits of Beijing time, or of 13 digits of epoch milliseconds.
pub(crate) fn instant(text: &str) -> Option<Timestamp> {
    if text.len() == 14 {
        let civil = DateTime::strptime("%Y%m%d%H%M%S", text).ok()?;
        // A 60th second is read as the 59th.
        let seconds: i8 = text[12..].parse().ok()?;
        return (seconds < 60).then(|| BEIJING.to_timestamp(civil).ok()).flatten();
    }
    (text.len() == 13).then(|| Timestamp::from_millisecond(text.parse().ok()?).ok())?
}
