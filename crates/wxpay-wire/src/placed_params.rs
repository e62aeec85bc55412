//! The parameters of a call in their places: in the path, behind the question mark, in the body.

use bytes::Bytes;
use coupon_sign::percent_encode;
use coupon_wire::{Lenient, internal::Entries};
use http::Method;
use percent_encoding::percent_decode_str;
use serde_json::value::RawValue;

use crate::endpoint::Operation;

/// A call as it is sent: the URL behind the host, with a slash in front, and the body.
pub(crate) struct PlacedParams {
    pub(crate) target: String,
    pub(crate) body: Bytes,
}

/// The most bytes of a target: `http` takes no URL of 64 KiB.
const LONGEST_TARGET: usize = 60_000;

/// Places the members of a JSON object. Of a POST they are the body, to the byte. Of a GET those that the path names stand in the
/// path and the others, blank ones aside, behind the question mark. A text that is no object has no members. Members that no URL
/// can hold stay together in the body, so that the vendor refuses the call.
pub(crate) fn place(operation: &Operation, params: Bytes) -> PlacedParams {
    if operation.method() == Method::POST {
        return PlacedParams { target: format!("/{}", operation.path), body: params };
    }
    let read = serde_json::from_slice(&params);
    let Entries(members) = read.unwrap_or_else(|_| Entries(Vec::new()));
    let member = |name: &str| members.iter().find(|(found, _)| found == name).map(|(_, raw)| *raw);
    let segments = operation.path.split('/').map(|segment| match named(segment) {
        Some(name) => percent_encode(&member(name).map(text).unwrap_or_default()),
        None => segment.to_owned(),
    });
    let mut target = format!("/{}", segments.collect::<Vec<_>>().join("/"));
    let in_path = |name: &str| operation.path.split('/').any(|one| named(one) == Some(name));
    let mut mark = '?';
    for (name, raw) in members.iter().filter(|(name, _)| !in_path(name)) {
        let value = text(raw);
        if !value.is_empty() {
            target.extend([&mark.to_string(), &percent_encode(name), "=", &percent_encode(&value)]);
            mark = '&';
        }
    }
    if target.len() > LONGEST_TARGET {
        let path = operation.path.replace('{', "%7B").replace('}', "%7D");
        return PlacedParams { target: format!("/{path}"), body: params };
    }
    PlacedParams { target, body: Bytes::new() }
}

/// The parameters of a request as one JSON object: those of the path, those behind the question mark, and for a POST the body to
/// the byte. `None` if the path is not that of the operation.
pub(crate) fn gather(
    operation: &Operation,
    path: &str,
    query: &str,
    body: &Bytes,
) -> Option<Bytes> {
    let found = segments_of(operation, path)?;
    if operation.method() == Method::POST {
        return Some(body.clone());
    }
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let mut members = serde_json::Map::new();
    for (name, value) in found {
        members.insert(name.to_owned(), decoded(value).into());
    }
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        members.insert(decoded(name), decoded(value).into());
    }
    serde_json::to_vec(&members).ok().map(Bytes::from)
}

/// The values that stand in a path for the names of the operation's; `None` for another path. What stands before it, as of a
/// gateway, is passed over.
pub(crate) fn segments_of<'a>(
    operation: &Operation,
    path: &'a str,
) -> Option<Vec<(&'static str, &'a str)>> {
    let (pattern, found): (Vec<_>, Vec<_>) =
        (operation.path.split('/').collect(), path.split('/').collect());
    // The first one is what stands before the first slash: nothing.
    let skipped = found.len().checked_sub(pattern.len()).filter(|skipped| *skipped > 0)?;
    let mut values = Vec::new();
    for (pattern, found) in pattern.into_iter().zip(&found[skipped..]) {
        match named(pattern) {
            Some(name) if !found.is_empty() => values.push((name, *found)),
            None if pattern == *found => {}
            Some(_) | None => return None,
        }
    }
    Some(values)
}

/// The name in `{name}`.
fn named(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

/// The text of a value: that of a string or a number, the JSON of anything else, nothing for null.
fn text(raw: &RawValue) -> String {
    let mut json = serde_json::Deserializer::from_str(raw.get());
    match Lenient::<String>::deserialize(&mut json) {
        Ok(text) => text.unwrap_or_default(),
        Err(_) => raw.get().to_owned(),
    }
}
