#![doc = include_str!("../README.md")]

mod columns;
mod error;
mod feed;
mod folder;
mod layout;
mod manifest;
mod partitions;
mod run;
mod settings;
mod sink;

pub use error::ExportError;
pub use manifest::{ColumnEntry, FileEntry, LedgerEntry, Manifest};
pub use run::{ExportProgress, export, read_manifest};
pub use settings::{Dataset, ExportOptions, Format};
