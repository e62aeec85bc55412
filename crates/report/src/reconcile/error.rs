//! Errors of a reconciliation, with the place in the file, the cause and the remedy.

use coupon_domain::AccountName;
use coupon_ledger::LedgerError;
use thiserror::Error;

/// Why orders and coupons could not be compared.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReconcileError {
    /// The ledger could not be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The order file is neither a workbook nor CSV in UTF-8.
    #[error("order file: {0}")]
    File(WrongFile),
    /// The order file is not valid CSV.
    #[error(
        "order file: {what}; save it as CSV in UTF-8, with a header and as many cells in each line"
    )]
    NotCsv {
        /// The message of the CSV reader, with the line.
        what: String,
    },
    /// The mapping names a column that is not there.
    #[error("order file: no column {column:?} (it has {}); change the mapping", found.join(", "))]
    NoColumn {
        /// As the mapping names it.
        column: String,
        /// The header.
        found: Vec<String>,
    },
    /// The mapping names no column to compare.
    #[error(
        "mapping: neither voucher_amount nor goods_quantity is given; name the column to compare"
    )]
    NothingToCompare,
    /// Neither the mapping nor the options name an account.
    #[error("mapping: it names no account column, and no account is given; give one of them")]
    NoAccount,
    /// A line names an account that is not reconciled.
    #[error(
        "order file, line {line}: account {account} is not among {}; correct the file or the mapping",
        known.iter().map(AccountName::as_str).collect::<Vec<_>>().join(", ")
    )]
    OtherAccount {
        /// The line.
        line: u64,
        /// As the file names it.
        account: AccountName,
        /// The accounts that are reconciled.
        known: Vec<AccountName>,
    },
    /// A cell cannot be read.
    #[error("order file, line {line}, column {column}: {text:?} is {what}")]
    Cell {
        /// The line in the file; the header is line 1.
        line: u64,
        /// The column.
        column: String,
        /// The cell.
        text: String,
        /// The cause.
        what: WrongCell,
    },
    /// A sum does not fit exactly.
    #[error("{what}: more digits than can be added exactly (28); correct the amount")]
    TooLarge {
        /// The sum: an order or a day.
        what: String,
    },
}

/// Why an order file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WrongFile {
    /// The file is empty.
    #[error("it is empty; export the orders again, with a header")]
    Empty,
    /// The file is a workbook of before 2007, or one with a password.
    #[error("it is an old workbook, or one with a password; save it as XLSX or CSV UTF-8")]
    OldWorkbook,
    /// The workbook cannot be opened.
    #[error("the workbook cannot be read ({what}); save it anew, or its sheet as CSV UTF-8")]
    BrokenWorkbook {
        /// The message of the workbook reader.
        what: String,
    },
    /// The mapping names a sheet that is not there.
    #[error("there is no sheet {sheet} (it has {}); change the mapping", found.join(", "))]
    NoSheet {
        /// As the mapping names it.
        sheet: String,
        /// The sheets of the workbook.
        found: Vec<String>,
    },
    /// The text is in another encoding.
    #[error("line {line} is not UTF-8 (it may be GBK); save the file as CSV UTF-8")]
    NotUtf8 {
        /// The first such line; the header is line 1.
        line: usize,
    },
    /// The header is one cell: the delimiter is another one.
    #[error(
        "the header is one cell, {header:?}; name in the mapping what stands between cells, as delimiter"
    )]
    OneCell {
        /// The header.
        header: String,
    },
    /// The header has a column of the mapping more than once.
    #[error("column {column} is there twice; give each column a name of its own")]
    ColumnTwice {
        /// As the mapping names it.
        column: String,
    },
}

/// Why a cell of an order file cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WrongCell {
    /// The cell is blank, and every line needs it.
    #[error("blank; every line needs it")]
    Blank,
    /// A spreadsheet has rounded the number: its last digits are lost.
    #[error("a number that a spreadsheet has rounded; export the order numbers as text")]
    Rounded,
    /// The cell is no amount or quantity.
    #[error("no number; write it like 1234.50")]
    NotANumber,
    /// The cell is a formula without a result.
    #[error("a formula that failed; correct it")]
    Formula,
    /// The cell is no day.
    #[error("no day; write it like 2026-03-01")]
    NotADay,
}
