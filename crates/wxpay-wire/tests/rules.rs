//! Every rule, broken once and kept once.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::{collections::BTreeSet, fs, path::Path};

use common::op;
use coupon_wire::Certainty::{self, *};
use coupon_wxpay_wire::{Endpoint, OPERATIONS, busifavor::BusiFavorUse};

/// Operation, parameters, and all that they break.
type Case = (&'static str, &'static str, &'static [(&'static str, Certainty, &'static str)]);

const LONG: &str = "012345678901234567890123456789012";

const CASES: &[Case] = &[
    (
        "busifavor.queryCoupon",
        r#"{"openid":" "}"#,
        &[
            ("QCP-1", Documented, "openid"),
            ("QCP-2", Documented, "coupon_code"),
            ("QCP-3", Documented, "appid"),
        ],
    ),
    (
        "busifavor.queryCoupon",
        r#"{"openid":"o","coupon_code":"012345678901234567890123456789012","appid":"wx"}"#,
        &[("QCP-2", Seen, "coupon_code")],
    ),
    ("busifavor.queryCoupon", r#"{"openid":"o","coupon_code":1,"appid":"wx"}"#, &[]),
    (
        "busifavor.listCoupons",
        r#"{"coupon_state":"NEW","offset":-1,"limit":"x"}"#,
        &[
            ("LCP-1", Documented, "openid"),
            ("LCP-2", Documented, "appid"),
            ("LCP-3", Documented, "coupon_state"),
            ("LCP-4", Assumed, "creator_merchant"),
            ("LCP-5", Assumed, "offset"),
            ("LCP-5", Assumed, "limit"),
        ],
    ),
    (
        "busifavor.listCoupons",
        r#"{"openid":"o","appid":"wx","belong_merchant":"1900009191","limit":0}"#,
        &[("LCP-5", Assumed, "limit")],
    ),
    (
        "busifavor.listCoupons",
        r#"{"openid":"o","appid":"wx","creator_merchant":"1900009191","offset":0,"limit":20,"coupon_state":"USED"}"#,
        &[],
    ),
    (
        "busifavor.useCoupon",
        r#"{"stock_id":"012345678901234567890"}"#,
        &[
            ("USE-1", Documented, "coupon_code"),
            ("USE-2", Seen, "stock_id"),
            ("USE-3", Documented, "appid"),
            ("USE-4", Documented, "use_time"),
            ("USE-5", Documented, "use_request_no"),
        ],
    ),
    (
        "busifavor.useCoupon",
        r#"{"coupon_code":"c","appid":"wx","use_time":"2015-05-20T13:29:35+08:00","use_request_no":"n"}"#,
        &[],
    ),
    (
        "busifavor.returnCoupon",
        "{}",
        &[
            ("RET-1", Documented, "coupon_code"),
            ("RET-2", Documented, "stock_id"),
            ("RET-3", Documented, "return_request_no"),
        ],
    ),
    (
        "busifavor.returnCoupon",
        r#"{"coupon_code":"c","stock_id":"1","return_request_no":"n"}"#,
        &[],
    ),
    (
        "busifavor.deactivateCoupon",
        r#"{"deactivate_reason":"01234567890123456789012345678901234567890123456789012345678901234"}"#,
        &[
            ("DEA-1", Documented, "coupon_code"),
            ("DEA-2", Documented, "stock_id"),
            ("DEA-3", Documented, "deactivate_request_no"),
            ("DEA-4", Documented, "deactivate_reason"),
        ],
    ),
    (
        "busifavor.deactivateCoupon",
        r#"{"coupon_code":"c","stock_id":"1","deactivate_request_no":"n","deactivate_reason":"券"}"#,
        &[],
    ),
    ("busifavor.queryStock", "{}", &[("STK-1", Documented, "stock_id")]),
    ("busifavor.queryStock", r#"{"stock_id":100088}"#, &[]),
];

#[test]
fn each_rule_is_broken_and_kept() {
    for (name, params, expected) in CASES {
        let broken = op(name).validate(params).unwrap();
        let found: Vec<_> =
            broken.iter().map(|b| (b.rule, b.certainty, b.field.as_str())).collect();
        assert_eq!(&found, expected, "{name} {params}");
    }
    let long = Some(LONG.to_owned());
    let user = Some("x".repeat(129));
    let call = BusiFavorUse { coupon_code: long, openid: user, ..BusiFavorUse::default() };
    let broken: Vec<_> = call.validate().iter().map(|b| (b.rule, b.certainty)).collect();
    assert!(broken.contains(&("USE-1", Seen)) && broken.contains(&("USE-6", Seen)), "{broken:?}");
}

/// Neither side has a rule the other lacks. The rules are read from the endpoint files, so that a new one is missed here.
#[test]
fn the_cases_cover_the_rules_of_the_code() {
    let mut in_cases: BTreeSet<&str> =
        CASES.iter().flat_map(|case| case.2).map(|(rule, ..)| *rule).collect();
    in_cases.insert("USE-6");
    let mut in_code = BTreeSet::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/busifavor");
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let source = fs::read_to_string(&path).unwrap();
        for rule in source.split('"').skip(1).step_by(2).filter(|text| is_rule(text)) {
            assert!(in_cases.contains(rule), "{}: no case breaks {rule}", path.display());
            in_code.insert(rule.to_owned());
        }
    }
    let unknown: Vec<_> = in_cases.iter().filter(|rule| !in_code.contains(**rule)).collect();
    assert!(unknown.is_empty(), "no operation has {unknown:?}");
    for operation in OPERATIONS {
        let of_it = || CASES.iter().filter(|(of, ..)| *of == operation.name);
        assert!(of_it().any(|case| case.2.is_empty()) && of_it().any(|case| !case.2.is_empty()));
    }
}

fn is_rule(text: &str) -> bool {
    text.split_once('-').is_some_and(|(family, number)| {
        family.len() == 3
            && family.bytes().all(|b| b.is_ascii_uppercase())
            && !number.is_empty()
            && number.bytes().all(|b| b.is_ascii_digit())
    })
}

#[test]
fn parameters_that_are_no_object_or_have_impossible_types_name_the_field() {
    for (params, path) in
        [("[]", "params"), ("x", "params"), (r#"{"use_time":"soon"}"#, "params.use_time")]
    {
        let error = op("busifavor.useCoupon").validate(params).unwrap_err();
        assert_eq!((error.path.as_str(), error.place.vendor), (path, "wxpay"), "{error}");
    }
}
