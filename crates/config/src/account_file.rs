//! One account as the configuration file has it. No secret is looked up here, and a field that no command needs may be missing.

use std::{num::NonZeroU32, path::PathBuf};

use jiff::civil::Date;
use serde::Deserialize;

use crate::{secret_source::SecretSource, vendors::VendorKind};

/// One account as written. Which fields a vendor takes is checked when the account is used.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountFile {
    /// Whose account it is.
    pub vendor: VendorKind,
    /// Host of the vendor's interface, with scheme.
    pub base_url: String,
    /// Allows plain HTTP to another host than loopback.
    #[serde(default)]
    pub allow_http: bool,
    /// Address of an HTTP proxy for every call; it may hold a password.
    pub proxy: Option<SecretSource>,
    /// Calls a second for each operation.
    pub rate: Option<ConfiguredRate>,
    /// First Beijing day of the first load.
    pub since: Option<Date>,
    /// When workers sync it: five fields of cron, in Beijing time.
    pub schedule: Option<String>,
    /// The label of the workers whose addresses the vendor knows.
    pub egress: Option<String>,
    /// Rows a page, for tests.
    pub page_length: Option<u32>,
    /// The id that goes with the key.
    pub open_id: Option<SecretSource>,
    /// The merchant's grant.
    pub grant_code: Option<SecretSource>,
    /// The key that goes with `open_id` and signs.
    pub open_key: Option<SecretSource>,
    /// Whose coupons are read.
    pub customers: Option<CustomerSource>,
    /// How V2 calls are signed.
    pub v2_signing: Option<ConfiguredV2Signing>,
    /// The unit of money in V2 answers.
    pub v2_money: Option<ConfiguredV2Money>,
    /// The tenant's id.
    pub openid: Option<SecretSource>,
    /// The key that goes with `openid` and signs.
    pub app_key: Option<SecretSource>,
    /// How the time of a call is written.
    pub timestamp: Option<ConfiguredTimestamp>,
}

/// Calls a second for each operation.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(untagged, expecting = "expected a whole number of calls a second, or \"unlimited\"")]
pub enum ConfiguredRate {
    /// At most so many.
    PerSecond(NonZeroU32),
    /// Any number.
    Unlimited(UnlimitedWord),
}

/// The word `unlimited`.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UnlimitedWord {
    /// `unlimited`.
    Unlimited,
}

/// The customers whose coupons are read.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "expected a list of customer ids as text, or { file = \"…\" }")]
pub enum CustomerSource {
    /// Their ids.
    List(Vec<String>),
    /// A file with an id on each line.
    File {
        /// Its path; a relative one starts at the folder of the configuration file.
        file: PathBuf,
    },
}

/// How V2 calls are signed.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConfiguredV2Signing {
    /// `pascal-case`.
    PascalCase,
    /// `camel-case`.
    CamelCase,
    /// `pascal-case-with-action`.
    PascalCaseWithAction,
}

/// The unit of money in V2 answers.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConfiguredV2Money {
    /// `fen`, a hundredth of a yuan.
    Fen,
    /// `yuan`.
    Yuan,
}

/// How the time of a call is written.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConfiguredTimestamp {
    /// `beijing`: 14 digits of Beijing time.
    Beijing,
    /// `epoch-millis`: milliseconds since 1970.
    EpochMillis,
}
