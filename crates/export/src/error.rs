//! What can go wrong with an export: where, what, what to do.

use std::{io, path::PathBuf};

use coupon_domain::{AccountName, ProviderName};
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
    /// The ledger has nothing of such a provider.
    #[error("provider {name}: not in this ledger, which knows {}; name one of these", list(known))]
    UnknownProvider {
        /// What was asked for.
        name: ProviderName,
        /// What there is.
        known: Vec<ProviderName>,
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

fn list(names: &[impl std::fmt::Display]) -> String {
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
