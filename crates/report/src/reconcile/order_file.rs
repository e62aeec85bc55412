//! An order file of any kind is read into rows of cells.

use csv::{Position, ReaderBuilder};

use super::{
    error::{ReconcileError, WrongFile},
    mapping::Mapping,
    order_table::{OrderRow, OrderTable},
    workbook,
};

/// The first bytes of a workbook of 2007 or later.
const WORKBOOK: &[u8] = b"PK\x03\x04";
/// The first bytes of an older or an encrypted workbook.
const OLD_WORKBOOK: &[u8] = b"\xd0\xcf\x11\xe0";

pub(super) fn read(bytes: &[u8], mapping: &Mapping) -> Result<OrderTable, ReconcileError> {
    if bytes.starts_with(WORKBOOK) {
        return workbook::table(bytes, mapping.sheet.as_deref()).map_err(ReconcileError::File);
    }
    if bytes.starts_with(OLD_WORKBOOK) {
        return Err(ReconcileError::File(WrongFile::OldWorkbook));
    }
    csv(text(bytes).map_err(ReconcileError::File)?, delimiter(mapping)?)
}

fn text(bytes: &[u8]) -> Result<&str, WrongFile> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if text.trim_ascii().is_empty() {
        return Err(WrongFile::Empty);
    }
    std::str::from_utf8(text).map_err(|error| {
        let before = &text[..error.valid_up_to()];
        WrongFile::NotUtf8 { line: before.iter().filter(|byte| **byte == b'\n').count() + 1 }
    })
}

fn delimiter(mapping: &Mapping) -> Result<u8, ReconcileError> {
    let given = mapping.delimiter.unwrap_or(',');
    u8::try_from(given).map_err(|_| ReconcileError::NotCsv {
        what: format!("{given:?} cannot stand between cells"),
    })
}

fn csv(text: &str, delimiter: u8) -> Result<OrderTable, ReconcileError> {
    let not_csv = |error: csv::Error| ReconcileError::NotCsv { what: error.to_string() };
    let mut reader = ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let header = reader.headers().map_err(not_csv)?.iter().map(str::to_owned).collect();
    let rows = reader.records().map(|record| {
        let record = record.map_err(not_csv)?;
        let number = record.position().map_or(0, Position::line);
        Ok(OrderRow { number, cells: record.iter().map(|cell| Ok(cell.to_owned())).collect() })
    });
    Ok(OrderTable { header, rows: rows.collect::<Result<_, ReconcileError>>()? })
}
