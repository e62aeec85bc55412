#![doc = include_str!("../README.md")]

mod columns;
mod error;
mod feed;
mod folder;
mod layout;
mod manifest;
mod page;
mod partitions;
mod reconcile;
mod report;
mod run;
mod settings;
mod sink;

pub use error::ExportError;
pub use manifest::{ColumnEntry, FileEntry, LedgerEntry, Manifest};
pub use page::Lang;
pub use reconcile::{
    Break, BreakKind, DayTotal, Mapping, Measure, NotReconcilable, NotReconcilableReason,
    ReconcileError, ReconcileOptions, Reconciliation, Unmatched, WrongCell, WrongFile, breaks_csv,
    order_days, reconcile, reconciliation_page,
};
pub use report::{AccountValue, Day, Report, report, report_page};
pub use run::{ExportProgress, export, read_manifest};
pub use settings::{Dataset, ExportOptions, Format};
