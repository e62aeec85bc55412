//! Killed with -9 at every point of every write: the journal tells the truth, the vendor applied it at most once, and
//! `coupon journal resolve` settles what can be settled.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use coupon_sandbox::Quirks;

use crate::support::bench::{Bench, Point, Write, writes};
use crate::support::relay::Fate;

/// The expectation after a kill, and of the resolve after it.
struct Expected {
    /// In the journal; none if nothing is there.
    state: Option<&'static str>,
    /// How often the vendor has done it.
    applied: usize,
    /// The outcome that resolve finds.
    resolved: Option<&'static str>,
}

const fn expected(point: Point) -> Expected {
    let (state, applied, resolved) = match point {
        Point::BeforeTheRecord => (None, 0, None),
        Point::AfterTheRecord => (Some("prepared"), 0, Some("refused")),
        Point::OnTheWay => (Some("sent"), 0, Some("refused")),
        Point::AfterTheSend | Point::AfterTheAnswer => (Some("sent"), 1, Some("done")),
    };
    Expected { state, applied, resolved }
}

/// Kills a write at each point and settles it.
fn killed_and_resolved(name: &str) {
    for point in Point::ALL {
        check(name, point, |write| &write.neutral);
    }
    for point in [Point::AfterTheRecord, Point::OnTheWay, Point::AfterTheSend] {
        check(name, point, |write| &write.raw);
    }
    coupon_testkit::passed_in_matrix(
        "R5",
        "kills of a Qince write at a named point",
        Point::ALL.len() + 3,
    );
}

fn check(name: &str, point: Point, form: fn(&Write) -> &[String]) {
    let bench = Bench::new();
    let write = writes(&bench).into_iter().find(|write| write.name == name).unwrap();
    let (arguments, place) = (form(&write), format!("{name} {point:?} {}", form(&write)[1]));
    let expected = expected(point);
    bench.kill(&write, arguments, point);
    assert_eq!(bench.state("k").as_deref(), expected.state, "{place}");
    assert_eq!(bench.applied(&write), expected.applied, "{place}");

    if point == Point::OnTheWay {
        let (code, row) = bench.resolve("k");
        assert_eq!((code, row["state"].as_str()), (10, Some("sent")), "{place}: too early: {row}");
        assert!(row["why"].as_str().unwrap().contains("ask again after"), "{place}: {row}");
        bench.age();
    }
    if point == Point::AfterTheRecord {
        let (code, rows) = bench.resolve_all();
        assert_eq!((code, rows[0]["state"].as_str()), (10, Some("prepared")), "{place}: {rows}");
        let (code, row) = bench.resolve("k");
        assert_eq!((code, row["state"].as_str()), (0, Some("refused")), "{place}: {row}");
    }
    let everything = bench.resolve_all();
    assert_eq!(everything.0, 0, "{place}: {}", everything.1);
    assert_eq!(bench.state("k").as_deref(), expected.resolved, "{place}: {}", everything.1);

    let again = bench.run(arguments, "k");
    let code = match expected.resolved {
        Some("refused") => 2,
        _ => 0,
    };
    assert_eq!(again.code, Some(code), "{place}: {again:?}");
    let applied = if expected.state.is_none() { 1 } else { expected.applied };
    assert_eq!(bench.applied(&write), applied, "{place}: not sent again under its key");
    if expected.resolved == Some("refused") {
        let afresh = bench.run(arguments, "another");
        assert_eq!(afresh.code, Some(0), "{place}: it had not been done: {afresh:?}");
        assert_eq!(bench.applied(&write), 1, "{place}");
    }
}

#[test]
fn add_voucher_info() {
    killed_and_resolved("addVoucherInfo");
}

#[test]
fn finish_voucher() {
    killed_and_resolved("finishVoucher");
}

#[test]
fn modify_voucher_end_date() {
    killed_and_resolved("modifyVoucherEndDate");
}

#[test]
fn receive_voucher_info() {
    killed_and_resolved("receiveVoucherInfo");
}

#[test]
fn add_coupon() {
    killed_and_resolved("addCoupon");
}

#[test]
fn approval_coupon() {
    killed_and_resolved("approvalCoupon");
}

#[test]
fn update_coupon_ext() {
    killed_and_resolved("updateCouponExt");
}

#[test]
fn vendors_as_they_were_met_and_windows_without_their_last_day() {
    let mut exclusive = Quirks::as_documented();
    exclusive.set("window-end", "exclusive").unwrap();
    for quirks in [Quirks::as_observed(), exclusive] {
        let bench = Bench::with("", quirks);
        let mut writes = writes(&bench);
        // Nothing is changed or claimed after the end.
        writes.sort_by_key(|write| write.name == "finishVoucher");
        for (place, write) in writes.into_iter().enumerate() {
            let key = format!("k{place}");
            bench.relay.stop(write.name, Fate::Cut);
            assert_eq!(bench.run(&write.neutral, &key).code, Some(10), "{}", write.name);
            bench.relay.wait();
            let (code, row) = bench.resolve(&key);
            assert_eq!((code, row["state"].as_str()), (0, Some("done")), "{}: {row}", write.name);
        }
    }
}
