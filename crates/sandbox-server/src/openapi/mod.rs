//! One OpenAPI document for each vendor, made from the endpoint files: their schemas, their words, and their rules.

mod answers_seen;
mod document;
mod one_type;
mod plain;
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

/// The same for programs that write a client, under a profile ("as-documented", "as-observed"): one type a field, the one that
/// the sandbox answers under that profile, and the operations of Qmai V2 apart; `None` for any other vendor or profile.
///
/// It allows less than the vendor may send. To check what may come, take [`openapi`].
pub fn openapi_for_clients(vendor: &str, profile: &str) -> Option<Value> {
    plain::document(vendor, profile)
}

/// Answers `/_sandbox/openapi/{vendor}.json` and `/_sandbox/openapi/{vendor}-{profile}.json`.
pub(crate) fn answer(path: &str) -> Option<Response<Bytes>> {
    let name = path.strip_prefix(FOLDER)?.strip_suffix(".json")?;
    let document = match name.split_once('-') {
        Some((vendor, profile)) => openapi_for_clients(vendor, profile),
        None => openapi(name),
    };
    Some(json_response(document?.to_string()))
}
