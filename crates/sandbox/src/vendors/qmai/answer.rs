//! Answers in Qmai's shape.

use bytes::Bytes;
use coupon_qmai_wire::Endpoint;
use coupon_wire::{Location, Row, Violation};

use crate::{
    json_writer::{JsonObject, NumberStyle},
    quirks::Quirks,
    vendors::qmai::quirks,
};

/// The answer of an operation: the JSON text of `data`.
pub(crate) type QmaiOutcome = Result<String, QmaiRefusal>;

/// An answer that is no success.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct QmaiRefusal {
    /// Whether the operation says so (ERR-4), or the gateway before it (ERR-5).
    by_operation: bool,
    pub(super) code: &'static str,
    pub(super) message: String,
}

/// Codes of operations: the documents give none.
const NOTHING_FOUND: &str = "20001";
const RULE: &str = "20002";

impl QmaiRefusal {
    pub(crate) fn gateway(code: &'static str, message: impl Into<String>) -> Self {
        Self { by_operation: false, code, message: message.into() }
    }

    /// No record was found: the text is that of the documents.
    pub(crate) fn nothing_found() -> Self {
        let message = "查询的信息不存在".to_owned();
        Self { by_operation: true, code: NOTHING_FOUND, message }
    }

    pub(crate) fn rule(message: String) -> Self {
        Self { by_operation: true, code: RULE, message }
    }
}

pub(crate) fn envelope(outcome: QmaiOutcome, request: &Bytes, quirks: &Quirks) -> Bytes {
    let outcome = match (outcome, quirks.of(&quirks::NOTHING_FOUND)) {
        (Err(QmaiRefusal { code: NOTHING_FOUND, .. }), "null") => Ok("null".to_owned()),
        (Err(QmaiRefusal { code: NOTHING_FOUND, .. }), "list") => Ok("[]".to_owned()),
        (outcome, _) => outcome,
    };
    let answer = match outcome {
        Ok(data) => head("true", quirks.is(&quirks::QMAI_STATUS, "text"), "0", "成功", quirks)
            .json("data", data),
        Err(QmaiRefusal { by_operation, code, message }) => {
            head(if by_operation { "true" } else { "false" }, false, code, &message, quirks)
        }
    };
    let answer = match quirks.of(&quirks::QMAI_TRACE_ID) {
        "present" => answer.plain("traceId", format_args!("{:016x}", trace(request))),
        _ => answer,
    };
    answer.finish().into()
}

fn head(
    status: &str,
    status_is_text: bool,
    code: &str,
    message: &str,
    quirks: &Quirks,
) -> JsonObject {
    let ints = NumberStyle { bare: quirks.is(&quirks::QMAI_CODE, "number"), null: false };
    let answer = JsonObject::with(ints);
    let answer = match status_is_text {
        true => answer.plain("status", status),
        false => answer.json("status", status),
    };
    answer.int("code", code).text("message", message)
}

/// A name of the call: the same request has the same one (FNV-1a).
fn trace(request: &Bytes) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3);
    request.iter().fold(0xCBF2_9CE4_8422_2325, step)
}

/// Reads a call and refuses it with every rule that it breaks (ERR-7).
pub(crate) fn read<E: Endpoint>(params: &Bytes) -> Result<E, QmaiRefusal> {
    let place = Location { vendor: "qmai", operation: E::NAME };
    let row = Row::<E>::new(place, "params".to_owned(), params.clone());
    let call = row
        .and_then(|row| row.decode())
        .map_err(|error| QmaiRefusal::rule(format!("{} {}", error.path, error.problem)))?;
    let broken: Vec<String> =
        call.validate().iter().filter(|broken| refuses(broken)).map(explain).collect();
    if broken.is_empty() { Ok(call) } else { Err(QmaiRefusal::rule(broken.join(";"))) }
}

/// Every grade refuses here, but for a useStatus that is none: it matches nothing (V3-3).
fn refuses(broken: &Violation) -> bool {
    broken.rule != "V3-3"
}

fn explain(broken: &Violation) -> String {
    format!("{} {}({})", broken.field, broken.problem.zh(), broken.rule)
}
