//! Requests that are signed wrongly by hand, and the name of what is wrong with each.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use bytes::Bytes;
use coupon_qmai_wire::{Account, AccountConfig, V2Money, V2Signing, base_url, diagnose};
use coupon_sign::{Secret, hmac_sha1_base64, percent_encode};
use coupon_wire::{Compared, Diagnosis, DiagnosisCause};
use http::Request;
use jiff::Timestamp;

const KEY: &str = "canary-key-7f3a";
const TEXT: &str = "grantCode=782c281f62&nonce=7&openId=canary-id-1&timestamp=1700000000";
const PARAMS: &str = r#"{"customerId":"383933091455959041"}"#;

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

fn base64(key: &str, text: &str) -> String {
    hmac_sha1_base64(&Secret::new(key), text.as_bytes())
}

fn v3(token: &str, time: &str) -> Request<Bytes> {
    let body = format!(
        r#"{{"openId":"canary-id-1","grantCode":"782c281f62","token":"{token}","timestamp":{time},"nonce":7,"params":{PARAMS}}}"#
    );
    Request::post(format!("{}/v3/crm/coupon/getCustomerCoupons", base_url::PRODUCTION))
        .body(body.into())
        .unwrap()
}

fn v2(token: &str) -> Request<Bytes> {
    let body = format!(
        r#"{{"OpenId":"canary-id-1","GrantCode":"782c281f62","Token":"{token}","Timestamp":"1700000000","Nonce":"7","Action":"user.user-coupons-detail","Params":{{"ids":"1"}}}}"#
    );
    Request::post(format!("{}/api/v2", base_url::PRODUCTION)).body(body.into()).unwrap()
}

fn diagnosed(request: &Request<Bytes>) -> Option<Diagnosis> {
    let found = diagnose(request, &account(), None);
    let shown = format!("{found:?}{}", serde_json::to_string(&found).unwrap());
    for secret in [KEY, "canary-id-1", "782c281f62"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    found
}

fn cause_of(token: &str) -> Option<DiagnosisCause> {
    diagnosed(&v3(token, "1700000000")).map(|found| found.cause)
}

#[test]
fn a_right_signature_has_no_diagnosis() {
    assert_eq!(cause_of(&percent_encode(&base64(KEY, TEXT))), None);
    let elsewhere = Request::post("https://a.cn/else").body(Bytes::new()).unwrap();
    assert_eq!(diagnosed(&elsewhere), None);
}

#[test]
fn every_mistake_in_what_is_signed_is_named() {
    for (cause, key, text) in [
        (DiagnosisCause::Differs, "another", TEXT.to_owned()),
        (DiagnosisCause::KeyWithLineEnd, "canary-key-7f3a\n", TEXT.to_owned()),
        (DiagnosisCause::KeyWithLineEnd, "canary-key-7f3a ", TEXT.to_owned()),
        (
            DiagnosisCause::V2Strategy,
            KEY,
            "GrantCode=782c281f62&Nonce=7&OpenId=canary-id-1&Timestamp=1700000000".to_owned(),
        ),
        (
            DiagnosisCause::KeyOrder,
            KEY,
            "openId=canary-id-1&grantCode=782c281f62&timestamp=1700000000&nonce=7".to_owned(),
        ),
        (DiagnosisCause::KeyOrder, KEY, TEXT.replace('&', "")),
        (DiagnosisCause::KeyOrder, KEY, "782c281f627canary-id-11700000000".to_owned()),
        (
            DiagnosisCause::ParamsSigned,
            KEY,
            TEXT.replace("&timestamp", &format!("&params={PARAMS}&timestamp")),
        ),
        (DiagnosisCause::TimeForm, KEY, format!("{TEXT}123")),
        (DiagnosisCause::Utc, KEY, TEXT.replace("1700000000", "1700028800")),
    ] {
        let token = percent_encode(&base64(key, &text));
        let found = diagnosed(&v3(&token, "1700000000")).unwrap();
        assert_eq!(found.cause, cause, "{text}");
        assert_eq!(found.expected_masked, "grantCode=***&nonce=7&openId=***&timestamp=1700000000");
        let masked = text.replace("782c281f62", "***").replace("canary-id-1", "***");
        if let Some(signed) = found.signed_masked {
            assert_eq!(signed, masked);
            assert_eq!(found.compared, Compared::String);
        }
        assert!(found.first_difference.is_some(), "{text}");
        assert!(!found.advice_en.is_empty() && !found.advice_zh.is_empty());
    }
}

#[test]
fn every_wrong_form_of_a_right_token_is_named() {
    // This one holds +, / and =.
    let text = (1..)
        .map(|nonce| TEXT.replace("nonce=7", &format!("nonce={nonce}")))
        .find(|text| ['+', '/'].iter().all(|c| base64(KEY, text).contains(*c)))
        .unwrap();
    let nonce = text.split("nonce=").nth(1).unwrap().split('&').next().unwrap();
    let plain = base64(KEY, &text);
    let once = percent_encode(&plain);
    for (token, cause) in [
        (plain.clone(), Some(DiagnosisCause::NotPercentEncoded)),
        (plain.replace('+', " "), Some(DiagnosisCause::NotPercentEncoded)),
        (once.clone(), None),
        (percent_encode(&once), Some(DiagnosisCause::EncodedTwice)),
        (
            once.replace("%2B", "%2b").replace("%2F", "%2f").replace("%3D", "%3d"),
            Some(DiagnosisCause::LowerCaseHex),
        ),
    ] {
        let request = v3(&token, "1700000000").map(|body| {
            let body = String::from_utf8(body.to_vec()).unwrap();
            body.replace("\"nonce\":7", &format!("\"nonce\":{nonce}")).into()
        });
        assert_eq!(diagnosed(&request).map(|found| found.cause), cause, "{token}");
    }
}

#[test]
fn v2_has_three_recipes_and_the_account_one() {
    let token = |text: &str| percent_encode(&base64(KEY, text));
    let pascal = "GrantCode=782c281f62&Nonce=7&OpenId=canary-id-1&Timestamp=1700000000";
    assert_eq!(diagnosed(&v2(&token(pascal))), None);
    for text in [TEXT, &format!("Action=user.user-coupons-detail&{pascal}")] {
        let found = diagnosed(&v2(&token(text))).unwrap();
        assert_eq!((found.cause, found.first_difference), (DiagnosisCause::V2Strategy, Some(0)));
    }
}

#[test]
fn times_and_envelopes_are_judged() {
    let token = percent_encode(&base64(KEY, TEXT));
    let right = v3(&token, "1700000000");
    let cause = |now: i64| {
        let now = Timestamp::from_second(now).unwrap();
        diagnose(&right, &account(), Some(now)).map(|found| found.cause)
    };
    assert_eq!(cause(1_700_000_300), None);
    assert_eq!(cause(1_700_028_800), Some(DiagnosisCause::Utc));
    assert_eq!(cause(1_700_001_000), Some(DiagnosisCause::ClockOff));
    let millis = v3(&token, "1700000000000");
    assert_eq!(diagnosed(&millis).unwrap().cause, DiagnosisCause::TimeForm);
    let gbk = right.clone().map(|body| {
        let mut bytes = body.to_vec();
        let at = bytes.len() - 3;
        bytes.splice(at..at, [0xd3, 0xc5, 0xbb, 0xdd]);
        bytes.into()
    });
    assert_eq!(diagnosed(&gbk).unwrap().cause, DiagnosisCause::Gbk);
    let other = right.map(|body| {
        String::from_utf8(body.to_vec()).unwrap().replace("canary-id-1", "someone").into()
    });
    assert_eq!(diagnosed(&other).unwrap().cause, DiagnosisCause::AnotherAccount);
}
