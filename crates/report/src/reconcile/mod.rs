//! The ledger's used coupons against the shop's orders.

mod breaks_csv;
mod columns;
mod compare;
mod error;
mod html;
mod mapping;
mod matching;
mod options;
mod orders;
mod reconciliation;
mod totals;
mod uses;

pub use self::{
    breaks_csv::breaks_csv,
    compare::{reconcile, reconcile_orders},
    error::ReconcileError,
    html::reconciliation_page,
    mapping::{AmountPer, HiddenOrders, Mapping, SignColumn, TextList},
    options::ReconcileOptions,
    orders::OrderFile,
    reconciliation::{
        Break, BreakKind, DayTotal, Measure, NotReconcilable, NotReconcilableReason, OrderExamples,
        Reconciliation, Unmatched,
    },
};
