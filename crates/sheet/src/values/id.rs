//! Ids: digits and letters that name an order, a customer or a coupon.

use super::{bare, is_digits, plain};
use crate::{cell::SheetCell, error::CellError, marks::half_width, number_format};

/// Digits that a spreadsheet keeps of a number.
const KEPT_DIGITS: usize = 15;

/// An id without the marks around it, half-width; none if the cell is blank. A number of a workbook reads as its number format
/// shows it.
///
/// # Errors
/// An id that a spreadsheet has rounded, a negative number, or a formula without a result.
pub fn id(cell: &SheetCell) -> Result<Option<String>, CellError> {
    if let SheetCell::Number { value, format } = cell {
        return number(*value, format.as_deref()).map(Some);
    }
    let Some(text) = bare(cell)? else { return Ok(None) };
    let text = half_width(&text);
    if is_rounded(&text) {
        return Err(CellError::Rounded);
    }
    if text.strip_prefix('-').is_some_and(is_digits) {
        return Err(CellError::NegativeId);
    }
    Ok(Some(text.into_owned()))
}

fn number(value: f64, format: Option<&str>) -> Result<String, CellError> {
    let value = plain(value)?;
    if value.is_sign_negative() && !value.is_zero() {
        return Err(CellError::NegativeId);
    }
    let digits = value.to_string();
    let formatted = format
        .filter(|_| is_digits(&digits))
        .and_then(|format| number_format::shown(&digits, format));
    Ok(formatted.unwrap_or(digits))
}

/// True for the forms in which spreadsheets show long digits after they have rounded them.
fn is_rounded(text: &str) -> bool {
    if text.contains(' ') {
        return is_rounded(&text.replace(' ', ""));
    }
    let hashes = text.len() > 1 && text.bytes().all(|byte| byte == b'#');
    hashes || has_exponent(text) || has_empty_fraction(text) || has_lost_digits(text)
}

/// `7.08742E+18`, `2E+17`. `1E5` may be a code.
fn has_exponent(text: &str) -> bool {
    let Some((before, exponent)) = text.split_once(['E', 'e']) else { return false };
    let signed = exponent.starts_with(['+', '-']);
    let exponent = exponent.trim_start_matches(['+', '-']);
    let number =
        before.split_once('.').map_or(is_digits(before), |(a, b)| is_digits(a) && is_digits(b));
    number && is_digits(exponent) && (signed || before.contains('.'))
}

/// `10010.0`.
fn has_empty_fraction(text: &str) -> bool {
    text.split_once('.').is_some_and(|(whole, rest)| {
        is_digits(&whole.replace(',', "")) && !rest.is_empty() && rest.bytes().all(|b| b == b'0')
    })
}

/// `202509060000270000`, and any number beyond 15 digits with commas between its thousands.
fn has_lost_digits(text: &str) -> bool {
    let digits = text.replace(',', "");
    let long = is_digits(&digits) && digits.len() > KEPT_DIGITS;
    let lost =
        || digits.ends_with("0000") && digits[KEPT_DIGITS..].bytes().all(|byte| byte == b'0');
    long && (text.contains(',') || lost())
}
