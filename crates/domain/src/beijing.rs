//! Vendor calendars: both vendors write civil Beijing time, a fixed eight hours ahead of UTC.

use jiff::{
    Timestamp,
    civil::{Date, DateTime, time},
    tz::{Offset, TimeZone},
};

const BEIJING: Offset = Offset::constant(8);

/// The instant of a civil Beijing time. Times beyond the range of an instant are none.
pub fn from_beijing(civil: DateTime) -> Option<Timestamp> {
    BEIJING.to_timestamp(civil).ok()
}

/// The civil Beijing time of an instant.
pub fn to_beijing(instant: Timestamp) -> DateTime {
    BEIJING.to_datetime(instant)
}

/// The Beijing day an instant falls on.
pub fn beijing_date(instant: Timestamp) -> Date {
    instant.to_zoned(TimeZone::fixed(BEIJING)).date()
}

/// An instant as people read it: Beijing time to the second, with its zone: "2026-03-01 12:00:05 +08:00".
pub fn beijing_text(instant: Timestamp) -> String {
    to_beijing(instant).strftime("%Y-%m-%d %H:%M:%S +08:00").to_string()
}

/// No end: the first second of the Beijing day 9999-12-31, by which vendors say that something never ends. The day goes
/// beyond the range of an instant, so all its times are this one.
pub const NO_END: Timestamp = Timestamp::constant(253_402_185_600, 0);

/// No beginning: 0001-01-01T00:00:00Z, which lies in the Beijing day 0001-01-01, the least that systems write.
pub const NO_BEGINNING: Timestamp = Timestamp::constant(-62_135_596_800, 0);

/// The instant of a vendor's civil Beijing time. Times of 9999-12-31 are [`NO_END`], earlier times than [`NO_BEGINNING`]
/// are that, so that no time is lost.
pub fn saturating_from_beijing(civil: DateTime) -> Timestamp {
    let beyond = if civil.year() > 0 { NO_END } else { NO_BEGINNING };
    saturate(from_beijing(civil).unwrap_or(beyond))
}

/// An instant between [`NO_BEGINNING`] and [`NO_END`], both included; one beyond is the nearer of them.
pub fn saturate(instant: Timestamp) -> Timestamp {
    instant.clamp(NO_BEGINNING, NO_END)
}

/// The first instant of a Beijing day, as [`saturating_from_beijing`].
pub fn start_of_day(day: Date) -> Timestamp {
    saturating_from_beijing(day.to_datetime(time(0, 0, 0, 0)))
}

/// The last whole second of a Beijing day, as [`saturating_from_beijing`]: how vendors write the end of a day (23:59:59).
pub fn end_of_day(day: Date) -> Timestamp {
    saturating_from_beijing(day.to_datetime(time(23, 59, 59, 0)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_beijing_day_begins_at_sixteen_hours_utc_of_the_day_before() {
        let start = start_of_day(date(2019, 11, 3));
        assert_eq!(start.to_string(), "2019-11-02T16:00:00Z");
        assert_eq!(beijing_date(start), date(2019, 11, 3));
        assert_eq!(to_beijing(start).to_string(), "2019-11-03T00:00:00");
        assert_eq!(end_of_day(date(2019, 11, 3)).to_string(), "2019-11-03T15:59:59Z");
    }

    #[test]
    fn people_read_beijing_time_with_its_zone() {
        let instant: Timestamp = "2026-02-28T16:30:05.25Z".parse().unwrap();
        assert_eq!(beijing_text(instant), "2026-03-01 00:30:05 +08:00");
    }

    #[test]
    fn the_last_and_the_first_day_are_no_end_and_no_beginning() {
        for last in [start_of_day(date(9999, 12, 31)), end_of_day(date(9999, 12, 31))] {
            assert_eq!(last, NO_END);
        }
        assert_eq!(saturating_from_beijing(DateTime::MAX), NO_END);
        assert_eq!(saturate(Timestamp::MAX), NO_END);
        assert_eq!(NO_END.to_string(), "9999-12-30T16:00:00Z");
        assert_eq!(beijing_date(NO_END), date(9999, 12, 31));
        assert!(end_of_day(date(9999, 12, 30)) < NO_END);

        for first in [start_of_day(date(1, 1, 1)), saturating_from_beijing(DateTime::MIN)] {
            assert_eq!(first, NO_BEGINNING);
        }
        assert_eq!(saturate(Timestamp::MIN), NO_BEGINNING);
        assert_eq!(NO_BEGINNING.to_string(), "0001-01-01T00:00:00Z");
        assert_eq!(beijing_date(NO_BEGINNING), date(1, 1, 1));
        assert!(start_of_day(date(1, 1, 2)) > NO_BEGINNING);
    }
}
