//! How a client reaches the sandbox's Qmai account.

use std::fmt;

use serde::Serialize;

use super::{
    QmaiBackend,
    credential::{QMAI_GRANT_CODE, QMAI_OPEN_ID},
    state::QmaiCoupon,
};
use crate::{clock::Millis, vendor_side::NAMED};

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

impl QmaiBackend {
    pub(crate) fn access(&self, base_url: &str, now: Millis) -> QmaiAccess {
        let state = self.state();
        let (unused, rest): (Vec<&QmaiCoupon>, Vec<&QmaiCoupon>) =
            state.coupons.iter().take(10 * NAMED).partition(|coupon| coupon.shown(now) == 0);
        let pair = |coupon: &QmaiCoupon| {
            (state.customers[coupon.customer as usize].id.clone(), coupon.record.to_string())
        };
        QmaiAccess {
            base_url: base_url.to_owned(),
            open_id: QMAI_OPEN_ID.to_owned(),
            grant_code: QMAI_GRANT_CODE.to_owned(),
            open_key: self.key(),
            customers: state.customers.iter().map(|customer| customer.id.clone()).collect(),
            coupon_ids: state.templates.iter().map(|template| template.id.to_string()).collect(),
            user_coupons: unused.into_iter().chain(rest).take(NAMED).map(pair).collect(),
        }
    }
}

impl QmaiAccess {
    /// The first line of every file of its customers that a sandbox writes.
    pub(crate) const FIRST_LINE_OF_CUSTOMERS: &str = "# Customers of a sandbox's Qmai account.\n";

    /// Its customers: CSV with the column `customer_id`.
    pub(crate) fn to_customer_file(&self) -> String {
        let ids = self.customers.join("\n");
        format!("{}customer_id\n{ids}\n", Self::FIRST_LINE_OF_CUSTOMERS)
    }

    /// Its part of a `coupon.toml`. The customers are those of the file of this name beside it, else a list.
    pub(crate) fn to_config(&self, customer_file: Option<&str>) -> String {
        let customers = match customer_file {
            Some(file) => format!("{{ file = {file:?} }}"),
            None => format!("{:?}", self.customers),
        };
        format!(
            "[accounts.tea]\nvendor = \"qmai\"\nbase_url = {:?}\nopen_id = {:?}\ngrant_code = {:?}\nopen_key = {:?}\n\
             customers = {customers}\nrate = \"unlimited\"\n",
            self.base_url, self.open_id, self.grant_code, self.open_key,
        )
    }
}

/// One line, for people.
impl fmt::Display for QmaiAccess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { open_id, grant_code, open_key, .. } = self;
        write!(f, "qmai   open_id {open_id}  grant_code {grant_code}  open_key {open_key}")
    }
}
