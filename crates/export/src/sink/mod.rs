//! Writers of one file each. Rows come cell by cell, in the order of the headings.

mod csv;
mod jsonl;
mod parquet;
mod xlsx;

use std::{
    fmt::{self, Display},
    fs::File,
    path::Path,
};

use coupon_domain::to_beijing;
use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::{
    error::ExportError,
    layout::Heading,
    settings::{ExportOptions, Format},
};

/// One value of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cell<'a> {
    Nothing,
    Text(&'a str),
    Instant(Timestamp),
    /// An instant that is to be shown as civil Beijing time.
    Beijing(Timestamp),
    Decimal(Decimal),
    Count(u64),
    Flag(bool),
}

/// One file that is being written.
pub(crate) trait Sink: Send {
    fn cell(&mut self, cell: Cell<'_>) -> Result<(), ExportError>;

    fn end_row(&mut self) -> Result<(), ExportError>;

    /// About how many bytes of rows wait in memory.
    fn held(&self) -> usize;

    /// Lets go of them.
    fn flush(&mut self) -> Result<(), ExportError>;

    /// Writes what is left. Hands the file back, so that it can be brought to the disk.
    fn finish(self: Box<Self>) -> Result<Finished, ExportError>;
}

/// A file that is complete.
pub(crate) struct Finished {
    pub(crate) file: File,
    /// Decimals that did not fit their column and stand beside it as text.
    pub(crate) decimals_as_text_only: u64,
}

/// Begins a file that must not exist.
pub(crate) fn open(
    path: &Path,
    headings: &[Heading],
    settings: &ExportOptions,
) -> Result<Box<dyn Sink>, ExportError> {
    Ok(match settings.format {
        Format::Csv => Box::new(csv::CsvSink::new(path, headings, settings.csv_for_spreadsheets)?),
        Format::Jsonl => Box::new(jsonl::JsonlSink::new(path, headings)?),
        Format::Xlsx => Box::new(xlsx::XlsxSink::new(path, headings, settings.what)?),
        Format::Parquet => Box::new(parquet::ParquetSink::new(path, headings)?),
    })
}

/// How many rows a file can have.
pub(crate) fn rows_per_file(format: Format) -> u64 {
    match format {
        Format::Xlsx => xlsx::MOST_ROWS,
        Format::Parquet | Format::Csv | Format::Jsonl => u64::MAX,
    }
}

/// Civil Beijing time: `2026-03-01 08:00:00`.
struct Civil(Timestamp);

impl Display for Civil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let civil = to_beijing(self.0);
        write!(f, "{} {}", civil.date(), civil.time())
    }
}

fn io(path: &Path, source: std::io::Error) -> ExportError {
    ExportError::Io { path: path.to_owned(), source }
}

fn create(path: &Path) -> Result<File, ExportError> {
    File::create_new(path).map_err(|source| io(path, source))
}
