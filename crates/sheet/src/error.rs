//! Errors as values: the line or cell, the kind, and at most 200 characters of the file.

use thiserror::Error;

/// The most characters of a file that an error carries.
const EXCERPT: usize = 200;

/// The beginning of a text, at most 200 characters of it; an ellipsis marks a cut.
pub fn excerpt(text: &str) -> String {
    match text.char_indices().nth(EXCERPT - 1) {
        Some((at, last)) if at + last.len_utf8() < text.len() => format!("{}…", &text[..at]),
        _ => text.to_owned(),
    }
}

/// Why a file cannot be read as a table.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SheetError {
    /// The file holds no text and no cell.
    #[error("it is empty; export it again, with a header")]
    Empty,
    /// The file is of a format that holds no readable table.
    #[error("{0}")]
    Foreign(ForeignFormat),
    /// The system does not read the file.
    #[error("{reason}")]
    Unreadable {
        /// The kind of the reason.
        kind: std::io::ErrorKind,
        /// The reason of the system.
        reason: String,
    },
    /// A ZIP holds no table, or several.
    #[error("the ZIP holds {tables} tables; unpack it and name one file")]
    Archive {
        /// Number of tables in the archive.
        tables: usize,
    },
    /// A workbook or an archive is damaged.
    #[error("the workbook cannot be read ({reason}); save it anew, or its sheet as CSV UTF-8")]
    BrokenWorkbook {
        /// The library's reason.
        reason: String,
    },
    /// No sheet has the requested name.
    #[error("there is no sheet {sheet} (it has {})", found.join(", "))]
    NoSheet {
        /// The requested name.
        sheet: String,
        /// Names of the sheets.
        found: Vec<String>,
    },
    /// A line is text in no supported encoding.
    #[error("line {line} is neither UTF-8 nor GB18030; save the file as CSV UTF-8")]
    NotText {
        /// The first such line, counted from 1.
        line: u64,
    },
    /// The delimiter takes more than one byte.
    #[error("{delimiter:?} cannot stand between cells")]
    Delimiter {
        /// The requested delimiter.
        delimiter: char,
    },
    /// The header is a single cell that contains a wanted name.
    #[error("the header is one cell, {header:?}; name the delimiter")]
    OneCell {
        /// The header, shortened.
        header: String,
    },
    /// No row has every wanted column.
    #[error("no column {column:?}; the nearest header, line {line}, has {}", excerpt(&found.join(", ")))]
    NoColumn {
        /// The first missing name.
        column: String,
        /// Line of the row that has most of the wanted names, else of the first row.
        line: u64,
        /// Cells of that row.
        found: Vec<String>,
    },
    /// The header names a wanted column more than once.
    #[error("column {column} is there twice; give each column a name of its own")]
    ColumnTwice {
        /// The name.
        column: String,
        /// Line of the header.
        line: u64,
    },
    /// A quote opens a cell and does not close it.
    #[error("line {line}: a quote is opened and not closed; close it or remove it")]
    UnclosedQuote {
        /// Line of the opening quote.
        line: u64,
    },
    /// A row of the table follows a line that ends the table.
    #[error(
        "line {end} ends the table, yet line {line} is a row of it; remove line {end}, or set the last row"
    )]
    RowAfterEnd {
        /// Line that ends the table.
        end: u64,
        /// First row behind it.
        line: u64,
    },
    /// The table is larger than the limits allow.
    #[error("{place}: the limit is {limit} {unit}; remove what is not part of the table")]
    TooLarge {
        /// The place beyond the limit.
        place: TablePlace,
        /// The limit.
        limit: u64,
        /// "rows", "columns" or "bytes".
        unit: &'static str,
    },
}

/// A place in a file, or the file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TablePlace {
    /// A cell of a workbook.
    #[error("{0}")]
    Cell(String),
    /// A line of a text file, or a row of a workbook.
    #[error("line {0}")]
    Line(u64),
    /// A part of a workbook, or a file of an archive.
    #[error("{0}")]
    Part(String),
    /// The file.
    #[error("the file")]
    File,
}

/// A file format that holds no readable table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ForeignFormat {
    /// A web page under a workbook's name.
    #[error("it is a web page (HTML); open it in a spreadsheet and save it as XLSX")]
    Html,
    /// An XML document, such as a workbook of Excel 2003.
    #[error("it is an XML document; open it in a spreadsheet and save it as XLSX")]
    Xml,
    /// A PDF document.
    #[error("it is a PDF; export the table as CSV or XLSX")]
    Pdf,
    /// An archive of another kind than ZIP.
    #[error(
        "it is an archive of another kind than ZIP (RAR, 7z, gzip); unpack it and name the file in it"
    )]
    OtherArchive,
    /// A picture, such as a photo of a table.
    #[error("it is a picture; export the table as CSV or XLSX")]
    Picture,
    /// A document of a word processor, a presentation, or a workbook of Apple Numbers.
    #[error("it is a document of another kind; export the table in it as CSV or XLSX")]
    Document,
    /// A workbook that is encrypted with a password.
    #[error("it is a workbook with a password; save it without one")]
    EncryptedWorkbook,
    /// A ZIP whose files are encrypted with a password.
    #[error("it is a ZIP with a password; unpack it and name the file in it")]
    EncryptedArchive,
}

/// Why a cell has no value of the requested kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum CellError {
    /// The row needs a value in this column.
    #[error("blank; every line needs it")]
    Blank,
    /// The digits of an id are lost.
    #[error("a number that a spreadsheet has rounded; export the order numbers as text")]
    Rounded,
    /// An id is a negative number.
    #[error("a negative number, and no id")]
    NegativeId,
    /// An amount or a quantity is no number.
    #[error("no number; write it like 1234.50")]
    NotANumber,
    /// A formula's stored value is an error value.
    #[error("a formula that failed; correct it")]
    FailedFormula,
    /// A formula has no stored value, or one that its writer did not calculate.
    #[error("a formula that was never calculated; open and save the file in a spreadsheet")]
    UncalculatedFormula,
    /// A date is no day.
    #[error("no day; write it like 2026-03-01")]
    NotADay,
    /// A date lies before 2000 or after the next year.
    #[error("before 2000 or after next year; correct it, or name the range")]
    FarDay,
    /// A date is a bare number: a serial number, or seconds or milliseconds since 1970.
    #[error("a number; format the column as a date")]
    SerialNumber,
}
