//! What can go wrong with an export: where, what, what to do.

use std::{io, path::PathBuf};

use coupon_domain::AccountName;
use coupon_ledger::LedgerError;
use thiserror::Error;

/// Why nothing new was exported. The files of the last export stand as they were.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The ledger could not be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The ledger has no such account.
    #[error("account {name}: not in this ledger, which knows {}; name one of these", list(known))]
    UnknownAccount {
        /// What was asked for.
        name: AccountName,
        /// What there is.
        known: Vec<AccountName>,
    },
    /// A file could not be written, read or removed.
    #[error("{}: {source}; check the disk and the directory's permissions", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another export writes to the same place.
    #[error("{}: another export is writing here; wait until it ends", path.display())]
    Busy {
        /// The lock file.
        path: PathBuf,
    },
    /// The file that names the files of the last export is not one of ours.
    #[error("{}: not a manifest of an export: {what}; name another directory, or remove it", path.display())]
    NotAManifest {
        /// The manifest.
        path: PathBuf,
        /// What it is.
        what: String,
    },
    /// The format has no room for a value.
    #[error("{}: {what}; export in another format", path.display())]
    Format {
        /// The file that was being written.
        path: PathBuf,
        /// What the format refused, and which row it was.
        what: String,
    },
}

fn list(names: &[AccountName]) -> String {
    let names: Vec<&str> = names.iter().map(AccountName::as_str).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
