//! The ledger's used coupons against the shop's orders.

mod breaks_csv;
mod compare;
mod error;
mod html;
mod mapping;
mod matching;
mod options;
mod order_file;
mod order_table;
mod orders;
mod reconciliation;
mod totals;
mod uses;
mod workbook;

pub use self::{
    breaks_csv::breaks_csv,
    compare::{order_days, reconcile},
    error::{ReconcileError, WrongCell, WrongFile},
    html::reconciliation_page,
    mapping::Mapping,
    options::ReconcileOptions,
    reconciliation::{
        Break, BreakKind, DayTotal, Measure, NotReconcilable, NotReconcilableReason,
        Reconciliation, Unmatched,
    },
};
