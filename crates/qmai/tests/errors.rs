//! Each way to fail: one error, of the right kind, without a secret.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod support;

use std::error::Error as _;

use coupon_domain::{Effect, Error, ErrorKind, PageNumber, Provider};
use coupon_qmai_wire::{V2Money, operation, v3::GetCustomerCoupons};
use coupon_testkit::CannedAnswer;
use support::{GRANT, KEY, OPEN_ID, asked, of_customer, params, qmai, qmai_answering};

fn call() -> GetCustomerCoupons {
    GetCustomerCoupons { customer_id: Some("1".to_owned()), ..Default::default() }
}

/// The error of a call, and how often it was sent.
async fn failure(answers: Vec<CannedAnswer>) -> (Error, usize) {
    let (qmai, vendor) = qmai_answering(answers, V2Money::Fen);
    let error = qmai.call(&call()).await.unwrap_err();
    assert_eq!(error.effect(), Effect::None, "every operation only reads");
    assert_eq!(error.details().provider.as_ref().map(|name| name.as_str()), Some("qmai"));
    assert_eq!(error.details().operation, Some("v3.getCustomerCoupons"));
    (error, asked(&vendor).len())
}

fn ok(body: &str) -> CannedAnswer {
    Some((200, body.to_owned()))
}

#[tokio::test]
async fn a_refused_signature_is_about_credentials_and_says_how_far_the_clock_is_off() {
    let body = r#"{"status":false,"code":110004,"message":"签名校验失败","traceId":"t-1"}"#;
    let (error, sent) = failure(vec![ok(body)]).await;
    assert_eq!((error.kind(), sent), (&ErrorKind::Credentials, 1));
    let details = error.details();
    assert_eq!((details.code.as_deref(), details.trace.as_deref()), (Some("110004"), Some("t-1")));
    assert_eq!(details.message.as_deref(), Some("签名校验失败"));
    let message = "签名校验失败 (this clock is +600 s off the vendor's Date)";
    assert!(error.to_string().contains(message), "{error}");
}

#[tokio::test]
async fn refusals_are_told_apart_by_who_refuses() {
    for (status, code, message, kind, times) in [
        ("false", "110007", "无权限", ErrorKind::Credentials, 1),
        ("false", "100002", "参数格式错误", ErrorKind::Refused, 1),
        ("true", "300001", "客户状态异常", ErrorKind::Refused, 1),
        ("true", "300002", "查询的信息不存在", ErrorKind::Refused, 1),
        ("true", "110004", "签名错误", ErrorKind::Credentials, 1),
        ("false", "110010", "接口限流", ErrorKind::Throttled, 3),
        ("true", "300003", "系统繁忙,请稍后再试", ErrorKind::Throttled, 3),
    ] {
        let body = format!(r#"{{"status":{status},"code":"{code}","message":"{message}"}}"#);
        let (error, sent) = failure(vec![ok(&body)]).await;
        assert_eq!((error.kind(), sent), (&kind, times), "{body}");
        assert_eq!(error.details().code.as_deref(), Some(code));
        assert!(error.details().message.as_deref().unwrap().starts_with(message), "{error}");
    }
}

#[tokio::test]
async fn throttling_and_broken_connections_pass_after_a_repeat() {
    let busy = ok(r#"{"status":false,"code":1,"message":"访问频繁"}"#);
    let good = ok(r#"{"status":true,"code":0,"data":{"cardId":1}}"#);
    for first in [busy, None, Some((503, String::new()))] {
        let (qmai, vendor) = qmai_answering(vec![first, good.clone()], V2Money::Fen);
        assert_eq!(qmai.call(&call()).await.unwrap().rows.len(), 1);
        assert_eq!(asked(&vendor).len(), 2);
    }
}

#[tokio::test]
async fn what_the_network_does() {
    for (answer, kind, times) in [
        (None, ErrorKind::Unreachable, 3),
        (Some((502, "<html>".to_owned())), ErrorKind::Unreachable, 3),
        (Some((404, "<html>".to_owned())), ErrorKind::Refused, 1),
        (Some((401, "{}".to_owned())), ErrorKind::Credentials, 1),
        (Some((429, String::new())), ErrorKind::Throttled, 3),
        (Some((302, String::new())), ErrorKind::NotUnderstood, 1),
    ] {
        let status = answer.as_ref().map(|answer| answer.0);
        let (error, sent) = failure(vec![answer]).await;
        assert_eq!((error.kind(), sent), (&kind, times), "{status:?}");
        assert_eq!(
            (error.details().status, error.details().attempts),
            (status, Some(times as u32))
        );
    }
    let body = r#"{"status":false,"code":110004,"message":"签名错误"}"#;
    let (error, _) = failure(vec![Some((400, body.to_owned()))]).await;
    assert_eq!(error.kind(), &ErrorKind::Credentials, "the vendor's words under any status");
    assert_eq!(error.details().code.as_deref(), Some("110004"));
}

#[tokio::test]
async fn what_is_no_answer_is_not_understood() {
    for body in ["<html>hello</html>", r#"{"status":true}"#, r#"{"code":0,"data":"soon"}"#] {
        let (error, sent) = failure(vec![ok(body)]).await;
        assert_eq!((error.kind(), sent), (&ErrorKind::NotUnderstood, 1), "{body}");
    }
}

#[tokio::test]
async fn broken_rules_are_not_sent_unless_asked_for() {
    let (qmai, vendor) = qmai(r#"{"status":true,"code":0,"data":[]}"#);
    let error = qmai.call(&GetCustomerCoupons::default()).await.unwrap_err();
    let ErrorKind::Rule(rules) = error.kind() else { panic!("{error}") };
    assert_eq!((rules[0].rule.as_str(), rules[0].field.as_str()), ("V3-1", "customerId"));

    let v3 = operation("v3.getCustomerCoupons").unwrap();
    for (body, rule) in [("{}", "V3-1"), ("", "V3-1"), ("[]", "TYP-9"), ("no json", "TYP-9")] {
        let error = qmai.call_raw(v3, body.into(), false).await.unwrap_err();
        let ErrorKind::Rule(rules) = error.kind() else { panic!("{error}") };
        assert_eq!(rules[0].rule, rule, "{body}");
    }
    assert!(asked(&vendor).is_empty());

    // An assumed rule only warns.
    let ids = operation("v2.user-coupons-detail.by-ids").unwrap();
    qmai.call_raw(ids, r#"{"ids":"a"}"#.into(), false).await.unwrap();
    qmai.call_raw(v3, r#"{"useStatus":9}"#.into(), true).await.unwrap();
    assert_eq!(params(&vendor), [r#"{"ids":"a"}"#, r#"{"useStatus":9}"#]);
}

#[tokio::test]
async fn no_error_holds_a_secret() {
    let said = format!("{OPEN_ID} {GRANT} {KEY}");
    let refused =
        format!(r#"{{"status":false,"code":"{KEY}","message":"{said}","traceId":"{said}"}}"#);
    for answer in [
        ok(&refused),
        Some((400, refused.clone())),
        Some((500, said.clone())),
        ok(&said),
        ok(&format!(r#"{{"code":0,"data":"{said}"}}"#)),
        None,
    ] {
        let (error, _) = failure(vec![answer]).await;
        let mut shown = format!("{error} {error:?} {:?}", error.details());
        let mut source = error.source();
        while let Some(cause) = source {
            shown.push_str(&format!(" {cause} {cause:?}"));
            source = cause.source();
        }
        for secret in [OPEN_ID, GRANT, KEY, "%3D"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
    assert!(said.contains(KEY), "the search can find");
}

#[tokio::test]
async fn a_provider_reports_failures_too() {
    let (qmai, _) = qmai(r#"{"status":false,"code":110004,"message":"签名错误"}"#);
    let error = qmai.coupons(&of_customer("1"), PageNumber::FIRST).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Credentials);
    let error = qmai.templates_by_id(&["7".into()]).await.unwrap_err();
    assert_eq!(error.details().operation, Some("v2.user-coupons-detail.by-ids"));
}
