//! Cells of workbooks: their names, the limits on their places, and their dates.

use calamine::ExcelDateTime;

use crate::{
    cell::SheetCell,
    error::{SheetError, TablePlace},
    options::TableOptions,
};

/// # Errors
/// A cell beyond the limits.
pub(crate) fn check_place(row: u32, column: u32, options: &TableOptions) -> Result<(), SheetError> {
    let limits = options.limits;
    let too_large = |limit, unit| {
        let place = TablePlace::Cell(cell_name(row, column));
        Err(SheetError::TooLarge { place, limit, unit })
    };
    if u64::from(row) >= limits.rows {
        return too_large(limits.rows, "rows");
    }
    if u64::from(column) >= limits.columns {
        return too_large(limits.columns, "columns");
    }
    Ok(())
}

/// # Errors
/// A row, counted from 0, whose texts take more bytes than the limit.
pub(crate) fn check_row_size(
    size: usize,
    row: u32,
    options: &TableOptions,
) -> Result<(), SheetError> {
    let limit = options.limits.row_bytes;
    match size as u64 > limit {
        true => {
            let place = TablePlace::Line(u64::from(row) + 1);
            Err(SheetError::TooLarge { place, limit, unit: "bytes" })
        }
        false => Ok(()),
    }
}

/// `B3` for row 2 and column 1, counted from 0.
fn cell_name(row: u32, column: u32) -> String {
    let (mut letters, mut rest) = (Vec::new(), u64::from(column) + 1);
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + u8::try_from(rest % 26).expect("a remainder below 26"));
        rest /= 26;
    }
    letters.reverse();
    format!("{}{}", String::from_utf8_lossy(&letters), u64::from(row) + 1)
}

/// Row and column of `B3`, counted from 0.
pub(crate) fn cell_place(name: &str) -> Option<(u32, u32)> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let column = name.bytes().take(letters).try_fold(0_u32, |sum, letter| {
        sum.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    Some((name[letters..].parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

/// A serial number under a date format, as the sheet shows it.
pub(crate) fn moment(at: ExcelDateTime) -> SheetCell {
    if at.is_duration() {
        return SheetCell::Number { value: at.as_f64(), format: None };
    }
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    SheetCell::Moment(format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"))
}
