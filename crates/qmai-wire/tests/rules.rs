//! Every rule of `vendor-rules`, section 3, that the request alone decides: broken once, kept once.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::{collections::BTreeSet, fs, path::Path};

use crate::common::{OPERATIONS, account, attempt, claim_of, op};
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
    (
        "v3.issueCouponsToCustomer",
        r#"{"num":"1.5"}"#,
        &[
            ("ISC-1", Assumed, "bizId"),
            ("ISC-2", Assumed, "couponId"),
            ("ISC-3", Assumed, "customerId"),
            ("ISC-4", Assumed, "num"),
        ],
    ),
    ("v3.issueCouponsToCustomer", r#"{"bizId":"b","couponId":"1","customerId":"1","num":1}"#, &[]),
    (
        "v3.writeOffCoupon",
        r#"{"amount":"1.5"}"#,
        &[
            ("WOF-1", Seen, "bizId"),
            ("WOF-2", Seen, "couponsCardList"),
            ("WOF-3", Seen, "thirdOrderNo"),
            ("WOF-4", Assumed, "amount"),
        ],
    ),
    (
        "v3.writeOffCoupon",
        r#"{"bizId":"b","couponsCardList":"1","ext":{"orderNo":"D"},"amount":300}"#,
        &[],
    ),
    ("v3.couponReverse", "{}", &[("REV-1", Seen, "bizId")]),
    ("v3.couponReverse", r#"{"bizId":"b"}"#, &[]),
    ("v3.recycleCoupons", r#"{"cardIdList":[]}"#, &[("RCY-1", Assumed, "cardIdList")]),
    ("v3.recycleCoupons", r#"{"cardIdList":["1"]}"#, &[]),
    ("v3.couponRecovery", r#"{"couponIds":["1"]}"#, &[("RCO-1", Assumed, "bizId")]),
    ("v3.couponRecovery", r#"{"bizId":"b"}"#, &[]),
    ("v3.couponStatus", r#"{"type":"3"}"#, &[("STA-1", Seen, "id"), ("STA-2", Assumed, "type")]),
    ("v3.couponStatus", r#"{"id":"1","type":2}"#, &[]),
    (
        "v3.getCustomerCouponList",
        r#"{"customerId":"x","pageNum":0,"pageSize":51}"#,
        &[
            ("GCL-1", Assumed, "customerId"),
            ("GCL-2", Assumed, "pageNum"),
            ("GCL-3", Assumed, "pageSize"),
        ],
    ),
    ("v3.getCustomerCouponList", "{}", &[("GCL-1", Assumed, "customerId")]),
    ("v3.getCustomerCouponList", r#"{"customerId":"1","pageNum":1,"pageSize":50}"#, &[]),
    ("v3.getCouponDetail", r#"{"userCouponCode":" "}"#, &[("GCD-1", Seen, "userCouponCode")]),
    ("v3.getCouponDetail", r#"{"userCouponCode":"1"}"#, &[]),
    ("v3.getTemplateDetail", "{}", &[("GTD-1", Seen, "id")]),
    ("v3.getTemplateDetail", r#"{"id":1}"#, &[]),
    ("v3.getCouponTemplateListByIds", "{}", &[("GTL-1", Seen, "templateIds")]),
    ("v3.getCouponTemplateListByIds", r#"{"templateIds":[1,"2"]}"#, &[]),
    (
        "v3.allCustomerInfo",
        r#"{"pageNum":"x","pageSize":0}"#,
        &[
            ("ACI-1", Seen, "customerId"),
            ("ACI-3", Assumed, "pageNum"),
            ("ACI-4", Assumed, "pageSize"),
        ],
    ),
    ("v3.allCustomerInfo", r#"{"id":"1"}"#, &[("ACI-2", Seen, "type")]),
    ("v3.allCustomerInfo", r#"{"id":"1","type":"2"}"#, &[]),
    ("v3.allCustomerInfo", r#"{"customerId":"1"}"#, &[]),
    (
        "v2.coupon-store-list",
        r#"{"page":0,"page_size":51}"#,
        &[("CSL-1", Assumed, "page"), ("CSL-2", Assumed, "page_size")],
    ),
    ("v2.coupon-store-list", "{}", &[]),
    ("v2.user-coupon-list", r#"{"expire":"none"}"#, &[("UCL-1", Assumed, "expire")]),
    ("v2.user-coupon-list", r#"{"expire":"canuse"}"#, &[]),
    (
        "v2.coupon-template-detail",
        r#"{"bizType":9}"#,
        &[("CTD-1", Seen, "bizType"), ("CTD-2", Seen, "id")],
    ),
    ("v2.coupon-template-detail", r#"{"bizType":10,"id":1}"#, &[]),
    (
        "v2.coupons-vertify",
        r#"{"customerId":"1"}"#,
        &[
            ("VTF-1", Seen, "bizId"),
            ("VTF-2", Seen, "couponsCardList"),
            ("VTF-3", Assumed, "ext.orderNo"),
        ],
    ),
    ("v2.coupons-vertify", r#"{"bizId":"b","couponsCardList":["1"],"ext":{"orderNo":"D-1"}}"#, &[]),
    ("v2.off-coupon", "{}", &[("OFF-1", Seen, "code")]),
    ("v2.off-coupon", r#"{"code":"1"}"#, &[]),
    (
        "v2.coupon-exchange",
        "{}",
        &[
            ("EXC-1", Seen, "bizId"),
            ("EXC-2", Seen, "customerId"),
            ("EXC-3", Seen, "customerPhone"),
            ("EXC-4", Seen, "exchangeCode"),
        ],
    ),
    (
        "v2.coupon-exchange",
        r#"{"bizId":"b","customerId":"1","customerPhone":"1","exchangeCode":"1"}"#,
        &[],
    ),
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

/// Neither side has a rule the other lacks. The rules are read from the endpoint files, so that a new one is missed here.
#[test]
fn the_cases_cover_the_rules_of_the_code() {
    let in_cases: BTreeSet<&str> =
        CASES.iter().flat_map(|case| case.2).map(|(rule, ..)| *rule).collect();
    let mut in_code = BTreeSet::new();
    for folder in ["src/v2", "src/v3"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let source = fs::read_to_string(&path).unwrap();
            for rule in source.split('"').skip(1).step_by(2).filter(|text| is_rule(text)) {
                assert!(in_cases.contains(rule), "{}: no case breaks {rule}", path.display());
                in_code.insert(rule.to_owned());
            }
        }
    }
    let unknown: Vec<_> = in_cases.iter().filter(|rule| !in_code.contains(**rule)).collect();
    assert!(unknown.is_empty(), "no operation has {unknown:?}");
    for operation in coupon_qmai_wire::OPERATIONS {
        let name = operation.name;
        let mut of_it = CASES.iter().filter(|(of, ..)| *of == name);
        let broken = of_it.clone().filter(|case| !case.2.is_empty()).count();
        assert!(
            broken > 0 && of_it.any(|case| case.2.is_empty()),
            "{name}: a case that breaks no rule, one that does"
        );
    }
}

/// `GCL-1`: letters, and digits behind a dash.
fn is_rule(text: &str) -> bool {
    text.split_once('-').is_some_and(|(family, number)| {
        let upper = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
        !family.is_empty()
            && family.bytes().all(upper)
            && !number.is_empty()
            && number.bytes().all(|b| b.is_ascii_digit())
    })
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
            crate::common::json(&body).as_object().unwrap().keys().cloned().collect();
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
