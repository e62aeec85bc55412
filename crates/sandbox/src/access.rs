//! How to reach the sandbox's two accounts. Everything here is public: the accounts are the sandbox's own, the same for every
//! seed, and open nothing else.

use serde::Serialize;

/// A base URL for calls that never leave the process.
pub(crate) const IN_PROCESS: &str = "http://127.0.0.1";

/// The id of the sandbox's Qmai account; it tells a sandbox from a real account.
pub const QMAI_OPEN_ID: &str = "5a0d0b0e5a4d4bb1a0c1sandbox00001";
pub(crate) const QMAI_GRANT_CODE: &str = "sandbox782c";
pub(crate) const QMAI_OPEN_KEY: &str = "sandbox-qmai-open-key";

/// The id of the sandbox's Qince account; it tells a sandbox from a real account.
pub const QINCE_OPENID: &str = "6006510957283014425";
pub(crate) const QINCE_APP_KEY: &str = "sandbox-qince-app-key";

/// Both accounts, as `coupon sandbox --output json` prints them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Access {
    /// The Qmai account.
    pub qmai: QmaiAccess,
    /// The Qince account.
    pub qince: QinceAccess,
}

/// What a client of the Qmai account needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QmaiAccess {
    /// Where it is served.
    pub base_url: String,
    /// The id that goes with the key.
    pub open_id: String,
    /// What the merchant granted.
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

/// What a client of the Qince account needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QinceAccess {
    /// Where it is served.
    pub base_url: String,
    /// The tenant's id.
    pub openid: String,
    /// The key that signs; public, like everything of the sandbox.
    pub app_key: String,
    /// Some of its customers.
    pub customers: Vec<Named>,
    /// Some of its products.
    pub products: Vec<Named>,
}

/// Something with an id and a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its code.
    pub code: String,
}
