//! The interface of the writers, and the values that they take.

use std::{
    fmt::{self, Display},
    fs::File,
    path::Path,
};

use coupon_domain::to_beijing;
use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::error::ExportError;

/// One value of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) enum CellValue<'a> {
    Nothing,
    Text(&'a str),
    Instant(Timestamp),
    /// An instant that is to be shown as civil Beijing time.
    Beijing(Timestamp),
    Decimal(Decimal),
    Count(u64),
    Flag(bool),
}

/// One file that is being written. Rows come cell by cell, in the order of the columns.
pub(crate) trait Sink: Send {
    fn cell(&mut self, cell: CellValue<'_>) -> Result<(), ExportError>;

    fn end_row(&mut self) -> Result<(), ExportError>;

    /// Returns about how many bytes of rows wait in memory.
    fn held(&self) -> usize;

    /// Writes the rows that wait in memory.
    fn flush(&mut self) -> Result<(), ExportError>;

    /// Writes the rest and returns the file, so that the caller can sync it.
    fn finish(self: Box<Self>) -> Result<FinishedFile, ExportError>;
}

/// A file that is complete.
pub(crate) struct FinishedFile {
    pub(crate) file: File,
    /// Decimals that did not fit their column and stand beside it as text.
    pub(crate) decimals_as_text_only: u64,
}

/// BeijingTime Beijing time: `2026-03-01 08:00:00`.
pub(crate) struct BeijingTime(pub(crate) Timestamp);

impl Display for BeijingTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let civil = to_beijing(self.0);
        write!(f, "{} {}", civil.date(), civil.time())
    }
}

pub(super) fn io(path: &Path, source: std::io::Error) -> ExportError {
    ExportError::Io { path: path.to_owned(), source }
}

/// Creates a file that must not exist.
pub(super) fn create(path: &Path) -> Result<File, ExportError> {
    File::create_new(path).map_err(|source| io(path, source))
}
