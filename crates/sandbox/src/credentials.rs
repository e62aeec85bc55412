//! How a client reaches the sandbox's two accounts.

use std::fmt;

use serde::Serialize;

use crate::{
    accounts::{
        IN_PROCESS, QINCE_APP_KEY, QINCE_OPENID, QMAI_GRANT_CODE, QMAI_OPEN_ID, QMAI_OPEN_KEY,
    },
    error::SandboxError,
    qince::directory::DirectoryEntry,
    qmai::state::QmaiCoupon,
    sandbox::Sandbox,
};

/// The ids of both accounts. An account that has one of them is a sandbox's.
pub const PUBLIC_ACCOUNT_IDS: &[&str] = &[QMAI_OPEN_ID, QINCE_OPENID];

/// Both accounts, as `coupon sandbox --output json` prints them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Credentials {
    /// The Qmai account.
    pub qmai: QmaiAccess,
    /// The Qince account.
    pub qince: QinceAccess,
}

/// The credentials and ids that a client of the Qmai account needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QmaiAccess {
    /// Where it is served.
    pub base_url: String,
    /// The id that goes with the key.
    pub open_id: String,
    /// The code that the merchant granted.
    pub grant_code: String,
    /// The key that signs; public, like everything of the sandbox.
    pub open_key: String,
    /// Ids of all its customers, whether they hold a coupon or not.
    pub customers: Vec<String>,
    /// Ids of all its templates: what V2 calls coupon ids.
    pub coupon_ids: Vec<String>,
    /// Some pairs of user_id and user_coupon_id, unused coupons first.
    pub user_coupons: Vec<(String, String)>,
}

/// The credentials and ids that a client of the Qince account needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QinceAccess {
    /// Where it is served.
    pub base_url: String,
    /// The tenant's id.
    pub openid: String,
    /// The key that signs; public, like everything of the sandbox.
    pub app_key: String,
    /// Some of its customers.
    pub customers: Vec<IdAndCode>,
    /// Some of its products.
    pub products: Vec<IdAndCode>,
}

/// Something with an id and a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IdAndCode {
    /// Its id.
    pub id: String,
    /// Its code.
    pub code: String,
}

/// How many customers and products [`QinceAccess`] names.
const NAMED: usize = 20;

/// The first line of every configuration that a sandbox writes.
const FIRST_LINE: &str = "# A sandbox's accounts; its credentials are public.\n";

/// The same of its customers.
const FIRST_LINE_OF_CUSTOMERS: &str = "# Customers of a sandbox's Qmai account.\n";

impl Credentials {
    /// Returns whether a file is one that [`Self::to_config`] or [`Self::to_customer_file`] made, by its first line.
    pub fn wrote(file: &[u8]) -> bool {
        [FIRST_LINE, FIRST_LINE_OF_CUSTOMERS].iter().any(|line| file.starts_with(line.as_bytes()))
    }

    /// The customers of the Qmai account: CSV with the column `customer_id`.
    pub fn to_customer_file(&self) -> String {
        let ids = self.qmai.customers.join("\n");
        format!("{FIRST_LINE_OF_CUSTOMERS}customer_id\n{ids}\n")
    }

    /// A `coupon.toml` with both accounts: TOML, a limit of calls for none. The customers are those of the file of this name beside
    /// it, else a list.
    pub fn to_config(&self, customer_file: Option<&str>) -> String {
        let (qmai, qince) = (&self.qmai, &self.qince);
        let customers = match customer_file {
            Some(file) => format!("{{ file = {file:?} }}"),
            None => format!("{:?}", qmai.customers),
        };
        format!(
            "{FIRST_LINE}store = \"sqlite:coupons.db\"\n\n\
             [accounts.tea]\nvendor = \"qmai\"\nbase_url = {:?}\nopen_id = {:?}\ngrant_code = {:?}\nopen_key = {:?}\n\
             customers = {customers}\nrate = \"unlimited\"\n\n\
             [accounts.trade]\nvendor = \"qince\"\nbase_url = {:?}\nopenid = {:?}\napp_key = {:?}\nrate = \"unlimited\"\n",
            qmai.base_url,
            qmai.open_id,
            qmai.grant_code,
            qmai.open_key,
            qince.base_url,
            qince.openid,
            qince.app_key,
        )
    }
}

/// One line for each account, for people.
impl fmt::Display for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (qmai, qince) = (&self.qmai, &self.qince);
        let (id, grant, key) = (&qmai.open_id, &qmai.grant_code, &qmai.open_key);
        writeln!(f, "qmai   open_id {id}  grant_code {grant}  open_key {key}")?;
        write!(f, "qince  openid {}  app_key {}", qince.openid, qince.app_key)
    }
}

impl Sandbox {
    /// Replaces the key of the Qince account; `None` restores the first one. A call that is signed with another is refused.
    ///
    /// # Errors
    ///
    /// No account can have such a key.
    pub fn set_qince_key(&self, key: Option<&str>) -> Result<(), SandboxError> {
        self.sides().qince.set_key(key.unwrap_or(QINCE_APP_KEY))
    }

    /// Replaces the key of the Qmai account; `None` restores the first one. A call that is signed with another is refused.
    ///
    /// # Errors
    ///
    /// No account can have such a key.
    pub fn set_qmai_key(&self, key: Option<&str>) -> Result<(), SandboxError> {
        let signing = self.settings().v2_signing;
        self.sides().qmai.set_key(key.unwrap_or(QMAI_OPEN_KEY), signing)
    }

    /// Both accounts, served at one address.
    pub fn access(&self, base_url: &str) -> Credentials {
        Credentials {
            qmai: QmaiAccess { base_url: base_url.to_owned(), ..self.qmai() },
            qince: QinceAccess { base_url: base_url.to_owned(), ..self.qince() },
        }
    }

    /// The Qmai account, for calls within the process.
    pub fn qmai(&self) -> QmaiAccess {
        let state = self.sides().qmai.state();
        let now = self.now().as_millisecond();
        let (unused, rest): (Vec<&QmaiCoupon>, Vec<&QmaiCoupon>) =
            state.coupons.iter().take(10 * NAMED).partition(|coupon| coupon.shown(now) == 0);
        let pair = |coupon: &QmaiCoupon| {
            (state.customers[coupon.customer as usize].id.clone(), coupon.record.to_string())
        };
        QmaiAccess {
            base_url: IN_PROCESS.to_owned(),
            open_id: QMAI_OPEN_ID.to_owned(),
            grant_code: QMAI_GRANT_CODE.to_owned(),
            open_key: self.sides().qmai.key(),
            customers: state.customers.iter().map(|customer| customer.id.clone()).collect(),
            coupon_ids: state.templates.iter().map(|template| template.id.to_string()).collect(),
            user_coupons: unused.into_iter().chain(rest).take(NAMED).map(pair).collect(),
        }
    }

    /// The Qince account, for calls within the process.
    pub fn qince(&self) -> QinceAccess {
        let state = self.sides().qince.state();
        let (customers, products) = (&state.directory.customers, &state.directory.products);
        let named =
            |entry: &DirectoryEntry| IdAndCode { id: entry.id.clone(), code: entry.code.clone() };
        QinceAccess {
            base_url: IN_PROCESS.to_owned(),
            openid: QINCE_OPENID.to_owned(),
            app_key: self.sides().qince.key(),
            customers: customers.iter().take(NAMED).map(|c| named(&c.entry)).collect(),
            products: products.iter().take(NAMED).map(|p| named(&p.entry)).collect(),
        }
    }
}
