//! The 36 faults of the reliability matrix, and what a call must make of each.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::time::Duration;

use coupon_transport::ConnectorErrorKind::{self, Broken, NeverConnected, Timeout};
use serde_json::Value;

/// A fault, and the outcome it must have.
pub(crate) struct Fault {
    pub(crate) name: &'static str,
    pub(crate) injected: Injected,
    /// Whether the vendor does what it is asked. `None`: one seed so, another so.
    pub(crate) applied: Option<bool>,
    /// The outcome that is told and the number of attempts: for a read and a write of Qince, then of Qmai. `none` is an error that says that
    /// nothing has happened, `unknown` one that says that it may have, `applied` one that says that it was done.
    pub(crate) expected: [&'static str; 4],
    /// Whether the rows of an answer are those that the vendor sent.
    pub(crate) keeps_content: bool,
}

pub(crate) enum Injected {
    /// No answer, after a while.
    NoAnswer(ConnectorErrorKind, Duration),
    /// The answer, after a time that depends on its length and on chance below 1,000.
    Late(fn(usize, u64) -> Duration),
    /// Another answer.
    Other { status: u16, header: Option<(&'static str, &'static str)>, body: &'static str },
    /// The vendor's answer, changed, for a vendor of that name.
    Rewritten(fn(&str, &[u8]) -> Vec<u8>),
}

const SENT_THRICE: [&str; 4] = ["none3", "unknown1", "none3", "unknown1"];
const NOT_SENT: [&str; 4] = ["none3"; 4];
const REFUSED: [&str; 4] = ["none1"; 4];
const UNREADABLE: [&str; 4] = ["none1", "unknown1", "none1", "unknown1"];
const FINE: [&str; 4] = ["ok1"; 4];
const HTML: &str = "<html><body><h1>系统维护中</h1></body></html>";

const fn no_answer(
    name: &'static str,
    kind: ConnectorErrorKind,
    seconds: u64,
    applied: Option<bool>,
) -> Fault {
    let expected = if matches!(kind, NeverConnected) { NOT_SENT } else { SENT_THRICE };
    let injected = Injected::NoAnswer(kind, Duration::from_secs(seconds));
    Fault { name, injected, applied, expected, keeps_content: true }
}

const fn late(name: &'static str, delay: fn(usize, u64) -> Duration) -> Fault {
    let injected = Injected::Late(delay);
    Fault { name, injected, applied: Some(true), expected: FINE, keeps_content: true }
}

const fn other(
    name: &'static str,
    status: u16,
    header: Option<(&'static str, &'static str)>,
    body: &'static str,
    applied: Option<bool>,
    expected: [&'static str; 4],
) -> Fault {
    let injected = Injected::Other { status, header, body };
    Fault { name, injected, applied, expected, keeps_content: true }
}

const fn rewritten(
    name: &'static str,
    rewrite: fn(&str, &[u8]) -> Vec<u8>,
    applied: bool,
    expected: [&'static str; 4],
) -> Fault {
    let injected = Injected::Rewritten(rewrite);
    Fault { name, injected, applied: Some(applied), expected, keeps_content: false }
}

pub(crate) const NO_FAULT: Fault = late("none", |_, _| Duration::ZERO);

pub(crate) const FAULTS: &[Fault] = &[
    // The network.
    no_answer("refused", NeverConnected, 0, Some(false)),
    no_answer("no such name", NeverConnected, 1, Some(false)),
    no_answer("a connection that is never made", NeverConnected, 10, Some(false)),
    no_answer("TLS fails", NeverConnected, 1, Some(false)),
    no_answer("reset before it is sent", Broken, 0, Some(false)),
    no_answer("reset after it is sent", Broken, 0, None),
    no_answer("a connection closed at the moment of use", Broken, 0, Some(false)),
    no_answer("no answer after it was done", Timeout, 3_600, Some(true)),
    late("200 ms +- 100 ms", |_, chance| Duration::from_millis(100 + chance / 5)),
    late("1 KB a second", |length, _| Duration::from_millis(length as u64 * 1_000 / 1_024)),
    late("byte by byte", |length, _| Duration::from_millis(length as u64)),
    no_answer("half of the answer", Broken, 1, None),
    late("closed late", |_, _| Duration::from_secs(5)),
    // HTTP.
    other("500", 500, None, "", None, SENT_THRICE),
    other("502 with HTML", 502, None, HTML, None, SENT_THRICE),
    other("503 with Retry-After", 503, Some(("retry-after", "2")), "", None, SENT_THRICE),
    other(
        "429 with Retry-After",
        429,
        Some(("retry-after", "2")),
        "",
        Some(false),
        ["none3", "none1", "none3", "none1"],
    ),
    other("401", 401, None, "", Some(false), REFUSED),
    other("403", 403, None, "", Some(false), REFUSED),
    other("302 to another host", 302, Some(("location", "http://h/")), "", None, UNREADABLE),
    other("200 with HTML", 200, None, HTML, None, UNREADABLE),
    other("200 with nothing", 200, None, "", None, UNREADABLE),
    no_answer("less than Content-Length", Broken, 0, None),
    no_answer("gzip that is none", Broken, 0, None),
    // The envelope.
    rewritten(
        "code 1, busy",
        |vendor, _| refusal(vendor, "1", "系统繁忙,请稍后再试"),
        false,
        ["none1", "none1", "none3", "none1"],
    ),
    rewritten("the code is a number", |_, body| code_as_number(body), true, FINE),
    rewritten(
        "status true and a code that is none",
        |_, _| br#"{"return_code":"1","status":true,"code":"300001","message":"no"}"#.to_vec(),
        false,
        REFUSED,
    ),
    rewritten("data null", |_, body| changed(body, |_| Some(Value::Null)), true, FINE),
    rewritten("no data", |_, body| changed(body, |_| None), true, FINE),
    rewritten(
        "data cut off",
        |_, body| cut_data(body),
        true,
        ["none1", "applied1", "none1", "unknown1"],
    ),
    rewritten("data inline, or in a string", |_, body| changed(body, inside_out), true, FINE),
    rewritten("GBK", |_, body| in_gbk(body), true, FINE),
    rewritten(
        "the answer of another call",
        |_, body| other_call(body),
        true,
        ["none2", "unknown1", "ok1", "ok1"],
    ),
    rewritten("the answer twice", |_, body| [body, body].concat(), true, UNREADABLE),
    rewritten(
        "the clock is wrong",
        |vendor, _| refusal(vendor, "10002", "timestamp expired"),
        false,
        REFUSED,
    ),
    rewritten(
        "limited, in words",
        |vendor, _| refusal(vendor, "1", "接口限流"),
        false,
        ["none1", "none1", "none3", "none1"],
    ),
];

fn refusal(vendor: &str, code: &str, message: &str) -> Vec<u8> {
    match vendor {
        "qince" => format!(r#"{{"return_code":"{code}","return_msg":"{message}"}}"#),
        _ => format!(r#"{{"status":false,"code":"{code}","message":"{message}"}}"#),
    }
    .into_bytes()
}

/// The answer with other data; without a member for data if there is none.
fn changed(body: &[u8], change: fn(&Value) -> Option<Value>) -> Vec<u8> {
    let mut envelope: Value = serde_json::from_slice(body).unwrap();
    let members = envelope.as_object_mut().unwrap();
    for name in ["response_data", "data"] {
        if let Some(data) = members.remove(name)
            && let Some(changed) = change(&data)
        {
            members.insert(name.to_owned(), changed);
        }
    }
    serde_json::to_vec(&envelope).unwrap()
}

fn inside_out(data: &Value) -> Option<Value> {
    Some(match data {
        Value::String(text) => serde_json::from_str(text).unwrap_or_else(|_| data.clone()),
        other => other.clone(),
    })
}

fn code_as_number(body: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(body).unwrap();
    text.replace("\"return_code\":\"0\"", "\"return_code\":0")
        .replace("\"code\":\"0\"", "\"code\":0")
        .into()
}

/// A document inside a string loses its end; one that stands inline takes the envelope's end with it.
fn cut_data(body: &[u8]) -> Vec<u8> {
    let mut envelope: Value = serde_json::from_slice(body).unwrap();
    if envelope.get("return_code").is_none() {
        return body[..body.len() - body.len() / 4].to_vec();
    }
    let text = envelope["response_data"].as_str().unwrap_or("[{\"id\":\"1\"}]").to_owned();
    let half = (0..=text.len() / 2).rev().find(|at| text.is_char_boundary(*at));
    envelope["response_data"] = text[..half.unwrap()].into();
    serde_json::to_vec(&envelope).unwrap()
}

fn in_gbk(body: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(body).unwrap();
    // 操作成功 and 成功 as GBK has them.
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("成功") {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        bytes.extend_from_slice(b"\xb3\xc9\xb9\xa6");
        rest = &rest[at + "成功".len()..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

fn other_call(body: &[u8]) -> Vec<u8> {
    let mut envelope: Value = serde_json::from_slice(body).unwrap();
    for name in ["msg_id", "traceId"] {
        if envelope.get(name).is_some() {
            envelope[name] = "another".into();
        }
    }
    serde_json::to_vec(&envelope).unwrap()
}
