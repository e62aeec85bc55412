//! Operations that are in no list: signed, read by the server's side, and answered with any data.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

#[allow(dead_code, reason = "the example's main function is not called")]
#[path = "../examples/any_qmai_operation.rs"]
mod example;

use crate::common::account;
use coupon_qmai_wire::{Operation, OperationError, ResponseShape, VerifyError, parse_request};
use coupon_wire::OperationKind::{Read, Write};

const ANY: ResponseShape = ResponseShape::UNDOCUMENTED;

#[test]
fn the_example_signs_what_the_servers_side_accepts() {
    let [v3, v2] = example::requests().unwrap();
    assert_eq!(v3.uri().path(), "/v3/crm/customer/gatherCustomerInfo");
    for (request, action) in [(&v3, None), (&v2, Some("coupon.coupon-activity-add"))] {
        let parsed = parse_request(request).unwrap();
        parsed.verify(&account()).unwrap();
        assert!(parsed.operation.is_none());
        assert_eq!(parsed.action.as_deref(), action);
    }
    let mut changed = v2.clone();
    let text = String::from_utf8(v2.body().to_vec()).unwrap().replace("Nonce\":\"3", "Nonce\":\"4");
    *changed.body_mut() = text.into();
    let refused = parse_request(&changed).unwrap().verify(&account());
    assert!(matches!(refused, Err(VerifyError::Token { .. })), "{refused:?}");
}

#[test]
fn any_data_of_a_success_is_kept_verbatim() {
    let operation = Operation::custom("v3.any", "v3/any", Read, ANY).unwrap();
    for (data, rows) in [
        (r#"{"list":[1,2],"total":2}"#, vec![r#"{"list":[1,2],"total":2}"#]),
        ("[{\"id\":1},{\"id\":2}]", vec!["[{\"id\":1},{\"id\":2}]"]),
        ("true", vec!["true"]),
        ("70874216842235169480000000000001", vec!["70874216842235169480000000000001"]),
        ("null", vec![]),
        ("\"\"", vec![]),
    ] {
        let body = format!(r#"{{"status":true,"code":0,"data":{data}}}"#);
        let found = example::rows(&operation, Box::leak(body.into_boxed_str())).unwrap();
        assert_eq!(found, rows, "{data}");
    }
    assert_eq!(operation.validate("{\"a\":[1]}").unwrap(), []);
    let error = operation.validate("[]").unwrap_err();
    assert_eq!((error.place.operation, error.path.as_str()), ("v3.any", "params"));
}

#[test]
fn what_cannot_be_sent_as_it_is_is_refused() {
    let custom = |name, path| Operation::custom(name, path, Write, ANY).unwrap_err();
    assert_eq!(custom("a b", "v3/a"), OperationError::Name);
    for path in ["", "/v3/a", "v3//a", "v3/../a", "v3/a?b=1", "v3/a b", "v3/券"] {
        assert_eq!(custom("a", path), OperationError::Path, "{path}");
    }
    assert_eq!(custom("a", "api/v2"), OperationError::NoAction);
    for action in ["", "a\"b", "a&b=c", "a/b", "券"] {
        let made = Operation::custom_v2("a", action, Write, ANY);
        assert_eq!(made.unwrap_err(), OperationError::Action, "{action}");
    }
}
