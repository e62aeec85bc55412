//! Snapshots: everything as a readable file, and back.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::support::*;
use coupon_sandbox::{Clock, Order, QinceAction, QmaiAction, Reset, Sandbox, SandboxConfig};
use jiff::SignedDuration;
use serde_json::{Value, json};

/// Everything that can be changed is.
async fn lived() -> Sandbox {
    let sandbox = sandbox();
    let voucher = add_voucher(&sandbox, json!({})).await;
    let customer = sandbox.qince().customers[0].id.clone();
    let claim = json!({"voucherId": voucher, "cmId": customer});
    data(&sandbox, "voucher.receiveVoucherInfo", claim).await;
    let coupon_no = running_coupon(&sandbox);
    sandbox
        .apply(&QinceAction::UseCoupon { coupon_no: coupon_no.clone(), order: Order::default() })
        .unwrap();
    sandbox.apply(&QinceAction::RecoverCoupon { coupon_no, quantity: None, time: None }).unwrap();
    let rows = sandbox.qmai_rows();
    let unused = rows.iter().find(|(_, row)| row.contains(r#""useStatus":"0""#)).unwrap();
    sandbox.apply(&QmaiAction::Freeze { card_id: unused.0.clone() }).unwrap();
    sandbox.set_quirk("response-data", "inline").unwrap();
    sandbox.set_permission("voucher.addVoucherInfo", false).unwrap();
    sandbox.set_permission("v3.getCustomerCoupons", false).unwrap();
    sandbox.set_key("qince_app_key", Some("another-key")).unwrap();
    sandbox.advance(SignedDuration::from_hours(30));
    sandbox
}

fn rows(sandbox: &Sandbox) -> [Vec<(String, String)>; 5] {
    [
        sandbox.voucher_rows(),
        sandbox.held_rows(),
        sandbox.coupon_rows(),
        sandbox.qmai_rows(),
        sandbox.template_rows(),
    ]
}

#[tokio::test]
async fn what_was_saved_is_there_again_and_goes_on_the_same_way() {
    let (old, new) =
        (lived().await, Sandbox::new(SandboxConfig { seed: 9, ..SandboxConfig::default() }));
    let text = old.snapshot();
    new.restore(&text).unwrap();
    assert_eq!(new.snapshot(), text);
    assert_eq!(rows(&new), rows(&old));
    assert_eq!((new.now(), new.denied_operations()), (old.now(), old.denied_operations()));
    assert_eq!((new.access("http://x"), new.quirks()), (old.access("http://x"), old.quirks()));

    // The next calls make the same ids and numbers in both.
    for sandbox in [&old, &new] {
        sandbox.set_permission("voucher.addVoucherInfo", true).unwrap();
        sandbox.set_key("qince_app_key", None).unwrap();
        sandbox.set_quirk("response-data", "string").unwrap();
        add_voucher(sandbox, json!({})).await;
        let coupon_no = running_coupon(sandbox);
        sandbox.apply(&QinceAction::UseCoupon { coupon_no, order: Order::default() }).unwrap();
    }
    assert_eq!(new.snapshot(), old.snapshot());
}

#[tokio::test]
async fn the_same_seed_is_the_same_text_and_people_can_read_it() {
    let text = sandbox().snapshot();
    assert_eq!(text, sandbox().snapshot());
    assert_ne!(text, Sandbox::new(SandboxConfig { seed: 2, ..settings() }).snapshot());
    let read: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(read["settings"]["coupons"], 300);
    assert_eq!(read["clock"], json!({"fixed": "2026-03-01T04:00:00Z"}));
    let coupon = &read["qince"]["coupons"][0];
    assert!(coupon["no"].as_str().unwrap().starts_with("DH2024"), "{coupon}");
    assert_eq!(coupon["review"], "passed");
    let created = read["qince"]["lines"][0]["created"].as_str().unwrap();
    assert!(created.starts_with("2024-01-0") && created.ends_with("+08:00"), "{created}");
    assert!(!text.contains("\"written\""), "the texts of rows are not in it");
}

#[test]
fn a_running_clock_runs_on() {
    let sandbox = Sandbox::new(SandboxConfig { clock: Clock::Real, ..SandboxConfig::default() });
    sandbox.advance(SignedDuration::from_hours(24));
    let other = Sandbox::new(settings());
    other.restore(&sandbox.snapshot()).unwrap();
    let apart = other.now().duration_since(sandbox.now()).abs();
    assert!(apart < SignedDuration::from_mins(10), "{apart}");
    other.set_clock(now());
    other.run_clock();
    assert!(other.now().duration_since(now()).abs() < SignedDuration::from_mins(10));
}

#[test]
fn what_is_no_snapshot_is_refused_and_changes_nothing() {
    let sandbox = sandbox();
    let text = sandbox.snapshot();
    let read: Value = serde_json::from_str(&text).unwrap();
    let changed = |pointer: &str, value: Value| {
        let mut read = read.clone();
        *read.pointer_mut(pointer).unwrap() = value;
        read.to_string()
    };
    let twice = read["qince"]["coupons"][1]["no"].clone();
    for (text, why) in [
        ("{}".to_owned(), "missing field"),
        (text[..text.len() / 2].to_owned(), "EOF"),
        (changed("/format", json!(7)), "has format 7; this sandbox reads 1"),
        (changed("/qince/coupons/0/customer", json!(9999)), "coupons.customer 9999, and there are"),
        (changed("/qince/lines/0/value/product", json!(50)), "lines.product 50"),
        (changed("/qince/held/0/voucher", json!(5000)), "held.voucher 5000"),
        (changed("/qince/coupons/0/no", twice), "is there twice"),
        (changed("/qmai/coupons/0/template", json!(800)), "coupons.template 800"),
        (changed("/qince/coupons/0/review", json!("perhaps")), "unknown variant `perhaps`"),
        (changed("/settings/quirks", json!({"response-data": "xml"})), "has no value \"xml\""),
        (changed("/qmai_open_key", json!("")), "key"),
    ] {
        let error = sandbox.restore(&text).unwrap_err().to_string();
        assert!(error.contains(why), "{why}: {error}");
    }
    assert_eq!(sandbox.snapshot(), text);
}

#[tokio::test]
async fn a_reset_returns_to_the_start_or_to_another_seed_and_size() {
    let fresh = sandbox().snapshot();
    let sandbox = lived().await;
    sandbox.place_fault(coupon_sandbox::FaultRule::every("503".parse().unwrap())).unwrap();
    sandbox.reset(Reset::default()).unwrap();
    assert_eq!(sandbox.snapshot(), fresh);
    assert!(sandbox.faults().is_empty() && sandbox.log(0).is_empty());
    sandbox.reset(Reset { seed: Some(2), coupons: Some(600) }).unwrap();
    let other = Sandbox::new(SandboxConfig { seed: 2, coupons: 600, ..settings() });
    assert_eq!(sandbox.snapshot(), other.snapshot());
    let error = sandbox.reset(Reset { seed: None, coupons: Some(50_000_000) }).unwrap_err();
    assert_eq!(error.to_string(), "coupons: at most 5000000");
}
