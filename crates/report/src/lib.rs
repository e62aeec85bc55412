#![doc = include_str!("../README.md")]

mod exact_sum;
mod html;
mod reconcile;
mod report;

pub use html::PageLanguage;
pub use reconcile::{
    AmountPer, Break, BreakKind, DayTotal, FileForm, HiddenOrders, MapGrade, Mapping, Measure,
    NotReconcilable, NotReconcilableOrders, NotReconcilableReason, OrderExamples, OrderFile,
    ReadyMap, ReconcileError, ReconcileOptions, Reconciliation, SignColumn, TextList, Unmatched,
    UnmatchedOrder, WideningLine, breaks_csv, reconcile, reconcile_orders, reconciliation_page,
};
pub use report::{AccountValue, Day, Report, report, report_page};
