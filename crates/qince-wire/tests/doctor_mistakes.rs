//! Mistakes as languages and tools make them, each with its name; the same with a wrong key as well is none of them.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use bytes::Bytes;
use coupon_qince_wire::{Account, AccountConfig, TimestampForm, base_url, diagnose};
use coupon_sign::{Secret, base64, hmac_md5_hex, md5_hex, sha1_hex};
use coupon_wire::{Diagnosis, DiagnosisCause as Cause};
use http::Request;
use jiff::Timestamp;

const KEY: &str = "canary-key-7f3a";
const OPENID: &str = "5465103569540931532";
const TIME: &str = "20240102030405";
const BODY: &str = r#"{"deal_name":"优惠券","page_length":1000,"page_number":1}"#;

fn account() -> Account {
    Account::new(AccountConfig {
        base_url: base_url::PRODUCTION.to_owned(),
        openid: Secret::new(OPENID),
        app_key: Secret::new(KEY),
        timestamp: TimestampForm::Beijing,
        allow_http: false,
    })
    .unwrap()
}

fn diagnosed(time: &str, body: &[u8], digest: &str, now: Option<Timestamp>) -> Option<Diagnosis> {
    let path = format!("/api/coupondetail/v1/queryCouponDetail/{OPENID}/{time}/{digest}/X000001");
    let uri = format!("{}{path}", base_url::PRODUCTION);
    let request = Request::post(uri).body(Bytes::copy_from_slice(body)).unwrap();
    let found = diagnose(&request, &account(), now, None);
    let shown = format!("{found:?}{}", serde_json::to_string(&found).unwrap());
    assert!(!shown.contains(KEY), "{shown}");
    found
}

fn digest(body: &[u8], key: &str, time: &str) -> String {
    md5_hex(&[body, b"|", key.as_bytes(), b"|", time.as_bytes()])
}

/// A body that is sent, the text that was signed in its place, and the mistake.
const BODIES: &[(Cause, &str, &str)] = &[
    (Cause::EmptyBody, "{}", ""),
    (Cause::EmptyBody, "", "{}"),
    (Cause::EmptyBody, "{}", "null"),
    // echo, a here-document, an editor; curl -d @file.
    (Cause::LineEnds, BODY, "{\"deal_name\":\"优惠券\",\"page_length\":1000,\"page_number\":1}\n"),
    (Cause::LineEnds, "{\"a\":1}\n", "{\"a\":1}"),
    (Cause::LineEnds, "{\"a\":1}", "{\"a\":1}\r\n"),
    (Cause::LineEnds, "{\"a\":1,\n\"b\":2}", "{\"a\":1,\"b\":2}"),
    (Cause::LineEnds, "{\"a\":1,\r\n\"b\":2}", "{\"a\":1,\n\"b\":2}"),
    (Cause::LineEnds, "{\"a\":1,\n\"b\":2}", "{\"a\":1,\r\n\"b\":2}"),
    (Cause::LineEnds, "{  \"a\": 1,  \"b\": 2}", "{\n  \"a\": 1,\n  \"b\": 2\n}"),
    (Cause::LineEnds, "{    \"a\": 1,    \"b\": 2}", "{\n    \"a\": 1,\n    \"b\": 2\n}\n"),
    // Python, JavaScript, Java, Go, PHP, Ruby, C#.
    (
        Cause::LanguageRendering,
        BODY,
        "{'deal_name': '优惠券', 'page_length': 1000, 'page_number': 1}",
    ),
    (
        Cause::LanguageRendering,
        r#"{"a":null,"b":true,"c":[1]}"#,
        "{'a': None, 'b': True, 'c': [1]}",
    ),
    (Cause::LanguageRendering, BODY, "[object Object]"),
    (Cause::LanguageRendering, BODY, "{deal_name=优惠券, page_length=1000, page_number=1}"),
    (Cause::LanguageRendering, BODY, "map[deal_name:优惠券 page_length:1000 page_number:1]"),
    (Cause::LanguageRendering, r#"{"b":null,"a":[1,2]}"#, "map[a:[1 2] b:<nil>]"),
    (Cause::LanguageRendering, BODY, "Array"),
    (Cause::LanguageRendering, r#"{"a":"x","b":null}"#, r#"{"a"=>"x", "b"=>nil}"#),
    (Cause::LanguageRendering, r#"{"a":"x","b":1}"#, r#"{:a=>"x", :b=>1}"#),
    (
        Cause::LanguageRendering,
        BODY,
        "System.Collections.Generic.Dictionary`2[System.String,System.Object]",
    ),
    (Cause::NumbersRewritten, r#"{"page_number":1}"#, r#"{"page_number":1.0}"#),
    (Cause::NumbersRewritten, r#"{"amount":1.0}"#, r#"{"amount":1}"#),
    (Cause::NumbersRewritten, r#"{"amount":1.50}"#, r#"{"amount":1.5}"#),
    (Cause::NumbersRewritten, r#"{"id":5465103569540931532}"#, r#"{"id":5465103569540932000}"#),
    (Cause::NumbersRewritten, r#"{"page_number":1}"#, r#"{"page_number": "1"}"#),
    (Cause::NumbersRewritten, r#"{"page_number":"1"}"#, r#"{"page_number":1}"#),
    // requests.post(params=…), URLSearchParams, http_build_query, and a form sent by -d.
    (Cause::FormAndJson, r#"{"a":"x y","b":1}"#, "a=x+y&b=1"),
    (Cause::FormAndJson, r#"{"a":"x y","b":1}"#, "a=x%20y&b=1"),
    (Cause::FormAndJson, r#"{"b":1,"a":"x"}"#, "a=x&b=1"),
    (Cause::FormAndJson, "page_number=1&page_length=10", r#"{"page_number":1,"page_length":10}"#),
    (Cause::FormAndJson, "deal_name=%E5%88%B8&n=1", r#"{"deal_name": "券", "n": "1"}"#),
    (
        Cause::FormAndJson,
        "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n券\r\n--x\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n1\r\n--x--\r\n",
        r#"{"a":"券","n":1}"#,
    ),
    (Cause::FormAndJson, "json=%7B%22a%22%3A1%7D", r#"{"a":1}"#),
    (Cause::EncodedJson, r#"{"a":1}"#, r#""{\"a\":1}""#),
    (Cause::EncodedJson, r#""{\"a\":1}""#, r#"{"a":1}"#),
    (Cause::CutBody, r#"{"deal_name":"优惠券"#, r#"{"deal_name":"优惠券"}"#),
    (Cause::CutBody, r#"{"deal_name":"优惠券""#, r#"{"deal_name":"优惠券"}"#),
    (Cause::ByteOrderMark, r#"{"a":1}"#, "\u{feff}{\"a\":1}"),
    (Cause::ByteOrderMark, "\u{feff}{\"a\":1}", r#"{"a":1}"#),
    (Cause::Latin1, BODY, r#"{"deal_name":"???","page_length":1000,"page_number":1}"#),
    // json.dumps, PHP, Go, Gson, fastjson, Jackson.
    (Cause::ReserialisedBody, r#"{"a":"券","b":1}"#, r#"{"a": "\u5238", "b": 1}"#),
    (Cause::ReserialisedBody, r#"{"a":"券/","b":1}"#, r#"{"a":"\u5238\/","b":1}"#),
    (Cause::ReserialisedBody, r#"{"a":"<b>"}"#, r#"{"a":"\u003cb\u003e"}"#),
    (Cause::ReserialisedBody, r#"{"a":"x=1"}"#, r#"{"a":"x\u003d1"}"#),
    (Cause::ReserialisedBody, r#"{"a":"券"}"#, r#"{"a":"\u5238"}"#),
    (Cause::ReserialisedBody, r#"{"b":1,"a":2}"#, r#"{"a":2,"b":1}"#),
    (Cause::ReserialisedBody, r#"{"a":1,"b":null}"#, r#"{"a":1}"#),
    (Cause::ReserialisedBody, r#"{"a":1,"b":2}"#, "{\n  \"a\" : 1,\n  \"b\" : 2\n}"),
];

/// A time that was signed in the place of `TIME`, and the mistake.
const TIMES: &[(Cause, &str)] = &[
    (Cause::Utc, "20240101190405"),
    (Cause::Utc, "20240102110405"),
    (Cause::TwelveHours, "20240102150405"),
    (Cause::TwelveHours, "20240101150405"),
    (Cause::TimeZone, "20240102040405"),
    (Cause::TimeZone, "20240101140405"),
    (Cause::TimeTakenTwice, "20240102030406"),
    (Cause::TimeTakenTwice, "20240102030404"),
    (Cause::TimeTakenTwice, "20240102030435"),
    (Cause::Epoch, "1704135845"),
    (Cause::Epoch, "1704135845123"),
    (Cause::LineEnds, "20240102030405\n"),
];

/// The key as it was used, and the mistake.
const KEYS: &[(Cause, &str)] = &[
    (Cause::KeyWithLineEnd, "canary-key-7f3a\n"),
    (Cause::KeyWithLineEnd, "canary-key-7f3a\r\n"),
    (Cause::KeyWithLineEnd, "canary-key-7f3a "),
    (Cause::KeyWithLineEnd, " canary-key-7f3a"),
    (Cause::KeyInQuotes, "\"canary-key-7f3a\""),
    (Cause::KeyInQuotes, "'canary-key-7f3a'"),
    (Cause::WrongKey, ""),
    (Cause::WrongKey, "null"),
    (Cause::WrongKey, "undefined"),
    (Cause::WrongKey, OPENID),
    (Cause::WrongKey, "X000001"),
];

/// Digests of the right text that are taken or written in another way.
fn digests(text: &[u8], key: &str) -> Vec<(Cause, String)> {
    let right = md5_hex(&[text]);
    let pairs: Vec<&str> = (0..16).map(|at| &right[at * 2..at * 2 + 2]).collect();
    let bytes: Vec<u8> = pairs.iter().map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect();
    vec![
        (Cause::UpperCaseHex, right.to_uppercase()),
        (Cause::DigestEncoding, base64(&bytes).replace('/', "_").replace('+', "-")),
        (Cause::DigestEncoding, base64(right.as_bytes())),
        (Cause::DigestEncoding, right[8..24].to_owned()),
        (Cause::DigestEncoding, right[8..24].to_uppercase()),
        (Cause::DigestEncoding, pairs.join(":")),
        (Cause::DigestEncoding, pairs.join("-")),
        (Cause::OtherDigest, md5_hex(&[right.as_bytes()])),
        (Cause::OtherDigest, hmac_md5_hex(key.as_bytes(), text)),
        (Cause::OtherDigest, sha1_hex(text)),
        (Cause::OtherDigest, sha1_hex(text).to_uppercase()),
    ]
}

#[test]
fn every_mistake_is_named_and_with_a_wrong_key_as_well_is_not() {
    let mut count = 0;
    let mut check = |cause, body: &[u8], right: String, neighbour: String| {
        let found = diagnosed(TIME, body, &right, None).unwrap();
        let sent = String::from_utf8_lossy(body).into_owned();
        assert_eq!((found.cause, found.second_cause), (cause, None), "{sent}: {found:?}");
        let found = diagnosed(TIME, body, &neighbour, None).unwrap();
        assert_eq!((found.cause, found.second_cause), (Cause::Differs, None), "{sent}");
        count += 1;
    };
    for (cause, sent, signed) in BODIES {
        let [right, other] = [KEY, "another"].map(|key| digest(signed.as_bytes(), key, TIME));
        check(*cause, sent.as_bytes(), right, other);
    }
    for (cause, time) in TIMES {
        let [right, other] = [KEY, "another"].map(|key| digest(BODY.as_bytes(), key, time));
        check(*cause, BODY.as_bytes(), right, other);
    }
    for (cause, key) in KEYS {
        let right = digest(BODY.as_bytes(), key, TIME);
        check(*cause, BODY.as_bytes(), right, digest(BODY.as_bytes(), &format!("{key}x"), TIME));
    }
    let text = |key: &str| format!("{BODY}|{key}|{TIME}").into_bytes();
    let pairs = digests(&text(KEY), KEY).into_iter().zip(digests(&text("another"), "another"));
    for ((cause, right), (_, other)) in pairs {
        check(cause, BODY.as_bytes(), right, other);
    }
    for joined in [
        format!("{KEY}|{BODY}|{TIME}"),
        format!("{BODY}|{TIME}|{KEY}"),
        format!("{TIME}|{KEY}|{BODY}"),
        format!("{BODY}{KEY}{TIME}"),
        format!("{BODY}&{KEY}&{TIME}"),
        format!("{BODY},{KEY},{TIME}"),
        format!("{BODY}|{KEY}"),
    ] {
        let other = md5_hex(&[joined.replace(KEY, "another").as_bytes()]);
        check(Cause::KeyOrder, BODY.as_bytes(), md5_hex(&[joined.as_bytes()]), other);
    }
    println!("{count} mistakes named, and as many neighbours not");
}

#[test]
fn two_mistakes_at_once_are_both_named() {
    for (text, causes) in [
        (format!("{BODY}\n|{KEY}\n|{TIME}"), [Cause::LineEnds, Cause::KeyWithLineEnd]),
        (format!("{BODY}|{KEY}\n|20240101190405"), [Cause::KeyWithLineEnd, Cause::Utc]),
        (format!("{KEY}|{BODY}|20240101190405"), [Cause::KeyOrder, Cause::Utc]),
        (
            format!("{}|{KEY}|1704135845", BODY.replace(':', ": ").replace(",\"", ", \"")),
            [Cause::ReserialisedBody, Cause::Epoch],
        ),
    ] {
        let found = diagnosed(TIME, BODY.as_bytes(), &md5_hex(&[text.as_bytes()]), None).unwrap();
        assert_eq!([Some(found.cause), found.second_cause], causes.map(Some), "{text}");
        let upper = md5_hex(&[format!("{BODY}|{KEY}\n|{TIME}").as_bytes()]).to_uppercase();
        let found = diagnosed(TIME, BODY.as_bytes(), &upper, None).unwrap();
        let named = [Some(found.cause), found.second_cause];
        assert_eq!(named, [Some(Cause::UpperCaseHex), Some(Cause::KeyWithLineEnd)]);
    }
}

#[test]
fn lost_zeros_are_named() {
    let body = |n: u32| format!("{{\"page_number\":{n}}}");
    let leading = (0..).find(|n| digest(body(*n).as_bytes(), KEY, TIME).starts_with('0')).unwrap();
    let right = digest(body(leading).as_bytes(), KEY, TIME);
    // BigInteger.toString(16), and Integer.toHexString of each byte.
    let number = right.trim_start_matches('0').to_owned();
    let bytes: String = (0..16)
        .map(|at| right[at * 2..at * 2 + 2].strip_prefix('0').unwrap_or(&right[at * 2..at * 2 + 2]))
        .collect();
    for short in [number, bytes] {
        let found = diagnosed(TIME, body(leading).as_bytes(), &short, None).unwrap();
        assert_eq!(found.cause, Cause::DigestEncoding, "{short}");
    }
}

#[test]
fn a_time_that_is_no_beijing_time_is_named() {
    let now: Timestamp = "2024-01-02T01:04:15Z".parse().unwrap();
    for (time, cause) in [
        ("20240102090410", None),
        ("20240102210410", Some(Cause::TwelveHours)),
        ("20240101210410", Some(Cause::TwelveHours)),
        ("20240102010410", Some(Cause::Utc)),
        ("20240102100410", Some(Cause::TimeZone)),
        ("20240101200410", Some(Cause::TimeZone)),
        ("20240102100310", Some(Cause::ClockOff)),
        ("20240105090410", Some(Cause::ClockOff)),
        ("20240102090499", Some(Cause::Milliseconds)),
        ("202401020904123", Some(Cause::Milliseconds)),
        ("209901990904123", Some(Cause::TimeForm)),
    ] {
        let right = digest(BODY.as_bytes(), KEY, time);
        let found = diagnosed(time, BODY.as_bytes(), &right, Some(now));
        assert_eq!(found.as_ref().map(|found| found.cause), cause, "{time}");
        if time == "20240102100410" {
            assert!(found.unwrap().advice_en.contains("UTC+09:00"));
        }
    }
}

#[test]
fn random_requests_with_random_keys_only_differ() {
    only_differ(100);
}

#[test]
#[ignore = "takes a minute"]
fn a_thousand_random_requests_with_random_keys_only_differ() {
    only_differ(1000);
}

fn only_differ(requests: usize) {
    let mut state = 7_u64;
    let mut random = move |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    for _ in 0..requests {
        let body = format!(r#"{{"deal_name":"券{}","page_number":{}}}"#, random(1000), random(99));
        let time = format!("202401{:02}0304{:02}", random(28) + 1, random(60));
        let key = format!("{:016x}", random(u64::MAX));
        let digest = digest(body.as_bytes(), &key, &time);
        let found = diagnosed(&time, body.as_bytes(), &digest, None).unwrap();
        assert_eq!(
            (found.cause, found.second_cause),
            (Cause::Differs, None),
            "{body} {time} {key}"
        );
    }
}

#[test]
fn the_form_of_an_unknown_digest_is_said() {
    for (found, en) in [
        ("a".repeat(32), "form of a digest"),
        ("A".repeat(32), "not all in lower case"),
        ("a".repeat(40), "SHA-1"),
        ("a".repeat(64), "SHA-256"),
        ("a".repeat(16), "half of an MD5"),
        ("a".repeat(31), "a zero may have been lost"),
        ("x".repeat(32), "not the form"),
    ] {
        let found = diagnosed(TIME, BODY.as_bytes(), &found, None).unwrap();
        assert_eq!(found.cause, Cause::Differs);
        assert!(found.advice_en.contains(en) && !found.advice_zh.is_empty(), "{found:?}");
    }
}
