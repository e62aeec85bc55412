//! The words for the errors of a reconciliation.

use std::path::Path;

use coupon_report::ReconcileError;

use crate::{error::CliError, messages::Lang, sheet_words};

/// An error of the ledger stays one. All others are in the order file or the mapping, whose paths the words name.
pub(super) fn failure(error: ReconcileError, orders: &Path, map: &Path, lang: Lang) -> CliError {
    let (orders, map) = (orders.display(), map.display());
    CliError::Usage(match error {
        ReconcileError::Ledger(error) => return CliError::Ledger(error),
        ReconcileError::File(what) => {
            lang.unreadable_file(orders, sheet_words::sheet_error(&what, lang))
        }
        ReconcileError::NotCsv { line, found, expected } => {
            lang.not_csv(orders, lang.cells_of_line(line, found, expected))
        }
        ReconcileError::NoColumn { column, found } => {
            lang.no_column(orders, column, found.join(", "), map)
        }
        ReconcileError::NothingToCompare => lang.nothing_to_compare(map),
        ReconcileError::NoAccount => lang.whose_orders(map),
        ReconcileError::OtherAccount { line, account, known } => {
            let known: Vec<_> = known.iter().map(|name| name.as_str()).collect();
            lang.other_account(orders, line, account, known.join(", "))
        }
        ReconcileError::Cell { line, column, text, what } => {
            let why = sheet_words::cell_error(what, lang);
            lang.wrong_cell(orders, line, column, format!("{text:?}"), why)
        }
        ReconcileError::OtherAmount { line, first, order_no } => {
            lang.other_amount(orders, line, order_no, first, map)
        }
        other => other.to_string(),
    })
}
