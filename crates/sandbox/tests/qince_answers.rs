//! The checks that every Qince call passes before its operation is reached, and the shapes of answers: ERR-1 to ERR-3, ERR-7, ERR-8, QIN-1.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::support::*;
use bytes::Bytes;
use coupon_qince_wire::{
    Account, AccountConfig, AttemptParams, TimestampForm, encode_raw, operation,
};
use coupon_sandbox::{Clock, Sandbox, SandboxConfig};
use coupon_sign::Secret;
use http::Request;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

const LIST: &str = "voucher.getVoucherInfos";

fn account(openid: &str, key: &str, timestamp: TimestampForm) -> Account {
    Account::new(AccountConfig {
        base_url: "http://127.0.0.1".to_owned(),
        openid: Secret::new(openid),
        app_key: Secret::new(key),
        timestamp,
        allow_http: false,
    })
    .unwrap()
}

fn signed_at(account: &Account, time: Timestamp, body: &'static str) -> Request<Bytes> {
    let stamp = AttemptParams::with_msg_id(time, "X000001").unwrap();
    encode_raw(account, &stamp, operation(LIST).unwrap(), Bytes::from_static(body.as_bytes()))
}

async fn code(sandbox: &Sandbox, request: Request<Bytes>) -> (String, String) {
    let answer: Value = serde_json::from_str(&text(send(sandbox, request).await)).unwrap();
    assert!(answer["response_data"].is_null(), "no data");
    let part = |name: &str| answer[name].as_str().unwrap().to_owned();
    (part("return_code"), part("return_msg"))
}

#[tokio::test]
async fn a_page_is_text_in_an_envelope_that_echoes_the_msg_id() {
    let sandbox = Sandbox::new(SandboxConfig { coupons: 0, ..settings() });
    let answer = qince_raw(&sandbox, LIST, "{}").await;
    let expected =
        r#"{"return_code":"0","return_msg":"操作成功","msg_id":"X000001","response_data":"[]"}"#;
    assert_eq!(answer, expected);
}

#[tokio::test]
async fn a_success_without_data_differs_by_family() {
    let sandbox = sandbox();
    let id = open_voucher(&sandbox).await;
    let body = json!({"voucherId": id}).to_string();
    let finished = qince_raw(&sandbox, "voucher.finishVoucher", &body).await;
    let expected =
        r#"{"return_code":"0","return_msg":null,"msg_id":"X000001","response_data":null}"#;
    assert_eq!(finished, expected);
    let body = json!({"coupon_no": running_coupon(&sandbox), "exts": [{"ext_key": "k", "ext_value": "v"}]});
    let written = qince_raw(&sandbox, "coupondetail.updateCouponExt", &body.to_string()).await;
    assert_eq!(written, r#"{"msg_id":"X000001","return_code":0,"return_msg":""}"#);
}

#[tokio::test]
async fn a_refusal_has_code_1_names_every_broken_rule_and_has_no_data() {
    let sandbox = sandbox();
    let answer = qince_raw(&sandbox, LIST, r#"{"page_number":0,"start_create_date":"2024-2-1"}"#);
    let expected = concat!(
        r#"{"return_code":"1","return_msg":"page_number 应大于 0(QIN-2);"#,
        r#"start_create_date 应为存在的日期,格式 yyyy-MM-dd(LST-1)","msg_id":"X000001"}"#
    );
    assert_eq!(answer.await, expected);
    let answer = qince_raw(&sandbox, "coupondetail.approvalCoupon", "{}").await;
    assert!(answer.starts_with(r#"{"msg_id":"X000001","return_code":1,"return_msg":"#), "{answer}");
}

#[tokio::test]
async fn what_is_no_json_object_is_refused_after_the_signature() {
    let sandbox = sandbox();
    for body in
        ["[]", "x", "\"{}\"", "{\"page_number\":", "{\"page_number\":{}}", "null", "\u{feff}{}"]
    {
        let answer = qince_raw(&sandbox, LIST, body).await;
        let head = r#"{"return_code":"1","return_msg":"请求体格式错误:"#;
        assert!(answer.starts_with(head), "{body}: {answer}");
    }
    let wrong = account(&sandbox.qince().openid, "another key", TimestampForm::Beijing);
    let (code, message) = code(&sandbox, signed_at(&wrong, now(), "no json")).await;
    assert_eq!((code.as_str(), message.as_str()), ("1003", "签名错误"));
}

#[tokio::test]
async fn path_account_signature_and_time_are_checked_in_this_order() {
    let sandbox = sandbox();
    let access = sandbox.qince();
    let (good, day) = (TimestampForm::Beijing, SignedDuration::from_hours(24));
    let both_wrong = account("1", "another key", good);
    assert_eq!(code(&sandbox, signed_at(&both_wrong, now() - day, "x")).await.0, "1002");
    let key_wrong = account(&access.openid, "another key", good);
    assert_eq!(code(&sandbox, signed_at(&key_wrong, now() - day, "x")).await.0, "1003");
    let right = account(&access.openid, &access.app_key, good);
    let (code_of_time, message) = code(&sandbox, signed_at(&right, now() - day, "x")).await;
    assert_eq!(
        (code_of_time.as_str(), message.as_str()),
        ("1004", "时间戳与服务器时间相差超过10分钟")
    );
    assert_eq!(code(&sandbox, signed_at(&right, now(), "x")).await.0, "1");
    for path in
        ["/api", "/api/voucher/v1/nothing/1/20240102030405/d/m", "/voucher/v1/getVoucherInfos"]
    {
        let request = Request::post(path).body(Bytes::new()).unwrap();
        assert_eq!(code(&sandbox, request).await.0, "1001", "{path}");
    }
}

#[tokio::test]
async fn nothing_is_done_by_a_call_that_is_not_signed() {
    let sandbox = sandbox();
    let id = open_voucher(&sandbox).await;
    let before = sandbox.voucher_rows();
    let wrong = account(&sandbox.qince().openid, "another key", TimestampForm::Beijing);
    let body = Bytes::from(json!({"voucherId": id}).to_string());
    let finish = operation("voucher.finishVoucher").unwrap();
    let request = encode_raw(&wrong, &stamp(&sandbox), finish, body);
    assert_eq!(code(&sandbox, request).await.0, "1003");
    assert_eq!(sandbox.voucher_rows(), before);
}

#[tokio::test]
async fn a_time_within_ten_minutes_is_right_by_either_clock_and_in_either_form() {
    let sandbox = sandbox();
    let access = sandbox.qince();
    for form in [TimestampForm::Beijing, TimestampForm::EpochMillis] {
        let account = account(&access.openid, &access.app_key, form);
        for (seconds, right) in [(0, true), (599, true), (-599, true), (602, false), (-602, false)]
        {
            let time = now() + SignedDuration::from_secs(seconds);
            let answer = text(send(&sandbox, signed_at(&account, time, "{}")).await);
            let expected = if right { r#"{"return_code":"0""# } else { r#"{"return_code":"1004""# };
            assert!(answer.starts_with(expected), "{form:?} {seconds}: {answer}");
        }
    }
    let account = account(&access.openid, &access.app_key, TimestampForm::Beijing);
    let machine =
        Sandbox::new(SandboxConfig { clock: Clock::Real, ..SandboxConfig::default() }).now();
    let answer = text(send(&sandbox, signed_at(&account, machine, "{}")).await);
    assert!(
        answer.starts_with(r#"{"return_code":"0""#),
        "a client whose clock nobody set: {answer}"
    );
}

#[tokio::test]
async fn a_msg_id_has_at_most_36_characters() {
    let request = |id: &str| {
        let path = format!("/api/voucher/v1/getVoucherInfos/1/20240102030405/d/{id}");
        Request::post(path).body(Bytes::new()).unwrap()
    };
    let sandbox = sandbox();
    assert_eq!(code(&sandbox, request(&"a".repeat(37))).await.0, "1005");
    assert_eq!(code(&sandbox, request(&"a".repeat(36))).await.0, "1002");
}

/// The documents' VARCHAR(32) stands in tables of answers; public clients send a UUID with dashes.
#[tokio::test]
async fn a_uuid_with_dashes_is_a_msg_id_and_is_echoed() {
    let sandbox = sandbox();
    for end in ["", "/"] {
        let uuid = "67e55044-10b1-426f-9247-bb680e5fe0c8";
        let attempt = AttemptParams::with_msg_id(sandbox.now(), uuid).unwrap();
        let body = Bytes::from_static(b"{}");
        let mut request =
            encode_raw(&qince_account(&sandbox), &attempt, operation(LIST).unwrap(), body);
        *request.uri_mut() = format!("{}{end}", request.uri()).parse().unwrap();
        let answer = text(send(&sandbox, request).await);
        assert!(answer.starts_with(r#"{"return_code":"0""#), "{answer}");
        assert!(answer.contains(&format!(r#""msg_id":"{uuid}""#)), "{answer}");
    }
}

#[tokio::test]
async fn a_missing_grant_is_no_code_of_the_operation() {
    let sandbox = sandbox();
    sandbox.set_permission(LIST, false).unwrap();
    let answer = qince_raw(&sandbox, LIST, "{}").await;
    let expected = concat!(
        r#"{"return_code":"1006","return_msg":"没有接口权限:voucher/v1/getVoucherInfos","#,
        r#""msg_id":"X000001"}"#
    );
    assert_eq!(answer, expected);
    sandbox.set_permission(LIST, true).unwrap();
    assert!(qince_raw(&sandbox, LIST, "{}").await.starts_with(r#"{"return_code":"0""#));
}

/// Numbers and digit ids are taken as text and as numbers (TYP-9).
#[tokio::test]
async fn numbers_are_taken_in_either_form() {
    let sandbox = sandbox();
    let text = data(&sandbox, LIST, json!({"page_number": "2", "page_length": "3"})).await;
    let number = data(&sandbox, LIST, json!({"page_number": 2, "page_length": 3})).await;
    assert_eq!(text, number);
    assert_eq!(rows(&text).len(), 3);
    let id: u64 = open_voucher(&sandbox).await.parse().unwrap();
    let uses = data(&sandbox, "voucher.queryVoucherUsedInfo", json!({"voucherId": id})).await;
    let same = json!({"voucherId": id.to_string()});
    assert_eq!(uses, data(&sandbox, "voucher.queryVoucherUsedInfo", same).await);
}
