#![doc = include_str!("../README.md")]

mod days;
mod full;
mod item;
mod open;
mod pages;
mod run;
mod summary;
mod windows;

pub use run::{SyncOptions, SyncProgress, sync};
pub use summary::{Failed, Gap, StopReason, Stream, StreamSummary, Summary, SyncError, Warning};
