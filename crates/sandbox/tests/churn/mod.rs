//! A vendor that changes, uses and deletes coupons while it is read: after the next sync the ledger equals it.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

mod restless;

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use coupon_domain::{CustomerRef, Provider, ProviderName};
use coupon_ledger::{CouponFilter, Environment, LEASE, Ledger, OpenOptions, TemplateFilter};
use coupon_qince::{CouponDetails, Qince, Vouchers};
use coupon_qmai::Qmai;
use coupon_sandbox::{Clock, Quirks, Sandbox, SandboxConfig};
use coupon_sign::Secret;
use coupon_sync::{SyncOptions as Wish, sync};
use coupon_testkit::{in_matrix, passed_in_matrix};
use coupon_transport::{AttemptContext, Client, Rate, RetryConfig};
use futures_util::TryStreamExt as _;
use jiff::SignedDuration;

use restless::Restless;

const PAGE: u32 = 10;
const ALL: u32 = 100_000;

type Rows = BTreeMap<String, String>;

#[tokio::test(flavor = "current_thread")]
async fn after_the_next_sync_the_ledger_equals_a_vendor_that_includes_the_last_day() {
    churns("inclusive").await;
}

#[tokio::test(flavor = "current_thread")]
async fn after_the_next_sync_the_ledger_equals_a_vendor_that_excludes_the_last_day() {
    churns("exclusive").await;
}

async fn churns(window_end: &str) {
    let seeds = in_matrix(200, 1_000);
    for seed in 0..seeds {
        churn(seed as u64, window_end).await;
    }
    passed_in_matrix(
        "R11",
        &format!("seeds of a vendor that changes while it is read, last day {window_end}"),
        seeds,
    );
}

async fn churn(seed: u64, window_end: &str) {
    let mut quirks = Quirks::default();
    quirks.set("window-end", window_end).unwrap();
    let settings = SandboxConfig {
        seed,
        coupons: 150,
        // The data was made in 2024 and 2025; its last days are those that drift.
        clock: Clock::Fixed("2026-01-01T15:00:00Z".parse().unwrap()),
        quirks,
        ..SandboxConfig::default()
    };
    let restless = Arc::new(Restless::new(Sandbox::new(settings), seed));
    let desk = Desk::new(&restless).await;
    desk.sync().await;
    // Six quiet weeks for us, not for the vendor: what changed in the first of them fills more than one page, in a window that
    // rows leave when they change once more while it is read.
    restless.weeks_pass().await;
    desk.sync().await;
    for _ in 0..20 {
        restless.change().await;
    }
    assert!(restless.moved.load(Ordering::Relaxed) > 20, "seed {seed}: it was restless");
    restless.moving.store(false, Ordering::Relaxed);
    // Looked-up templates are looked up again after a day.
    restless.sandbox.advance(SignedDuration::from_hours(25));
    desk.sync().await;
    desk.equals(&restless.sandbox, &format!("seed {seed}, {window_end}")).await;
}

struct Desk {
    ledger: Ledger,
    providers: Vec<Box<dyn Provider>>,
    restless: Arc<Restless>,
    _folder: tempfile::TempDir,
}

impl Desk {
    async fn new(restless: &Arc<Restless>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = OpenOptions::new(Environment::Sandbox)
            .create(true)
            .open(folder.path().join("coupons.db"))
            .unwrap();
        ledger.register_account(&"all".into(), "both", "f").await.unwrap();
        let client = || {
            let sandbox = restless.sandbox.clone();
            let moments = move || AttemptContext { now: sandbox.now(), random: 7 };
            Client::new(restless.clone(), RetryConfig::default(), Rate::Unlimited)
                .with_time_source(Arc::new(moments))
        };
        let qince = Qince::new(crate::support::qince_account(&restless.sandbox), client());
        let qince = Arc::new(qince);
        let providers: Vec<Box<dyn Provider>> = vec![
            Box::new(Vouchers::new(qince.clone(), PAGE)),
            Box::new(CouponDetails::new(qince, PAGE)),
            Box::new(Qmai::new(qmai_account(&restless.sandbox), client())),
        ];
        Self { ledger, providers, restless: restless.clone(), _folder: folder }
    }

    async fn sync(&self) {
        let sandbox = &self.restless.sandbox;
        let customers = sandbox.qmai().customers;
        for provider in &self.providers {
            let settings = Wish {
                lock: &self.ledger.lock_account(&"all".into(), LEASE).unwrap(),
                first_day: "2024-01-01".parse().unwrap(),
                since: None,
                until: None,
                full: false,
                max_calls: None,
                customers: customers.iter().map(|id| CustomerRef::Id(id.as_str().into())).collect(),
                clock: &|| sandbox.now(),
                stop: &AtomicBool::new(false),
            };
            let summary = sync(&self.ledger, &**provider, &settings, &|_| {}).await.unwrap();
            assert!(summary.streams.iter().all(|stream| stream.written.quarantined == 0));
            assert!(summary.warnings.is_empty(), "{summary:?}");
            if !self.restless.moving.load(Ordering::Relaxed) {
                assert!(summary.is_complete(), "{summary:?}");
            }
        }
    }

    async fn equals(&self, sandbox: &Sandbox, case: &str) {
        let rows = |rows: Vec<(String, String)>| rows.into_iter().collect::<Rows>();
        assert_same(self.templates("qince.voucher").await, rows(sandbox.voucher_rows()), case);
        assert_same(self.coupons("qince.voucher").await, rows(sandbox.held_rows()), case);
        assert_same(self.coupons("qince.coupondetail").await, rows(sandbox.coupon_rows()), case);
        assert_same(self.coupons("qmai").await, rows(sandbox.qmai_rows()), case);
        let templates = self.templates("qmai").await;
        let known =
            rows(sandbox.template_rows()).into_iter().filter(|(id, _)| templates.contains_key(id));
        assert_same(templates.clone(), known.collect(), case);
        for (voucher, _) in sandbox.voucher_rows() {
            let (account, provider) = ("all".into(), "qince.voucher".into());
            let template = voucher.as_str().into();
            let stored = self.ledger.customers_stream(&account, &provider, &template);
            let stored = stored.try_concat().await.unwrap().into_iter();
            let stored =
                stored.map(|row| (row.value.id.into_string(), row.row.as_str().to_owned()));
            assert_same(stored.collect(), rows(sandbox.customers_of(&voucher)), case);
        }
    }

    async fn templates(&self, provider: &str) -> Rows {
        let provider = Some(ProviderName::from(provider));
        let filter = TemplateFilter { provider, ..TemplateFilter::default() };
        let stored = self.ledger.templates(&filter, ALL).await.unwrap().into_iter();
        stored.map(|row| (row.value.id.into_string(), row.row.as_str().to_owned())).collect()
    }

    async fn coupons(&self, provider: &str) -> Rows {
        let provider = Some(ProviderName::from(provider));
        let filter = CouponFilter { provider, ..CouponFilter::default() };
        let stored = self.ledger.coupons(&filter, ALL).await.unwrap().into_iter();
        stored.map(|row| (row.value.id.into_string(), row.row.as_str().to_owned())).collect()
    }
}

fn assert_same(ledger: Rows, vendor: Rows, case: &str) {
    for (id, text) in &vendor {
        assert_eq!(ledger.get(id), Some(text), "{case}: {id}");
    }
    assert_eq!(ledger.len(), vendor.len(), "{case}: rows that the vendor does not have");
}

fn qmai_account(sandbox: &Sandbox) -> coupon_qmai_wire::Account {
    let access = sandbox.qmai();
    coupon_qmai_wire::Account::new(coupon_qmai_wire::AccountConfig {
        base_url: access.base_url,
        open_id: Secret::new(access.open_id),
        grant_code: Secret::new(access.grant_code),
        open_key: Secret::new(access.open_key),
        v2_signing: coupon_qmai_wire::V2Signing::default(),
        v2_money: coupon_qmai_wire::V2Money::default(),
        allow_http: false,
    })
    .unwrap()
}
