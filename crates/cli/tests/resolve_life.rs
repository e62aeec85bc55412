//! A coupon's life through the neutral commands, at the vendor that has one: issued, listed, used, reversed and taken back; each
//! write killed at every point, applied at most once, and settled by reading back.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use crate::support::relay::Fate;
use coupon_sandbox::QmaiAction;
use serde_json::{Value, json};

use crate::support::bench::{Bench, Point, Write};

/// A write that is about to be killed, and how often its operation was carried out before.
struct Life {
    bench: Bench,
    write: Write,
    before: usize,
    card: String,
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

impl Life {
    /// A customer with a coupon that fits the write; none for an issue, which counts what is held.
    fn before(name: &'static str) -> Self {
        let bench = Bench::new();
        let access = bench.served.access().qmai;
        let (customer, template) = (access.customers[0].clone(), access.coupon_ids[0].clone());
        let good = |text: &str| {
            let arguments = words(&format!("{text} --yes"));
            bench.place.json(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let issue = format!("coupons issue --template {template} --customer {customer}");
        let card = match name {
            "issueCouponsToCustomer" => String::new(),
            _ => good(&issue)["code"].as_str().unwrap().to_owned(),
        };
        if name == "couponReverse" {
            good(&format!("coupons use {card} --customer {customer} --order D-0"));
        }
        // The writes so far were sent an hour ago.
        let ago = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-60 minutes')";
        let sql = format!("UPDATE journal SET sent_at = {ago}, prepared_at = {ago}");
        bench.database().execute(&sql, []).unwrap();
        let of = format!("{card} --customer {customer}");
        let (neutral, body) = match name {
            "issueCouponsToCustomer" => (
                issue,
                json!({ "bizId": "b-1", "couponId": template, "customerId": customer, "num": 1 }),
            ),
            "writeOffCoupon" => (
                format!("coupons use {of} --order D-1 --amount 3"),
                json!({ "bizId": "b-1", "couponsCardList": [card], "customerId": customer, "thirdOrderNo": "D-1" }),
            ),
            "couponReverse" => (format!("coupons reverse {of}"), Value::Null),
            _ => (
                format!("coupons revoke {of}"),
                json!({ "bizId": "b-1", "cardIdList": [card], "customerId": customer }),
            ),
        };
        let raw = ["call", &format!("v3.{name}"), "--body", &body.to_string()].map(str::to_owned);
        let write = Write { name, neutral: words(&neutral), raw: raw.to_vec() };
        let before = bench.applied(&write);
        Self { bench, write, before, card }
    }

    fn applied(&self) -> usize {
        self.bench.applied(&self.write) - self.before
    }
}

fn check(name: &'static str, point: Point, form: fn(&Write) -> &[String]) {
    let life = Life::before(name);
    let (bench, arguments) = (&life.bench, form(&life.write));
    let place = format!("{name} {point:?} {}", arguments[0]);
    let (state, applied, resolved) = match point {
        Point::BeforeTheRecord => (None, 0, None),
        Point::AfterTheRecord => (Some("prepared"), 0, Some("refused")),
        Point::OnTheWay => (Some("sent"), 0, Some("refused")),
        Point::AfterTheSend | Point::AfterTheAnswer => (Some("sent"), 1, Some("done")),
    };
    bench.kill(&life.write, arguments, point);
    assert_eq!(bench.state("k").as_deref(), state, "{place}");
    assert_eq!(life.applied(), applied, "{place}");
    if point == Point::OnTheWay {
        let (code, row) = bench.resolve("k");
        assert_eq!((code, row["state"].as_str()), (10, Some("sent")), "{place}: too early: {row}");
        bench.age();
    }
    if state.is_some() {
        let (code, row) = bench.resolve("k");
        assert_eq!((code, row["state"].as_str()), (0, resolved), "{place}: {row}");
    }
    let again = bench.run(arguments, "k");
    let code = if resolved == Some("refused") { 2 } else { 0 };
    assert_eq!(again.code, Some(code), "{place}: {again:?}");
    let in_all = if state.is_none() { 1 } else { applied };
    assert_eq!(life.applied(), in_all, "{place}: not sent again under its key");
    if resolved == Some("refused") {
        let afresh = bench.run(arguments, "another");
        assert_eq!(afresh.code, Some(0), "{place}: it had not been done: {afresh:?}");
        assert_eq!(life.applied(), 1, "{place}");
    }
}

fn killed_and_resolved(name: &'static str) {
    for point in Point::ALL {
        check(name, point, |write| &write.neutral);
    }
    coupon_testkit::passed_in_matrix(
        "R5",
        "kills of a Qmai write at a named point",
        Point::ALL.len(),
    );
}

fn killed_and_resolved_in_the_vendors_terms(name: &'static str) {
    for point in [Point::AfterTheRecord, Point::OnTheWay, Point::AfterTheSend] {
        check(name, point, |write| &write.raw);
    }
}

#[test]
fn issue() {
    killed_and_resolved("issueCouponsToCustomer");
    killed_and_resolved_in_the_vendors_terms("issueCouponsToCustomer");
}

#[test]
fn use_in_an_order() {
    killed_and_resolved("writeOffCoupon");
    killed_and_resolved_in_the_vendors_terms("writeOffCoupon");
}

/// The vendor's own reversal names a write-off and no coupon, so only the neutral one can be looked up.
#[test]
fn reverse() {
    killed_and_resolved("couponReverse");
}

#[test]
fn take_back() {
    killed_and_resolved("recycleCoupons");
    killed_and_resolved_in_the_vendors_terms("recycleCoupons");
}

#[test]
fn a_use_whose_order_the_vendor_does_not_name_stays_unknown() {
    let life = Life::before("writeOffCoupon");
    let bench = &life.bench;
    bench.kill(&life.write, &life.write.neutral, Point::OnTheWay);
    bench.served.sandbox.apply(&QmaiAction::Use { card_id: life.card.clone() }).unwrap();
    bench.age();
    let (code, row) = bench.resolve("k");
    assert_eq!((code, row["state"].as_str()), (10, Some("sent")), "somebody used it: {row}");
    assert!(row["why"].as_str().unwrap().contains("does not name the order"), "{row}");

    let life = Life::before("writeOffCoupon");
    let bench = &life.bench;
    bench.kill(&life.write, &life.write.neutral, Point::AfterTheSend);
    bench.served.sandbox.set_permission("v3.couponStatus", false).unwrap();
    assert_eq!(bench.resolve("k").0, 10, "it cannot be asked which order it was");
    bench.served.sandbox.set_permission("v3.couponStatus", true).unwrap();
    let (code, row) = bench.resolve("k");
    assert_eq!((code, row["state"].as_str()), (0, Some("done")), "{row}");
}

#[test]
fn a_coupon_lives_through_the_neutral_commands_and_its_customer_is_in_the_ledger() {
    let life = Life::before("writeOffCoupon");
    let (place, card) = (&life.bench.place, life.card.as_str());
    place.good(&["sync", "--account", "tea"]);
    let state = || {
        let listed = place.json(&["coupons", "list", "--account", "tea"]);
        let listed = listed.as_array().unwrap().iter().find(|row| row["code"] == card).cloned();
        listed.unwrap()["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state(), "available");
    for (command, after) in [
        (&["coupons", "use", card, "--order", "D-1", "--amount", "3.5"][..], "used"),
        (&["coupons", "reverse", card], "available"),
        (&["coupons", "revoke", card], "revoked"),
    ] {
        let done = place.json(&[command, &["--yes"]].concat());
        assert_eq!((&done["state"], &done["operation"]), (&"done".into(), &command[1].into()));
        assert_eq!(state(), after, "as it was read again");
        place.good(&["sync", "--account", "tea"]);
        assert_eq!(state(), after);
    }
    let used = place.json(&["journal", "list"]);
    let written: Vec<&Value> = used.as_array().unwrap().iter().collect();
    let id = |operation: &str| {
        let of = written.iter().find(|entry| entry["operation"] == operation).unwrap();
        of["request_id"].as_str().unwrap().to_owned()
    };
    assert_eq!(id("use"), id("reverse"), "the reversal names the use");
    assert_eq!(id("use").len(), 32);
    assert_ne!(id("use"), id("revoke"));

    // Nothing of ours used it, so the request id must be named.
    let ran = place.run(&["coupons", "reverse", "1", "--customer", "1", "--yes"]);
    assert!(ran.code == Some(2) && ran.err.contains("--used-as"), "{ran:?}");
    let ran = place.run(&["coupons", "use", card, "--order", "D", "--amount", "1.005", "--yes"]);
    assert!(ran.code == Some(11) && ran.err.contains("fen"), "{ran:?}");
    for account in [&["--account", "trade"][..], &["--provider", "qince.voucher"]] {
        let ran = place
            .run(&[&["coupons", "revoke", card, "--customer", "1", "--yes"], account].concat());
        assert_eq!(ran.code, Some(11), "that vendor has no such call: {ran:?}");
    }
}

#[test]
fn a_lost_answer_is_unknown_and_settled_by_the_order() {
    let life = Life::before("writeOffCoupon");
    life.bench.relay.stop("writeOffCoupon", Fate::Cut);
    let ran = life.bench.run(&life.write.neutral, "k");
    assert_eq!((ran.code, life.applied()), (Some(10), 1), "{ran:?}");
    let reverse = || life.bench.place.run(&["coupons", "reverse", &life.card, "--yes"]);
    let ran = reverse();
    assert_eq!(ran.code, Some(2), "not known whether its last use was done: {ran:?}");
    assert!(ran.err.contains("--used-as"), "{ran:?}");
    let (code, row) = life.bench.resolve("k");
    assert_eq!((code, row["state"].as_str()), (0, Some("done")), "{row}");
    assert!(row["why"].as_str().unwrap().contains("used in that order"), "{row}");
    assert_eq!(reverse().code, Some(0));
}

#[test]
fn a_use_in_the_vendors_terms_is_reversed_under_its_request_id() {
    let life = Life::before("writeOffCoupon");
    let place = &life.bench.place;
    assert_eq!(life.bench.run(&life.write.raw, "k").code, Some(0));
    let reversed = place.json(&["coupons", "reverse", &life.card, "--yes", "--key", "r"]);
    assert_eq!(reversed["state"], "done");
    let id = |key: &str| place.json(&["journal", "show", key])["request_id"].take();
    assert_eq!((id("k"), id("r")), ("b-1".into(), "b-1".into()));
}

#[test]
fn a_reversal_without_a_ledger_asks_for_the_request_id() {
    let life = Life::before("writeOffCoupon");
    let place = &life.bench.place;
    let nowhere = format!("sqlite:{}", place.path("nowhere.db").display());
    let ledger = ["--ledger", &nowhere];
    let words = ["coupons", "reverse", &life.card, "--customer", "1", "--yes"];
    let ran = place.run(&[&words[..], &ledger].concat());
    assert!(ran.code == Some(2) && ran.err.contains("--used-as"), "{ran:?}");
}
