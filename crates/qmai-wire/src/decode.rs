//! Reading the envelope of an answer.

use std::collections::BTreeMap;

use bytes::Bytes;
use coupon_wire::{
    Answer, DamagedPage, Row, any_row,
    internal::{loose_members, masked_excerpt, record, unmarked},
    keyed_rows, rows,
};
use http::Response;
use serde_json::value::RawValue;

use crate::{
    endpoint::{Endpoint, Operation, Raw, ResponseShape},
    envelope::AnswerEnvelope,
    error::{ApiError, Error},
};

/// The rows of a successful answer: `code` 0 and `status` not false.
///
/// An answer carries nothing of the request, so it cannot be told from another call's.
pub fn decode<E: Endpoint>(answer: &Response<Bytes>) -> Result<Answer<E::Row>, Error> {
    decode_any(&Operation::of::<E>(), answer)
}

/// As [`decode`], for an operation known by name and rows of any type.
pub fn decode_any<T>(operation: &Operation, answer: &Response<Bytes>) -> Result<Answer<T>, Error> {
    let (place, body) = (operation.place(), unmarked(answer.body()));
    let fail = |path: &str, problem: String| coupon_wire::Error {
        place,
        path: path.to_owned(),
        problem,
        excerpt: masked_excerpt(body),
    };
    let damaged;
    let (reply, damaged) = match record(serde_json::Deserializer::from_slice(body)) {
        Ok(reply) => (reply, None),
        Err(error) => {
            let status = answer.status().as_u16();
            let error =
                || fail(".", format!("HTTP {status} is not the vendor's envelope: {error}"));
            damaged = DamagedPage::parse(body, "data").ok_or_else(error)?;
            let json = serde_json::Deserializer::from_str(damaged.envelope());
            (record(json).map_err(|_| error())?, Some(&damaged))
        }
    };
    let AnswerEnvelope { status, code, message, trace, data } = reply;
    let data = damaged.map_or(data.map(RawValue::get), DamagedPage::data);
    let missing = "is missing: whether the call succeeded is not known";
    let code = code.ok_or_else(|| fail("code", missing.to_owned()))?;
    let gateway = matches!(status.as_deref(), Some("false" | "0"));
    if gateway || code != "0" {
        return Err(Error::Refused(ApiError { code, message, trace, gateway }));
    }
    let rows = records(operation, data.unwrap_or("null").trim()).map_err(Error::BadData)?;
    Ok(Answer { rows, code, message, trace })
}

impl Operation {
    /// The rows of an answer as text.
    pub fn decode(&self, answer: &Response<Bytes>) -> Result<Answer<Raw>, Error> {
        decode_any(self, answer)
    }
}

fn records<T>(operation: &Operation, data: &str) -> Result<Vec<Row<T>>, coupon_wire::Error> {
    let (place, ResponseShape { keyed, ids, undocumented }) = (operation.place(), operation.data);
    if undocumented {
        return any_row(place, "data", Some(data));
    }
    if !data.starts_with('{') {
        // An object inside a string is read like one that stands there itself.
        let inside = any_row::<Raw>(place, "data", Some(data))?;
        return match inside.first() {
            Some(row) if row.raw().starts_with('{') => records(operation, row.raw()),
            _ => rows(place, "data", Some(data)),
        };
    }
    let fields: BTreeMap<_, _> = loose_members(place, "data", data)?.into_iter().collect();
    if keyed {
        if let Some(inner) = fields.get("data") {
            return keyed_rows(place, "data.data", Some(inner));
        }
        if fields.values().all(|value| value.starts_with('{')) {
            return keyed_rows(place, "data", Some(data));
        }
    }
    let own: Vec<_> = ids.iter().filter_map(|id| fields.get(*id)).collect();
    if !own.is_empty() && own.into_iter().all(|id| is_no_id(id)) {
        return Ok(Vec::new());
    }
    rows(place, "data", Some(data))
}

/// Other interfaces of this vendor say "nothing found" with a record whose id is 0 or blank.
fn is_no_id(text: &str) -> bool {
    matches!(text.trim_matches('"').trim(), "" | "0" | "null")
}
