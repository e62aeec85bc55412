//! Reading the envelope of an answer.

use bytes::Bytes;
use coupon_wire::{
    Answer, DamagedPage, EmbeddedJson, Lenient, Location, any_row,
    internal::{masked_excerpt, record, unmarked},
    rows,
};
use http::Response;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{
    attempt_params::AttemptParams,
    endpoint::{Endpoint, Operation, Raw, ResponseShape, place},
    error::{ApiError, Error},
};

/// The rows of a successful answer. The `msg_id` is checked against the stamp of the attempt where the answer has one.
pub fn decode<E: Endpoint>(
    attempt: &AttemptParams,
    answer: &Response<Bytes>,
) -> Result<Answer<E::Row>, Error> {
    decode_any(&Operation::of::<E>(), attempt, answer)
}

/// As [`decode`], for an operation known by name and rows of any type.
pub fn decode_any<T>(
    operation: &Operation,
    attempt: &AttemptParams,
    answer: &Response<Bytes>,
) -> Result<Answer<T>, Error> {
    let place = place(operation.name);
    let body = unmarked(answer.body());
    let cut = match operation.data {
        ResponseShape::Rows => EmbeddedJson::parse(body, "response_data"),
        ResponseShape::Undocumented => None,
    };
    let short = cut.as_ref().and_then(envelope_of);
    let is_cut = short.is_some();
    let damaged;
    let (envelope, damaged) = match short.map_or_else(|| whole_envelope(place, answer), Ok) {
        Ok(envelope) => (envelope, None),
        Err(error) => {
            damaged = DamagedPage::parse(body, "response_data").ok_or_else(|| error.clone())?;
            let json = serde_json::Deserializer::from_str(damaged.envelope());
            (record(json).map_err(|_| error)?, Some(&damaged))
        }
    };
    let ResponseEnvelope { return_code, return_msg, msg_id, response_data } = envelope;
    if let Some(found) = msg_id.as_ref().filter(|found| *found != attempt.msg_id()) {
        return Err(Error::NotMine { found: coupon_wire::internal::excerpt(found) });
    }
    let Some(code) = return_code else {
        let problem = "is missing: whether the call succeeded is not known".to_owned();
        let path = "return_code".to_owned();
        return Err(
            coupon_wire::Error { place, path, problem, excerpt: masked_excerpt(body) }.into()
        );
    };
    if code != "0" {
        return Err(Error::Refused(ApiError { code, message: return_msg, trace: msg_id }));
    }
    let data = damaged.map_or(response_data.map(RawValue::get), DamagedPage::data);
    let rows = match (operation.data, &cut) {
        (ResponseShape::Rows, Some(cut)) if is_cut => cut.rows(place, "response_data"),
        (ResponseShape::Rows, _) => rows(place, "response_data", data),
        (ResponseShape::Undocumented, _) => any_row(place, "response_data", data),
    }
    .map_err(Error::BadData)?;
    Ok(Answer { rows, code, message: return_msg, trace: msg_id })
}

impl Operation {
    /// The rows of an answer as text.
    pub fn decode(
        &self,
        attempt: &AttemptParams,
        answer: &Response<Bytes>,
    ) -> Result<Answer<Raw>, Error> {
        decode_any(self, attempt, answer)
    }
}

/// `None` if the document did not stand in the envelope's own member, or if the whole page has to be read to describe an
/// error.
fn envelope_of(cut: &EmbeddedJson) -> Option<ResponseEnvelope<'_>> {
    let envelope: ResponseEnvelope<'_> =
        record(serde_json::Deserializer::from_str(&cut.envelope)).ok()?;
    envelope.response_data.is_some_and(|data| cut.is_location_of(data.get())).then_some(envelope)
}

fn whole_envelope(
    place: Location,
    answer: &Response<Bytes>,
) -> Result<ResponseEnvelope<'_>, coupon_wire::Error> {
    let body = unmarked(answer.body());
    record(serde_json::Deserializer::from_slice(body)).map_err(|error| coupon_wire::Error {
        place,
        path: ".".to_owned(),
        problem: format!("HTTP {} is not the vendor's envelope: {error}", answer.status().as_u16()),
        excerpt: masked_excerpt(body),
    })
}

/// Envelope of every answer. Types and blanks differ between the operations (contradictions 14 and 30).
///
/// 所有应答的外层；类型和空白的写法因操作而异（见矛盾 14、30）。
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct ResponseEnvelope<'a> {
    /// 0 for a success, 1 for a failure of the operation; no list of the others is public. Text or number.
    ///
    /// 0 成功，1 操作失败；其余编码没有公开的清单。文本或数字均可。
    #[serde(default, with = "Lenient::<String>")]
    return_code: Option<String>,
    /// Reason of a failure; null, blank or any text on success.
    ///
    /// 出错原因；成功时为 null、空白或任意文字。
    #[serde(default, with = "Lenient::<String>")]
    return_msg: Option<String>,
    /// The name of the attempt, echoed; at most 32 characters.
    ///
    /// 原样送回的本次请求编号，最多 32 字。
    #[serde(default, with = "Lenient::<String>")]
    msg_id: Option<String>,
    /// The records: normally a JSON document inside a string, also inline, null, blank or absent.
    ///
    /// 各条记录：通常是放在文本里的 JSON，也可直接写出，或为 null、空白、缺失。
    #[serde(borrow)]
    response_data: Option<&'a RawValue>,
}
