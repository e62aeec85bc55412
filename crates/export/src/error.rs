//! Errors of an export, with the place, the cause and the remedy.

use std::{io, path::PathBuf};

use coupon_domain::{AccountName, ProviderName};
use coupon_ledger::LedgerError;
use thiserror::Error;

use crate::settings::Dataset;

/// The reason why nothing new was exported. The files of the last export are unchanged.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The ledger could not be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The ledger has no such account.
    #[error("account {name}: not in this ledger, which knows {}; name one of these", list(known))]
    UnknownAccount {
        /// The account of the options.
        name: AccountName,
        /// The accounts of the ledger.
        known: Vec<AccountName>,
    },
    /// The ledger has nothing of such a provider.
    #[error("provider {name}: not in this ledger, which knows {}; name one of these", list(known))]
    UnknownProvider {
        /// The provider of the options.
        name: ProviderName,
        /// The providers of the ledger.
        known: Vec<ProviderName>,
    },
    /// A file could not be written, read or removed.
    #[error("{}: {source}; check the disk and the directory's permissions", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// Another export writes to the same place.
    #[error("{}: another export is writing here; wait until it ends", path.display())]
    Busy {
        /// The lock file.
        path: PathBuf,
    },
    /// The path `current` is no link of an export: a copy of one, or somebody's own.
    #[error("{}: not a link of an export; remove it, or name another directory", path.display())]
    NotALink {
        /// The path.
        path: PathBuf,
    },
    /// The file `_manifest.json` in the folder is not a manifest of an export.
    #[error("{}: not a manifest of an export: {what}; name another directory, or remove it", path.display())]
    NotAManifest {
        /// The manifest.
        path: PathBuf,
        /// The reason why it is no manifest.
        what: String,
    },
    /// A table has more rows than a sheet of a workbook.
    #[error(
        "{}: more than {most} rows, which is all that a sheet holds; export a part of them, or without --one-file", what.as_str()
    )]
    TooManyRows {
        /// The table.
        what: Dataset,
        /// The most rows of a sheet.
        most: u64,
    },
    /// The format cannot hold a value.
    #[error("{}: {what}; export in another format", path.display())]
    Format {
        /// The file that was being written.
        path: PathBuf,
        /// The row, the column and the message of the format.
        what: String,
    },
}

fn list(names: &[impl std::fmt::Display]) -> String {
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
