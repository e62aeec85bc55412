//! The one writer of CSV tables for people: RFC 4180, CRLF, and no text that a spreadsheet would change.

use std::{
    fmt::Display,
    io::{self, Write},
};

use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};
use rust_decimal::Decimal;

use crate::guard::CsvGuard;

/// Writes a table cell by cell.
///
/// ```
/// use coupon_sheet::{CsvGuard, CsvTableWriter};
///
/// let mut table = CsvTableWriter::new(Vec::new(), CsvGuard::Spreadsheets);
/// table.text("007")?;
/// table.plain(12)?;
/// table.end_row()?;
/// assert_eq!(table.finish()?, b"'007,12\r\n");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct CsvTableWriter<W: Write> {
    to: Writer<W>,
    guard: CsvGuard,
    cell: String,
}

impl<W: Write> CsvTableWriter<W> {
    /// The mark by which spreadsheets know UTF-8; the caller writes it first if people open the file.
    pub const BYTE_ORDER_MARK: &'static [u8] = b"\xef\xbb\xbf";

    /// A table without rows.
    pub fn new(to: W, guard: CsvGuard) -> Self {
        let mut builder = WriterBuilder::new();
        builder.terminator(Terminator::CRLF).quote_style(QuoteStyle::Necessary).flexible(true);
        Self { to: builder.from_writer(to), guard, cell: String::new() }
    }

    /// Adds a text, guarded.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        let mark = if self.guard.is_needed(text) { "'" } else { "" };
        self.plain(format_args!("{mark}{text}"))
    }

    /// Adds a value as it is: a number, a date, a title.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn plain(&mut self, value: impl Display) -> io::Result<()> {
        use std::fmt::Write as _;
        self.cell.clear();
        write!(self.cell, "{value}").expect("a string takes text");
        self.to.write_field(&self.cell).map_err(io::Error::from)
    }

    /// Adds a decimal as a number. For spreadsheets, one of more than 15 digits is guarded, because they would round it.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn decimal(&mut self, value: Decimal) -> io::Result<()> {
        let is_kept = value.mantissa().unsigned_abs() < 10_u128.pow(15);
        let mark = if self.guard == CsvGuard::Spreadsheets && !is_kept { "'" } else { "" };
        self.plain(format_args!("{mark}{value}"))
    }

    /// Ends the row.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn end_row(&mut self) -> io::Result<()> {
        self.to.write_record(None::<&[u8]>).map_err(io::Error::from)
    }

    /// Writes out what is held back, and returns the writer below.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn finish(self) -> io::Result<W> {
        self.to.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}
