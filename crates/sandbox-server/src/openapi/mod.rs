//! One OpenAPI document for each vendor, made from the endpoint files: their schemas, their words, and their rules.

mod document;
mod qince;
mod qmai;
pub(crate) mod rules;

use axum::http::Response;
use bytes::Bytes;
use coupon_sandbox::json_response;
use serde_json::Value;

const FOLDER: &str = "/_sandbox/openapi/";

/// The OpenAPI 3.1 document of a vendor, "qince" or "qmai"; `None` for any other.
///
/// It describes what a call may hold and what an answer looks like, success and refusal. Rules that tie fields together are
/// only in the words of the fields.
pub fn openapi(vendor: &str) -> Option<Value> {
    match vendor {
        "qince" => Some(qince::document()),
        "qmai" => Some(qmai::document()),
        _ => None,
    }
}

/// Answers `/_sandbox/openapi/{vendor}.json`.
pub(crate) fn answer(path: &str) -> Option<Response<Bytes>> {
    let vendor = path.strip_prefix(FOLDER)?.strip_suffix(".json")?;
    Some(json_response(openapi(vendor)?.to_string()))
}
