//! Errors of a reconciliation, each with its place and its remedy.

use coupon_domain::{AccountName, ErrorText};
use coupon_ledger::LedgerError;
use coupon_sheet::{CellError, SheetError};
use thiserror::Error;

/// Why orders and coupons could not be compared.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReconcileError {
    /// The ledger could not be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The order file holds no table that can be read.
    #[error("order file: {0}")]
    File(SheetError),
    /// A line has more or fewer cells than the header.
    #[error(
        "order file: line {line}: found record with {found} fields, but the header has {expected}; save it as CSV in UTF-8, with a header and as many cells in each line"
    )]
    NotCsv {
        /// The line.
        line: u64,
        /// Number of its cells.
        found: usize,
        /// Number of the header's cells.
        expected: usize,
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
    /// Nobody says whose orders these are.
    #[error("mapping: no account column and no --account; give one of them")]
    NoAccount,
    /// An order of an account that is not reconciled.
    #[error(
        "order file, line {line}: account {account} is not among {}; correct the file or the mapping",
        known.iter().map(AccountName::as_str).collect::<Vec<_>>().join(", ")
    )]
    OtherAccount {
        /// The line.
        line: u64,
        /// As the file names it.
        account: AccountName,
        /// Those that are reconciled.
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
        /// Why not.
        what: CellError,
    },
    /// Under `amount_per = "order"`, two lines of an order have different amounts.
    #[error(
        "order file, line {line}: order {order_no} has another amount than on line {first}; change amount_per in the mapping"
    )]
    OtherAmount {
        /// The line.
        line: u64,
        /// The first line of the order.
        first: u64,
        /// The order.
        order_no: String,
    },
    /// A sum does not fit exactly.
    #[error("{}: more digits than can be added exactly (28); correct the amount", what.english)]
    TooLarge {
        /// Which sum.
        what: ErrorText,
    },
}

impl ReconcileError {
    /// The error of an order whose sum does not fit.
    pub(crate) fn of_order(order_no: &str) -> Self {
        Self::TooLarge { what: (format!("order {order_no}"), format!("订单 {order_no}")).into() }
    }
}
