//! Writing and signing a call.

use bytes::Bytes;
use coupon_sign::{Secret, md5_hex};
use http::{HeaderValue, Method, Request, header};

use crate::{
    account::Account,
    attempt_params::AttemptParams,
    endpoint::{Endpoint, Operation},
};

/// A signed request for a call. Rules are not checked here: see [`Endpoint::validate`].
pub fn encode<E: Endpoint>(account: &Account, attempt: &AttemptParams, call: &E) -> Request<Bytes> {
    let body = serde_json::to_vec(call).expect("a call is made of text, numbers and lists");
    request(account, attempt, E::PATH, body.into())
}

/// A signed request for a body of any kind: these very bytes are signed and sent. An empty body is sent as `{}`.
pub fn encode_raw(
    account: &Account,
    attempt: &AttemptParams,
    operation: &Operation,
    body: Bytes,
) -> Request<Bytes> {
    let body = if body.is_empty() { Bytes::from_static(b"{}") } else { body };
    request(account, attempt, operation.path, body)
}

/// The signature: lower-case hex MD5 of `body|app_key|timestamp`, over the bytes that are sent.
pub fn digest(body: &[u8], app_key: &Secret, timestamp: &str) -> String {
    md5_hex(&[body, b"|", app_key.expose_secret().as_bytes(), b"|", timestamp.as_bytes()])
}

/// The text that is signed, with the key made unreadable.
pub fn masked_string_to_sign(body: &[u8], timestamp: &str) -> String {
    format!("{}|***|{timestamp}", String::from_utf8_lossy(body))
}

fn request(account: &Account, attempt: &AttemptParams, path: &str, body: Bytes) -> Request<Bytes> {
    let timestamp = account.timestamp_text(attempt.time());
    let digest = digest(&body, account.app_key(), &timestamp);
    let (base, openid) = (account.base_url(), account.openid().expose_secret());
    // Joined in one go: formatting would take longer than the signature.
    let pieces = [base, "api", path, openid, &timestamp, &digest, attempt.msg_id()];
    let content_type = HeaderValue::from_static("application/json; charset=utf-8");
    Request::builder()
        .method(Method::POST)
        .uri(pieces.join("/"))
        .header(header::CONTENT_TYPE, content_type)
        .body(body)
        .expect("account and stamp were checked when they were made")
}
