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

/// The first instant of a Beijing day.
pub fn start_of_day(day: Date) -> Option<Timestamp> {
    from_beijing(day.to_datetime(time(0, 0, 0, 0)))
}

/// The last whole second of a Beijing day: how vendors write the end of a day (23:59:59).
pub fn end_of_day(day: Date) -> Option<Timestamp> {
    from_beijing(day.to_datetime(time(23, 59, 59, 0)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_beijing_day_begins_at_sixteen_hours_utc_of_the_day_before() {
        let start = start_of_day(date(2019, 11, 3)).unwrap();
        assert_eq!(start.to_string(), "2019-11-02T16:00:00Z");
        assert_eq!(beijing_date(start), date(2019, 11, 3));
        assert_eq!(to_beijing(start).to_string(), "2019-11-03T00:00:00");
        assert_eq!(end_of_day(date(2019, 11, 3)).unwrap().to_string(), "2019-11-03T15:59:59Z");
    }
}
