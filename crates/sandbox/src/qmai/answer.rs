//! Answers in Qmai's shape.

use bytes::Bytes;
use coupon_qmai_wire::Endpoint;
use coupon_wire::{Broken, Place, Row};

use crate::json::quoted;

/// What an operation answers: the JSON text of `data`.
pub(crate) type Outcome = Result<String, Refusal>;

/// An answer that is no success.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// Whether the operation says so (ERR-4), or the gateway before it (ERR-5).
    by_operation: bool,
    code: &'static str,
    message: String,
}

/// Codes of operations: the documents give none.
const NOTHING_FOUND: &str = "20001";
const RULE: &str = "20002";

impl Refusal {
    pub(crate) fn gateway(code: &'static str, message: impl Into<String>) -> Self {
        Self { by_operation: false, code, message: message.into() }
    }

    /// What the documents print for it.
    pub(crate) fn nothing_found() -> Self {
        let message = "查询的信息不存在".to_owned();
        Self { by_operation: true, code: NOTHING_FOUND, message }
    }

    fn rule(message: String) -> Self {
        Self { by_operation: true, code: RULE, message }
    }
}

pub(crate) fn envelope(outcome: Outcome) -> Bytes {
    let text = match outcome {
        Ok(data) => {
            format!(r#"{{"status":"true","code":"0","message":"成功","data":{data}}}"#)
        }
        Err(Refusal { by_operation, code, message }) => {
            let message = quoted(&message);
            format!(r#"{{"status":{by_operation},"code":"{code}","message":{message}}}"#)
        }
    };
    text.into()
}

/// Reads a call and refuses it with every rule that it breaks (ERR-7).
pub(crate) fn read<E: Endpoint>(params: &Bytes) -> Result<E, Refusal> {
    let place = Place { vendor: "qmai", operation: E::NAME };
    let row = Row::<E>::new(place, "params".to_owned(), params.clone());
    let call = row
        .and_then(|row| row.decode())
        .map_err(|error| Refusal::rule(format!("{} {}", error.path, error.problem)))?;
    let broken: Vec<String> =
        call.broken().iter().filter(|broken| refuses(broken)).map(explain).collect();
    if broken.is_empty() { Ok(call) } else { Err(Refusal::rule(broken.join(";"))) }
}

/// Every grade refuses here, but for a useStatus that is none: it matches nothing (V3-3).
fn refuses(broken: &Broken) -> bool {
    broken.rule != "V3-3"
}

fn explain(broken: &Broken) -> String {
    format!("{} {}({})", broken.field, broken.problem.zh(), broken.rule)
}
