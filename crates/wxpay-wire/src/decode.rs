//! Reading an answer: its signature first, then its status, then its records.

use bytes::Bytes;
use coupon_wire::{
    Answer, Location, any_row,
    internal::{masked_excerpt, record, unmarked},
    rows,
};
use http::{HeaderName, Response};
use serde_json::value::RawValue;

use crate::{
    account::Account,
    answer_signature::is_signed,
    attempt_params::AttemptParams,
    endpoint::{Endpoint, Operation, Raw, ResponseShape},
    envelope::{ListAnswer, Refusal},
    error::{ApiError, Error},
};

const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");

/// The records of a success, after its signature was verified. `attempt` is the one that was answered.
///
/// # Errors
///
/// [`Error`]; an answer without a success is one.
pub fn decode<E: Endpoint>(
    account: &Account,
    attempt: &AttemptParams,
    answer: &Response<Bytes>,
) -> Result<Answer<E::Row>, Error> {
    decode_any(account, attempt, &Operation::of::<E>(), answer)
}

/// As [`decode`], for an operation known by name and rows of any type.
///
/// # Errors
///
/// As [`decode`].
pub fn decode_any<T>(
    account: &Account,
    attempt: &AttemptParams,
    operation: &Operation,
    answer: &Response<Bytes>,
) -> Result<Answer<T>, Error> {
    let is_signed = is_signed(account, attempt, answer)?;
    let (place, status, body) = (operation.place(), answer.status(), unmarked(answer.body()));
    let trace = answer.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).map(str::to_owned);
    if !status.is_success() {
        let Refusal { code, message } =
            object(place, body).map_err(|error| said(&error, status))?;
        let code = code.ok_or_else(|| missing_code(place, status.as_u16(), body))?;
        let status = status.as_u16();
        return Err(Error::Refused(ApiError { status, code, message, trace, is_signed }));
    }
    let text = std::str::from_utf8(body).map_err(|error| {
        let problem = format!("byte {} is no UTF-8", error.valid_up_to() + 1);
        Error::BadData(at_root(place, problem, body))
    })?;
    let rows = match operation.data {
        ResponseShape::Undocumented => any_row(place, "body", Some(text)),
        ResponseShape::Record => rows(place, "body", Some(text)),
        ResponseShape::List => object(place, body)
            .and_then(|list: ListAnswer<'_>| rows(place, "data", list.data.map(RawValue::get))),
    };
    let rows = rows.map_err(Error::BadData)?;
    Ok(Answer { rows, code: status.as_str().to_owned(), message: None, trace })
}

impl Operation {
    /// The rows of an answer as text.
    ///
    /// # Errors
    ///
    /// As [`decode`].
    pub fn decode(
        &self,
        account: &Account,
        attempt: &AttemptParams,
        answer: &Response<Bytes>,
    ) -> Result<Answer<Raw>, Error> {
        decode_any(account, attempt, self, answer)
    }

    /// The number of records that a list has in all, by the body of its answer. `None` for another answer.
    pub fn total_count(&self, answer: &Response<Bytes>) -> Option<u64> {
        let list: ListAnswer<'_> = object(self.place(), unmarked(answer.body())).ok()?;
        list.total_count.and_then(|count| u64::try_from(count).ok())
    }
}

fn object<'a, T: serde::Deserialize<'a>>(
    place: Location,
    body: &'a [u8],
) -> Result<T, coupon_wire::Error> {
    record(serde_json::Deserializer::from_slice(body))
        .map_err(|error| at_root(place, error.to_string(), body))
}

fn said(error: &coupon_wire::Error, status: http::StatusCode) -> Error {
    let problem = format!("HTTP {} without the vendor's code: {}", status.as_u16(), error.problem);
    Error::Unreadable(coupon_wire::Error { problem, ..error.clone() })
}

fn missing_code(place: Location, status: u16, body: &[u8]) -> Error {
    let error = at_root(place, format!("HTTP {status} without the vendor's code"), body);
    Error::Unreadable(coupon_wire::Error { path: "code".to_owned(), ..error })
}

fn at_root(place: Location, problem: String, body: &[u8]) -> coupon_wire::Error {
    coupon_wire::Error { place, path: ".".to_owned(), problem, excerpt: masked_excerpt(body) }
}
