//! The sandbox's time, and vendor texts of it.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime, Time, date},
    tz::Offset,
};
use serde::{Deserialize, Serialize};

/// An instant in milliseconds since 1970.
pub(crate) type Millis = i64;

pub(crate) const SECOND: Millis = 1000;
pub(crate) const MINUTE: Millis = 60 * SECOND;
pub(crate) const DAY: Millis = 24 * 60 * MINUTE;

const BEIJING: Offset = Offset::constant(8);
const EAST: Millis = 8 * 60 * MINUTE;

/// The time of a sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// The machine's.
    #[default]
    Real,
    /// Stands still until it is set or advanced.
    Fixed(Timestamp),
}

/// A clock that can be set.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum VirtualClock {
    /// The machine's, so much ahead of it.
    Ahead(SignedDuration),
    Fixed(Timestamp),
}

impl From<Clock> for VirtualClock {
    fn from(clock: Clock) -> Self {
        match clock {
            Clock::Real => Self::Ahead(SignedDuration::ZERO),
            Clock::Fixed(instant) => Self::Fixed(instant),
        }
    }
}

impl VirtualClock {
    pub(crate) fn now(self) -> Timestamp {
        self.at(machine_time())
    }

    /// The time that it shows when the machine's clock shows `machine`.
    pub(crate) fn at(self, machine: Timestamp) -> Timestamp {
        match self {
            Self::Ahead(by) => machine.saturating_add(by).expect("a duration has no months"),
            Self::Fixed(instant) => instant,
        }
    }

    pub(crate) fn advanced(self, by: SignedDuration) -> Self {
        match self {
            Self::Ahead(before) => Self::Ahead(before.saturating_add(by)),
            Self::Fixed(instant) => {
                Self::Fixed(instant.saturating_add(by).expect("a duration has no months"))
            }
        }
    }
}

/// The machine's clock, read here and nowhere else.
#[allow(clippy::disallowed_methods, reason = "a server has a clock; this is its only reading")]
pub(crate) fn machine_time() -> Timestamp {
    Timestamp::now()
}

/// The times by which a signature may be judged: the sandbox's, and the machine's, by which a client signs whose clock nobody
/// set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SignatureTimes {
    pub(crate) sandbox: Millis,
    pub(crate) machine: Millis,
    /// How far both are off by a fault.
    pub(crate) skew: Millis,
}

/// How far a signature's time may be off.
const TOLERANCE: Millis = 10 * MINUTE;

impl SignatureTimes {
    pub(crate) fn accept(self, signed: Millis) -> bool {
        let near = |now: &Millis| (now + self.skew).abs_diff(signed) <= TOLERANCE as u64;
        [self.sandbox, self.machine].iter().any(near)
    }
}

/// The first instant of a Beijing day.
pub(crate) fn midnight(day: Date) -> Millis {
    let days = date(1970, 1, 1).until(day).expect("both are days").get_days();
    i64::from(days) * DAY - EAST
}

/// The civil Beijing time of an instant.
pub(crate) fn civil(instant: Millis) -> DateTime {
    let instant = Timestamp::from_millisecond(instant).unwrap_or(Timestamp::MAX);
    BEIJING.to_datetime(instant)
}

/// The instant of a civil Beijing time.
pub(crate) fn instant(civil: DateTime) -> Millis {
    let time = civil.time().duration_since(Time::midnight());
    midnight(civil.date()) + i64::try_from(time.as_millis()).expect("less than a day")
}

/// The Beijing day of an instant.
pub(crate) fn day_of(instant: Millis) -> Date {
    civil(instant).date()
}

/// `yyyy-MM-dd HH:mm`.
pub(crate) fn to_minute(instant: Millis) -> String {
    to_second(instant)[..16].to_owned()
}

/// `yyyy-MM-dd HH:mm:ss`.
pub(crate) fn to_second(instant: Millis) -> String {
    let civil = civil(instant);
    let (day, time) = (civil.date(), civil.time());
    format!("{day} {:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
}

/// `yyyy-MM-dd HH:mm:ss.SSS`.
pub(crate) fn to_milli(instant: Millis) -> String {
    format!("{}.{:03}", to_second(instant), instant.rem_euclid(SECOND))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beijing_day_begins_at_four_in_the_afternoon_utc() {
        let begin = midnight(date(2024, 1, 1));
        assert_eq!(Timestamp::from_millisecond(begin).unwrap().to_string(), "2023-12-31T16:00:00Z");
        assert_eq!(day_of(begin), date(2024, 1, 1));
        assert_eq!(day_of(begin - 1), date(2023, 12, 31));
        assert_eq!(instant(civil(begin + 123)), begin + 123);
    }

    #[test]
    fn times_are_written_as_the_vendor_does() {
        let time = midnight(date(2019, 12, 5)) + 14 * 60 * MINUTE + 25 * MINUTE + 35_143;
        assert_eq!(to_minute(time), "2019-12-05 14:25");
        assert_eq!(to_second(time), "2019-12-05 14:25:35");
        assert_eq!(to_milli(time), "2019-12-05 14:25:35.143");
    }
}
