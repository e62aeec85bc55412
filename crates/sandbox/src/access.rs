//! How to reach the sandbox's two accounts. Everything here is public: the accounts are the sandbox's own, the same for every
//! seed, and open nothing else.

use serde::Serialize;

/// A base URL for calls that never leave the process.
pub(crate) const IN_PROCESS: &str = "http://127.0.0.1";

pub(crate) const QINCE_OPENID: &str = "6006510957283014425";
pub(crate) const QINCE_APP_KEY: &str = "sandbox-qince-app-key";

/// Both accounts, as `coupon sandbox --output json` prints them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Access {
    /// The Qince account.
    pub qince: QinceAccess,
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
