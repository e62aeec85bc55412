//! A table as it was read, and the notes about the reading.

use crate::cell::SheetCell;

/// A table: its header, its rows, and where they stood.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetTable {
    /// Cells of the header, without blanks at their ends.
    pub header: Vec<String>,
    /// For each wanted column, its place in the header, counted from 0.
    pub columns: Vec<usize>,
    /// Rows that are not blank.
    pub rows: Vec<SheetRow>,
    /// How the file was read.
    pub notes: TableNotes,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetRow {
    /// Line in an editor, or row number of the sheet, counted from 1; that of the beginning if the row has line breaks.
    pub line: u64,
    /// The cells of the wanted columns in the order of the options, or of every column.
    pub cells: Vec<SheetCell>,
    /// Number of cells in a text file, without blank ones behind the header's width; in a workbook the width of the header.
    pub width: usize,
}

/// The findings about a file, made while it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableNotes {
    /// Format of the file, or of the file in the ZIP.
    pub format: FileFormat,
    /// Name of the file in the ZIP.
    pub archived: Option<String>,
    /// Line of the header.
    pub header_line: u64,
    /// First and last line above the header that are not blank.
    pub above: Option<(u64, u64)>,
    /// First and last line below the table that are not blank.
    pub below: Option<(u64, u64)>,
    /// Lines that repeat the header.
    pub repeated_headers: Vec<u64>,
    /// Hidden rows of the table.
    pub hidden: Vec<u64>,
    /// Visible sheets, other than the one read, that have the header too.
    pub other_sheets: Vec<String>,
}

/// Format of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileFormat {
    /// A text file with a character between cells.
    Delimited {
        /// Encoding of the text.
        encoding: TextEncoding,
        /// The character between cells.
        delimiter: char,
    },
    /// A workbook.
    Workbook {
        /// "XLSX", "XLSB", "XLS" or "ODS".
        kind: &'static str,
        /// Name of the sheet.
        sheet: String,
    },
}

/// Encoding of a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// GB18030, which contains GBK and GB2312.
    Gb18030,
    /// UTF-16 with a byte order mark, low byte first.
    Utf16Le,
    /// UTF-16 with a byte order mark, high byte first.
    Utf16Be,
}

impl TextEncoding {
    /// The name in the IANA registry.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Gb18030 => "GB18030",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
        }
    }
}
