//! Cells read as values. Every reader takes a cell and yields a value, nothing, or the reason why it has none.

mod amount;
mod day;
mod id;

use std::borrow::Cow;

use rust_decimal::Decimal;

pub use self::{
    amount::amount,
    day::{CellDay, day},
    id::id,
};
use crate::{
    cell::SheetCell,
    error::CellError,
    marks::{is_error_value, unmarked},
};

/// A spreadsheet counts with 15 digits; a larger number may have lost some.
const EXACT: f64 = 1e15;

/// A cell as text without the marks around it; none if nothing is left.
///
/// # Errors
/// A rounded number, an error value, or a formula without a result.
pub fn text(cell: &SheetCell) -> Result<Option<String>, CellError> {
    Ok(bare(cell)?.map(Cow::into_owned))
}

/// The text of [`text`], borrowed from the cell where it can be.
fn bare(cell: &SheetCell) -> Result<Option<Cow<'_, str>>, CellError> {
    let text = match cell {
        SheetCell::Blank => return Ok(None),
        SheetCell::Text(text) | SheetCell::Moment(text) => unmarked(text),
        SheetCell::Number { value, .. } => Cow::Owned(plain(*value)?.to_string()),
        SheetCell::Failed(_) => return Err(CellError::FailedFormula),
        SheetCell::Uncalculated => return Err(CellError::UncalculatedFormula),
    };
    if is_error_value(&text) {
        return Err(CellError::FailedFormula);
    }
    if text.starts_with('=') {
        return Err(CellError::UncalculatedFormula);
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// The 15 digits that a spreadsheet shows of a number: `0.3` of the sum of 0.1 and 0.2.
fn plain(number: f64) -> Result<Decimal, CellError> {
    if number.abs() >= EXACT {
        return Err(CellError::Rounded);
    }
    let exact = Decimal::from_scientific(&format!("{number:.14e}"));
    exact.map(|value| value.normalize()).map_err(|_| CellError::NotANumber)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
