//! Mistakes as languages and tools make them, each with its name; the same with a wrong key as well is none of them.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use bytes::Bytes;
use coupon_qmai_wire::{Account, AccountConfig, V2Money, V2Signing, base_url, diagnose};
use coupon_sign::{
    Secret, base64, hmac_md5_hex, hmac_sha1_base64, hmac_sha1_hex, percent_encode, sha1_hex,
};
use coupon_wire::{Diagnosis, DiagnosisCause as Cause};
use http::Request;
use jiff::Timestamp;

const KEY: &str = "canary-key-7f3a";
const TEXT: &str = "grantCode=782c281f62&nonce=7&openId=canary-id-1&timestamp=1700000000";

fn account() -> Account {
    Account::new(AccountConfig {
        base_url: base_url::PRODUCTION.to_owned(),
        open_id: Secret::new("canary-id-1"),
        grant_code: Secret::new("782c281f62"),
        open_key: Secret::new(KEY),
        v2_signing: V2Signing::PascalCase,
        v2_money: V2Money::Fen,
        allow_http: false,
    })
    .unwrap()
}

fn request(token: &str, time: &str, nonce: u64) -> Request<Bytes> {
    let body = format!(
        r#"{{"openId":"canary-id-1","grantCode":"782c281f62","token":"{token}","timestamp":{time},"nonce":{nonce},"params":{{"customerId":"1"}}}}"#
    );
    Request::post(format!("{}/v3/crm/coupon/getCustomerCoupons", base_url::PRODUCTION))
        .body(body.into())
        .unwrap()
}

fn diagnosed(token: &str, nonce: u64) -> Diagnosis {
    let found = diagnose(&request(token, "1700000000", nonce), &account(), None).unwrap();
    let shown = format!("{found:?}{}", serde_json::to_string(&found).unwrap());
    for secret in [KEY, "canary-id-1", "782c281f62"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    found
}

fn token(key: &str, text: &str) -> String {
    percent_encode(&hmac_sha1_base64(&Secret::new(key), text.as_bytes()))
}

/// Key and text as they were used, and the mistake.
fn signed() -> Vec<(Cause, String, String)> {
    let text = |from: &str, to: &str| TEXT.replace(from, to);
    let keys = [
        (Cause::KeyWithLineEnd, format!("{KEY}\n")),
        (Cause::KeyWithLineEnd, format!("{KEY}\r\n")),
        (Cause::KeyWithLineEnd, format!(" {KEY}")),
        (Cause::KeyInQuotes, format!("\"{KEY}\"")),
        (Cause::KeyInQuotes, format!("'{KEY}'")),
        (Cause::WrongKey, String::new()),
        (Cause::WrongKey, "undefined".to_owned()),
        (Cause::WrongKey, "canary-id-1".to_owned()),
        (Cause::WrongKey, "782c281f62".to_owned()),
    ];
    let texts = [
        (Cause::LineEnds, format!("{TEXT}\n")),
        (Cause::TextEncoded, percent_encode(TEXT)),
        (Cause::Utc, text("1700000000", "1700028800")),
        (Cause::Utc, text("1700000000", "1699971200")),
        (Cause::TimeZone, text("1700000000", "1700003600")),
        (Cause::TimeTakenTwice, text("1700000000", "1700000001")),
        (Cause::TimeTakenTwice, text("1700000000", "1699999998")),
        (Cause::NonceTakenTwice, text("nonce=7", "nonce=8")),
        (Cause::NonceTakenTwice, text("nonce=7", "nonce=6")),
        (Cause::TimeForm, format!("{TEXT}123")),
        (
            Cause::KeyOrder,
            "openId=canary-id-1&grantCode=782c281f62&timestamp=1700000000&nonce=7".to_owned(),
        ),
        (Cause::KeyOrder, text("&", "")),
        (Cause::ParamsSigned, text("&timestamp", "&params={\"customerId\":\"1\"}&timestamp")),
        (Cause::ParamsSigned, format!("{TEXT}&params={{\"customerId\":\"1\"}}")),
        (
            Cause::V2Strategy,
            "GrantCode=782c281f62&Nonce=7&OpenId=canary-id-1&Timestamp=1700000000".to_owned(),
        ),
    ];
    let keys = keys.into_iter().map(|(cause, key)| (cause, key, TEXT.to_owned()));
    let texts = texts.into_iter().map(|(cause, text)| (cause, KEY.to_owned(), text));
    keys.chain(texts).collect()
}

/// Tokens of the right text that are digested, written or encoded in another way.
fn tokens(key: &str, text: &str) -> Vec<(Cause, String)> {
    let plain = hmac_sha1_base64(&Secret::new(key), text.as_bytes());
    let (once, hex) = (percent_encode(&plain), hmac_sha1_hex(key.as_bytes(), text.as_bytes()));
    let lower = once.replace("%2B", "%2b").replace("%2F", "%2f").replace("%3D", "%3d");
    let of_hex = |hex: &str| {
        let bytes = (0..hex.len() / 2).map(|at| u8::from_str_radix(&hex[at * 2..at * 2 + 2], 16));
        percent_encode(&base64(&bytes.collect::<Result<Vec<u8>, _>>().unwrap()))
    };
    vec![
        (Cause::NotPercentEncoded, plain.clone()),
        (Cause::NotPercentEncoded, plain.replace('+', " ")),
        (Cause::LowerCaseHex, lower.clone()),
        (Cause::EncodedTwice, percent_encode(&once)),
        (Cause::EncodedTwice, percent_encode(&percent_encode(&once))),
        (Cause::EncodedTwice, percent_encode(&lower)),
        // quote, escape, PathEscape, and the plus sign alone.
        (Cause::PartlyEncoded, once.replace("%2F", "/")),
        (Cause::PartlyEncoded, once.replace("%2F", "/").replace("%2B", "+")),
        (Cause::PartlyEncoded, plain.replace('/', "%2F")),
        (Cause::PartlyEncoded, plain.replace('+', "%2B")),
        (Cause::DigestEncoding, hex.clone()),
        (Cause::DigestEncoding, hex.to_uppercase()),
        (Cause::DigestEncoding, percent_encode(&base64(hex.as_bytes()))),
        (Cause::DigestEncoding, plain.replace('+', "-").replace('/', "_")),
        (Cause::ArgumentsExchanged, token(text, key)),
        (Cause::OtherDigest, of_hex(&sha1_hex(text.as_bytes()))),
        (Cause::OtherDigest, of_hex(&sha1_hex(format!("{text}{key}").as_bytes()))),
        (Cause::OtherDigest, of_hex(&hmac_md5_hex(key.as_bytes(), text.as_bytes()))),
    ]
}

/// A nonce whose token holds `+` and `/`, and its text.
fn with_signs(key: &str) -> (u64, String) {
    (1..)
        .map(|nonce| (nonce, TEXT.replace("nonce=7", &format!("nonce={nonce}"))))
        .find(|(_, text)| {
            let plain = hmac_sha1_base64(&Secret::new(key), text.as_bytes());
            plain.contains('+') && plain.contains('/')
        })
        .unwrap()
}

#[test]
fn every_mistake_is_named_and_with_a_wrong_key_as_well_is_not() {
    let mut count = 0;
    for (cause, key, text) in signed() {
        let found = diagnosed(&token(&key, &text), 7);
        assert_eq!((found.cause, found.second_cause), (cause, None), "{key:?} {text:?}");
        let found = diagnosed(&token(&format!("{key}x"), &text), 7);
        assert_eq!((found.cause, found.second_cause), (Cause::Differs, None), "{key:?} {text:?}");
        count += 1;
    }
    let (nonce, text) = with_signs(KEY);
    for (cause, token) in tokens(KEY, &text) {
        let found = diagnosed(&token, nonce);
        assert_eq!((found.cause, found.second_cause), (cause, None), "{token}");
        count += 1;
    }
    let (nonce, text) = with_signs("another");
    for (cause, token) in tokens("another", &text) {
        // A digest without a key is the same with any.
        if token == tokens(KEY, &text).iter().find(|(other, _)| *other == cause).unwrap().1 {
            continue;
        }
        let found = diagnosed(&token, nonce);
        assert_eq!((found.cause, found.second_cause), (Cause::Differs, None), "{cause:?} {token}");
    }
    println!("{count} mistakes named");
}

#[test]
fn two_mistakes_at_once_are_both_named() {
    let (nonce, text) = with_signs(&format!("{KEY}\n"));
    let plain = hmac_sha1_base64(&Secret::new(format!("{KEY}\n")), text.as_bytes());
    let found = diagnosed(&plain, nonce);
    let named = [Some(found.cause), found.second_cause];
    assert_eq!(named, [Some(Cause::KeyWithLineEnd), Some(Cause::NotPercentEncoded)]);
    let late = TEXT.replace("1700000000", "1700028800");
    let found = diagnosed(&token(&format!("'{KEY}'"), &late), 7);
    let named = [Some(found.cause), found.second_cause];
    assert_eq!(named, [Some(Cause::Utc), Some(Cause::KeyInQuotes)]);
    assert!(found.advice_en.contains("8 hours") && found.advice_en.contains("quotes"));
}

#[test]
fn whole_hours_off_are_a_zone() {
    let right = token(KEY, TEXT);
    for (now, cause) in [
        (1_700_000_010, None),
        (1_700_003_605, Some(Cause::TimeZone)),
        (1_699_996_410, Some(Cause::TimeZone)),
        (1_700_028_800, Some(Cause::Utc)),
        (1_700_002_000, Some(Cause::ClockOff)),
        (1_700_360_000, Some(Cause::ClockOff)),
    ] {
        let now = Timestamp::from_second(now).unwrap();
        let found = diagnose(&request(&right, "1700000000", 7), &account(), Some(now));
        assert_eq!(found.map(|found| found.cause), cause, "{now}");
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
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for _ in 0..requests {
        let nonce = random() % 1_000_000 + 1;
        let text = TEXT.replace("nonce=7", &format!("nonce={nonce}"));
        let found = diagnosed(&token(&format!("{:016x}", random()), &text), nonce);
        assert_eq!((found.cause, found.second_cause), (Cause::Differs, None), "{nonce}");
    }
}

#[test]
fn the_form_of_an_unknown_token_is_said() {
    for (found, en) in [
        (token("another", TEXT), "form of a token"),
        (percent_encode(&token("another", TEXT)), "more than once"),
        ("a".repeat(40), "40 hex digits"),
        ("a".repeat(64), "SHA-256"),
        ("a".repeat(32), "MD5"),
        (format!("{}=", "A".repeat(43)), "SHA-256"),
        (format!("{}=", "A".repeat(27)), "not percent-encoded"),
        ("x y".to_owned(), "not the form"),
    ] {
        let found = diagnosed(&found, 7);
        assert_eq!(found.cause, Cause::Differs);
        assert!(found.advice_en.contains(en) && !found.advice_zh.is_empty(), "{found:?}");
    }
}
