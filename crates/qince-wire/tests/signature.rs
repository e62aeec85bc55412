//! Signatures against vectors that are not ours, and the server's side of them.

use crate::support::{APP_KEY, MSG_ID, OPENID, account, attempt};
use bytes::Bytes;
use coupon_qince_wire::{
    Account, AccountConfig, AttemptParams, OPERATIONS, ParsedRequest, TimestampForm, VerifyError,
    base_url, digest, encode, encode_raw, operation, parse_request, voucher::GetVoucherInfos,
};
use coupon_sign::Secret;
use http::{Method, Request, header};
use jiff::{civil::DateTime, tz::Offset};
use serde_json::Value;

#[test]
fn digests_of_the_vectors() {
    for case in vectors() {
        let found =
            digest(text(&case, "body").as_bytes(), &Secret::new(APP_KEY), text(&case, "timestamp"));
        assert_eq!(text(&case, "app_key"), APP_KEY);
        assert_eq!(found, text(&case, "digest"), "{}", text(&case, "source"));
    }
}

#[test]
fn the_vendors_example_as_a_whole_request() {
    let case = vectors().remove(0);
    assert_eq!(text(&case, "openid"), OPENID);
    let attempt = stamp_of(&case, text(&case, "msg_id"));
    let body = Bytes::from(text(&case, "body").to_owned());
    let request = encode_raw(&account(), &attempt, &OPERATIONS[0], body.clone());
    assert_eq!(request.method(), Method::POST);
    assert_eq!(request.headers()[header::CONTENT_TYPE], "application/json; charset=utf-8");
    assert_eq!(request.body(), &body, "the bytes are sent as they are, though they are no JSON");
    assert_eq!(
        request.uri().to_string(),
        "https://openapi.qince.com/api/voucher/v1/getVoucherInfos/5465103569540931532/\
         20150806142836/74267bf0cae0998a719879ec9b3c7780/ORG00001"
    );
}

#[test]
fn a_typed_call_is_signed_over_the_bytes_it_sends() {
    let case = vectors().remove(2);
    let call = GetVoucherInfos {
        page_number: Some(1.into()),
        page_length: Some(1000.into()),
        ..Default::default()
    };
    let request = encode(&account(), &stamp_of(&case, MSG_ID), &call);
    assert_eq!(request.body(), text(&case, "body"));
    assert!(request.uri().path().contains(text(&case, "digest")));
}

#[test]
fn an_empty_body_is_sent_and_signed_as_an_empty_object() {
    let case = vectors().remove(1);
    let request = encode_raw(&account(), &stamp_of(&case, MSG_ID), &OPERATIONS[0], Bytes::new());
    assert_eq!(request.body(), "{}");
    assert!(request.uri().path().contains(text(&case, "digest")));
}

#[test]
fn what_is_encoded_is_claimed_and_verified() {
    for operation in OPERATIONS {
        for body in ["{}", "{\"name\":\"兑|货+券\r\n\"}", "not json"] {
            let request = encode_raw(&account(), &attempt(), operation, Bytes::from(body));
            let parsed = parse_request(&request).unwrap();
            assert_eq!(parsed.operation.unwrap().name, operation.name);
            assert_eq!((parsed.openid.as_str(), parsed.msg_id.as_str()), (OPENID, MSG_ID));
            assert_eq!(parsed.timestamp, "20240102030405");
            assert_eq!(parsed.body, body);
            assert_eq!(parsed.verify(&account()), Ok(()));
        }
    }
}

#[test]
fn epoch_milliseconds_and_a_base_path_are_claimed_too() {
    let parts = AccountConfig {
        base_url: "https://a.example/gateway".to_owned(),
        timestamp: TimestampForm::EpochMillis,
        ..parts(OPENID, APP_KEY)
    };
    let account = Account::new(parts).unwrap();
    let parsed =
        parse_request(&encode_raw(&account, &attempt(), &OPERATIONS[3], Bytes::new())).unwrap();
    assert_eq!(parsed.timestamp, "1704135845000");
    assert_eq!(parsed.verify(&account), Ok(()));
}

#[test]
fn a_uuid_with_dashes_names_an_attempt_and_a_slash_behind_it_does_not_count() {
    let digest = "d".repeat(32);
    for (end, msg_id) in [
        ("67e55044-10b1-426f-9247-bb680e5fe0c8", "67e55044-10b1-426f-9247-bb680e5fe0c8"),
        ("67e55044-10b1-426f-9247-bb680e5fe0c8/", "67e55044-10b1-426f-9247-bb680e5fe0c8"),
        ("X000001//", "X000001"),
    ] {
        let path = format!("/api/voucher/v1/getCmInfos/1/20240102030405/{digest}/{end}");
        let request = Request::builder().uri(&path).body(Bytes::new()).unwrap();
        assert_eq!(parse_request(&request).unwrap().msg_id, msg_id, "{path}");
    }
}

#[test]
fn a_path_of_another_shape_is_named() {
    let digest = "d".repeat(32);
    for (path, expected) in [
        ("/".to_owned(), VerifyError::Path),
        (format!("/voucher/v1/getCmInfos/1/20240102030405/{digest}/m"), VerifyError::Path),
        (format!("/other/voucher/v1/getCmInfos/1/20240102030405/{digest}/m"), VerifyError::Path),
        (format!("/api/v1/getCmInfos/1/20240102030405/{digest}/m"), VerifyError::Path),
        (
            format!("/api/voucher/v1/getCmInfos/1/20240102030405/{digest}/{}", "m".repeat(37)),
            VerifyError::MsgId,
        ),
        (format!("/api/voucher/v1/getCmInfos/1/2024-01-02/{digest}/m"), VerifyError::Timestamp),
    ] {
        let request = Request::builder().uri(&path).body(Bytes::new()).unwrap();
        assert_eq!(parse_request(&request).map(|parsed| parsed.msg_id), Err(expected), "{path}");
    }
}

#[test]
fn a_wrong_signature_is_explained_without_the_key() {
    let other = |openid, key| Account::new(parts(openid, key)).unwrap();
    assert_eq!(signed("{}").verify(&other("1", APP_KEY)), Err(VerifyError::OpenId));

    let wrong_key = signed("{\"a\":1}").verify(&other(OPENID, "another key")).unwrap_err();
    assert!(hint(&wrong_key).contains("key differs"), "{wrong_key}");
    let shown = wrong_key.to_string();
    assert!(shown.contains(r#"{\"a\":1}|***|20240102030405"#), "{shown}");
    assert!(!shown.contains(APP_KEY) && !shown.contains("another key"), "{shown}");

    let mut parsed = signed("{\"a\":1}");
    parsed.body = Bytes::from("{ \"a\": 1 }");
    assert!(hint(&parsed.verify(&account()).unwrap_err()).contains("written anew"));
    parsed.body = Bytes::new();
    assert!(hint(&parsed.verify(&account()).unwrap_err()).contains("sent and signed as {}"));
}

#[test]
fn an_upper_case_digest_is_a_mismatch_of_its_own() {
    let path = encode_raw(&account(), &attempt(), &OPERATIONS[0], Bytes::from("{}"));
    let mut parts: Vec<&str> = path.uri().path().split('/').collect();
    let upper = parts[7].to_uppercase();
    parts[7] = &upper;
    let request = Request::builder().uri(parts.join("/")).body(Bytes::from("{}")).unwrap();
    let mismatch = parse_request(&request).unwrap().verify(&account()).unwrap_err();
    assert!(hint(&mismatch).contains("lower-case hex"), "{mismatch}");
}

fn signed(body: &'static str) -> ParsedRequest {
    let operation = operation("voucher.getCmInfos").expect("a known operation");
    parse_request(&encode_raw(&account(), &attempt(), operation, Bytes::from(body)))
        .expect("our own path")
}

fn hint(mismatch: &VerifyError) -> &'static str {
    match mismatch {
        VerifyError::Digest { hint, .. } => hint,
        other => panic!("{other} is not about the digest"),
    }
}

fn parts(openid: &str, app_key: &str) -> AccountConfig {
    AccountConfig {
        base_url: base_url::PRODUCTION.to_owned(),
        openid: Secret::new(openid),
        app_key: Secret::new(app_key),
        timestamp: TimestampForm::Beijing,
        allow_http: false,
    }
}

fn vectors() -> Vec<Value> {
    let text = include_str!("../../../fixtures/sign/vectors.json");
    let vectors: Value = serde_json::from_str(text).expect("the vectors are JSON");
    let cases = vectors["qince_md5"].as_array().expect("qince_md5 is a list").clone();
    assert_eq!(cases.len(), 3);
    cases
}

fn text<'a>(case: &'a Value, field: &str) -> &'a str {
    case[field].as_str().unwrap_or_else(|| panic!("{field} is text"))
}

fn stamp_of(case: &Value, msg_id: &str) -> AttemptParams {
    let beijing = DateTime::strptime("%Y%m%d%H%M%S", text(case, "timestamp")).expect("14 digits");
    let time = Offset::constant(8).to_timestamp(beijing).expect("in range");
    AttemptParams::with_msg_id(time, msg_id).expect("a legal msg_id")
}
