//! The choices of one export.

use std::path::PathBuf;

use coupon_domain::{AccountName, CouponState, ProviderName, TemplateId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The rows, the format and the folder of one export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportOptions {
    /// Which table.
    pub what: Dataset,
    /// Which kind of file.
    pub format: ExportFormat,
    /// The user's folder; created if missing. The files lie in `<to>/<what>/<format>/`, so that exports of other tables
    /// and formats can share it.
    pub to: PathBuf,
    /// Only this account; none exports all.
    pub account: Option<AccountName>,
    /// Only this provider; none exports all.
    pub provider: Option<ProviderName>,
    /// Coupons alone: only those in this state, as the vendor said.
    pub state: Option<CouponState>,
    /// Only this template, and the coupons and customers of it.
    pub template: Option<TemplateId>,
    /// Only rows that were created, else received, on this Beijing day or later.
    pub since: Option<Date>,
    /// Also rows that a full sync no longer found.
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
    /// "模板", "券", "客户".
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Templates => "模板",
            Self::Coupons => "券",
            Self::Customers => "客户",
        }
    }
}

coupon_domain::words! {
    /// "templates", "coupons", "customers".
    Dataset {
        Templates = "templates",
        Coupons = "coupons",
        Customers = "customers",
    }
}

/// Which kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// Apache Parquet, compressed with zstd.
    Parquet,
    /// RFC 4180: comma, CRLF, UTF-8.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// Excel 2007 and later.
    Xlsx,
}

coupon_domain::words! {
    /// "parquet", "csv", "jsonl", "xlsx": also the ending of the files.
    ExportFormat {
        Parquet = "parquet",
        Csv = "csv",
        Jsonl = "jsonl",
        Xlsx = "xlsx",
    }
}
