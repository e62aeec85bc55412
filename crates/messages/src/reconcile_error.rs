//! The words for the errors of a reconciliation.

use std::path::Path;

use coupon_report::ReconcileError;

use crate::{Lang, ledger_error::ledger_message, sheet};

/// Errors in the order file or in the mapping name its path.
pub fn reconcile_error(error: &ReconcileError, orders: &Path, map: &Path, lang: Lang) -> String {
    let (orders, map) = (orders.display(), map.display());
    match error {
        ReconcileError::Ledger(error) => ledger_message(error, lang),
        ReconcileError::File(what) => lang.unreadable_file(orders, sheet::sheet_error(what, lang)),
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
            let why = sheet::cell_error(*what, lang);
            lang.wrong_cell(orders, line, column, format!("{text:?}"), why)
        }
        ReconcileError::OtherAmount { line, first, order_no } => {
            lang.other_amount(orders, line, order_no, first, map)
        }
        ReconcileError::TooLarge { what } if lang == Lang::Zh => {
            format!("{}：位数过多，无法精确相加（最多 28 位）；请更正金额", what.chinese)
        }
        other => other.to_string(),
    }
}
