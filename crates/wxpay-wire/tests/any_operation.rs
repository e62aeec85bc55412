//! Operations that are in no list: signed, and read by the server's side.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod common;

#[allow(dead_code, reason = "the example's main function is not called")]
#[path = "../examples/any_wxpay_operation.rs"]
mod example;

use common::{account, attempt, signed, vector};
use coupon_sign::Secret;
use coupon_wire::OperationKind::Write;
use coupon_wxpay_wire::{Operation, OperationError, ResponseShape, parse_request};

#[test]
fn the_example_signs_what_the_servers_side_accepts() {
    let private = Secret::new(vector("merchant-private.pem"));
    let [read, write] = example::requests(private, vector("platform-public.pem")).unwrap();
    for request in [&read, &write] {
        let parsed = parse_request(request).unwrap();
        parsed.verify(&account()).unwrap();
        assert!(parsed.operation.is_none());
        assert_eq!(request.uri().path(), "/v3/marketing/busifavor/callbacks");
    }
    assert_eq!((read.method().as_str(), read.uri().query()), ("GET", Some("mchid=1900009191")));
    assert_eq!((write.method().as_str(), write.uri().query()), ("POST", None));
    assert_eq!(write.body(), r#"{"mchid":"1900009191"}"#);
}

#[test]
fn any_body_of_a_success_is_kept_verbatim_and_odd_paths_are_refused() {
    let any = Operation::custom("any", "v3/any", Write, ResponseShape::Undocumented).unwrap();
    for (body, rows) in [
        (r#"{"data":[1],"total_count":2}"#, vec![r#"{"data":[1],"total_count":2}"#]),
        ("[1,2]", vec!["[1,2]"]),
        ("", vec![]),
    ] {
        let answer = any.decode(&account(), &attempt(), &signed(200, body)).unwrap();
        let found: Vec<_> = answer.rows.iter().map(|row| row.raw()).collect();
        assert_eq!(found, rows, "{body}");
    }
    assert_eq!(any.validate("{\"a\":[1]}").unwrap(), []);
    assert_eq!(any.validate("[]").unwrap_err().path, "params");
    let custom =
        |name, path| Operation::custom(name, path, Write, ResponseShape::Record).unwrap_err();
    assert_eq!(custom("a b", "v3/a"), OperationError::Name);
    for path in ["", "/v3/a", "v3/{a}", "v3/a?b=1", "v3/券"] {
        assert_eq!(custom("a", path), OperationError::Path, "{path}");
    }
}
