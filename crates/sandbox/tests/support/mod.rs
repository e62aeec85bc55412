//! Signed calls to a sandbox within the process.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "shared by test files that each use a part; a test may panic"
)]

use std::time::Duration;

use bytes::Bytes;
use coupon_qince_wire::{Account, AccountConfig, AttemptParams, TimestampForm, encode_raw};
use coupon_qmai_wire::{V2Money, V2Signing};
use coupon_sandbox::{Clock, InProcess, Sandbox, SandboxConfig};
use coupon_sign::Secret;
use coupon_transport::{Attempt, HttpConnector, Purpose};
use http::{Request, Response};
use jiff::Timestamp;
use serde_json::Value;

/// The day on which the tests happen: after everything was seeded.
pub const NOW: &str = "2026-03-01T04:00:00Z";

pub fn now() -> Timestamp {
    NOW.parse().unwrap()
}

pub fn sandbox() -> Sandbox {
    Sandbox::new(settings())
}

pub fn settings() -> SandboxConfig {
    SandboxConfig { clock: Clock::Fixed(now()), ..SandboxConfig::default() }
}

/// The answer to any request, whatever its status.
pub async fn send(sandbox: &Sandbox, request: Request<Bytes>) -> Response<Bytes> {
    let (purpose, timeout) = (Purpose::Read, Duration::MAX);
    let attempt = Attempt { purpose, timeout, body_limit: usize::MAX };
    InProcess(sandbox.clone()).exchange(request, attempt).await.unwrap()
}

pub fn qince_account(sandbox: &Sandbox) -> Account {
    let access = sandbox.qince();
    Account::new(AccountConfig {
        base_url: access.base_url,
        openid: Secret::new(access.openid),
        app_key: Secret::new(access.app_key),
        timestamp: TimestampForm::Beijing,
        allow_http: false,
    })
    .unwrap()
}

/// The answer to a body written by hand, verbatim.
pub async fn qince_raw(sandbox: &Sandbox, name: &str, body: &str) -> String {
    let (account, stamp) = (qince_account(sandbox), stamp(sandbox));
    let operation = coupon_qince_wire::operation(name).unwrap();
    let request = encode_raw(&account, &stamp, operation, Bytes::copy_from_slice(body.as_bytes()));
    text(send(sandbox, request).await)
}

/// The document in `response_data` of a success; null for a success without data.
pub async fn data(sandbox: &Sandbox, name: &str, body: Value) -> Value {
    let answer = qince_raw(sandbox, name, &body.to_string()).await;
    let envelope: Value = serde_json::from_str(&answer).unwrap();
    assert!(envelope["return_code"] == "0" || envelope["return_code"] == 0, "{body}: {answer}");
    envelope["response_data"]
        .as_str()
        .map_or(Value::Null, |data| serde_json::from_str(data).unwrap())
}

/// The message of a refusal with `return_code` 1.
pub async fn refused(sandbox: &Sandbox, name: &str, body: Value) -> String {
    let answer = qince_raw(sandbox, name, &body.to_string()).await;
    let envelope: Value = serde_json::from_str(&answer).unwrap();
    assert!(envelope["return_code"] == "1" || envelope["return_code"] == 1, "{body}: {answer}");
    envelope["return_msg"].as_str().unwrap().to_owned()
}

/// The one row with that value in a field.
pub fn find<'a>(rows: &'a Value, field: &str, value: &Value) -> &'a Value {
    let mut found = rows.as_array().unwrap().iter().filter(|row| row[field] == *value);
    let row = found.next().unwrap_or_else(|| panic!("no row with {field} {value}"));
    assert!(found.next().is_none(), "several rows with {field} {value}");
    row
}

pub fn rows(rows: &Value) -> &[Value] {
    rows.as_array().unwrap()
}

pub fn qmai_account(sandbox: &Sandbox) -> coupon_qmai_wire::Account {
    qmai_account_with(sandbox, V2Signing::default())
}

pub fn qmai_account_with(sandbox: &Sandbox, v2_signing: V2Signing) -> coupon_qmai_wire::Account {
    let access = sandbox.qmai();
    coupon_qmai_wire::Account::new(coupon_qmai_wire::AccountConfig {
        base_url: access.base_url,
        open_id: Secret::new(access.open_id),
        grant_code: Secret::new(access.grant_code),
        open_key: Secret::new(access.open_key),
        v2_signing,
        v2_money: V2Money::Fen,
        allow_http: false,
    })
    .unwrap()
}

/// The answer to params written by hand, verbatim.
pub async fn qmai_raw(sandbox: &Sandbox, name: &str, params: &str) -> String {
    let stamp = coupon_qmai_wire::AttemptParams::new(sandbox.now(), 7);
    let operation = coupon_qmai_wire::operation(name).unwrap();
    let params = Bytes::copy_from_slice(params.as_bytes());
    let account = qmai_account(sandbox);
    let request = coupon_qmai_wire::encode_raw(&account, &stamp, operation, params);
    text(send(sandbox, request).await)
}

/// The `data` of a success, or the code and message of a refusal.
pub async fn qmai(sandbox: &Sandbox, name: &str, params: Value) -> Result<Value, (String, String)> {
    let answer = qmai_raw(sandbox, name, &params.to_string()).await;
    let envelope: Value = serde_json::from_str(&answer).unwrap();
    if envelope["code"] == "0" {
        return Ok(envelope["data"].clone());
    }
    assert_eq!(envelope["status"], Value::Bool(true), "{params}: {answer}");
    let part = |name: &str| envelope[name].as_str().unwrap().to_owned();
    Err((part("code"), part("message")))
}

pub fn text(answer: Response<Bytes>) -> String {
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "application/json;charset=utf-8");
    String::from_utf8(answer.into_body().to_vec()).unwrap()
}

pub fn stamp(sandbox: &Sandbox) -> AttemptParams {
    AttemptParams::with_msg_id(sandbox.now(), "X000001").unwrap()
}

/// Numbers of 兑货券 in a state with that use.
pub fn coupons_in(sandbox: &Sandbox, state: &str, used: &str) -> Vec<String> {
    let rows = sandbox.coupon_rows();
    let rows = rows.iter().map(|(_, raw)| serde_json::from_str::<Value>(raw).unwrap());
    let fit = |row: &Value| {
        row["format_status"] == state && row["is_used"] == used && row["status"] == "1"
    };
    let mut numbers: Vec<String> =
        rows.filter(fit).map(|row| row["coupon_no"].as_str().unwrap().to_owned()).collect();
    numbers.dedup();
    numbers
}

/// A 兑货券 that can be used.
pub fn running_coupon(sandbox: &Sandbox) -> String {
    coupons_in(sandbox, "执行中", "未使用").swap_remove(0)
}

/// The id of a 优惠券 that is open for years and has holders.
pub async fn open_voucher(sandbox: &Sandbox) -> String {
    let vouchers = data(sandbox, "voucher.getVoucherInfos", serde_json::json!({})).await;
    let open = |row: &&Value| row["isFinish"] == "N" && row["endDate"].as_str() > Some("2030");
    rows(&vouchers).iter().find(open).unwrap()["id"].to_string()
}

/// A legal creation, with some fields changed; null takes one away.
pub fn creation(changes: Value) -> Value {
    let mut body = serde_json::json!({
        "name": "满100减10元优惠券", "startDate": "2026-03-01", "endDate": "2026-12-31", "money": "10",
        "doorsillType": "Y", "doorsillAmount": 100, "payType": "UNLIMITED", "grantType": "HDFF",
        "eachCmNum": 2, "num": 5, "tradeRange": "1", "prodMode": "ALL",
    });
    for (field, value) in changes.as_object().unwrap() {
        body[field] = value.clone();
    }
    body
}

/// Makes a 优惠券 and gives its id.
pub async fn add_voucher(sandbox: &Sandbox, changes: Value) -> String {
    let made = data(sandbox, "voucher.addVoucherInfo", creation(changes)).await;
    made["voucherId"].as_str().unwrap().to_owned()
}
