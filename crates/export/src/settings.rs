//! What is wanted.

use std::path::PathBuf;

use coupon_domain::{AccountName, ProviderName};
use serde::{Deserialize, Serialize};

/// One export: which rows, in which format, to where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportOptions {
    /// Which table.
    pub what: Dataset,
    /// Which kind of file.
    pub format: Format,
    /// A directory of the user's; made if missing. The files lie in `<to>/<what>/<format>/`, so that exports of other tables
    /// and formats can share it.
    pub to: PathBuf,
    /// Of this account alone.
    pub account: Option<AccountName>,
    /// Of this provider alone.
    pub provider: Option<ProviderName>,
    /// Also rows that a full reading no longer found.
    pub gone: bool,
    /// Headers in Chinese, in every format.
    pub chinese_headers: bool,
    /// CSV alone: for people who open it in a spreadsheet. The file begins with a byte order mark, and a text that a
    /// spreadsheet would take for a number or a date gets an apostrophe in front, so that ids stay whole.
    pub csv_for_spreadsheets: bool,
}

/// Which table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dataset {
    /// Templates.
    Templates,
    /// Coupons.
    Coupons,
    /// Customers whom templates address, one row for each template and customer.
    Customers,
}

impl Dataset {
    /// Every table.
    pub const ALL: [Self; 3] = [Self::Templates, Self::Coupons, Self::Customers];

    /// "templates", "coupons", "customers".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Templates => "templates",
            Self::Coupons => "coupons",
            Self::Customers => "customers",
        }
    }
}

/// Which kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Apache Parquet, compressed with zstd.
    Parquet,
    /// RFC 4180: comma, CRLF, UTF-8.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// Excel 2007 and later.
    Xlsx,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Parquet, Self::Csv, Self::Jsonl, Self::Xlsx];

    /// "parquet", "csv", "jsonl", "xlsx": also the ending of the files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
            Self::Xlsx => "xlsx",
        }
    }
}
