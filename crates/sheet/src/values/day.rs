//! Days.

use jiff::{Timestamp, civil::Date};

use super::{bare, is_digits};
use crate::{cell::SheetCell, error::CellError, marks::half_width};

/// A day as a cell tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellDay {
    /// A day without a zone.
    Civil(Date),
    /// An instant with its offset; the caller knows the zone whose day it is.
    Instant(Timestamp),
}

/// A day, with or without a time; none if the cell is blank.
///
/// # Errors
/// A text that is no day, a bare number, or a formula without a result.
pub fn day(cell: &SheetCell) -> Result<Option<CellDay>, CellError> {
    let Some(text) = bare(cell)? else { return Ok(None) };
    let text = half_width(&text);
    if let Some(instant) = instant(&text) {
        return Ok(Some(CellDay::Instant(instant)));
    }
    match civil_day(&text) {
        Some(day) => Ok(Some(CellDay::Civil(day))),
        None if is_digits(&text.replacen('.', "", 1)) => Err(CellError::SerialNumber),
        None => Err(CellError::NotADay),
    }
}

/// `2026-03-01T00:00:00Z`, `2026-03-01 00:00:00 +0800`, `2026-03-01 00:00:00 UTC+8`.
fn instant(text: &str) -> Option<Timestamp> {
    let text = text
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once('('))
        .map_or(text, |(text, _)| text);
    let text = text.trim_end();
    // An offset or its letter stands behind the day.
    let is_sign = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'+' | b'-');
    if !text.bytes().skip(8).any(is_sign) || is_span(text) {
        return None;
    }
    let begins_zone = |word: &&str| text.get(8..).is_some_and(|rest| rest.contains(*word));
    let word = ["UTC", "GMT", " +", " -"].into_iter().find(begins_zone);
    let Some((time, zone)) = word.and_then(|word| text.rsplit_once(word.trim())) else {
        return text.parse().ok();
    };
    let sign = word.map(str::trim).filter(|word| word.len() == 1).unwrap_or_default();
    format!("{}{}", time.trim(), offset(&format!("{sign}{}", zone.trim()))?).parse().ok()
}

/// `+08:00` of `+8`, `+0800` and `+08:00`; `Z` of nothing.
fn offset(zone: &str) -> Option<String> {
    if matches!(zone, "" | "Z") {
        return Some("Z".to_owned());
    }
    let (sign, digits) = zone.split_at_checked(1).filter(|(sign, _)| matches!(*sign, "+" | "-"))?;
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
        None => (digits, "00"),
    };
    (is_digits(hours) && hours.len() <= 2).then(|| format!("{sign}{hours:0>2}:{minutes}"))
}

/// `2026-03-01 08:00-10:00`: a span of time, and no offset.
fn is_span(text: &str) -> bool {
    let Some((before, after)) = text.rsplit_once('-') else { return false };
    let is_time = |text: &str| text.split(':').count() == 2 && is_digits(&text.replace(':', ""));
    let from = before.trim_end().rsplit([' ', 'T']).next().unwrap_or_default();
    is_time(from) && is_time(after.trim())
}

/// Letters that may stand beside a day in Beijing: the sign of a time, its half of the day, the day of the week.
fn is_known_word(word: &str) -> bool {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let is_day = || {
        let begins = days.iter().any(|day| word.starts_with(day));
        begins && (word.len() == 3 || word.ends_with("day"))
    };
    matches!(word, "t" | "am" | "pm" | "cst") || is_day()
}

/// `2026-03-01 08:00:00`, `2026/3/1`, `2026年3月1日`, `2026.3.1`, `20260301`, `20260301080000`. A zone that is not known makes it no
/// day.
fn civil_day(text: &str) -> Option<Date> {
    let lower = text.to_ascii_lowercase();
    let mut words = lower.split(|letter: char| !letter.is_ascii_alphabetic());
    if !words.all(|word| word.is_empty() || is_known_word(word)) {
        return None;
    }
    let mut numbers =
        text.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty());
    let first = numbers.next()?;
    let (year, month, day) = match first.len() {
        4 => (first, numbers.next()?, numbers.next()?),
        8 | 14 => (&first[..4], &first[4..6], &first[6..8]),
        _ => return None,
    };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
