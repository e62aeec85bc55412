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
const NONE: [&str; 11] = ["", "-", "--", "---", "/", "null", "(null)", "\\n", "none", "n/a", "无"];
/// Units of money before a number, and behind it.
const BEFORE: [&str; 5] = ["¥", "cn¥", "cny", "rmb", "人民币"];
const BEHIND: [&str; 4] = ["元", "圆", "cny", "rmb"];

/// An amount in yuan, or a quantity; none for a blank cell and for `-`, `--`, `/`, `null` and their like. A residue below a thousandth of a
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
            let text = with_minus(&half_width(&text)).to_ascii_lowercase();
            let text = unmarked(&text);
            if NONE.contains(&&*text) || is_dash_of_money(&text) {
                return Ok(None);
            }
            written(&text).ok_or(CellError::NotANumber)?
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

/// Every kind of dash as a minus.
fn with_minus(text: &str) -> String {
    text.replace(|letter| matches!(letter, '\u{2010}'..='\u{2015}' | '\u{fe63}'), "-")
}

/// `¥ -`, the zero of accounts.
fn is_dash_of_money(text: &str) -> bool {
    let rest = without_unit(text);
    rest.is_some_and(|rest| matches!(rest, "-" | "--"))
}

/// The text behind or before the unit of money, if there is one.
fn without_unit(text: &str) -> Option<&str> {
    let before = BEFORE.iter().find_map(|unit| text.strip_prefix(unit));
    before.or_else(|| BEHIND.iter().find_map(|unit| text.strip_suffix(unit))).map(str::trim)
}

/// `-¥40`, `¥-40`, `(40.00)`, `¥(40.00)`, `40.00元`, `CNY 40`: one sign at most.
fn written(text: &str) -> Option<Decimal> {
    let (mut rest, mut negative) = (text.trim(), None);
    loop {
        let bracketed = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        let (signed, behind) = match bracketed {
            Some(inner) => (Some(true), inner.trim()),
            None => sign(rest),
        };
        rest = match (signed, without_unit(rest)) {
            (Some(_), _) if negative.is_some() => return None,
            (Some(_), _) => {
                negative = signed;
                behind
            }
            (None, Some(bare)) => bare,
            (None, None) => break,
        };
    }
    let value = unsigned(rest)?;
    Some(if negative == Some(true) { -value } else { value })
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
