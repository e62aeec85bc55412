//! One sheet of a workbook as an order file. Its cells become the texts that a CSV would have.

use std::io::Cursor;

use calamine::{Data, ExcelDateTime, Range, Reader as _, Xlsx};
use rust_decimal::Decimal;

use super::{
    error::{WrongCell, WrongFile},
    order_table::{OrderCell, OrderRow, OrderTable},
};

/// A spreadsheet counts with 15 digits. A larger number has lost some of its digits.
const MOST_EXACT: f64 = 1e15;

/// Reads the sheet of this name, or the first sheet if no name is given.
pub(super) fn table(bytes: &[u8], sheet: Option<&str>) -> Result<OrderTable, WrongFile> {
    let broken = |error: calamine::XlsxError| WrongFile::BrokenWorkbook { what: error.to_string() };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let sheets = book.sheet_names();
    let name = match sheet {
        Some(name) if !sheets.iter().any(|sheet| sheet == name) => {
            return Err(WrongFile::NoSheet { sheet: name.to_owned(), found: sheets });
        }
        Some(name) => name,
        None => sheets.first().ok_or(WrongFile::Empty)?,
    };
    rows(&book.worksheet_range(name).map_err(broken)?)
}

fn rows(range: &Range<Data>) -> Result<OrderTable, WrongFile> {
    let (first, _) = range.start().ok_or(WrongFile::Empty)?;
    let mut rows = (u64::from(first) + 1..).zip(range.rows());
    let (_, header) = rows.next().ok_or(WrongFile::Empty)?;
    let header = header.iter().map(|title| cell(title).unwrap_or_else(|(text, _)| text)).collect();
    let rows = rows.filter(|(_, cells)| cells.iter().any(|cell| *cell != Data::Empty));
    let rows =
        rows.map(|(number, cells)| OrderRow { number, cells: cells.iter().map(cell).collect() });
    Ok(OrderTable { header, rows: rows.collect() })
}

fn cell(data: &Data) -> OrderCell {
    match data {
        Data::Empty => Ok(String::new()),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Ok(text.clone()),
        Data::Bool(flag) => Ok(flag.to_string()),
        Data::Int(number) => Ok(number.to_string()),
        Data::Float(number) => plain(*number),
        Data::DateTime(at) if at.is_duration() => plain(at.as_f64()),
        Data::DateTime(at) => Ok(civil(*at)),
        Data::Error(error) => Err((error.to_string(), WrongCell::Formula)),
    }
}

/// Formats the 15 digits that a spreadsheet shows of a number: `0.1`, and not the binary fraction that stands for it.
fn plain(number: f64) -> OrderCell {
    if number.abs() >= MOST_EXACT {
        return Err((number.to_string(), WrongCell::Rounded));
    }
    let exact = Decimal::from_scientific(&format!("{number:.14e}"));
    exact
        .map(|value| value.normalize().to_string())
        .map_err(|_| (number.to_string(), WrongCell::NotANumber))
}

fn civil(at: ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_what_somebody_wrote_or_has_lost_digits() {
        for (number, text) in [
            (40.0, "40"),
            (0.1 + 0.2, "0.3"),
            (1234.5, "1234.5"),
            (-19.99, "-19.99"),
            (20_260_301.0, "20260301"),
            (999_999_999_999_999.0, "999999999999999"),
        ] {
            assert_eq!(cell(&Data::Float(number)), Ok(text.to_owned()));
        }
        let lost = cell(&Data::Float(1_234_567_890_123_456.0)).unwrap_err();
        assert_eq!(lost.1, WrongCell::Rounded);
        assert_eq!(cell(&Data::Float(1e-40)).unwrap_err().1, WrongCell::NotANumber);
    }
}
