//! Every way to fail: one clear message, the right kind, effect and exit code.

use crate::support::{OPENID, Place, Ran, Reply, Request, Served, Server, done, rows};
use coupon_sandbox::SandboxConfig;
use serde_json::json;

const READ: [&str; 2] = ["call", "voucher.getVoucherInfos"];
const WRITE: [&str; 5] =
    ["call", "voucher.finishVoucher", "--body", "{\"voucherId\":\"1\"}", "--yes"];

/// One error line, of this kind, with this exit code.
fn check(ran: &Ran, code: i32, kind: &str) {
    assert_eq!(ran.code, Some(code), "{ran:?}");
    let errors: Vec<&str> = ran.err.lines().filter(|line| line.contains("coupon: error")).collect();
    assert_eq!(errors.len(), 1, "{ran:?}");
    assert!(errors[0].contains(&format!("error[{kind}]")), "{ran:?}");
    assert!(ran.err.contains("voucher."), "it says where: {ran:?}");
    assert_eq!(ran.out, "", "{ran:?}");
}

/// The states of the journal, one for each write.
fn journal(place: &Place) -> Vec<String> {
    rows(&place.path("coupons.db"), "select state from journal").concat()
}

fn both(
    answer: impl Fn(&Request) -> Reply + Send + Sync + Copy + 'static,
) -> (Ran, Ran, Vec<String>) {
    let server = Server::new(answer);
    let place = Place::at(server.address);
    let read = place.run(&READ);
    let write = place.run(&WRITE);
    assert_eq!(server.calls("finishVoucher"), 1, "a write is sent once");
    (read, write, journal(&place))
}

#[test]
fn a_wrong_key_and_an_unknown_openid_are_credentials() {
    let served = Served::new(SandboxConfig::default());
    for (right, wrong) in [
        (served.access().qince.app_key, "another-key"),
        (served.access().qince.openid, "1234567890123456789"),
    ] {
        let place = Place::new();
        place.write("coupon.toml", &served.config().replace(&right, wrong));
        check(&place.run(&READ), 6, "credentials");
        check(&place.run(&WRITE), 6, "credentials");
        assert_eq!(journal(&place), ["refused"]);
        let ran = place.run(&["accounts", "check", "--account", "trade", "--output", "json"]);
        assert_eq!(ran.code, Some(6), "{ran:?}");
        assert!(ran.out.contains("\"good\":false"), "{ran:?}");
    }
}

#[test]
fn call_shows_a_row_that_is_no_json_as_text() {
    let bad = "{\"id\":\"2\",\"name\":\"a\tb\"}";
    let server = Server::new(move |request| done(request, &format!("[{{\"id\":\"1\"}},{bad}]")));
    let place = Place::at(server.address);
    let call = ["call", "voucher.getVoucherInfos", "--body", "{}"];
    assert_eq!(place.json(&call)["rows"], serde_json::json!([{ "id": "1" }, bad]));
    let table = place.good(&call).out;
    assert!(table.contains("\"name\": \"a\\u{9}b\""), "{table}");
}

#[test]
fn a_wrong_qmai_key_is_credentials() {
    let served = Served::new(SandboxConfig::default());
    let place = Place::new();
    place.write(
        "coupon.toml",
        &served.config().replace(&served.access().qmai.open_key, "another-key"),
    );
    let body = json!({ "customerId": served.access().qmai.customers[0] }).to_string();
    let ran = place.run(&["call", "v3.getCustomerCoupons", "--body", &body]);
    assert_eq!(ran.code, Some(6), "{ran:?}");
    assert!(ran.err.contains("error[credentials]") && ran.err.contains("110004"), "{ran:?}");
}

#[test]
fn a_broken_rule_is_named_and_nothing_is_sent() {
    let server = Server::new(|_| Reply::Hang);
    let place = Place::at(server.address);
    let ran = place.run(&[
        "call",
        "voucher.modifyVoucherEndDate",
        "--yes",
        "--body",
        "{\"endDate\":\"soon\"}",
    ]);
    check(&ran, 4, "rule");
    for part in ["voucherId", "endDate", "END-"] {
        assert!(ran.err.contains(part), "{part}: {ran:?}");
    }
    let ran = place.run(&["templates", "create", "--yes", "--file", "none.json"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(server.asked().is_empty());
}

#[test]
fn html_instead_of_json_is_not_understood_and_a_write_may_have_happened() {
    let (read, write, journal) = both(|_| Reply::Text("<html>502 Bad Gateway</html>".to_owned()));
    check(&read, 8, "not_understood");
    check(&write, 10, "not_understood");
    assert!(write.err.contains("it may have been done"), "{write:?}");
    assert_eq!(journal, ["unknown"]);
}

#[test]
fn a_missing_return_code_is_never_success() {
    let (read, write, journal) = both(|_| Reply::Text("{\"return_msg\":\"ok\"}".to_owned()));
    check(&read, 8, "not_understood");
    assert!(read.err.contains("return_code"), "{read:?}");
    check(&write, 10, "not_understood");
    assert_eq!(journal, ["unknown"]);
}

#[test]
fn a_body_of_100_mb_is_not_read_to_its_end() {
    let (read, write, journal) = both(|_| Reply::Bytes(100_000_000));
    check(&read, 8, "not_understood");
    assert!(read.err.contains("larger than allowed"), "{read:?}");
    check(&write, 10, "not_understood");
    assert_eq!(journal, ["unknown"]);
}

#[test]
fn a_lost_answer_is_unreachable_for_a_read_and_unknown_for_a_write() {
    let (read, write, journal) = both(|_| Reply::Hang);
    check(&read, 7, "unreachable");
    check(&write, 10, "unreachable");
    assert_eq!(journal, ["unknown"]);
}

#[test]
fn a_server_error_is_unknown_for_a_write_and_a_refusal_by_status_is_none() {
    let (read, write, journal) = both(|_| Reply::Status(503, "busy".to_owned()));
    check(&read, 7, "unreachable");
    check(&write, 10, "unreachable");
    assert_eq!(journal, ["unknown"]);
    let (read, write, journal) = both(|_| Reply::Status(403, "no".to_owned()));
    check(&read, 6, "credentials");
    check(&write, 6, "credentials");
    assert_eq!(journal, ["refused"]);
    let (read, write, journal) = both(|_| Reply::Status(429, "slow down".to_owned()));
    check(&read, 7, "throttled");
    check(&write, 7, "throttled");
    assert_eq!(journal, ["refused"]);
}

#[test]
fn an_answer_to_another_call_says_nothing_about_this_one() {
    let (read, write, journal) =
        both(|_| Reply::Text("{\"return_code\":0,\"msg_id\":\"someone-elses\"}".to_owned()));
    check(&read, 8, "not_understood");
    check(&write, 10, "not_understood");
    assert_eq!(journal, ["unknown"]);
}

#[test]
fn an_unreadable_answer_to_a_write_that_was_applied_says_that_it_was_done() {
    let server = Server::new(|request| done(request, "[{\"voucherId\":{\"what\":\"is this\"}}]"));
    let place = Place::at(server.address);
    place.write(
        "template.json",
        &json!({
            "name": "券", "begins": "2026-01-01", "ends": "2026-12-31", "discount": { "amount": "20" }, "grant": "claim",
            "per_customer": 1, "total": 1, "audience": { "attributes": {} }, "goods": "all",
        })
        .to_string(),
    );
    let ran = place.run(&["templates", "create", "--file", "template.json", "--yes"]);
    check(&ran, 8, "not_understood");
    assert!(ran.err.contains("it was done"), "{ran:?}");
    assert_eq!(journal(&place), ["done"]);
}

#[test]
fn nobody_at_home_is_unreachable_also_for_a_write() {
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let place = Place::at(address);
    check(&place.run(&READ), 7, "unreachable");
    check(&place.run(&WRITE), 7, "unreachable");
    assert_eq!(journal(&place), ["refused"], "it never left");
}

#[test]
fn the_vendors_own_words_come_through_in_either_language() {
    let server = Server::new(|request| {
        let msg_id = request.msg_id();
        Reply::Text(format!(
            "{{\"return_code\":\"1\",\"return_msg\":\"优惠券不存在\",\"msg_id\":\"{msg_id}\"}}"
        ))
    });
    let place = Place::at(server.address);
    let english = place.run(&WRITE);
    check(&english, 5, "refused");
    assert!(english.err.contains("refused by the vendor; code 1; 优惠券不存在"), "{english:?}");
    let chinese = place.run(&[&WRITE[..], &["--lang", "zh"]].concat());
    assert_eq!(chinese.code, Some(5));
    assert!(
        chinese.err.contains("错误[refused]")
            && chinese.err.contains("厂商拒绝；代码 1；优惠券不存在"),
        "{chinese:?}"
    );
    let mut command = place.command(&WRITE);
    command.env("LANG", "zh_CN.UTF-8");
    assert!(crate::support::ran(command.output().unwrap()).err.contains("厂商拒绝"));
}

#[test]
fn every_failure_of_a_sync_names_account_and_provider_in_words_and_in_json() {
    let server = Server::new(|request| {
        if request.path.contains("queryCouponDetail") {
            return Reply::Text("{\"return_code\":\"1\",\"return_msg\":\"无权限访问\"}".to_owned());
        }
        // The first window of templates is cut off, all others are empty.
        let first = request.body.contains("\"start_create_date\":\"2026-01-01\"");
        done(request, if first { "\"[{\\\"id\\\":\"" } else { "null" })
    });
    let place = Place::at(server.address);
    let days = ["--since", "2026-01-01", "--until", "2026-03-02"];
    let ran = place.run(&[&["sync"][..], &days].concat());
    assert_ne!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.err.contains("trade: qince.coupondetail: coupondetail.queryCouponDetail"),
        "{ran:?}"
    );
    assert!(
        ran.err.contains("trade qince.voucher: not read in full: 2026-01-01..2026-01-31"),
        "{ran:?}"
    );
    assert!(ran.err.contains("templates.created could not be read"), "{ran:?}");

    let ran = place.run(&[&["sync", "--output", "json"][..], &days].concat());
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let [cut_off, refused] = &report["failures"].as_array().unwrap()[..] else {
        panic!("{report:#}")
    };
    assert_eq!(cut_off["account"], "trade");
    assert_eq!(cut_off["provider"], "qince.voucher");
    assert_eq!(cut_off["stream"], "templates.created");
    assert_eq!(cut_off["days"], "2026-01-01..2026-01-31");
    assert_eq!(cut_off["kind"], "not_understood");
    assert!(cut_off["message"].as_str().unwrap().contains("voucher.getVoucherInfos"));
    assert_eq!(
        (&refused["account"], &refused["provider"]),
        (&"trade".into(), &"qince.coupondetail".into())
    );
    assert!(refused["stream"].is_null() && refused["days"].is_null());
    assert!(refused["message"].as_str().unwrap().contains("无权限访问"));
    let gaps: Vec<_> =
        report["streams"].as_array().unwrap().iter().map(|s| s["gaps"].clone()).collect();
    assert!(gaps.contains(&serde_json::json!(["2026-01-01..2026-01-31"])), "{gaps:?}");
}

#[test]
fn rows_that_cannot_be_read_cost_themselves_and_the_sync_says_so() {
    let server = Server::new(|request| {
        let asks_first = request.body.contains("\"page_number\":1");
        let good = "{\"id\":7087421684223516948,\"name\":\"十元券\"}";
        let bad = "{\"id\":7087421684223516949,\"name\":{\"not\":\"a name\"}}";
        let created =
            request.path.contains("getVoucherInfos") && request.body.contains("start_create_date");
        let data =
            if created && asks_first { format!("[{good},{bad}]") } else { "null".to_owned() };
        done(request, &data)
    });
    let place = Place::at(server.address);
    let sync =
        ["sync", "--provider", "qince.voucher", "--since", "2026-01-01", "--until", "2026-01-02"];
    let ran = place.run(&sync);
    assert_eq!(ran.code, Some(9), "{ran:?}");
    assert!(ran.err.contains("error[incomplete]") && ran.err.contains("quarantine"), "{ran:?}");
    let ledger = place.path("coupons.db");
    assert_eq!(
        rows(&ledger, "select id, name from templates"),
        [["7087421684223516948", "十元券"]]
    );
    assert_eq!(rows(&ledger, "select count(*) from quarantine"), [["1"]]);
    assert!(!ran.err.contains(OPENID) && !ran.out.contains(OPENID));
}
