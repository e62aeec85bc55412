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

/// `2026-03-01T00:00:00Z`, `2026-03-01 00:00:00 +0800`, `2026-03-01 00:00:00 UTC`.
fn instant(text: &str) -> Option<Timestamp> {
    // An offset or its letter stands behind the day.
    let is_sign = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'+' | b'-');
    if !text.bytes().skip(8).any(is_sign) {
        return None;
    }
    let (time, zone) = text.rsplit_once(' ').unwrap_or((text, ""));
    let glued = match zone {
        "UTC" | "GMT" | "Z" => format!("{}Z", time.trim()),
        _ if zone.starts_with(['+', '-']) => format!("{}{zone}", time.trim()),
        _ => text.to_owned(),
    };
    glued.parse().ok()
}

/// `2026-03-01 08:00:00`, `2026/3/1`, `2026年3月1日`, `2026.3.1`, `20260301`, `20260301080000`.
fn civil_day(text: &str) -> Option<Date> {
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
