//! Signed calls to a sandbox within the process.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "shared by test files that each use a part; a test may panic"
)]

use axum::body::{Body, to_bytes};
use bytes::Bytes;
use coupon_qince_wire::{
    Account, AccountParts, Endpoint, Stamp, TimestampForm, decode, encode_raw, operation,
};
use coupon_sandbox::{Clock, Sandbox, Settings};
use coupon_sign::Secret;
use coupon_wire::Answer;
use http::{Request, Response};
use jiff::Timestamp;
use tower::ServiceExt;

/// The day on which the tests happen: after everything was seeded.
pub const NOW: &str = "2026-03-01T04:00:00Z";

pub fn now() -> Timestamp {
    NOW.parse().unwrap()
}

pub fn sandbox() -> Sandbox {
    Sandbox::new(settings())
}

pub fn settings() -> Settings {
    Settings { clock: Clock::Fixed(now()), ..Settings::default() }
}

pub async fn send(sandbox: &Sandbox, request: Request<Bytes>) -> Response<Bytes> {
    let answer = sandbox.router().oneshot(request.map(Body::from)).await.unwrap();
    let (parts, body) = answer.into_parts();
    Response::from_parts(parts, to_bytes(body, usize::MAX).await.unwrap())
}

pub fn qince_account(sandbox: &Sandbox) -> Account {
    let access = sandbox.qince();
    Account::new(AccountParts {
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
    let operation = operation(name).unwrap();
    let request = encode_raw(&account, &stamp, operation, Bytes::copy_from_slice(body.as_bytes()));
    String::from_utf8(send(sandbox, request).await.into_body().to_vec()).unwrap()
}

/// The rows of an answer to a typed call, verbatim; an error is the vendor's message.
pub async fn qince_rows<E: Endpoint>(sandbox: &Sandbox, call: &E) -> Result<Vec<String>, String> {
    let answer = qince_call(sandbox, call).await?;
    Ok(answer.rows.iter().map(|row| row.raw().to_owned()).collect())
}

pub async fn qince_call<E: Endpoint>(
    sandbox: &Sandbox,
    call: &E,
) -> Result<Answer<E::Row>, String> {
    let (account, stamp) = (qince_account(sandbox), stamp(sandbox));
    let request = coupon_qince_wire::encode(&account, &stamp, call);
    decode::<E>(&stamp, &send(sandbox, request).await).map_err(|error| error.to_string())
}

pub fn stamp(sandbox: &Sandbox) -> Stamp {
    Stamp::with_msg_id(sandbox.now(), "X000001").unwrap()
}
