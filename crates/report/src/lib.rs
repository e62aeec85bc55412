#![doc = include_str!("../README.md")]

mod documents;
mod exact_sum;
mod freshness;
mod html;
mod reconcile;
mod report;
mod status;

pub use documents::{
    CouponDocument, GoodsDocument, JournalDocument, QuarantineDocument, QuarantineIdError,
    RowDocument, TextOrJson, one_line_json, pretty_json, quarantined_row,
};
pub use freshness::{SourceFreshness, as_of, freshness};
pub use html::PageLanguage;
pub use reconcile::{
    AmountPer, Break, BreakKind, DayTotal, FileForm, HiddenOrders, MapGrade, Mapping, MappingError,
    Measure, NotReconcilable, NotReconcilableOrders, NotReconcilableReason, OrderExamples,
    OrderFile, ReadyMap, ReconcileError, ReconcileOptions, Reconciliation, SignColumn, TextList,
    Unmatched, UnmatchedOrder, WideningLine, breaks_csv, reconcile, reconcile_orders,
    reconciliation_page,
};
pub use report::{
    AccountValue, Day, MonthCount, MonthGroup, MonthReport, Report, TopGroups, month_page,
    month_report, report, report_page,
};
pub use status::{SourceStatus, status};
