//! Why a signature was refused, for the request log.

use axum::http::Request;
use bytes::Bytes;

use crate::Sandbox;

/// What is wrong with the signature of a request to this sandbox; nothing if it is right, or if the request is no call.
pub(crate) fn diagnose(sandbox: &Sandbox, request: &Request<Bytes>) -> Option<serde_json::Value> {
    let (qince, qmai) = sandbox.vendors();
    let text = if is_qmai(request.uri().path()) {
        coupon_qmai_wire::claim(request).ok()?.verify(qmai.account()).err()?.to_string()
    } else {
        coupon_qince_wire::claim(request).ok()?.verify(qince.account()).err()?.to_string()
    };
    Some(serde_json::Value::String(text))
}

fn is_qmai(path: &str) -> bool {
    path.starts_with("/v3/") || path == "/api/v2"
}
