//! Vendor times: civil Beijing time in every form that is shown or described.

use jiff::civil::{Date, DateTime, Time};

/// Reads `yyyy-MM-dd`, with ` HH:mm`, ` HH:mm:ss` or ` HH:mm:ss.fff` behind it. Parts may have one digit (a sampled
/// `17:10:2`), `T` may stand for the space. `yyyy-dd-MM`, which one table asks for, is read where it cannot be `yyyy-MM-dd`.
pub(crate) fn civil(text: &str) -> Option<DateTime> {
    usual(text.as_bytes()).or_else(|| any(text))
}

/// The forms with two digits everywhere, which nearly all times have.
fn usual(text: &[u8]) -> Option<DateTime> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, clock @ ..] = text else { return None };
    let year = i16::from(two(*y1, *y2)?) * 100 + i16::from(two(*y3, *y4)?);
    let day = Date::new(year, two(*m1, *m2)?, two(*d1, *d2)?).ok()?;
    let (hour, minute, second, millis) = match clock {
        [] => (0, 0, 0, 0),
        [b' ', h1, h2, b':', m1, m2, rest @ ..] => {
            let (hour, minute) = (two(*h1, *h2)?, two(*m1, *m2)?);
            match rest {
                [] => (hour, minute, 0, 0),
                [b':', s1, s2] => (hour, minute, two(*s1, *s2)?, 0),
                [b':', s1, s2, b'.', f1, f2, f3] => {
                    let millis = i32::from(two(*f1, *f2)?) * 10 + i32::from(two(b'0', *f3)?);
                    (hour, minute, two(*s1, *s2)?, millis)
                }
                _ => return None,
            }
        }
        _ => return None,
    };
    Some(day.to_datetime(Time::new(hour, minute, second, millis * 1_000_000).ok()?))
}

fn two(tens: u8, ones: u8) -> Option<i8> {
    let both = tens.is_ascii_digit() && ones.is_ascii_digit();
    both.then(|| ((tens - b'0') * 10 + (ones - b'0')).cast_signed())
}

fn any(text: &str) -> Option<DateTime> {
    let (day, clock) = text.split_once([' ', 'T']).unwrap_or((text, ""));
    Some(date(day)?.to_datetime(time(clock.trim())?))
}

/// The vendors' usual form: to the second, with milliseconds only where there are some.
pub(crate) fn vendor_text(civil: DateTime) -> String {
    let millis = civil.subsec_nanosecond() / 1_000_000;
    let seconds = civil.strftime("%Y-%m-%d %H:%M:%S");
    if millis == 0 { seconds.to_string() } else { format!("{seconds}.{millis:03}") }
}

fn date(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let year = digits(parts.next()?, 4)? as i16;
    let (second, third) = (digits(parts.next()?, 2)? as i8, digits(parts.next()?, 2)? as i8);
    Date::new(year, second, third).or_else(|_| Date::new(year, third, second)).ok()
}

fn time(text: &str) -> Option<Time> {
    if text.is_empty() {
        return Some(Time::midnight());
    }
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let mut parts = clock.split(':');
    let hour = digits(parts.next()?, 2)? as i8;
    let minute = digits(parts.next()?, 2)? as i8;
    let second = parts.next().map_or(Some(0), |part| digits(part, 2))? as i8;
    if parts.next().is_some() {
        return None;
    }
    let nanos = digits(fraction, 9)? as i32 * 10_i32.pow(9 - fraction.len() as u32);
    Time::new(hour, minute, second, nanos).ok()
}

fn digits(text: &str, most: usize) -> Option<u32> {
    let plain = !text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        civil(text).map(vendor_text)
    }

    #[test]
    fn every_form_shown_or_described_is_read() {
        for (text, expected) in [
            ("2019-08-24 00:00:00", "2019-08-24 00:00:00"),
            ("2019-10-15 17:10:2", "2019-10-15 17:10:02"),
            ("2022-10-20 13:25", "2022-10-20 13:25:00"),
            ("2019-12-05 14:25:35.143", "2019-12-05 14:25:35.143"),
            ("2022-10-31", "2022-10-31 00:00:00"),
            ("2022-31-10", "2022-10-31 00:00:00"),
            ("2022-10-20T13:25:09", "2022-10-20 13:25:09"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn the_short_way_is_the_long_way_or_none() {
        let (day, clock) =
            ("2019-12-05", [" 14:25:35.143", " 24:00", "T10:00", " 1:02", " 10:00:0a", ""]);
        let days = [
            day,
            "2019-13-05",
            "2019-31-12",
            "2019-02-29",
            "0000-01-01",
            "201a-01-01",
            "2019-1-05",
        ];
        for day in days {
            for text in (0..=clock[0].len()).map(|end| &clock[0][..end]).chain(clock) {
                let text = format!("{day}{text}");
                let short = usual(text.as_bytes());
                assert!(short.is_none() || short == any(&text), "{text}");
            }
        }
        assert!(
            usual(b"2019-12-05 14:25:35.143").is_some() && usual(b"2019-12-05 14:25").is_some()
        );
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "2022",
            "2022-02-30",
            "2022-10-20 25:00",
            "2022-10-20 1:2:3:4",
            "2022-10-20 1",
            "明天",
            "2022-10-20 13:25:00.1234567890",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
