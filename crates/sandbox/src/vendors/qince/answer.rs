//! Answers in Qince's shape.

use bytes::Bytes;
use coupon_qince_wire::Endpoint;
use coupon_wire::{Location, Row, Violation, ViolationKind};

use crate::{
    json_writer::{JsonObject, escaped, quoted, unescaped},
    quirks::Quirks,
    vendors::qince::quirks,
};

/// The answer of an operation.
pub(crate) type QinceOutcome = Result<QinceSuccess, QinceRefusal>;

/// A success.
#[derive(Debug)]
pub(crate) enum QinceSuccess {
    /// A JSON document, escaped already: `response_data` is a string.
    Data(String),
    /// There is nothing to say.
    Nothing,
}

/// A `return_code` other than 0.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct QinceRefusal {
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

/// The operation says no: a rule, an unknown id, a state that forbids the step (ERR-1).
pub(crate) const FAILURE: &str = "1";

impl QinceRefusal {
    pub(crate) fn failure(message: impl Into<String>) -> Self {
        Self { code: FAILURE, message: message.into() }
    }
}

impl QinceSuccess {
    pub(crate) fn document(document: JsonObject) -> Self {
        Self::Data(escaped(document).into())
    }
}

/// A list of rows that are escaped already: a concatenation.
#[derive(Debug)]
pub(crate) struct QincePage(String);

/// A little more than a row of any kind takes.
const ROW: usize = 1100;
/// A little more than the envelope takes.
const ENVELOPE: usize = 256;

impl QincePage {
    pub(crate) fn of(rows: usize) -> Self {
        let mut page = String::with_capacity(rows * ROW + ENVELOPE);
        page.push('[');
        Self(page)
    }

    pub(crate) fn push(&mut self, row: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.0.push_str(row);
    }

    pub(crate) fn reply(mut self) -> QinceOutcome {
        self.0.push(']');
        Ok(QinceSuccess::Data(self.0))
    }
}

/// How a success without data looks: the two families differ (ERR-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ResponseFamily {
    /// Both `return_msg` and `response_data` are null.
    Voucher,
    /// `return_code` is a number, `return_msg` is "", and there is no `response_data`.
    Coupondetail,
}

/// VARCHAR(100) of `return_msg`, which only two 兑货券 operations document.
const LONGEST_MESSAGE: usize = 100;

pub(crate) fn envelope(
    family: ResponseFamily,
    msg_id: &str,
    outcome: QinceOutcome,
    quirks: &Quirks,
) -> Bytes {
    let msg_id = quoted(msg_id);
    let text = match (outcome, family) {
        (Ok(QinceSuccess::Data(data)), _) => {
            let code = code(r#""0""#, quirks);
            let head =
                [r#"{"return_code":"#, &code, r#","return_msg":"操作成功","msg_id":"#, &msg_id];
            around(&head.concat(), data, quirks)
        }
        (Ok(QinceSuccess::Nothing), ResponseFamily::Voucher) => {
            let code = code(r#""0""#, quirks);
            format!(
                r#"{{"return_code":{code},"return_msg":null,"msg_id":{msg_id},"response_data":null}}"#
            )
        }
        (Ok(QinceSuccess::Nothing), ResponseFamily::Coupondetail) => {
            let code = code("0", quirks);
            format!(r#"{{"msg_id":{msg_id},"return_code":{code},"return_msg":""}}"#)
        }
        (Err(QinceRefusal { code: number, message }), _) => {
            let (code, message) = (code(&quoted(number), quirks), quoted(&message));
            format!(r#"{{"return_code":{code},"return_msg":{message},"msg_id":{msg_id}}}"#)
        }
    };
    text.into()
}

/// The envelope around a document. The document's own buffer is used: a page is large, and a second copy of it costs more than all the
/// rest of an answer.
fn around(head: &str, mut data: String, quirks: &Quirks) -> String {
    let key = r#","response_data":"#;
    match (data.as_str(), quirks.of(&quirks::NO_ROWS), quirks.of(&quirks::RESPONSE_DATA)) {
        ("[]", "null", _) => [head, key, "null}"].concat(),
        ("[]", "absent", _) => [head, "}"].concat(),
        (_, _, "inline") => [head, key, &unescaped(&data), "}"].concat(),
        _ => {
            data.insert_str(0, &[head, key, "\""].concat());
            data.push_str("\"}");
            data
        }
    }
}

/// `return_code` as the operation samples it, or one type everywhere.
fn code(sampled: &str, quirks: &Quirks) -> String {
    let digits = sampled.trim_matches('"');
    match quirks.of(&quirks::RETURN_CODE) {
        "text" => quoted(digits),
        "number" => digits.to_owned(),
        _ => sampled.to_owned(),
    }
}

/// The envelope of the two operations that document its types by themselves: 审批 and 自定义字段更新.
pub(crate) fn plain_envelope(msg_id: &str, outcome: QinceOutcome, quirks: &Quirks) -> Bytes {
    let Err(QinceRefusal { code: number, message }) = outcome else {
        return envelope(ResponseFamily::Coupondetail, msg_id, outcome, quirks);
    };
    let short = quoted(&message.chars().take(LONGEST_MESSAGE).collect::<String>());
    let (code, msg_id) = (code(number, quirks), quoted(msg_id));
    format!(r#"{{"msg_id":{msg_id},"return_code":{code},"return_msg":{short}}}"#).into()
}

/// The body of a call itself, as its answer.
pub(crate) fn echo(body: &Bytes) -> QinceOutcome {
    let text = String::from_utf8_lossy(body);
    let quoted = quoted(&text);
    Ok(QinceSuccess::Data(quoted[1..quoted.len() - 1].to_owned()))
}

/// Reads a call and refuses it with every rule that it breaks (ERR-7).
pub(crate) fn read<E: Endpoint>(body: &Bytes, quirks: &Quirks) -> Result<E, QinceRefusal> {
    let place = Location { vendor: "qince", operation: E::NAME };
    let malformed = |detail: String| QinceRefusal::failure(format!("请求体格式错误:{detail}"));
    let row = Row::<E>::new(place, "body".to_owned(), body.clone())
        .map_err(|error| malformed(error.problem))?;
    if !row.raw().trim_start().starts_with('{') {
        return Err(malformed("应为 JSON 对象".to_owned()));
    }
    // Blank fields were read as none.
    let call =
        row.decode().map_err(|error| malformed(format!("{} {}", error.path, error.problem)))?;
    let broken: Vec<String> =
        call.rules().iter().filter(|broken| refuses(broken, quirks)).map(explain).collect();
    if broken.is_empty() { Ok(call) } else { Err(QinceRefusal::failure(broken.join(";"))) }
}

/// Every grade refuses here, but for two rules that only warn: a page longer than the most is cut to it (QIN-3), a coupon
/// number beyond the query's filter is legal (CPA-1). By a switch, an endDate is not needed (END-2).
fn refuses(broken: &Violation, quirks: &Quirks) -> bool {
    let too_long_a_page = broken.rule == "QIN-3"
        && matches!(broken.problem, ViolationKind::OutOfRange(..))
        && !broken.value.starts_with('-')
        && broken.value != "0";
    let no_end = broken.rule == "END-2"
        && matches!(broken.problem, ViolationKind::Missing)
        && quirks.is(&quirks::END_DATE, "optional");
    !too_long_a_page && !no_end && !matches!(broken.problem, ViolationKind::BeyondFilter(_))
}

fn explain(broken: &Violation) -> String {
    format!("{} {}({})", broken.field, broken.problem.zh(), broken.rule)
}
