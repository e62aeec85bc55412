//! How a client reaches the sandbox's Qince account.

use std::fmt;

use serde::Serialize;

use super::{QinceBackend, credential::QINCE_OPENID, directory::DirectoryEntry};
use crate::vendor_side::NAMED;

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

impl QinceBackend {
    pub(crate) fn access(&self, base_url: &str) -> QinceAccess {
        let state = self.state();
        let (customers, products) = (&state.directory.customers, &state.directory.products);
        let named =
            |entry: &DirectoryEntry| IdAndCode { id: entry.id.clone(), code: entry.code.clone() };
        QinceAccess {
            base_url: base_url.to_owned(),
            openid: QINCE_OPENID.to_owned(),
            app_key: self.key(),
            customers: customers.iter().take(NAMED).map(|c| named(&c.entry)).collect(),
            products: products.iter().take(NAMED).map(|p| named(&p.entry)).collect(),
        }
    }
}

impl QinceAccess {
    /// Its part of a `coupon.toml`.
    pub(crate) fn to_config(&self) -> String {
        format!(
            "[accounts.trade]\nvendor = \"qince\"\nbase_url = {:?}\nopenid = {:?}\napp_key = {:?}\nrate = \"unlimited\"\n",
            self.base_url, self.openid, self.app_key,
        )
    }
}

/// One line, for people.
impl fmt::Display for QinceAccess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "qince  openid {}  app_key {}", self.openid, self.app_key)
    }
}
