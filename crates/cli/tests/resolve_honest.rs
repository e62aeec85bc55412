//! A write whose outcome cannot be told is named, with the reason, and stays as it is.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use coupon_sandbox::Quirks;

use crate::support::Place;
use crate::support::bench::{Bench, Point, Write, writes};
use crate::support::relay::Fate;
use coupon_testkit::PostgresServer;
use serde_json::json;

fn write(bench: &Bench, name: &str) -> Write {
    writes(bench).into_iter().find(|write| write.name == name).unwrap()
}

/// A write of the bench that was killed at that point.
fn killed(name: &str, point: Point) -> (Bench, Write) {
    let bench = Bench::new();
    let write = write(&bench, name);
    bench.kill(&write, &write.neutral, point);
    (bench, write)
}

/// Somebody with another ledger does the same.
fn elsewhere(bench: &Bench, arguments: &[String]) {
    let other = Place::of(&bench.served);
    for name in ["new.json", "known.json"] {
        std::fs::copy(bench.place.path(name), other.path(name)).unwrap();
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    other.good(&[&arguments[..], &["--yes"]].concat());
}

/// The write stays as it is, for this reason.
fn untold(bench: &Bench, because: &str) {
    let before = bench.state("k");
    let (code, row) = bench.resolve("k");
    assert_eq!(code, 10, "{row}");
    assert!(row["why"].as_str().unwrap().contains(because), "{row}");
    assert_eq!((row["state"].as_str(), bench.state("k")), (before.as_deref(), before.clone()));
}

#[test]
fn a_customer_who_got_more_than_one_meanwhile() {
    let (bench, write) = killed("receiveVoucherInfo", Point::AfterTheSend);
    elsewhere(&bench, &write.neutral);
    untold(&bench, "held 0 before and holds 2 now");
}

#[test]
fn who_looked_at_the_vendor_settles_it() {
    let (bench, write) = killed("receiveVoucherInfo", Point::AfterTheSend);
    elsewhere(&bench, &write.neutral);
    untold(&bench, "held 0 before and holds 2 now");
    let say = |key: &str, outcome: &str| {
        bench.place.run(&["journal", "resolve", key, "--as", outcome, "--output", "json"])
    };
    assert_eq!(say("another", "done").code, Some(5));
    let ran = say("k", "done");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("somebody looked at the vendor"), "{}", ran.out);
    assert_eq!(bench.state("k").as_deref(), Some("done"));
    let ran = say("k", "not-done");
    assert_eq!(ran.code, Some(2), "what is settled stays: {}", ran.err);
    assert_eq!(bench.state("k").as_deref(), Some("done"));
    assert_eq!(bench.place.run(&["journal", "resolve", "--as", "done"]).code, Some(2));
}

#[test]
fn what_never_left_cannot_be_said_to_be_done() {
    let (bench, _) = killed("addCoupon", Point::AfterTheRecord);
    let say = |outcome: &str| bench.place.run(&["journal", "resolve", "k", "--as", outcome]);
    assert_eq!(say("done").code, Some(2));
    assert_eq!(bench.state("k").as_deref(), Some("prepared"));
    assert_eq!(say("not-done").code, Some(0));
    assert_eq!(bench.state("k").as_deref(), Some("refused"));
}

#[test]
fn coupons_that_other_writes_of_ours_account_for() {
    let (bench, write) = killed("receiveVoucherInfo", Point::OnTheWay);
    assert_eq!(bench.run(&write.neutral, "other").code, Some(0));
    bench.age();
    let (code, row) = bench.resolve("k");
    assert_eq!((code, row["state"].as_str()), (0, Some("refused")), "{row}");
}

#[test]
fn one_coupon_and_two_writes_that_may_have_made_it() {
    let (bench, write) = killed("receiveVoucherInfo", Point::AfterTheSend);
    bench.relay.stop(write.name, Fate::Cut);
    assert_eq!(bench.run(&write.neutral, "other").code, Some(10));
    bench.relay.wait();
    // Three hold for two writes and what somebody else did; nobody can say which.
    elsewhere(&bench, &write.neutral);
    let (code, rows) = bench.resolve_all();
    assert_eq!((code, rows.as_array().unwrap().len()), (10, 2), "{rows}");
}

#[test]
fn two_templates_alike_and_the_one_that_another_write_made() {
    let (bench, write) = killed("addVoucherInfo", Point::AfterTheSend);
    let made = bench.run(&write.neutral, "other");
    assert_eq!(made.code, Some(0), "{made:?}");
    let (code, row) = bench.resolve("k");
    assert_eq!((code, row["state"].as_str()), (0, Some("done")), "{row}");
    let ids = bench.place.json(&["journal", "show", "other"])["ids"].clone();
    assert_ne!(row["ids"]["template"], ids["template"], "each its own");

    let (bench, write) = killed("addVoucherInfo", Point::AfterTheSend);
    elsewhere(&bench, &write.neutral);
    untold(&bench, "2 templates of that day");
}

#[test]
fn a_coupon_whose_number_the_vendor_makes_up() {
    let bench = Bench::new();
    let mut write = write(&bench, "addCoupon");
    let mut body: serde_json::Value = serde_json::from_str(&write.raw[3]).unwrap();
    body.as_object_mut().unwrap().remove("coupon_no");
    write.raw[3] = body.to_string();
    bench.kill(&write, &write.raw, Point::AfterTheSend);
    untold(&bench, "look at the vendor");
}

#[test]
fn a_number_that_another_coupon_had_before() {
    let bench = Bench::new();
    let mut write = write(&bench, "addCoupon");
    write.neutral.extend(["--code".to_owned(), bench.pending.clone()]);
    bench.kill(&write, &write.neutral, Point::AfterTheSend);
    untold(&bench, "asked for the same code");
}

#[test]
fn a_field_that_a_later_write_changed() {
    let (bench, mut write) = killed("updateCouponExt", Point::OnTheWay);
    write.neutral[3] = "渠道=商超".to_owned();
    assert_eq!(bench.run(&write.neutral, "later").code, Some(0));
    bench.age();
    untold(&bench, "write later came later");
}

#[test]
fn a_vendor_that_cannot_be_asked() {
    let (bench, _) = killed("finishVoucher", Point::AfterTheSend);
    let config = std::fs::read_to_string(bench.place.path("coupon.toml")).unwrap();
    let nobody = config.replace(&bench.relay.address.to_string(), "127.0.0.1:9");
    bench.place.write("coupon.toml", &nobody);
    untold(&bench, "could not be asked");
    bench.place.write("coupon.toml", &config);
    assert_eq!(bench.resolve("k").0, 0);
}

#[test]
fn keys_that_are_settled_or_unknown_and_words_for_people() {
    let (bench, _) = killed("approvalCoupon", Point::AfterTheAnswer);
    assert_eq!(bench.place.run(&["journal", "resolve", "nothing"]).code, Some(5));
    let table = bench.place.good(&["journal", "resolve", "--lang", "zh"]);
    for part in ["流水号", "依据", "审批券", "已完成", "其状态为 可用"] {
        assert!(table.out.contains(part), "{part}: {table:?}");
    }
    let (code, row) = bench.resolve("k");
    assert_eq!((code, &row["before"], &row["state"]), (0, &json!("done"), &json!("done")));
    let none = bench.place.good(&["journal", "resolve"]);
    assert!(none.err.contains("no write without a known outcome"), "{none:?}");
    let other = ["journal", "resolve", "k", "--account", "tea"];
    assert_eq!(bench.place.run(&other).code, Some(2));
}

#[test]
fn what_breaks_a_rule_uses_up_no_key() {
    let bench = Bench::new();
    let mut write = write(&bench, "updateCouponExt");
    let right = std::mem::replace(&mut write.neutral[3], format!("渠道={}", "长".repeat(33)));
    let broken = bench.run(&write.neutral, "k");
    assert_eq!((broken.code, bench.state("k")), (Some(4), None), "{broken:?}");
    write.neutral[3] = right;
    assert_eq!(bench.run(&write.neutral, "k").code, Some(0));
}

#[test]
fn the_built_in_sandbox_forgets_so_nothing_is_asked_of_it() {
    let place = Place::new();
    place.good(&["sync"]);
    let ran = place.run(&["journal", "resolve"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.err.contains("built-in sandbox"), "{ran:?}");
}

#[test]
fn the_same_on_postgresql() {
    let Some(server) = PostgresServer::start() else { return };
    let store = format!("store = \"{}\"\n", server.database());
    let bench = Bench::with(&store, Quirks::default());
    for name in ["receiveVoucherInfo", "addCoupon", "finishVoucher"] {
        let write = write(&bench, name);
        bench.relay.stop(name, Fate::Cut);
        let ran = bench.run(&write.neutral, name);
        bench.relay.wait();
        assert_eq!(ran.code, Some(10), "{ran:?}");
        assert!(ran.err.contains(&format!("coupon journal resolve {name}")), "{ran:?}");
    }
    let lost = write(&bench, "updateCouponExt");
    bench.relay.stop(lost.name, Fate::Lost);
    bench.kill_when_met(&lost.neutral);
    let (code, rows) = bench.resolve_all();
    let told = |row: &serde_json::Value| {
        (row["key"].as_str().unwrap().to_owned(), row["state"].as_str().unwrap().to_owned())
    };
    let told: Vec<_> = rows.as_array().unwrap().iter().map(told).collect();
    let expected = [
        ("k", "sent"),
        ("finishVoucher", "done"),
        ("addCoupon", "done"),
        ("receiveVoucherInfo", "done"),
    ];
    assert_eq!(code, 10, "{rows}");
    assert_eq!(told, expected.map(|(key, state)| (key.to_owned(), state.to_owned())), "{rows}");
}
