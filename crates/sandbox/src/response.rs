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

/// The answer to a request whose body is larger than [`LARGEST_BODY`](crate::dispatch::LARGEST_BODY).
pub fn too_large_response() -> Response<Bytes> {
    plain(StatusCode::PAYLOAD_TOO_LARGE, "the body is larger than 8 MiB, or broke off\n")
}

pub(crate) fn refusal(why: &SandboxError) -> Response<Bytes> {
    error_response(StatusCode::BAD_REQUEST, &why.to_string())
}

pub(crate) fn plain(status: StatusCode, text: &'static str) -> Response<Bytes> {
    let mut answer = Response::new(Bytes::from_static(text.as_bytes()));
    *answer.status_mut() = status;
    answer
}
