//! Requests that are signed wrongly by hand, and the name of what is wrong with each.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use bytes::Bytes;
use coupon_qince_wire::{Account, AccountConfig, TimestampForm, base_url, diagnose};
use coupon_sign::{Secret, md5_hex};
use coupon_wire::{Compared, Diagnosis, DiagnosisCause};
use http::Request;
use jiff::Timestamp;

const KEY: &str = "canary-key-7f3a";
const TIME: &str = "20240102030405";
const BODY: &str = r#"{"deal_name":"优惠券","page_length":1000,"page_number":1}"#;
/// `BODY` in GBK: 优 is D3 C5, 惠 BB DD, 券 C8 AF.
const GBK: &[u8] =
    b"{\"deal_name\":\"\xd3\xc5\xbb\xdd\xc8\xaf\",\"page_length\":1000,\"page_number\":1}";

fn account() -> Account {
    Account::new(AccountConfig {
        base_url: base_url::PRODUCTION.to_owned(),
        openid: Secret::new("5465103569540931532"),
        app_key: Secret::new(KEY),
        timestamp: TimestampForm::Beijing,
        allow_http: false,
    })
    .unwrap()
}

fn request(time: &str, body: &[u8], digest: &str) -> Request<Bytes> {
    let path = "/api/coupondetail/v1/queryCouponDetail/5465103569540931532";
    let base = base_url::PRODUCTION;
    let uri = format!("{base}{path}/{time}/{digest}/X000001");
    Request::post(uri).body(Bytes::copy_from_slice(body)).unwrap()
}

/// The diagnosis of a request with `BODY` at `TIME` and the digest of that text.
fn signed(text: impl AsRef<[u8]>) -> Diagnosis {
    diagnosed(TIME, BODY.as_bytes(), &md5_hex(&[text.as_ref()])).unwrap()
}

fn diagnosed(time: &str, body: &[u8], digest: &str) -> Option<Diagnosis> {
    let found = diagnose(&request(time, body, digest), &account(), None, Some(GBK));
    let shown = format!("{found:?}{}", serde_json::to_string(&found).unwrap());
    assert!(!shown.contains(KEY), "{shown}");
    found
}

#[test]
fn a_right_signature_has_no_diagnosis() {
    let right = md5_hex(&[format!("{BODY}|{KEY}|{TIME}").as_bytes()]);
    assert_eq!(diagnosed(TIME, BODY.as_bytes(), &right), None);
    let elsewhere = Request::post("https://a.cn/else").body(Bytes::new()).unwrap();
    assert_eq!(diagnose(&elsewhere, &account(), None, None), None);
}

#[test]
fn every_mistake_is_named() {
    let at = |time: &str| format!("{BODY}|{KEY}|{time}");
    let other_body = |body: &str| format!("{body}|{KEY}|{TIME}");
    for (cause, text) in [
        (DiagnosisCause::Differs, format!("{BODY}|another-key|{TIME}")),
        (DiagnosisCause::KeyWithLineEnd, format!("{BODY}|{KEY}\n|{TIME}")),
        (DiagnosisCause::KeyWithLineEnd, format!("{BODY}|{KEY}\r\n|{TIME}")),
        (DiagnosisCause::KeyWithLineEnd, format!("{BODY}|{KEY} |{TIME}")),
        (DiagnosisCause::Utc, at("20240101190405")),
        (DiagnosisCause::Utc, at("20240102110405")),
        (DiagnosisCause::Epoch, at("1704135845")),
        (DiagnosisCause::Epoch, at("1704135845123")),
        (DiagnosisCause::KeyOrder, format!("{KEY}|{BODY}|{TIME}")),
        (DiagnosisCause::KeyOrder, format!("{BODY}|{TIME}|{KEY}")),
        (DiagnosisCause::KeyOrder, format!("{BODY}{KEY}{TIME}")),
        (
            DiagnosisCause::ReserialisedBody,
            other_body(
                r#"{"deal_name": "\u4f18\u60e0\u5238", "page_length": 1000, "page_number": 1}"#,
            ),
        ),
        (
            DiagnosisCause::ReserialisedBody,
            other_body(r#"{"page_number":1,"page_length":1000,"deal_name":"优惠券"}"#),
        ),
        (
            DiagnosisCause::ReserialisedBody,
            other_body(r#"{"page_length":1000,"deal_name":"优惠券","page_number":1}"#),
        ),
        (DiagnosisCause::LineEnds, other_body(&format!("{BODY}\n"))),
    ] {
        let found = signed(&text);
        assert_eq!(found.cause, cause, "{text:?}");
        assert_eq!(found.expected_masked, format!("{BODY}|***|{TIME}"));
        let masked = text.replace(KEY, "***");
        let known = (cause != DiagnosisCause::Differs).then_some(masked);
        assert_eq!(found.signed_masked, known, "{text:?}");
        assert!(found.first_difference.is_some(), "{text:?}");
        assert!(!found.advice_en.is_empty() && !found.advice_zh.is_empty());
    }
}

#[test]
fn the_first_byte_that_differs_is_in_the_text_where_that_is_known() {
    let spaced = signed(format!("{}|{KEY}|{TIME}", BODY.replace("\":", "\": ")));
    assert_eq!((spaced.compared, spaced.first_difference), (Compared::String, Some(13)));

    let right = md5_hex(&[format!("{BODY}|{KEY}|{TIME}").as_bytes()]);
    let last = if right.ends_with('0') { '1' } else { '0' };
    let wrong = format!("{}{last}", &right[..31]);
    let unknown = diagnosed(TIME, BODY.as_bytes(), &wrong).unwrap();
    assert_eq!((unknown.compared, unknown.first_difference), (Compared::Signature, Some(31)));
    assert_eq!(unknown.found, wrong);
}

#[test]
fn an_upper_case_digest_is_named() {
    let right = md5_hex(&[format!("{BODY}|{KEY}|{TIME}").as_bytes()]);
    let found = diagnosed(TIME, BODY.as_bytes(), &right.to_uppercase()).unwrap();
    assert_eq!((found.cause, found.compared), (DiagnosisCause::UpperCaseHex, Compared::Signature));
}

#[test]
fn gbk_is_named_wherever_it_was_used() {
    let of = |body: &[u8]| md5_hex(&[body, format!("|{KEY}|{TIME}").as_bytes()]);
    // Signed as GBK, sent as UTF-8.
    assert_eq!(
        signed([GBK, format!("|{KEY}|{TIME}").as_bytes()].concat()).cause,
        DiagnosisCause::Gbk
    );
    // The other way round.
    let account = account();
    let other =
        diagnose(&request(TIME, GBK, &of(BODY.as_bytes())), &account, None, Some(BODY.as_bytes()));
    assert_eq!(other.unwrap().cause, DiagnosisCause::Gbk);
    // Both as GBK: the digest is that of the bytes, but they are no UTF-8.
    assert_eq!(diagnosed(TIME, GBK, &of(GBK)).unwrap().cause, DiagnosisCause::Gbk);
}

#[test]
fn an_empty_body_is_two_bytes() {
    let empty = md5_hex(&[format!("|{KEY}|{TIME}").as_bytes()]);
    assert_eq!(diagnosed(TIME, b"{}", &empty).unwrap().cause, DiagnosisCause::EmptyBody);
    let filled = md5_hex(&[format!("{{}}|{KEY}|{TIME}").as_bytes()]);
    assert_eq!(diagnosed(TIME, b"", &filled).unwrap().cause, DiagnosisCause::EmptyBody);
}

#[test]
fn the_time_of_a_right_signature_is_judged_by_a_clock() {
    let judge = |time: &str, now: &str| {
        let digest = md5_hex(&[format!("{BODY}|{KEY}|{time}").as_bytes()]);
        let now: Timestamp = now.parse().unwrap();
        diagnose(&request(time, BODY.as_bytes(), &digest), &account(), Some(now), None)
    };
    let cause = |time, now| judge(time, now).map(|found| found.cause);
    assert_eq!(cause(TIME, "2024-01-01T19:05:00Z"), None);
    assert_eq!(cause(TIME, "2024-01-02T03:05:00Z"), Some(DiagnosisCause::Utc));
    assert_eq!(cause(TIME, "2024-01-01T20:05:00Z"), Some(DiagnosisCause::ClockOff));
    assert_eq!(cause("1704135845000", "2024-01-01T19:05:00Z"), None);
    assert_eq!(cause("1704135845", "2024-01-01T19:05:00Z"), Some(DiagnosisCause::Epoch));
    assert_eq!(cause("2024-01-02", "2024-01-01T19:05:00Z"), Some(DiagnosisCause::TimeForm));
    assert_eq!(cause("20241302030405", "2024-01-01T19:05:00Z"), Some(DiagnosisCause::TimeForm));
    let utc = judge(TIME, "2024-01-02T03:05:00Z").unwrap();
    assert_eq!((utc.compared, utc.first_difference), (Compared::Time, Some(8)));
    assert_eq!(utc.found, TIME);
}

#[test]
fn another_account_and_a_long_body_are_no_riddle() {
    let path = "https://a.cn/api/voucher/v1/getVoucherInfos/1/20240102030405/0/X";
    let request = Request::post(path).body(Bytes::from_static(b"{}")).unwrap();
    assert_eq!(
        diagnose(&request, &account(), None, None).unwrap().cause,
        DiagnosisCause::AnotherAccount
    );

    let long = format!("{{\"deal_name\":\"{}\"}}", "券".repeat(50_000));
    let found = diagnosed(TIME, long.as_bytes(), &"0".repeat(32)).unwrap();
    assert_eq!(found.cause, DiagnosisCause::Differs);
    assert!(found.expected_masked.len() < 4096 && found.expected_masked.ends_with(TIME));
}
