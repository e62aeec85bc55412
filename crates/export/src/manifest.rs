//! The file that names the files of an export.

use coupon_domain::{AccountName, CouponState, ProviderName, TemplateId};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::settings::{Dataset, ExportFormat};

/// The content of `_manifest.json`. It is renamed into place after every file that it names is on the disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this document: 1.
    pub version: u32,
    /// Which table.
    pub what: Dataset,
    /// Which kind of file.
    pub format: ExportFormat,
    /// Counts the exports to this place, from 1. The files lie in `export-<generation>/`.
    pub generation: u64,
    /// Time of the export, as the caller gave it.
    pub exported_at: Timestamp,
    /// Only this account; null for all.
    pub account: Option<AccountName>,
    /// Only this provider; null for all.
    pub provider: Option<ProviderName>,
    /// Only coupons in this state; null for all.
    #[serde(default)]
    pub state: Option<CouponState>,
    /// Only of this template; null for all.
    #[serde(default)]
    pub template: Option<TemplateId>,
    /// Only rows that were created, else received, on this Beijing day or later; null for all.
    #[serde(default)]
    pub since: Option<Date>,
    /// True if rows that are gone are among them.
    pub gone: bool,
    /// True if a CSV was written for spreadsheets.
    pub csv_for_spreadsheets: bool,
    /// The state of the ledger that was read.
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
    /// The header in the file.
    pub title: String,
    /// "text", "instant", "beijing time", "decimal", "count" or "flag".
    pub kind: String,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileEntry {
    /// From the manifest's folder, with `/`: `export-7/tea/2026-03.csv`,
    /// `export-7/account=tea/month=2026-03/part-0.parquet`.
    pub path: String,
    /// The account of the rows.
    pub account: AccountName,
    /// The Beijing month of creation, else of receipt: `2026-03`; null where neither is known.
    pub month: Option<String>,
    /// Number of rows.
    pub rows: u64,
    /// Number of bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes, 64 hex digits.
    pub sha256: String,
}
