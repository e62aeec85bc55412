//! The server sides of all vendors: their accounts, the steps that they take, and their parts of a snapshot.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de::Error};

use super::{
    knowing,
    qince::{
        QinceBackend, access::QinceAccess, actions::QinceAction, credential::QINCE_OPENID,
        seed::seeded as seeded_qince, state::QinceState,
    },
    qmai::{
        QmaiBackend, access::QmaiAccess, actions::QmaiAction, credential::QMAI_OPEN_ID,
        seed::seeded as seeded_qmai, state::QmaiState,
    },
    serving,
};
use crate::{
    clock::{Millis, VirtualClock},
    config::SandboxConfig,
    context::Context,
    error::SandboxError,
    quirks::Quirks,
    served_vendor::ServedVendor,
    vendor_side::VendorSide,
};

/// A side for each vendor.
#[derive(Debug)]
pub(crate) struct Sides {
    pub(super) qince: QinceBackend,
    pub(super) qmai: QmaiBackend,
}

impl Sides {
    pub(crate) fn new(settings: &SandboxConfig) -> Self {
        Self { qince: QinceBackend::new(settings), qmai: QmaiBackend::new(settings) }
    }

    /// In the order of the table.
    pub(crate) fn all(&self) -> [&dyn VendorSide; 2] {
        [&self.qince, &self.qmai]
    }

    /// The side that answers a call to this path.
    pub(crate) fn serving(&self, path: &str) -> &dyn VendorSide {
        self.of(serving(path))
    }

    /// The side that has an operation of that name.
    pub(crate) fn knowing(&self, operation: &str) -> Option<&dyn VendorSide> {
        knowing(operation).map(|vendor| self.of(vendor))
    }

    fn of(&self, vendor: &ServedVendor) -> &dyn VendorSide {
        let found = self.all().into_iter().find(|side| side.vendor().name == vendor.name);
        found.expect("every vendor of the table has a side")
    }

    /// The switches, which are the same for all.
    pub(crate) fn quirks(&self) -> Quirks {
        self.qmai.state().quirks()
    }

    pub(crate) fn access(&self, base_url: &str, now: Millis) -> Credentials {
        Credentials { qmai: self.qmai.access(base_url, now), qince: self.qince.access(base_url) }
    }

    pub(crate) fn apply(&self, action: &Action, context: Context) -> Result<(), SandboxError> {
        match action {
            Action::Qince(action) => self.qince.state().apply(action, context),
            Action::Qmai(action) => self.qmai.state().apply(action, context.now),
        }
    }

    /// A snapshot: settings, clock, keys, and all records. The texts of rows are left out: they are written anew from the records
    /// when it is read.
    pub(crate) fn saved(
        &self,
        format: u32,
        settings: &SandboxConfig,
        clock: VirtualClock,
    ) -> String {
        let saved = SavedSandbox {
            format,
            settings,
            clock,
            qince_app_key: self.qince.key(),
            qmai_open_key: self.qmai.key(),
            qince: &self.qince.state(),
            qmai: &self.qmai.state(),
        };
        serde_json::to_string_pretty(&saved).expect("a state is made of numbers and text") + "\n"
    }

    /// Takes other records, and does something else while nobody can see old ones and new ones together.
    pub(crate) fn replace(&self, records: StoredRecords, meanwhile: impl FnOnce()) {
        let (mut qince, mut qmai) = (self.qince.state(), self.qmai.state());
        (*qince, *qmai) = (records.qince, records.qmai);
        meanwhile();
    }
}

/// The content of a snapshot.
#[derive(Serialize)]
struct SavedSandbox<'a> {
    format: u32,
    settings: &'a SandboxConfig,
    clock: VirtualClock,
    qince_app_key: String,
    qmai_open_key: String,
    qince: &'a QinceState,
    qmai: &'a QmaiState,
}

/// The same, as it is read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LoadedSandbox {
    pub(crate) format: u32,
    pub(crate) settings: SandboxConfig,
    pub(crate) clock: VirtualClock,
    qince_app_key: String,
    qmai_open_key: String,
    qince: QinceState,
    qmai: QmaiState,
}

impl LoadedSandbox {
    /// The keys, in the order of the table.
    pub(crate) fn keys(&self) -> [&str; 2] {
        [&self.qince_app_key, &self.qmai_open_key]
    }

    /// The records with all that follows from them.
    ///
    /// # Errors
    ///
    /// A record names what is not there, or two have one id.
    pub(crate) fn records(self, settings: &SandboxConfig) -> Result<StoredRecords, SandboxError> {
        Ok(StoredRecords { qince: self.qince.ready(settings)?, qmai: self.qmai.ready(settings)? })
    }
}

/// All records of all accounts.
pub(crate) struct StoredRecords {
    qince: QinceState,
    qmai: QmaiState,
}

impl StoredRecords {
    pub(crate) fn seeded(settings: &SandboxConfig) -> Self {
        Self { qince: seeded_qince(settings), qmai: seeded_qmai(settings) }
    }
}

/// A step in the life of a coupon that no documented operation takes: an order uses it, the trade gives it back, the business deletes
/// it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// One of Qince's coupons.
    Qince(QinceAction),
    /// One of Qmai's coupons.
    Qmai(QmaiAction),
}

impl From<QinceAction> for Action {
    fn from(action: QinceAction) -> Self {
        Self::Qince(action)
    }
}

impl From<QmaiAction> for Action {
    fn from(action: QmaiAction) -> Self {
        Self::Qmai(action)
    }
}

impl Action {
    /// Reads the body of `POST /_sandbox/step`: `{"step": "use_coupon", "coupon_no": "DH…"}`.
    ///
    /// # Errors
    ///
    /// There is no such step, or a field is missing, unknown or of another type.
    pub fn from_json(text: &[u8]) -> serde_json::Result<Self> {
        match serde_json::from_slice(text)? {
            StepOf { step: StepVendor::Qince } => serde_json::from_slice(text).map(Self::Qince),
            StepOf { step: StepVendor::Qmai } => serde_json::from_slice(text).map(Self::Qmai),
        }
    }
}

/// The part of a step that says whose it is.
#[derive(Deserialize)]
struct StepOf {
    step: StepVendor,
}

/// The vendor that has a step of the name that is read.
enum StepVendor {
    Qince,
    Qmai,
}

impl<'de> Deserialize<'de> for StepVendor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let name = name.as_str();
        if QinceAction::STEPS.contains(&name) {
            return Ok(Self::Qince);
        }
        if QmaiAction::STEPS.contains(&name) {
            return Ok(Self::Qmai);
        }
        let known = [QinceAction::STEPS, QmaiAction::STEPS].concat().join("`, `");
        Err(Error::custom(format_args!("unknown variant `{name}`, expected one of `{known}`")))
    }
}

/// The ids of all accounts. An account that has one of them is a sandbox's.
pub const PUBLIC_ACCOUNT_IDS: &[&str] = &[QMAI_OPEN_ID, QINCE_OPENID];

/// The accounts of all vendors, as `coupon sandbox --output json` prints them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Credentials {
    /// The Qmai account.
    pub qmai: QmaiAccess,
    /// The Qince account.
    pub qince: QinceAccess,
}

/// The first line of every configuration that a sandbox writes.
const FIRST_LINE: &str = "# A sandbox's accounts; its credentials are public.\n";

impl Credentials {
    /// Returns whether a file is one that [`Self::to_config`] or [`Self::to_customer_file`] made, by its first line.
    pub fn wrote(file: &[u8]) -> bool {
        let lines = [FIRST_LINE, QmaiAccess::FIRST_LINE_OF_CUSTOMERS];
        lines.iter().any(|line| file.starts_with(line.as_bytes()))
    }

    /// The customers of the account whose customers must be named: CSV with the column `customer_id`.
    pub fn to_customer_file(&self) -> String {
        self.qmai.to_customer_file()
    }

    /// A `coupon.toml` with every account: TOML, a limit of calls for none. The customers are those of the file of this name beside
    /// it, else a list.
    pub fn to_config(&self, customer_file: Option<&str>) -> String {
        let accounts = [self.qmai.to_config(customer_file), self.qince.to_config()];
        format!("{FIRST_LINE}store = \"sqlite:coupons.db\"\n\n{}", accounts.join("\n"))
    }
}

/// One line for each account, for people.
impl fmt::Display for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.qmai, self.qince)
    }
}
