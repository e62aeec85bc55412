//! The cells of a customers' file, and the changes that a spreadsheet may have made to them.

use coupon_domain::LineItem;
use csv::StringRecord;
use jiff::civil::Date;

use crate::{commands::item_arg::ItemArg, text::Lang};

/// A cell without the apostrophe that keeps spreadsheets from reading a number; none if blank.
pub(super) fn text(record: &StringRecord, index: usize) -> Option<&str> {
    let cell = record.get(index).unwrap_or_default().trim();
    let cell = cell.strip_prefix('\'').unwrap_or(cell).trim();
    Some(cell).filter(|cell| !cell.is_empty())
}

/// An id or a code, as a spreadsheet has not changed it.
pub(super) fn name(
    record: &StringRecord,
    index: usize,
    column: &str,
    lang: Lang,
) -> Result<Option<String>, String> {
    match text(record, index) {
        Some(cell) if was_a_number(cell) => Err(lang.bulk_mangled(column, cell)),
        cell => Ok(cell.map(str::to_owned)),
    }
}

pub(super) fn day(
    record: &StringRecord,
    index: usize,
    column: &str,
    lang: Lang,
) -> Result<Option<Date>, String> {
    let cell = text(record, index);
    let wrong = |cell: &str| lang.bulk_not_a_day(column, cell);
    cell.map(|cell| day_of(cell).ok_or_else(|| wrong(cell))).transpose()
}

/// Several with a semicolon between them.
pub(super) fn items(
    record: &StringRecord,
    index: usize,
    lang: Lang,
) -> Result<Vec<LineItem>, String> {
    let cell = text(record, index).unwrap_or_default();
    let items = cell.split([';', '；']).map(str::trim).filter(|item| !item.is_empty());
    let item = |item: &str| {
        let read: Result<ItemArg, String> = item.parse();
        read.map(|item| item.0).map_err(|why| lang.bulk_item(item, why))
    };
    items.map(item).collect()
}

/// `2026-03-01`, and what spreadsheets make of it: `2026/3/1`.
fn day_of(cell: &str) -> Option<Date> {
    let mut parts = cell.split(['-', '/']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let whole = year.len() == 4 && parts.next().is_none();
    let date = || Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    whole.then(date).flatten()
}

/// `7.08742E+18` and `10010.0`: what spreadsheets make of long digits.
fn was_a_number(cell: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((before, exponent)) = cell.split_once(['E', 'e']) {
        let signed = exponent.starts_with(['+', '-']);
        let exponent = exponent.trim_start_matches(['+', '-']);
        let number = before.split_once('.').map_or(digits(before), |(a, b)| digits(a) && digits(b));
        return number && digits(exponent) && (signed || before.contains('.'));
    }
    let point = cell.split_once('.');
    point.is_some_and(|(whole, rest)| {
        digits(whole) && !rest.is_empty() && rest.bytes().all(|b| b == b'0')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_with_letters_are_no_numbers() {
        for code in ["1E5", "E10", "CUS1.0E", "1.0.0", "2E", "12.50", "10"] {
            assert!(!was_a_number(code), "{code}");
        }
        for number in ["1.23457E+18", "1E+05", "1.5e18", "10.00"] {
            assert!(was_a_number(number), "{number}");
        }
    }

    #[test]
    fn days_are_read_as_spreadsheets_write_them() {
        let march = Date::new(2026, 3, 1).ok();
        assert_eq!(["2026-03-01", "2026/3/1"].map(day_of), [march, march]);
        for other in ["", "3/1/2026", "2026-13-01", "2026-03", "2026-03-01-02", "26-03-01"] {
            assert_eq!(day_of(other), None, "{other}");
        }
    }
}
