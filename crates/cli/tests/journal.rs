//! A write is recorded before it goes, sent once, and listed however the program ended.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::time::Duration;

use crate::support::{Place, Reply, Server, done, rows};
use serde_json::Value;

const BODY: &str = "{\"voucherId\":\"7087421684223516948\"}";

fn finish<'a>(key: &'a str, body: &'a str) -> [&'a str; 7] {
    ["call", "voucher.finishVoucher", "--yes", "--key", key, "--body", body]
}

fn states(place: &Place) -> Vec<[String; 3]> {
    let list = place.json(&["journal", "list"]);
    let entry = |entry: &Value| {
        ["key", "state", "operation"].map(|name| entry[name].as_str().unwrap().to_owned())
    };
    list.as_array().unwrap().iter().map(entry).collect()
}

#[test]
fn a_lost_answer_is_recorded_before_it_goes_and_sent_once() {
    let server = Server::new(|_| Reply::Hang);
    let place = Place::at(server.address);
    let ran = place.run(&finish("k1", BODY));
    assert_eq!(ran.code, Some(10), "{ran:?}");
    assert!(ran.err.contains("journal key: k1"), "{ran:?}");
    assert_eq!(server.calls("finishVoucher"), 1);
    assert_eq!(states(&place), [["k1", "unknown", "voucher.finishVoucher"]]);

    let entry = place.json(&["journal", "show", "k1"]);
    assert_eq!(entry["body"].to_string(), BODY);
    assert_eq!(entry["request_id"], server.asked()[0].msg_id(), "the name under which it was sent");
    for time in ["prepared_at", "sent_at", "settled_at"] {
        assert!(entry[time].is_string(), "{time}: {entry}");
    }

    let again = place.run(&finish("k1", BODY));
    assert_eq!(again.code, Some(2), "{again:?}");
    assert!(again.err.contains("coupon journal resolve k1"), "{again:?}");
    assert_eq!(server.calls("finishVoucher"), 1, "not sent again");
}

#[test]
fn a_kill_between_record_and_answer_leaves_the_write_listed() {
    let server = Server::new(|_| Reply::Wait(Duration::from_secs(60)));
    let place = Place::at(server.address);
    let mut child = place.command(&finish("killed", BODY)).spawn().unwrap();
    for tries in 0.. {
        if !server.asked().is_empty() {
            break;
        }
        assert!(tries < 3000, "it was never sent");
        std::thread::sleep(Duration::from_millis(10));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(states(&place), [["killed", "sent", "voucher.finishVoucher"]]);
    let again = place.run(&finish("killed", BODY));
    assert_eq!((again.code, server.calls("finishVoucher")), (Some(2), 1), "{again:?}");
}

#[test]
fn a_write_that_is_done_is_not_sent_again_under_its_key() {
    let server = Server::new(|request| done(request, "null"));
    let place = Place::at(server.address);
    let first = place.json(&finish("k1", BODY));
    assert_eq!(first["key"], "k1");
    let again = place.good(&finish("k1", BODY));
    assert!(again.err.contains("nothing was sent"), "{again:?}");
    assert_eq!(server.calls("finishVoucher"), 1);

    let other = place.run(&finish("k1", "{\"voucherId\":\"2\"}"));
    assert_eq!(other.code, Some(2), "{other:?}");
    for part in [BODY, "{\"voucherId\":\"2\"}", "another write"] {
        assert!(other.err.contains(part), "the difference is shown: {other:?}");
    }
    assert_eq!(server.calls("finishVoucher"), 1);
}

#[test]
fn the_same_write_twice_is_legal_under_fresh_keys() {
    let server = Server::new(|request| done(request, "null"));
    let place = Place::at(server.address);
    let write = ["call", "voucher.finishVoucher", "--yes", "--body", BODY];
    let keys = [place.json(&write)["key"].clone(), place.json(&write)["key"].clone()];
    assert_ne!(keys[0], keys[1]);
    assert_eq!(server.calls("finishVoucher"), 2);
    assert_eq!(states(&place).len(), 2);
}

#[test]
fn what_cannot_be_recorded_is_not_sent() {
    let server = Server::new(|request| done(request, "null"));
    let place = Place::at(server.address);
    place.write("coupons.db", "this is no ledger");
    let ran = place.run(&finish("k1", BODY));
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(server.asked().is_empty());
}

#[test]
fn reads_leave_no_trace_and_an_unknown_key_is_said() {
    let server = Server::new(|request| done(request, "null"));
    let place = Place::at(server.address);
    place.good(&finish("k1", BODY));
    place.good(&["call", "voucher.getVoucherInfos"]);
    assert_eq!(rows(&place.path("coupons.db"), "select count(*) from journal"), [["1"]]);
    assert_eq!(place.run(&["journal", "show", "nothing"]).code, Some(5));
}

#[test]
fn the_code_of_an_exchange_coupon_comes_from_its_key() {
    let server = Server::new(|request| done(request, "null"));
    let place = Place::at(server.address);
    let issue = [
        "coupons",
        "issue",
        "--deal",
        "协议",
        "--customer",
        "1",
        "--from",
        "2026-01-01",
        "--until",
        "2026-02-01",
        "--item",
        "1=1/箱",
        "--yes",
        "--key",
        "k1",
    ];
    let first = place.json(&issue);
    let sent =
        server.asked().into_iter().find(|request| request.path.contains("addCoupon")).unwrap();
    let sent: Value = serde_json::from_str(&sent.body).unwrap();
    assert_eq!(sent["coupon_no"], first["code"]);
    let again = place.json(&issue);
    assert_eq!(
        (&again["code"], server.calls("addCoupon")),
        (&first["code"], 1),
        "the same write, not sent again"
    );
}
