//! What every test of the ledger starts from.
#![allow(dead_code, reason = "each test file uses a part")]

use std::path::PathBuf;

use coupon_domain::{
    AccountName, Coupon, CouponState, Customer, ProviderName, Record, Template, TemplateState,
};
use coupon_ledger::{Batch, CustomersOf, Ledger, Paging, Realm};
use jiff::Timestamp;
use tempfile::TempDir;

pub(crate) const ALL: Paging = Paging { after: 0, limit: 1_000 };

pub(crate) struct Place {
    dir: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.dir.path().join("coupons.db")
    }

    pub(crate) fn sqlite(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.path()).unwrap()
    }

    pub(crate) async fn ledger(&self) -> Ledger {
        let ledger = Ledger::open(self.path(), Realm::Real, true).unwrap();
        ledger.register_account(&account(), "qince", "f1").await.unwrap();
        ledger
    }
}

pub(crate) fn account() -> AccountName {
    "trade".into()
}

pub(crate) fn provider() -> ProviderName {
    "qince.coupondetail".into()
}

/// The n-th minute of a day in 2026.
pub(crate) fn at(minute: i64) -> Timestamp {
    let start: Timestamp = "2026-03-01T00:00:00Z".parse().unwrap();
    Timestamp::from_second(start.as_second() + minute * 60).unwrap()
}

pub(crate) fn days(days: i64) -> Timestamp {
    at(days * 24 * 60)
}

pub(crate) fn batch(minute: i64) -> Batch {
    Batch::new(account(), provider(), "coupons", at(minute))
}

pub(crate) fn of_coupons(minute: i64, coupons: impl IntoIterator<Item = Record<Coupon>>) -> Batch {
    Batch { coupons: coupons.into_iter().collect(), ..batch(minute) }
}

pub(crate) fn of_templates(
    minute: i64,
    templates: impl IntoIterator<Item = Record<Template>>,
) -> Batch {
    Batch { templates: templates.into_iter().collect(), ..batch(minute) }
}

pub(crate) fn of_customers(
    minute: i64,
    template: &str,
    rows: impl IntoIterator<Item = Record<Customer>>,
) -> Batch {
    let of = CustomersOf { template: template.into(), rows: rows.into_iter().collect() };
    Batch { customers: Some(of), ..batch(minute) }
}

/// A coupon in a version: the version is the text, and nothing else.
pub(crate) fn coupon(id: &str, version: &str) -> Record<Coupon> {
    let value = Coupon {
        id: id.into(),
        code: None,
        template: None,
        template_name: None,
        customer: None,
        customer_code: None,
        customer_name: Some(version.to_owned()),
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
    };
    Record { value, row: format!(r#"{{"id":"{id}","v":"{version}"}}"#).into() }
}

pub(crate) fn changed(mut record: Record<Coupon>, vendor: Timestamp) -> Record<Coupon> {
    record.value.changed_at = Some(vendor);
    record
}

pub(crate) fn template(id: &str, version: &str) -> Record<Template> {
    let value = Template {
        id: id.into(),
        name: Some(version.to_owned()),
        state: TemplateState::Open,
        discount: None,
        threshold: None,
        total: None,
        per_customer: None,
        claimed: None,
        used: None,
        begins_at: None,
        ends_at: None,
        created_at: None,
        changed_at: None,
        derived: false,
    };
    Record { value, row: format!(r#"{{"template":"{id}","v":"{version}"}}"#).into() }
}

pub(crate) fn customer(id: &str) -> Record<Customer> {
    let value = Customer { id: id.into(), code: Some(format!("C{id}")), name: None };
    Record { value, row: format!(r#"{{"customer":"{id}"}}"#).into() }
}

/// The versions of all coupons, by id.
pub(crate) async fn versions(ledger: &Ledger) -> Vec<(String, String)> {
    let mut all: Vec<_> = ledger.coupons(&Default::default(), ALL).await.unwrap();
    all.sort_by(|a, b| a.value.id.cmp(&b.value.id));
    all.into_iter()
        .map(|c| (c.value.id.into_string(), c.value.customer_name.unwrap_or_default()))
        .collect()
}
