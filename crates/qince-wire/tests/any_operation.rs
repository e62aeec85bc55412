//! Operations that are in no list: signed, read by the server's side, and answered with any data.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

#[allow(dead_code, reason = "the example's main function is not called")]
#[path = "../examples/any_qince_operation.rs"]
mod example;

use crate::support::account;
use coupon_qince_wire::{
    AttemptParams, Operation, OperationError, ResponseShape, VerifyError, parse_request,
};
use coupon_wire::OperationKind::Write;
use http::Request;

fn attempt() -> AttemptParams {
    AttemptParams::new("2024-01-01T19:04:05Z".parse().unwrap(), 7)
}

#[test]
fn the_example_signs_what_the_servers_side_accepts() {
    let request = example::request(&attempt()).unwrap();
    let parsed = parse_request(&request).unwrap();
    parsed.verify(&account()).unwrap();
    assert!(parsed.operation.is_none());
    assert_eq!(parsed.path, "customer/v1/queryCustomer");
    let (parts, _) = request.into_parts();
    let changed = Request::from_parts(parts, "{}".into());
    let refused = parse_request(&changed).unwrap().verify(&account());
    assert!(matches!(refused, Err(VerifyError::Digest { .. })), "{refused:?}");
    let rows = example::rows(&attempt(), r#"{"return_code":"0","response_data":"{\"a\":[1,2]}"}"#);
    assert_eq!(rows.unwrap(), [r#"{"a":[1,2]}"#]);
}

#[test]
fn what_cannot_be_sent_as_it_is_is_refused() {
    let custom =
        |name, path| Operation::custom(name, path, Write, ResponseShape::Undocumented).unwrap_err();
    assert_eq!(custom("", "a/v1/b"), OperationError::Name);
    for path in ["a/v1", "/a/v1/b", "a//v1/b", "a/../b", "a/v1/b?c", "客户/v1/b"] {
        assert_eq!(custom("a", path), OperationError::Path, "{path}");
    }
}
