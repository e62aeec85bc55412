//! Evidence files, envelopes and an account to sign with. Each test binary uses some of it.
#![allow(dead_code, unreachable_pub, reason = "shared by several test binaries")]

use std::fs;

use bytes::Bytes;
use coupon_qince_wire::{
    Account, AccountConfig, AttemptParams, Endpoint, Error, Operation, Raw, TimestampForm,
    base_url, decode, operation,
};
use coupon_sign::Secret;
use coupon_wire::{Answer, Certainty, Violation};
use http::Response;
use serde_json::Value;

pub const OPENID: &str = "5465103569540931532";
pub const APP_KEY: &str = "BFCO0PAgIUgd50c0l6";
pub const MSG_ID: &str = "X000001";

/// The account of the vendor's published example.
pub fn account() -> Account {
    Account::new(AccountConfig {
        base_url: base_url::PRODUCTION.to_owned(),
        openid: Secret::new(OPENID),
        app_key: Secret::new(APP_KEY),
        timestamp: TimestampForm::Beijing,
        allow_http: false,
    })
    .expect("the vendor's example is a legal account")
}

/// An attempt at 2024-01-02 03:04:05 in Beijing.
pub fn attempt() -> AttemptParams {
    let time = "2024-01-01T19:04:05Z".parse().expect("an instant");
    AttemptParams::with_msg_id(time, MSG_ID).expect("a legal msg_id")
}

/// The text of an evidence file.
pub fn evidence(operation: &str, file: &str) -> String {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/qince");
    let path = format!("{root}/{operation}/evidence/{file}");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The sampled answer with the sampled data in it as the document says: JSON inside a string.
pub fn sampled_answer(operation: &str) -> String {
    let data = Value::String(evidence(operation, "data.json"));
    filled(operation, &data.to_string())
}

/// The sampled answer with the sampled data in it as plain JSON.
pub fn sampled_answer_inline(operation: &str) -> String {
    filled(operation, &evidence(operation, "data.json"))
}

fn filled(operation: &str, data: &str) -> String {
    let answer = evidence(operation, "answer.json");
    assert!(answer.contains(r#""<<DATA>>""#), "{operation}: the sample has a place for the data");
    answer.replace("{ msg_id }", MSG_ID).replace(r#""<<DATA>>""#, data)
}

/// A success with this `response_data`, written as it is.
pub fn success(data: &str) -> String {
    format!(r#"{{"return_code":"0","return_msg":null,"msg_id":"{MSG_ID}","response_data":{data}}}"#)
}

/// Reads an answer by type.
pub fn read<E: Endpoint>(body: &str) -> Result<Answer<E::Row>, Error> {
    decode::<E>(&attempt(), &Response::new(Bytes::from(body.to_owned())))
}

/// Reads an answer by name.
pub fn read_by_name(operation: &Operation, body: &str) -> Result<Answer<Raw>, Error> {
    operation.decode(&attempt(), &Response::new(Bytes::from(body.to_owned())))
}

/// The one row of a success with this `response_data`.
pub fn one<E: Endpoint>(data: &str) -> E::Row {
    let answer = read::<E>(&success(data)).expect("a success");
    assert_eq!(answer.rows.len(), 1, "{data}");
    answer.rows[0].decode().expect("a readable row")
}

/// The one row of the sampled data.
pub fn sampled_row<E: Endpoint>() -> E::Row {
    one::<E>(&evidence(E::NAME, "data.json"))
}

/// Every broken rule of a body, by name of the operation.
pub fn validate(name: &str, body: &str) -> Vec<Violation> {
    let operation = operation(name).expect("a known operation");
    operation.validate(body).unwrap_or_else(|error| panic!("{name} {body}: {error}"))
}

/// The broken rules that refuse a body before it is signed, as `rule field`.
pub fn refused(name: &str, body: &str) -> Vec<String> {
    let refusing = |broken: &Violation| broken.certainty.blocks_send();
    let shown = |broken: Violation| format!("{} {}", broken.rule, broken.field);
    validate(name, body).into_iter().filter(refusing).map(shown).collect()
}

/// A rule with its grade as the vendor rules write it: `ADD-1 D name`.
pub fn shown(broken: &[Violation]) -> Vec<String> {
    let certainty = |certainty: Certainty| certainty.letter();
    broken.iter().map(|b| format!("{} {} {}", b.rule, certainty(b.certainty), b.field)).collect()
}
