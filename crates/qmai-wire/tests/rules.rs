//! Every rule of `vendor-rules`, section 3, that the request alone decides: broken once, kept once.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::collections::BTreeSet;

use common::{OPERATIONS, account, attempt, claim_of, op};
use coupon_qmai_wire::{
    Endpoint, VerifyError, encode_raw,
    v2::{UserCouponsDetailByIds, UserCouponsDetailByUser},
    v3::GetCustomerCoupons,
};
use coupon_wire::{
    Certainty::{self, *},
    Violation,
};

const V3: &str = OPERATIONS[0];
const IDS: &str = OPERATIONS[1];
const USER: &str = OPERATIONS[2];

/// Operation, `params`, and all that they break.
type Case = (&'static str, &'static str, &'static [(&'static str, Certainty, &'static str)]);

const CASES: &[Case] = &[
    (V3, "{}", &[("V3-1", Seen, "customerId")]),
    (V3, r#"{"customerId":" "}"#, &[("V3-1", Seen, "customerId")]),
    (V3, r#"{"customerId":"A-1"}"#, &[("V3-1", Documented, "customerId")]),
    (V3, r#"{"customerId":"1"}"#, &[]),
    (V3, r#"{"customerId":383933091455959041}"#, &[]),
    (V3, r#"{"customerId":"1","useStatus":"3"}"#, &[("V3-3", Documented, "useStatus")]),
    (V3, r#"{"customerId":"1","useStatus":4}"#, &[("V3-3", Documented, "useStatus")]),
    (V3, r#"{"customerId":"1","useStatus":"未使用"}"#, &[("V3-3", Documented, "useStatus")]),
    (V3, r#"{"customerId":"1","useStatus":0,"cardId":null}"#, &[]),
    (V3, r#"{"customerId":"1","useStatus":"7","cardId":"A"}"#, &[]),
    (V3, r#"{"customerId":"1","useStatus":"","unknown":{}}"#, &[]),
    (V3, r#"{"useStatus":9}"#, &[("V3-1", Seen, "customerId"), ("V3-3", Documented, "useStatus")]),
    (IDS, "{}", &[("IDS-1", Implied, "ids")]),
    (IDS, r#"{"ids":"1,2,3,4"}"#, &[]),
    (IDS, r#"{"ids":895}"#, &[]),
    (IDS, r#"{"ids":"1, 2"}"#, &[]),
    (IDS, r#"{"ids":"1,x"}"#, &[("IDS-2", Assumed, "ids")]),
    (IDS, r#"{"ids":"1,,2"}"#, &[("IDS-2", Assumed, "ids")]),
    (IDS, r#"{"ids":"1，2"}"#, &[("IDS-2", Assumed, "ids")]),
    (USER, "{}", &[("USR-1", Implied, "user_id"), ("USR-2", Implied, "user_coupon_id")]),
    (USER, r#"{"user_id":7}"#, &[("USR-2", Implied, "user_coupon_id")]),
    (USER, r#"{"user_coupon_id":"C"}"#, &[("USR-1", Implied, "user_id")]),
    (USER, r#"{"user_id":"7.5","user_coupon_id":"C"}"#, &[("USR-1", Documented, "user_id")]),
    (USER, r#"{"user_id":99999999999999999999,"user_coupon_id":"C"}"#, &[]),
];

#[test]
fn each_rule_is_broken_and_kept() {
    for (name, params, expected) in CASES {
        let broken = op(name).validate(params).unwrap();
        let found: Vec<_> =
            broken.iter().map(|b| (b.rule, b.certainty, b.field.as_str())).collect();
        assert_eq!(&found, expected, "{name} {params}");
    }
}

/// Neither side has a rule the other lacks.
#[test]
fn the_cases_cover_the_rules_of_the_code() {
    let sources = [
        include_str!("../src/v3/get_customer_coupons.rs"),
        include_str!("../src/v2/user_coupons_detail_by_ids.rs"),
        include_str!("../src/v2/user_coupons_detail_by_user.rs"),
    ];
    let is_rule = |text: &&str| {
        ["V3-", "IDS-", "USR-"].iter().any(|prefix| text.starts_with(prefix)) && text.len() < 8
    };
    let in_code: BTreeSet<&str> =
        sources.iter().flat_map(|source| source.split('"')).filter(is_rule).collect();
    let in_cases = CASES.iter().flat_map(|case| case.2).map(|(rule, ..)| *rule).collect();
    assert_eq!(in_code, in_cases);
    assert_eq!(in_code, BTreeSet::from(["V3-1", "V3-3", "IDS-1", "IDS-2", "USR-1", "USR-2"]));
}

#[test]
fn a_blank_field_of_a_typed_call_is_none() {
    let blank = || Some(" ".to_owned());
    let shown = |broken: Vec<Violation>| -> Vec<_> {
        broken.into_iter().map(|b| (b.rule, b.certainty, b.field)).collect()
    };
    let call = GetCustomerCoupons { customer_id: blank(), ..Default::default() };
    assert_eq!(shown(call.validate()), [("V3-1", Seen, "customerId".to_owned())]);
    let call = UserCouponsDetailByIds { ids: blank() };
    assert_eq!(shown(call.validate()), [("IDS-1", Implied, "ids".to_owned())]);
    let call = UserCouponsDetailByUser { user_id: Some(7.into()), user_coupon_id: blank() };
    assert_eq!(shown(call.validate()), [("USR-2", Implied, "user_coupon_id".to_owned())]);
    let id = Some("1".to_owned());
    let call = GetCustomerCoupons { customer_id: id, card_id: blank(), ..Default::default() };
    assert_eq!(call.validate(), [], "a blank filter is no filter");
}

#[test]
fn params_that_are_no_object_or_have_impossible_types_name_the_field() {
    for (params, path) in [
        ("[]", "params"),
        (r#"["383933091455959041"]"#, "params"),
        ("x", "params"),
        ("", "params"),
        (r#"{"customerId":{}}"#, "params.customerId"),
    ] {
        let error = op(V3).validate(params).unwrap_err();
        assert_eq!(error.path, path, "{error}");
        assert_eq!((error.place.vendor, error.place.operation), ("qmai", V3));
    }
}

fn envelope(name: &str) -> String {
    let request = encode_raw(&account(), &attempt(), op(name), r#"{"ids":"1"}"#.into());
    String::from_utf8(request.body().to_vec()).unwrap()
}

#[test]
fn env_1_every_field_is_required_in_its_own_case() {
    for name in [V3, IDS] {
        let body = envelope(name);
        let fields: Vec<String> =
            common::json(&body).as_object().unwrap().keys().cloned().collect();
        assert_eq!(fields.len(), if name == V3 { 6 } else { 7 });
        for field in fields {
            let first = field.chars().next().unwrap();
            let other = if first.is_lowercase() {
                first.to_ascii_uppercase()
            } else {
                first.to_ascii_lowercase()
            };
            let renamed =
                body.replace(&format!("\"{field}\":"), &format!("\"{other}{}\":", &field[1..]));
            assert_ne!(renamed, body);
            match claim_of(name, renamed) {
                Err(VerifyError::Missing(missing)) => assert_eq!(missing, field),
                other => panic!("{field}: {other:?}"),
            }
        }
    }
}

#[test]
fn env_2_time_and_nonce_are_numbers_as_text_or_as_integers() {
    for name in [V3, IDS] {
        let body = envelope(name);
        for (from, to, expected) in [
            ("1700000000", "1700000000000", Some(VerifyError::Timestamp)),
            ("1700000000", "-700000000", Some(VerifyError::Timestamp)),
            (":7", ":-7", Some(VerifyError::Nonce)),
            (":7", ":0", Some(VerifyError::Nonce)),
            (":\"7\"", ":\"seven\"", Some(VerifyError::Nonce)),
            (":7", ":\"7\"", None),
            (":\"7\"", ":7", None),
        ] {
            let changed = body.replace(from, to);
            if changed != body {
                assert_eq!(claim_of(name, changed).err(), expected, "{name} {to}");
            }
        }
    }
}

#[test]
fn env_3_params_are_an_object() {
    for params in [r#""{\"ids\":\"1\"}""#, "[]", "7"] {
        let body = envelope(IDS).replace(r#"{"ids":"1"}"#, params);
        assert_eq!(claim_of(IDS, body).unwrap_err(), VerifyError::Params("Params"), "{params}");
    }
    let null = envelope(V3).replace(r#"{"ids":"1"}"#, "null");
    assert_eq!(claim_of(V3, null).unwrap_err(), VerifyError::Missing("params"));
}

#[test]
fn a_list_is_no_envelope() {
    for name in [V3, IDS] {
        let list = r#"["id","grant","token","1700000000","7","user.user-coupons-detail",{}]"#;
        assert!(matches!(claim_of(name, list), Err(VerifyError::Envelope(_))), "{name}");
    }
}

#[test]
fn env_5_an_action_that_no_list_has() {
    let body = envelope(IDS).replace("user.user-coupons-detail", "user.other");
    let parsed = claim_of(IDS, body).unwrap();
    assert!(parsed.operation.is_none());
    assert_eq!(parsed.action.as_deref(), Some("user.other"));
}

#[test]
fn ids_3_the_filled_fields_choose_the_operation() {
    for (params, name) in [
        (r#"{"ids":"1"}"#, IDS),
        (r#"{"user_id":7,"user_coupon_id":"C"}"#, USER),
        (r#"{"ids":"1","user_id":7,"user_coupon_id":"C"}"#, IDS),
        (r#"{"ids":"","user_id":7,"user_coupon_id":"C"}"#, USER),
        (r#"{"ids":null,"user_id":7}"#, USER),
        (r#"{}"#, IDS),
    ] {
        let body = envelope(IDS).replace(r#"{"ids":"1"}"#, params);
        assert_eq!(claim_of(IDS, body).unwrap().operation.unwrap().name, name, "{params}");
    }
}
