//! Answers that are no success: the kind, the effect and the message of the error.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

mod support;

use coupon_domain::{Command, Effect, EndTemplate, Error, ErrorKind, Provider, TemplateRef};
use coupon_qince::Vouchers;
use coupon_qince_wire::voucher::{FinishVoucher, GetVoucherInfos};

use support::{KEY, OPENID};

const MINE: &str = "00000000000000000000000000000007";

/// The answer, as text that lives as long as it must.
fn qince(
    answer: Option<&'static str>,
) -> (std::sync::Arc<coupon_qince::Qince>, std::sync::Arc<coupon_testkit::ScriptedConnector>) {
    support::qince(answer.map(str::to_owned))
}

async fn end(answer: Option<&'static str>) -> (Error, usize) {
    let (qince, canned) = qince(answer);
    let end = EndTemplate { template: TemplateRef::Id("1".into()) };
    let vouchers = Vouchers::new(qince, 1000);
    let error = vouchers.write(&Command::EndTemplate(end), None).await.unwrap_err();
    let asked = canned.requests().len();
    (error, asked)
}

async fn list(answer: Option<&'static str>) -> Error {
    qince(answer).0.call(&GetVoucherInfos::default()).await.unwrap_err()
}

#[tokio::test]
async fn code_1_is_a_refusal_and_nothing_happened() {
    let answer =
        r#"{"return_code":"1","return_msg":"已终止","msg_id":"00000000000000000000000000000007"}"#;
    let (error, _) = end(Some(answer)).await;
    assert_eq!((error.kind(), error.effect()), (&ErrorKind::Refused, Effect::None));
    assert_eq!(error.details().code.as_deref(), Some("1"));
    assert_eq!(error.details().message.as_deref(), Some("已终止"));
    assert_eq!(error.details().trace.as_deref(), Some(MINE));
    assert_eq!(error.details().provider.as_ref().unwrap().as_str(), "qince.voucher");
}

#[tokio::test]
async fn other_codes_are_about_credentials_and_the_clock_is_compared() {
    let answer =
        r#"{"return_code":"10002","return_msg":"openid 5465103569540931532 digest error"}"#;
    let error = list(Some(answer)).await;
    assert_eq!((error.kind(), error.effect()), (&ErrorKind::Credentials, Effect::None));
    let message = "openid *** digest error (this clock is +600 s off the vendor's Date)";
    assert!(error.to_string().contains(message), "{error}");
    let chinese = "openid *** digest error（本机时钟与厂商的 Date 相差 +600 秒）";
    assert!(error.chinese().contains(chinese), "{}", error.chinese());
}

#[tokio::test]
async fn an_answer_without_a_code_leaves_a_write_unknown_and_a_read_not_understood() {
    for answer in [r#"{"msg_id":"00000000000000000000000000000007"}"#, "<html>502</html>", ""] {
        let (error, asked) = end(Some(answer)).await;
        assert_eq!(
            (error.kind(), error.effect()),
            (&ErrorKind::NotUnderstood, Effect::Unknown),
            "{answer}"
        );
        assert_eq!(asked, 1, "a write is sent once");
        let error = list(Some(answer)).await;
        assert_eq!(
            (error.kind(), error.effect()),
            (&ErrorKind::NotUnderstood, Effect::None),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn data_that_cannot_be_read_behind_code_0_means_that_the_write_was_done() {
    let (qince, _) = qince(Some(r#"{"return_code":0,"response_data":"[{\"voucherId\":"}"#));
    let call = serde_json::from_str::<coupon_qince_wire::voucher::AddVoucherInfo>(
        r#"{"name":"a","startDate":"2022-02-22","endDate":"2022-02-22","money":"10","doorsillType":"N",
            "payType":"UNLIMITED","grantType":"ZDLQ","eachCmNum":1,"num":10,"tradeRange":"1","prodMode":"ALL"}"#,
    );
    let error = qince.call(&call.unwrap()).await.unwrap_err();
    assert_eq!((error.kind(), error.effect()), (&ErrorKind::NotUnderstood, Effect::Applied));
}

#[tokio::test]
async fn the_echo_of_another_call_says_nothing_about_this_one() {
    let answer = Some(r#"{"return_code":"0","msg_id":"X000001","response_data":null}"#);
    let (error, asked) = end(answer).await;
    assert_eq!((error.kind(), error.effect()), (&ErrorKind::NotUnderstood, Effect::Unknown));
    assert_eq!(asked, 1);
    assert_eq!(*list(answer).await.kind(), ErrorKind::NotUnderstood);
}

#[tokio::test]
async fn a_lost_answer_is_unknown_to_a_write_and_named_by_its_msg_id() {
    let (error, asked) = end(None).await;
    assert_eq!((error.kind(), error.effect()), (&ErrorKind::Unreachable, Effect::Unknown));
    assert_eq!(error.details().trace.as_deref(), Some(MINE));
    assert_eq!(asked, 1);
}

#[tokio::test]
async fn broken_rules_are_all_said_at_once_and_nothing_is_sent() {
    let (qince, canned) = qince(Some("{}"));
    let call = GetVoucherInfos {
        start_create_date: Some("2021-02-30".to_owned()),
        end_modify_date: Some("1.4.2021".to_owned()),
        ..GetVoucherInfos::default()
    };
    let error = qince.call(&call).await.unwrap_err();
    let ErrorKind::Rule(rules) = error.kind() else { panic!("{error}") };
    let fields: Vec<_> = rules.iter().map(|rule| rule.field.as_str()).collect();
    assert_eq!(fields, ["start_create_date", "end_modify_date"]);
    let error = qince.call(&FinishVoucher::default()).await.unwrap_err();
    assert!(error.to_string().contains("voucherId: is required (FIN-1)"), "{error}");
    assert!(canned.requests().is_empty());
}

#[tokio::test]
async fn no_error_holds_openid_key_digest_or_url() {
    let mut shown = String::new();
    for answer in [
        None,
        Some(
            "<a href=/api/x/5465103569540931532/20240102030405/ad2e4c8e9297e46ab1aa91769b471fac/>",
        ),
    ] {
        let (error, _) = end(answer).await;
        shown += &format!("{error} {error:?}");
    }
    assert!(!shown.contains(OPENID) && !shown.contains(KEY), "{shown}");
    assert!(!shown.contains("ad2e4c8e9297e46ab1aa91769b471fac"), "{shown}");
}
