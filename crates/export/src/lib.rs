#![doc = include_str!("../README.md")]

mod atomic_file;
mod columns;
mod error;
mod manifest;
mod one_file;
mod output_dir;
mod partitions;
mod row_source;
mod row_writer;
mod run;
mod schema;
mod settings;
mod sink;

pub use atomic_file::write_atomically;
pub use error::ExportError;
pub use manifest::{ColumnEntry, FileEntry, LedgerEntry, Manifest};
pub use one_file::{OneFile, SheetEntry, export_one_file};
pub use run::{ExportProgress, export, read_manifest};
pub use settings::{Dataset, ExportFormat, ExportOptions};
