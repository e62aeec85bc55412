//! Answers as HTTP responses.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::json;

use crate::error::SandboxError;

/// Marks an answer that refuses the signature of a call, its time or its account.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SignatureRefused;

/// An answer in JSON, as both vendors label it.
pub fn json_response(body: impl Into<Bytes>) -> Response<Bytes> {
    let mut answer = Response::new(body.into());
    let kind = HeaderValue::from_static("application/json;charset=utf-8");
    answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    answer
}

/// The answer to a request that is the sandbox's own or asks for a fault, and cannot be carried out: `{"error": "…"}`.
pub fn error_response(status: StatusCode, error: &str) -> Response<Bytes> {
    let mut answer = json_response(json!({ "error": error }).to_string());
    *answer.status_mut() = status;
    answer
}

pub(crate) fn refusal(why: &SandboxError) -> Response<Bytes> {
    error_response(StatusCode::BAD_REQUEST, &why.to_string())
}

pub(crate) fn plain(text: String) -> Response<Bytes> {
    let mut answer = Response::new(Bytes::from(text));
    let kind = HeaderValue::from_static("text/plain;charset=utf-8");
    answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    answer
}
