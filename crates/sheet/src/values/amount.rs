//! Amounts and quantities.

use rust_decimal::Decimal;

use super::{bare, is_digits, plain};
use crate::{
    cell::SheetCell,
    error::CellError,
    marks::{half_width, unmarked},
};

/// A thousandth of a fen, in yuan: what is smaller is left over from adding binary fractions.
const RESIDUE: f64 = 0.000_01;

/// Words that stand for no amount.
const NONE: [&str; 7] = ["", "-", "--", "/", "null", "—", "——"];

/// An amount in yuan, or a quantity; none for a blank cell and for `-`, `--`, `/` and `null`. A residue below a thousandth of a
/// fen counts as nothing: `39.99999999999999` is 40.
///
/// # Errors
/// A text that is no number, a number beyond 15 digits, or a formula without a result.
pub fn amount(cell: &SheetCell) -> Result<Option<Decimal>, CellError> {
    let value = match cell {
        SheetCell::Number { value, .. } if value.abs() < RESIDUE => return Ok(Some(Decimal::ZERO)),
        SheetCell::Number { value, .. } => plain(*value)?,
        other => {
            let Some(text) = bare(other)? else { return Ok(None) };
            if let Some(fen) = fen(&text) {
                return Ok(Some(fen));
            }
            let text = half_width(&text);
            if NONE.contains(&text.trim().to_ascii_lowercase().as_str()) {
                return Ok(None);
            }
            written(&unmarked(&text)).ok_or(CellError::NotANumber)?
        }
    };
    let residue = Decimal::try_from(RESIDUE).expect("a decimal holds five places");
    let fen = value.round_dp(2);
    let is_residue = value != fen && (value - fen).abs() < residue;
    Ok(Some(if is_residue { fen } else { value }))
}

/// `40` and `40.00`: the forms of most amounts, with at most two digits behind the point.
fn fen(text: &str) -> Option<Decimal> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let is_fen = is_digits(whole) && (whole.len() == text.len() || is_digits(part));
    let digits = is_fen && part.len() <= 2 && whole.len() <= 15;
    digits.then(|| Decimal::from_str_exact(text).ok()).flatten()
}

/// `-¥40`, `¥-40`, `(40.00)`, `40.00元`, `CNY 40`.
fn written(text: &str) -> Option<Decimal> {
    let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let (signed, rest) = sign(inner.unwrap_or(text).trim());
    let unit = ["¥", "CNY", "cny"].iter().find_map(|unit| rest.strip_prefix(unit));
    let (again, rest) = sign(unit.unwrap_or(rest).trim());
    let unit = ["元", "CNY", "cny"].iter().find_map(|unit| rest.strip_suffix(unit));
    let value = unsigned(unit.unwrap_or(rest).trim())?;
    match [inner.map(|_| true), signed, again].into_iter().flatten().collect::<Vec<_>>()[..] {
        [] | [false] => Some(value),
        [true] => Some(-value),
        _ => None,
    }
}

/// True behind a minus, false behind a plus, none without a sign; and the rest.
fn sign(text: &str) -> (Option<bool>, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (Some(true), rest.trim()),
        None => text.strip_prefix('+').map_or((None, text), |rest| (Some(false), rest.trim())),
    }
}

/// `1234.50` or `1,234.50`. A comma that does not part thousands may be a point: `12,50` is no number.
fn unsigned(text: &str) -> Option<Decimal> {
    let (whole, part) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let parted = whole.contains(',');
    if parted && (first.is_empty() || first.len() > 3 || !groups.all(|group| group.len() == 3)) {
        return None;
    }
    let digits = whole.replace(',', "") + part;
    is_digits(&digits.replacen('.', "", 1)).then(|| Decimal::from_str_exact(&digits).ok()).flatten()
}
