//! A ledger with two accounts, and coupons to put into it.
#![allow(dead_code, reason = "each test file uses a part")]

use coupon_domain::{Coupon, CouponState, Item, Record};
use coupon_ledger::{Batch, Environment, Ledger};
use jiff::Timestamp;
use tempfile::TempDir;

/// A folder for a ledger.
pub(crate) struct Place {
    dir: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    pub(crate) async fn ledger(&self) -> Ledger {
        let file = self.dir.path().join("coupons.db");
        let ledger = Ledger::open(file, Environment::Real, true).unwrap();
        for (name, vendor) in [("trade", "qince"), ("tea", "qmai")] {
            ledger.register_account(&name.into(), vendor, "f").await.unwrap();
        }
        ledger
    }
}

pub(crate) fn now() -> Timestamp {
    at("2026-04-01T00:00:00Z")
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) async fn put_coupons(
    ledger: &Ledger,
    account: &str,
    provider: &str,
    coupons: impl IntoIterator<Item = Coupon>,
) {
    let mut batch = Batch::new(account.into(), provider.into(), "test", at("2026-03-31T16:00:00Z"));
    batch.coupons = coupons
        .into_iter()
        .map(|value| Record { row: serde_json::to_string(&value).unwrap().into(), value })
        .collect();
    ledger.commit(batch).await.unwrap();
}

pub(crate) fn coupon(id: &str) -> Coupon {
    Coupon {
        id: id.into(),
        code: None,
        template: None,
        template_name: None,
        customer: None,
        customer_code: None,
        customer_name: None,
        state: CouponState::Available,
        amount: None,
        begins_at: None,
        ends_at: None,
        created_at: None,
        changed_at: None,
        received_at: None,
        used_at: None,
        order_id: None,
        order_no: None,
        order_amount: None,
        used_amount: None,
        item: None,
        recovered_at: None,
        recovered_quantity: None,
    }
}

pub(crate) fn item() -> Item {
    Item { product: None, code: None, name: None, quantity: None, unit: None, price: None }
}
