//! Mistakes of clients, each found by the very signature that it makes.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use bytes::Bytes;
use common::{account, attempt, op, vector};
use coupon_sign::{RsaSigningKey, Secret};
use coupon_wire::DiagnosisCause;
use coupon_wxpay_wire::{diagnose, encode_raw};
use http::{HeaderValue, Request};
use jiff::SignedDuration;

const BODY: &str = r#"{"coupon_code": "c", "appid": "wx"}"#;

fn request() -> Request<Bytes> {
    encode_raw(&account(), &attempt(), op("busifavor.useCoupon"), BODY.into())
}

/// The request under the signature of this text.
fn signed_over(mut request: Request<Bytes>, text: &str) -> Request<Bytes> {
    let key = RsaSigningKey::from_pem(&Secret::new(vector("merchant-private.pem"))).unwrap();
    let header = request.headers()["authorization"].to_str().unwrap();
    let (head, _) = header.split_once("signature=").unwrap();
    let header = format!("{head}signature=\"{}\"", key.sign_base64(text.as_bytes()));
    request.headers_mut().insert("authorization", HeaderValue::from_str(&header).unwrap());
    request
}

#[test]
fn each_mistake_is_named() {
    let (time, nonce) = ("1554208460", "593BEC0C930BF1AFEB40B4A08C8FB242");
    let path = "/v3/marketing/busifavor/coupons/use";
    let line =
        |target: &str, time: &str, body: &str| format!("POST\n{target}\n{time}\n{nonce}\n{body}\n");
    let whole = format!("https://api.mch.weixin.qq.com{path}");
    for (text, cause) in [
        (line(path, time, BODY).trim_end().to_owned(), DiagnosisCause::LineEnds),
        (line(path, time, BODY) + "\n", DiagnosisCause::LineEnds),
        (line(&whole, time, BODY), DiagnosisCause::KeyOrder),
        (line(path, time, ""), DiagnosisCause::EmptyBody),
        (line(path, time, r#"{"appid":"wx","coupon_code":"c"}"#), DiagnosisCause::ReserialisedBody),
        (line(path, "1554208461", BODY), DiagnosisCause::TimeTakenTwice),
        ("something else".to_owned(), DiagnosisCause::Differs),
    ] {
        let diagnosis = diagnose(&signed_over(request(), &text), &account(), None).unwrap();
        assert_eq!(diagnosis.cause, cause, "{text}");
        assert_eq!(diagnosis.expected_masked, line(path, time, BODY));
        assert!(!diagnosis.advice_en.is_empty() && !diagnosis.advice_zh.is_empty());
    }
    let list = encode_raw(
        &account(),
        &attempt(),
        op("busifavor.listCoupons"),
        r#"{"openid":"o","appid":"wx"}"#.into(),
    );
    let without_query =
        format!("GET\n/v3/marketing/busifavor/users/o/coupons\n{time}\n{nonce}\n\n");
    let diagnosis = diagnose(&signed_over(list, &without_query), &account(), None).unwrap();
    assert_eq!(diagnosis.cause, DiagnosisCause::KeyOrder);
}

#[test]
fn a_right_signature_is_judged_by_its_time_alone() {
    let now = attempt().time();
    assert_eq!(diagnose(&request(), &account(), None), None);
    assert_eq!(diagnose(&request(), &account(), Some(now + SignedDuration::from_mins(5))), None);
    let late = Some(now + SignedDuration::from_mins(6));
    assert_eq!(diagnose(&request(), &account(), late).unwrap().cause, DiagnosisCause::ClockOff);
    let header = |from: &str, to: &str| {
        let mut request = request();
        let text = request.headers()["authorization"].to_str().unwrap().replace(from, to);
        request.headers_mut().insert("authorization", HeaderValue::from_str(&text).unwrap());
        diagnose(&request, &account(), None)
    };
    assert_eq!(header("1554208460", "1554208460000").unwrap().cause, DiagnosisCause::TimeForm);
    assert_eq!(header("1900009191", "1900009192").unwrap().cause, DiagnosisCause::AnotherAccount);
    assert_eq!(header("WECHATPAY2", "WECHATPAY3"), None, "no call of this vendor");
}
