//! Helpers that several test files share.
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::{fs, path::Path};

use bytes::Bytes;
use coupon_qmai_wire::{
    Account, AccountConfig, AttemptParams, Endpoint, Operation, ParsedRequest, V2Money, V2Signing,
    VerifyError, decode, operation, parse_request,
};
use coupon_sign::Secret;
use coupon_wire::Row;
use http::{Request, Response};
use serde_json::Value;

pub(crate) const OPERATIONS: [&str; 3] =
    ["v3.getCustomerCoupons", "v2.user-coupons-detail.by-ids", "v2.user-coupons-detail.by-user"];

pub(crate) fn op(name: &str) -> &'static Operation {
    operation(name).unwrap_or_else(|| panic!("no operation {name}"))
}

/// A file of `fixtures/qmai/{operation}/evidence`.
pub(crate) fn evidence(operation: &str, file: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/qmai");
    let path = root.join(operation).join("evidence").join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The account of the vectors that openssl computed.
pub(crate) fn parts() -> AccountConfig {
    AccountConfig {
        base_url: "https://gateway.example/qmai/".to_owned(),
        open_id: Secret::new("00000000000000000000000000000001"),
        grant_code: Secret::new("fakegrant1"),
        open_key: Secret::new("fake-open-key-rs-0001"),
        v2_signing: V2Signing::PascalCase,
        v2_money: V2Money::Fen,
        allow_http: false,
    }
}

pub(crate) fn account() -> Account {
    Account::new(parts()).unwrap()
}

pub(crate) fn attempt() -> AttemptParams {
    AttemptParams::new("2023-11-14T22:13:20Z".parse().unwrap(), 7)
}

/// A claim for any body at an operation's path.
pub(crate) fn claim_of(
    operation: &str,
    body: impl Into<Bytes>,
) -> Result<ParsedRequest, VerifyError> {
    let uri = format!("https://gateway.example/{}", op(operation).path);
    parse_request(&Request::builder().uri(uri).body(body.into()).unwrap())
}

pub(crate) fn answer(body: impl Into<Bytes>) -> Response<Bytes> {
    Response::new(body.into())
}

/// The rows of a success with this `data`.
pub(crate) fn rows<E: Endpoint>(data: &str) -> Vec<Row<E::Row>> {
    let page = format!(r#"{{"status":"true","code":"0","message":"说明","data":{data}}}"#);
    decode::<E>(&answer(page)).unwrap().rows
}

/// The one row of a success with this `data`, read.
pub(crate) fn row<E: Endpoint>(data: &str) -> E::Row {
    let rows = rows::<E>(data);
    assert_eq!(rows.len(), 1, "{data}");
    rows[0].decode().unwrap()
}
