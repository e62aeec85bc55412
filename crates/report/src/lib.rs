#![doc = include_str!("../README.md")]

mod exact_sum;
mod html;
mod reconcile;
mod report;

pub use html::PageLanguage;
pub use reconcile::{
    Break, BreakKind, DayTotal, Mapping, Measure, NotReconcilable, NotReconcilableReason,
    ReconcileError, ReconcileOptions, Reconciliation, Unmatched, WrongCell, WrongFile, breaks_csv,
    order_days, reconcile, reconciliation_page,
};
pub use report::{AccountValue, Day, Report, report, report_page};
