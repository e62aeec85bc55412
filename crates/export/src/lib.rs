#![doc = include_str!("../README.md")]

mod columns;
mod error;
mod feed;
mod folder;
mod layout;
mod manifest;
mod partitions;
mod reconcile;
mod run;
mod settings;
mod sink;

pub use error::ExportError;
pub use manifest::{ColumnEntry, FileEntry, LedgerEntry, Manifest};
pub use reconcile::{
    Break, BreakKind, DayTotal, Mapping, Measure, NotReconcilable, ReconcileError, Run, Terms,
    Unmatched, Why, breaks_csv, reconcile,
};
pub use run::{Progress, export, read_manifest};
pub use settings::{Format, Settings, What};
