//! `coupon explain` with requests that were captured elsewhere. Right signatures are those of the published vectors and of
//! openssl; wrong ones are made by hand.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::process::Command;

use crate::support::{Place, Ran};
use serde_json::Value;

const KEY: &str = "BFCO0PAgIUgd50c0l6";
/// `openssl md5` of `{}|KEY|20240102030405`.
const RIGHT: &str = "ad2e4c8e9297e46ab1aa91769b471fac";
const BASE: &str =
    "https://openapi.qince.com/api/voucher/v1/getVoucherInfos/5465103569540931532/20240102030405";

fn explain(place: &Place, arguments: &[&str]) -> Ran {
    place.run(&[&["explain"], arguments].concat())
}

/// The cause that a wrong request has, from JSON.
fn cause(place: &Place, arguments: &[&str]) -> String {
    let ran = explain(place, &[arguments, &["--output", "json"]].concat());
    assert_eq!(ran.code, Some(6), "{ran:?}");
    assert!(!ran.out.contains(KEY) && !ran.err.contains(KEY), "{ran:?}");
    let found: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(found["right"], false);
    found["diagnosis"]["cause"].as_str().unwrap().to_owned()
}

/// Not our own digest: what the system has.
fn md5(place: &Place, text: &[u8]) -> String {
    std::fs::write(place.path("text"), text).unwrap();
    let output = Command::new("md5sum").arg(place.path("text")).output().unwrap();
    String::from_utf8(output.stdout).unwrap()[..32].to_owned()
}

#[test]
fn a_right_signature_is_right_in_every_form_of_capture() {
    let place = Place::new();
    let url = format!("{BASE}/{RIGHT}/X1");
    let curl = format!(
        "curl '{url}' \\\n  -H 'Content-Type: application/json' \\\n  --data-raw '{{}}' --compressed\n"
    );
    let path = url.strip_prefix("https://openapi.qince.com").unwrap();
    let raw = format!("POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{{}}\r\n");
    let (curl, raw) = (place.write("curl.txt", &curl), place.write("raw.txt", &raw));
    let key = place.write("key", &format!("{KEY}\n"));
    for capture in [
        &["--url", &url, "--body", "{}"][..],
        &["--curl", curl.to_str().unwrap()],
        &["--raw", raw.to_str().unwrap()],
    ] {
        for given in [KEY, &format!("@{}", key.display())] {
            let ran = explain(&place, &[capture, &["--app-key", given]].concat());
            assert_eq!(ran.code, Some(0), "{capture:?}: {ran:?}");
            assert_eq!(
                ran.out,
                "operation: voucher.getVoucherInfos (qince)\nthe signature is right\n"
            );
        }
    }
    let mut command =
        place.command(&["explain", "--url", &url, "--body", "{}", "--app-key", "env:THE_KEY"]);
    let ran = crate::support::ran(command.env("THE_KEY", KEY).output().unwrap());
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn the_published_example_is_right_to_the_byte() {
    let place = Place::new();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/sign/vectors.json");
    let vectors: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let vector = &vectors["qince_md5"][0];
    let text = |name: &str| vector[name].as_str().unwrap();
    let base = "https://openapi.qince.com/api/voucher/v1/getVoucherInfos";
    let url = format!(
        "{base}/{}/{}/{}/{}",
        text("openid"),
        text("timestamp"),
        text("digest"),
        text("msg_id")
    );
    let ran =
        explain(&place, &["--url", &url, "--body", text("body"), "--app-key", text("app_key")]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn a_wrong_signature_is_named_and_shown_in_both_languages() {
    let place = Place::new();
    let body = r#"{"page_number":1,"page_length":10}"#;
    let url = |text: &str| format!("{BASE}/{}/X1", md5(&place, text.as_bytes()));
    let spaced = url(&format!("{{\"page_number\": 1, \"page_length\": 10}}|{KEY}|20240102030405"));
    let arguments = ["--url", &spaced, "--body", body, "--app-key", KEY];
    assert_eq!(cause(&place, &arguments), "reserialised-body");
    let ran = explain(&place, &arguments);
    for line in [
        "cause: reserialised-body\n",
        &format!("should be signed: {body}|***|20240102030405\n"),
        "was signed: {\"page_number\": 1, \"page_length\": 10}|***|20240102030405\n",
        "first difference: byte 15 of what is signed, counted from 0\n",
        "send those very bytes",
    ] {
        assert!(ran.out.contains(line), "{line}: {}", ran.out);
    }
    assert_eq!(ran.err, "coupon: error[signature]: the signature is wrong: reserialised-body\n");
    let chinese = explain(&place, &[&arguments[..], &["--lang", "zh"]].concat());
    assert!(chinese.out.contains("首个差异：签名原文的第 15 字节"), "{chinese:?}");
    assert!(chinese.err.contains("签名不对"), "{chinese:?}");

    let of =
        |text: String| cause(&place, &["--url", &url(&text), "--body", body, "--app-key", KEY]);
    assert_eq!(of(format!("{body}|another|20240102030405")), "differs");
    assert_eq!(of(format!("{body}|{KEY}\n|20240102030405")), "key-with-line-end");
    assert_eq!(of(format!("{body}|{KEY}|20240101190405")), "utc");
    let gbk = [b"{\"deal_name\":\"\xd3\xc5\"}|", KEY.as_bytes(), b"|20240102030405"].concat();
    let gbk = format!("{BASE}/{}/X1", md5(&place, &gbk));
    assert_eq!(
        cause(&place, &["--url", &gbk, "--body", r#"{"deal_name":"优"}"#, "--app-key", KEY]),
        "gbk"
    );
    let right = format!("{BASE}/{RIGHT}/X1");
    let late = ["--url", &right, "--body", "{}", "--app-key", KEY, "--at", "2024-01-02T03:04:05Z"];
    assert_eq!(cause(&place, &late), "utc");
}

#[test]
fn qmai_is_explained_alike() {
    let place = Place::new();
    // Of fixtures/sign/vectors.json.
    let call = |token: &str| {
        format!(
            r#"{{"openId":"00000000000000000000000000000001","grantCode":"fakegrant1","token":"{token}","timestamp":1700000000,"nonce":3,"params":{{"customerId":"1"}}}}"#
        )
    };
    let url = "https://openapi.qmai.cn/v3/crm/coupon/getCustomerCoupons";
    let of = |token: &str, key: &str| {
        explain(&place, &["--url", url, "--body", &call(token), "--open-key", key])
    };
    let right = of("HbwvU%2B6pDI%2F9Q5zfi0%2BdXCfp3j0%3D", "fake-open-key-rs-0001");
    assert_eq!(
        (right.code, right.out.as_str()),
        (Some(0), "operation: v3.getCustomerCoupons (qmai)\nthe signature is right\n")
    );
    for (token, key, cause) in [
        ("HbwvU+6pDI/9Q5zfi0+dXCfp3j0=", "fake-open-key-rs-0001", "not-percent-encoded"),
        ("HbwvU%252B6pDI%252F9Q5zfi0%252BdXCfp3j0%253D", "fake-open-key-rs-0001", "encoded-twice"),
        ("HbwvU%2b6pDI%2f9Q5zfi0%2bdXCfp3j0%3d", "fake-open-key-rs-0001", "lower-case-hex"),
        ("HbwvU%2B6pDI%2F9Q5zfi0%2BdXCfp3j0%3D", "another", "differs"),
    ] {
        let ran = of(token, key);
        assert_eq!(ran.code, Some(6), "{ran:?}");
        assert!(ran.out.contains(&format!("cause: {cause}\n")), "{cause}: {ran:?}");
    }
    // Of the same file: nonce 7, signed as camel-case, and this account says pascal-case.
    let v2 = r#"{"OpenId":"00000000000000000000000000000001","GrantCode":"fakegrant1","Token":"%2BihKSkA6Nshj%2F5GsVJiT%2BFZHD6Y%3D","Timestamp":"1700000000","Nonce":"7","Action":"user.user-coupons-detail","Params":{"ids":"1"}}"#;
    let base = [
        "--url",
        "https://openapi.qmai.cn/api/v2",
        "--body",
        v2,
        "--open-key",
        "fake-open-key-rs-0001",
    ];
    assert!(explain(&place, &base).out.contains("cause: v2-strategy\n"));
    assert_eq!(explain(&place, &[&base[..], &["--v2", "camel-case"]].concat()).code, Some(0));
}

#[test]
fn what_cannot_be_explained_is_a_clear_error() {
    let place = Place::new();
    let open = place.write("open", "curl 'https://a.cn");
    let not_curl = place.write("wget", "wget https://a.cn");
    let form = place.write("form", "curl https://a.cn -F a=1");
    let variable = place.write("variable", "curl https://a.cn -d \"$BODY\"");
    let stdin = place.write("stdin", "curl https://a.cn -d @-");
    let cut = place.write("cut", "POST /api HTTP/1.1\r\nContent-Length: 9\r\n\r\n{}");
    let chunked = place.write(
        "chunked",
        "POST /api HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    );
    let page = place.write("page", "<html>");
    let file = |path: &std::path::Path| path.to_str().unwrap().to_owned();
    for (arguments, part) in [
        (vec!["--curl".to_owned(), file(&open)], "a quote is not closed"),
        (vec!["--curl".to_owned(), file(&not_curl)], "this is for wget"),
        (vec!["--curl".to_owned(), file(&page)], "no curl command"),
        (vec!["--curl".to_owned(), file(&form)], "-F"),
        (vec!["--curl".to_owned(), file(&variable)], "$BODY"),
        (vec!["--curl".to_owned(), file(&stdin)], "standard input"),
        (vec!["--har".to_owned(), file(&page)], "not a HAR file, at line 1, column 1"),
        (vec!["--raw".to_owned(), file(&cut)], "Content-Length is 9, but only 2 bytes"),
        (vec!["--raw".to_owned(), file(&chunked)], "chunked is not taken apart"),
        (vec!["--raw".to_owned(), file(&page)], "its first line must be like POST"),
        (
            vec![
                "--url".to_owned(),
                "https://a.cn/else".to_owned(),
                "--body".to_owned(),
                "{}".to_owned(),
            ],
            "this is no call of Qince",
        ),
        (
            vec!["--url".to_owned(), "http://[".to_owned(), "--body".to_owned(), "{}".to_owned()],
            "not a URL",
        ),
        (vec!["--curl".to_owned(), "nowhere".to_owned()], "nowhere"),
    ] {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let ran = explain(&place, &[&arguments[..], &["--app-key", KEY]].concat());
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(part) && ran.out.is_empty(), "{part}: {ran:?}");
    }
    let qince = format!("{BASE}/{RIGHT}/X1");
    let ran = explain(&place, &["--url", &qince, "--body", "{}", "--open-key", "k"]);
    assert!(ran.code == Some(2) && ran.err.contains("--app-key"), "{ran:?}");
    assert!(!ran.err.contains(RIGHT) && !ran.err.contains("5465103569540931532"), "{ran:?}");
    for arguments in [
        &["--url", "https://a.cn", "--body", "{}"][..],
        &["--app-key", "k"],
        &["--url", "https://a.cn", "--app-key", "k"],
        &["--url", "u", "--body", "{}", "--app-key", "k", "--open-key", "k"],
    ] {
        assert_eq!(explain(&place, arguments).code, Some(2), "{arguments:?}");
    }
    let ran = explain(&place, &["--url", "u", "--body", "{}", "--app-key", "env:NOT_SET_ANYWHERE"]);
    assert!(ran.code == Some(2) && ran.err.contains("NOT_SET_ANYWHERE"), "{ran:?}");
}

#[test]
fn a_har_file_and_a_command_of_windows_are_explained() {
    let place = Place::new();
    let url = format!("{BASE}/{RIGHT}/X1");
    let request = |method: &str| {
        format!(
            r#"{{"request":{{"method":"{method}","url":"{url}","postData":{{"text":"{{}}"}}}}}}"#
        )
    };
    let archive =
        |entries: &[String]| format!(r#"{{"log":{{"entries":[{}]}}}}"#, entries.join(","));
    let file = |name: &str, text: &str| place.write(name, text).to_str().unwrap().to_owned();
    let one = file("one.har", &archive(&[request("GET"), request("POST")]));
    let ran = explain(&place, &["--har", &one, "--app-key", KEY]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let two = file("two.har", &archive(&[request("POST"), request("POST")]));
    let ran = explain(&place, &["--har", &two, "--app-key", KEY]);
    assert!(ran.code == Some(2) && ran.err.contains("--entry"), "{ran:?}");
    let ran = explain(&place, &["--har", &two, "--entry", "2", "--app-key", KEY]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let windows = format!("curl ^\"{url}^\" ^\r\n  --data-raw ^\"^{{^}}^\"");
    let ran = explain(&place, &["--curl", &file("windows", &windows), "--app-key", KEY]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
}
