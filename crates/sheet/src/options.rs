//! Options of reading: the wanted columns, and the facts that overrule detection.

/// A column that the caller looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedColumn {
    /// Names in the header; one of them is enough. Blanks, line breaks, width and the case of ASCII letters do not count.
    pub names: Vec<String>,
    /// True if every row of the table has a value here. A row with one cell alone is none if two such columns exist.
    pub filled: bool,
    /// True if a cell merged over several rows counts for each of them; false for amounts, which count once.
    pub fills_down: bool,
}

/// The treatment of the hidden rows of a workbook, filtered ones among them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum HiddenRows {
    /// They count as the others do.
    #[default]
    Count,
    /// They are left out.
    Skip,
}

/// The largest table that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetLimits {
    /// Number of the last line or row.
    pub rows: u64,
    /// Number of the last column.
    pub columns: u64,
    /// Size of a file that is kept whole, or of one unpacked part of a workbook or an archive, in bytes.
    pub bytes: u64,
    /// Size of the texts of one row, in bytes.
    pub row_bytes: u64,
}

impl Default for SheetLimits {
    fn default() -> Self {
        Self { rows: 5_000_000, columns: 2_000, bytes: 2 << 30, row_bytes: 16 << 20 }
    }
}

/// How a table is found and read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableOptions {
    /// The columns that make a row the header.
    pub columns: Vec<WantedColumn>,
    /// True if rows keep the cells of every column, false if only those of the wanted columns.
    pub keep_all: bool,
    /// Name of the sheet; without it, the first visible one that has the header.
    pub sheet: Option<String>,
    /// The character between the cells of a text file; without it, the first of comma, tab, semicolon and bar that yields the
    /// header.
    pub delimiter: Option<char>,
    /// Line or row number of the header, counted from 1; without it, the first that has every wanted column.
    pub header_row: Option<u64>,
    /// Line or row number of the last row; without it, the table ends before its totals.
    pub last_row: Option<u64>,
    /// Line or row number behind which the file is not read.
    pub stop_after: Option<u64>,
    /// Treatment of hidden rows.
    pub hidden: HiddenRows,
    /// Limits on size.
    pub limits: SheetLimits,
}
