//! The file that says which files an export is.

use coupon_domain::{AccountName, ProviderName};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::settings::{Dataset, Format};

/// What one export wrote: `manifest.json`. It is renamed into place after everything it names is on the disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this document: 1.
    pub version: u32,
    /// Which table.
    pub what: Dataset,
    /// Which kind of file.
    pub format: Format,
    /// Counts the exports to this place, from 1. The files lie in `export-<generation>/`.
    pub generation: u64,
    /// When, as the caller said.
    pub exported_at: Timestamp,
    /// Of this account alone; null for all.
    pub account: Option<AccountName>,
    /// Of this provider alone; null for all.
    pub provider: Option<ProviderName>,
    /// True if rows that are gone are among them.
    pub gone: bool,
    /// True if a CSV was written for spreadsheets.
    pub csv_for_spreadsheets: bool,
    /// What was read.
    pub ledger: LedgerEntry,
    /// Rows in all files.
    pub rows: u64,
    /// Parquet alone: decimals that need more room than their numeric column has, and so stand in the text column alone.
    pub decimals_as_text_only: u64,
    /// The columns of every file.
    pub columns: Vec<ColumnEntry>,
    /// The files, by name.
    pub files: Vec<FileEntry>,
}

impl Manifest {
    /// The version of this document.
    pub(crate) const VERSION: u32 = 1;
}

/// Which state of the ledger the files show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// The ledger's digest of the table (of the account, if only one was exported) before the first row was read.
    pub digest: String,
    /// The same after the last one. If it differs, a sync wrote meanwhile: every row is whole, but they are of different times.
    pub digest_after: String,
}

/// A column of the files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnEntry {
    /// The name, always in English.
    pub name: String,
    /// What stands in the file.
    pub title: String,
    /// "text", "instant", "beijing time", "decimal", "count" or "flag".
    pub kind: String,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileEntry {
    /// From the manifest's folder, with `/`: `export-7/tea/2026-03.csv`.
    pub path: String,
    /// Whose rows.
    pub account: AccountName,
    /// The Beijing month of creation, else of receipt: `2026-03`; null where neither is known.
    pub month: Option<String>,
    /// How many rows.
    pub rows: u64,
    /// How many bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes, 64 hex digits.
    pub sha256: String,
}
