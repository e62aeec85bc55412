//! An order file as rows of cells, whatever kind of file it is.

use csv::{Position, ReaderBuilder};

use super::{
    error::{ReconcileError, WrongCell, WrongFile},
    mapping::Mapping,
    workbook,
};

/// How a workbook begins, and how an old or encrypted one does.
const WORKBOOK: &[u8] = b"PK\x03\x04";
const OLD_WORKBOOK: &[u8] = b"\xd0\xcf\x11\xe0";

pub(super) struct Table {
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Row>,
}

pub(super) struct Row {
    /// In the file; the first is 1.
    pub(super) number: u64,
    pub(super) cells: Vec<Cell>,
}

/// A text, or one that is not what somebody wrote. Only who needs the cell is told.
pub(super) type Cell = Result<String, (String, WrongCell)>;

pub(super) fn read(bytes: &[u8], mapping: &Mapping) -> Result<Table, ReconcileError> {
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

fn csv(text: &str, delimiter: u8) -> Result<Table, ReconcileError> {
    let not_csv = |error: csv::Error| ReconcileError::NotCsv { what: error.to_string() };
    let mut reader = ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let header = reader.headers().map_err(not_csv)?.iter().map(str::to_owned).collect();
    let rows = reader.records().map(|record| {
        let record = record.map_err(not_csv)?;
        let number = record.position().map_or(0, Position::line);
        Ok(Row { number, cells: record.iter().map(|cell| Ok(cell.to_owned())).collect() })
    });
    Ok(Table { header, rows: rows.collect::<Result<_, ReconcileError>>()? })
}
