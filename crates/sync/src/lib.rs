#![doc = include_str!("../README.md")]

mod full_refresh;
mod incremental;
mod pages;
mod recheck_open;
mod run;
mod summary;
mod syncable;
mod windows;

pub use run::{SyncOptions, SyncProgress, sync};
pub use summary::{
    FailedSync, Gap, StopReason, Stream, StreamSummary, SyncError, SyncSummary, Warning,
};
