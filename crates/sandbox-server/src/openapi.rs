//! One OpenAPI document for each vendor, made from the endpoint files: their schemas, their words, and their rules.

use axum::http::Response;
use bytes::Bytes;
use coupon_sandbox::{Quirks, json_response};
use serde_json::Value;

use crate::{openapi_parts::answers_seen::fresh, vendors::named};

const FOLDER: &str = "/_sandbox/openapi/";

/// The OpenAPI 3.1 document of the vendor of that name; `None` if there is none.
///
/// It describes what a call may hold and what an answer looks like, success and refusal. Rules that tie fields together are
/// only in the words of the fields.
pub fn openapi(vendor: &str) -> Option<Value> {
    named(vendor).map(|vendor| (vendor.openapi)())
}

/// The same for programs that write a client, under a profile ("as-documented", "as-observed"): one type a field, the one that
/// the sandbox answers under that profile, and operations that share a path apart; `None` for any other vendor or profile.
///
/// It allows less than the vendor may send. To check what may come, take [`openapi`].
pub fn openapi_for_clients(vendor: &str, profile: &str) -> Option<Value> {
    let vendor = named(vendor)?;
    let sandbox = fresh(Quirks::profile(profile).ok()?);
    Some((vendor.openapi_for_clients)(&sandbox, profile))
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
