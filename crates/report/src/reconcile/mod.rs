//! The ledger's used coupons against the shop's orders.

mod breaks_csv;
mod columns;
mod compare;
mod error;
mod html;
mod interner;
mod mapping;
mod mapping_error;
mod match_group;
mod matching;
mod options;
mod order_line;
mod order_store;
mod orders;
mod ready_map;
mod reconciliation;
mod text_cells;
mod totals;
mod uncompared;
mod uses;

pub use self::{
    breaks_csv::breaks_csv,
    compare::{reconcile, reconcile_orders},
    error::ReconcileError,
    html::reconciliation_page,
    mapping::{AmountPer, HiddenOrders, Mapping, SignColumn, TextList},
    mapping_error::MappingError,
    options::ReconcileOptions,
    orders::{OrderFile, WideningLine},
    ready_map::{FileForm, MapGrade, ReadyMap},
    reconciliation::{
        Break, BreakKind, DayTotal, Measure, NotReconcilable, NotReconcilableOrders,
        NotReconcilableReason, OrderExamples, Reconciliation, Unmatched, UnmatchedOrder,
    },
};
