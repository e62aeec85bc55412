//! `coupon call --path`: operations that no list has, signed, limited, recorded and explained like the others.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use crate::support::relay::{Fate, Relay};
use crate::support::{Place, Ran, Served};
use coupon_sandbox::SandboxConfig;
use serde_json::{Value, json};

const QINCE: &str = "customer/v1/queryCustomer";
const QMAI: &str = "v3/crm/customer/gatherCustomerInfo";

/// Account, path and more arguments: each vendor, and both versions of one.
const CALLS: [(&str, &[&str]); 3] = [
    ("trade", &["--path", QINCE]),
    ("tea", &["--path", QMAI]),
    ("tea", &["--path", "api/v2", "--action", "coupon.coupon-activity-add"]),
];

fn echoing() -> Served {
    Served::new(SandboxConfig { echo_unknown: true, coupons: 30, ..SandboxConfig::default() })
}

fn call<'a>(account: &'a str, place: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [&["call", "--account", account], place, more].concat()
}

#[test]
fn a_read_is_signed_and_answered_with_its_own_body() {
    let served = echoing();
    let place = Place::of(&served);
    for (account, at) in CALLS {
        let body = "{\"id\":\"7\",\"n\":70874216842235169480}";
        let ran = place.good(&call(account, at, &["--read", "--output", "jsonl", "--body", body]));
        assert!(ran.out.contains(&format!("\"rows\":[{body}]")), "digit by digit: {ran:?}");
        assert!(ran.out.contains("\"code\":\"0\""), "{ran:?}");
    }
    assert_eq!(place.run(&["journal", "list"]).code, Some(3), "a read is not recorded");
    assert!(served.sandbox.log(0).iter().all(|call| !call.signature_refused));
}

#[test]
fn without_a_word_it_is_a_write_confirmed_recorded_and_not_repeated() {
    let served = echoing();
    let relay = Relay::to(served.address);
    let place = Place::new();
    let through = served.config().replace(&served.address.to_string(), &relay.address.to_string());
    place.write("coupon.toml", &through);
    for (number, (account, at)) in CALLS.into_iter().enumerate() {
        let asked = place.run(&call(account, at, &[]));
        assert_eq!(asked.code, Some(2), "it asks, and nobody is there to answer: {asked:?}");
        let key = format!("k{number}");
        let done = place.json(&call(
            account,
            at,
            &["--yes", "--key", &key, "--body", "{\"bizId\":\"b-1\"}"],
        ));
        assert_eq!(done["key"], key.as_str());
        let stored = place.json(&["journal", "show", &key]);
        assert_eq!(stored["state"], "done");
        assert_eq!(stored["body"], json!({ "bizId": "b-1" }));
        let request_id = stored["request_id"].as_str().unwrap();
        assert_eq!(request_id == "b-1", account == "tea", "{stored}");

        let calls = served.sandbox.log(0).len();
        let met = if account == "trade" { "queryCustomer" } else { at[1] };
        relay.stop(met, Fate::Cut);
        let lost = place.run(&call(account, at, &["--yes", "--key", &format!("lost{number}")]));
        assert_eq!(lost.code, Some(10), "{lost:?}");
        assert!(lost.err.contains("its outcome is not known"), "{}", lost.err);
        assert_eq!(served.sandbox.log(0).len(), calls + 1, "it is not repeated");
        let (code, row) = resolved(&place, &format!("lost{number}"));
        assert_eq!((code, row["state"].as_str()), (Some(10), Some("unknown")), "{row}");
    }
}

fn resolved(place: &Place, key: &str) -> (Option<i32>, Value) {
    let Ran { code, out, .. } = place.run(&["journal", "resolve", key, "--output", "json"]);
    (code, serde_json::from_str::<Value>(&out).unwrap()[0].take())
}

#[test]
fn a_vendor_that_does_not_know_the_path_says_so_and_nothing_has_happened() {
    let served = Served::new(SandboxConfig::default());
    let place = Place::of(&served);
    for (account, at) in CALLS {
        let key = at[at.len() - 1];
        let ran = place.run(&call(account, at, &["--yes", "--key", key]));
        assert_eq!(ran.code, Some(6), "{ran:?}");
        assert!(ran.err.contains("不存在"), "{}", ran.err);
        assert_eq!(place.json(&["journal", "show", key])["state"], "refused");
    }
}

#[test]
fn a_path_that_cannot_be_is_refused_in_both_languages() {
    let served = Served::new(SandboxConfig::default());
    let place = Place::of(&served);
    for (account, at, en, zh) in [
        (
            "trade",
            &["--path", "queryCustomer"][..],
            "module, version and operation",
            "模块、版本、操作",
        ),
        (
            "trade",
            &["--path", "voucher/v1/finishVoucher", "--read"],
            "voucher.finishVoucher, a write",
            "写操作",
        ),
        ("tea", &["--path", "api/v2"], "name the Action", "请写明"),
    ] {
        for (lang, words) in [("en", en), ("zh", zh)] {
            let ran = place.run(&call(account, at, &["--lang", lang]));
            assert_eq!(ran.code, Some(2), "{ran:?}");
            assert!(ran.err.contains(words), "{}", ran.err);
        }
    }
    let ran = place.run(&["call", "--path", QINCE, "--read"]);
    assert!(ran.code == Some(2) && ran.err.contains("tea, trade"), "{ran:?}");
    for both in [&["call", "x", "--path", QINCE][..], &["call"], &["call", "x", "--read"]] {
        assert_eq!(place.run(both).code, Some(2), "{both:?}");
    }
}

#[test]
fn a_signature_of_such_a_call_is_examined() {
    let served = echoing();
    let place = Place::of(&served);
    let access = served.access();
    for ((account, at), flag, key) in [
        (CALLS[0], "--app-key", access.qince.app_key),
        (CALLS[1], "--open-key", access.qmai.open_key.clone()),
        (CALLS[2], "--open-key", access.qmai.open_key),
    ] {
        let shown = place.json(&call(account, at, &["--dry-run", "--body", "{\"a\":1}"]));
        let text = |name: &str| shown[name].as_str().unwrap().to_owned();
        let (url, body) = (text("url"), text("body"));
        let examine =
            |key: &str| place.run(&["sign", "diagnose", "--url", &url, "--body", &body, flag, key]);
        assert_eq!(examine(&key).code, Some(0), "{:?}", examine(&key));
        let wrong = examine("another-key-of-mine");
        assert_eq!(wrong.code, Some(6), "{wrong:?}");
    }
}

/// A server that shares no line with the program.
struct Verifier(Child, u16);

impl Verifier {
    fn start(app_key: &str, open_key: &str) -> Option<Self> {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/verify.py");
        let mut python = Command::new("python3");
        let python = python.args([script, app_key, open_key]).stdout(Stdio::piped());
        let mut child = python.spawn().ok()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take()?).read_line(&mut line).ok()?;
        Some(Self(child, line.trim().parse().ok()?))
    }
}

impl Drop for Verifier {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
#[allow(clippy::print_stderr, reason = "it says aloud what it cannot check")]
fn another_programs_recipe_accepts_the_signature() {
    let served = echoing();
    let access = served.access();
    let Some(verifier) = Verifier::start(&access.qince.app_key, &access.qmai.open_key) else {
        eprintln!("no python3: signatures are not checked by another program");
        return;
    };
    let place = Place::new();
    let there = format!("127.0.0.1:{}", verifier.1);
    let config = served.config().replace(&served.address.to_string(), &there);
    place.write("coupon.toml", &config);
    for (account, at) in CALLS {
        for body in ["{}", "{\"名\":\"兑|货+券\", \"n\": 1.50}"] {
            let answer = place.json(&call(account, at, &["--read", "--body", body]));
            assert!(answer["rows"].to_string().contains("\"OK\""), "{account} {at:?}: {answer}");
        }
    }
    let wrong = config.replace(&access.qmai.open_key, "another-key-of-mine");
    place.write("coupon.toml", &wrong);
    let answer = place.json(&call("tea", CALLS[1].1, &["--read"]));
    assert!(answer["rows"].to_string().contains("WRONG"), "the other program can refuse: {answer}");
}
