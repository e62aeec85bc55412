#![doc = include_str!("../README.md")]

mod full_refresh;
mod incremental;
mod options;
mod pages;
mod recheck_open;
mod report;
mod run;
mod summary;
mod sync;
mod sync_page;
mod syncable;
mod template_list;
mod windows;

pub use options::{SyncOptions, SyncProgress};
pub use report::{AccountSummary, HeldRows, StreamReport, SyncFailure, SyncReport, TableDigest};
pub use summary::{
    FailedSync, Gap, StopReason, Stream, StreamSummary, SyncError, SyncSummary, Warning,
};
pub use sync::sync;
