//! Errors of a customers' file as values: of the whole file, or of one row.

use coupon_sheet::{CellError, SheetError};
use thiserror::Error;

/// Why a file cannot be read as a table of customers.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum IssueFileError {
    /// The file cannot be read as a table.
    #[error(transparent)]
    Table(SheetError),
    /// The table has no row.
    #[error("line {line}: no row below the header")]
    NoRow {
        /// Line of the header, counted from 1; 1 for an empty file.
        line: u64,
    },
    /// A column is not known, and its name does not begin with `#`.
    #[error("line {line}: unknown column {name}")]
    UnknownColumn {
        /// Line of the header.
        line: u64,
        /// The name as the file has it.
        name: String,
    },
    /// A column is there more than once.
    #[error("line {line}: column {name} is there twice")]
    RepeatedColumn {
        /// Line of the header.
        line: u64,
        /// The name.
        name: &'static str,
    },
    /// No column names the customer, or more than one does.
    #[error("line {line}: not exactly one column names the customer")]
    CustomerColumn {
        /// Line of the header, or of the row that comes nearest to one.
        line: u64,
    },
}

/// A row of a customers' file that cannot be issued.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {cause}")]
pub struct RowError {
    /// Line on which the row begins, counted from 1.
    pub line: u64,
    /// The reason.
    pub cause: RowErrorCause,
}

/// The reason of a [`RowError`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RowErrorCause {
    /// A cell holds a line break, as behind a quote that is not closed.
    #[error("a line break within a cell")]
    LineBreak,
    /// The row has more or fewer cells than the header.
    #[error("{found} cells where the header has {expected}")]
    Width {
        /// Cells of the row.
        found: usize,
        /// Cells of the header.
        expected: usize,
    },
    /// A cell under a column without a name is not blank.
    #[error("a value in a column without a name")]
    NamelessColumn,
    /// The row names no customer.
    #[error("column {column}: blank")]
    NoCustomer {
        /// Name of the column.
        column: &'static str,
    },
    /// A cell has no value of the kind that its column has.
    #[error("column {column}: {text:?}: {cause}")]
    Cell {
        /// Name of the column.
        column: &'static str,
        /// Content of the cell, shortened.
        text: String,
        /// Why it has no value.
        cause: CellError,
    },
    /// One of the goods has another form than `PRODUCT=QUANTITY/UNIT`.
    #[error("column items: {text:?}")]
    Item {
        /// The goods as written, shortened.
        text: String,
    },
    /// An earlier row names the same customer.
    #[error("the same customer as on line {first}")]
    SameCustomer {
        /// Line of the first such row.
        first: u64,
    },
    /// An earlier row has the same code.
    #[error("the same code as on line {first}")]
    SameCode {
        /// Line of the first such row.
        first: u64,
    },
}
