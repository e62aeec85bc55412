//! Every rule of the vendor rules that a request alone decides (sections 4 to 6, where "call" or "both"): one body that breaks
//! each statement, and bodies that break none.

mod coupondetail;
mod voucher;

use std::{collections::BTreeSet, fs, path::Path};

use coupon_qince_wire::{
    AttemptParams, Endpoint, OPERATIONS,
    voucher::{GetCmInfos, GetVoucherInfos, ReceiveVoucherInfo},
};
use jiff::Timestamp;
use serde_json::{Map, Value};

/// Fields that break exactly `breaks`, each written as rule, grade, field: `ADD-1 D name`.
#[derive(Clone, Copy)]
pub(crate) struct Breaking {
    pub(crate) body: &'static str,
    pub(crate) breaks: &'static [&'static str],
}

/// The rules of sections 4 to 6 that the request alone decides, wholly or in part.
const CALL_RULES: [&str; 56] = [
    "QIN-1", "QIN-2", "QIN-3", "QIN-10", "LST-1", "ADD-1", "ADD-2", "ADD-3", "ADD-4", "ADD-5",
    "ADD-6", "ADD-7", "ADD-8", "ADD-9", "ADD-10", "ADD-11", "ADD-12", "ADD-14", "ADD-15", "ADD-16",
    "ADD-17", "ADD-19", "ADD-20", "ADD-21", "ADD-22", "ADD-23", "FIN-1", "END-1", "END-2", "RCV-1",
    "RCV-2", "RCV-3", "RCV-4", "CMS-1", "CMS-2", "USE-1", "USE-2", "CPQ-1", "CPQ-2", "CPQ-3",
    "CPA-1", "CPA-3", "CPA-4", "CPA-5", "CPA-6", "CPA-7", "CPA-8", "CPA-9", "CPA-11", "CPA-12",
    "CPA-13", "CPA-14", "CPX-1", "CPX-2", "CPR-1", "CPR-2",
];

/// Rules of section 2 that are broken under their own id, because no rule of an operation says it.
const TYPE_RULES: [&str; 2] = ["TYP-11", "TYP-13"];

/// Rules that no body can break: what a stamp already makes sure of (QIN-1), what is not read (QIN-10, ADD-12, ADD-17), and
/// paging under its common id (CMS-2).
const NEVER_BROKEN: [&str; 5] = ["QIN-1", "QIN-10", "ADD-12", "ADD-17", "CMS-2"];

#[test]
fn the_crate_knows_every_rule_and_every_one_it_knows_is_broken_here() {
    let listed = CALL_RULES.into_iter().chain(TYPE_RULES);
    let mut expected: BTreeSet<String> = listed.map(str::to_owned).collect();
    for rule in NEVER_BROKEN {
        assert!(expected.remove(rule), "{rule}");
    }
    assert_eq!(rules_in_source(), expected, "left: in src, right: in the vendor rules");
    let tables = [voucher::TABLES, coupondetail::TABLES].concat();
    let cases = tables.iter().flat_map(|table| table.1.iter());
    let broken = cases.flat_map(|case| case.breaks).map(|text| rule_of(text).to_owned());
    assert_eq!(broken.collect::<BTreeSet<_>>(), expected, "left: broken here");
}

#[test]
fn each_statement_is_broken_with_its_own_rule_grade_and_field() {
    for (operation, cases) in [voucher::TABLES, coupondetail::TABLES].concat() {
        for Breaking { body, breaks } in cases {
            let body = patched(operation, body);
            assert_eq!(
                crate::support::shown(&crate::support::validate(operation, &body)),
                *breaks,
                "{body}"
            );
        }
    }
}

#[test]
fn bodies_that_break_no_rule() {
    for (operation, bodies) in [voucher::PASSING, coupondetail::PASSING].concat() {
        for body in bodies {
            let body = patched(operation, body);
            assert_eq!(crate::support::validate(operation, &body), [], "{operation} {body}");
        }
    }
}

#[test]
fn every_operation_has_a_table() {
    let tables = [voucher::TABLES, coupondetail::TABLES].concat();
    let names: Vec<&str> = tables.iter().map(|table| table.0).collect();
    assert_eq!(names, OPERATIONS.iter().map(|operation| operation.name).collect::<Vec<_>>());
}

#[test]
fn qin_1_a_msg_id_has_at_most_36_characters_as_a_uuid_with_dashes() {
    let attempt = |length| AttemptParams::with_msg_id(Timestamp::UNIX_EPOCH, &"m".repeat(length));
    assert!(attempt(32).is_some() && attempt(36).is_some());
    assert!(attempt(37).is_none());
}

#[test]
fn a_blank_field_of_a_typed_call_is_none() {
    let blank = || Some("  ".to_owned());
    let broken = GetCmInfos { voucher_id: blank(), ..Default::default() }.validate();
    assert_eq!(crate::support::shown(&broken), ["CMS-1 I voucher_id"]);
    let call = GetVoucherInfos { start_create_date: blank(), ..Default::default() };
    assert_eq!(call.validate(), [], "a blank filter is no filter");
    let call = ReceiveVoucherInfo { voucher_id: blank(), cm_id: blank(), ..Default::default() };
    assert_eq!(crate::support::shown(&call.validate()), ["RCV-1 I voucherId", "RCV-2 I cmId"]);
}

#[test]
fn a_body_that_is_no_object_or_has_an_impossible_type_is_an_error() {
    for operation in OPERATIONS {
        for body in ["", "7", "\"text\"", "{", "{} {}", "[]", "[1]"] {
            assert!(operation.validate(body).is_err(), "{} {body}", operation.name);
        }
    }
    for (name, body, path) in [
        ("voucher.addVoucherInfo", r#"{"name":{}}"#, "body.name"),
        ("voucher.addVoucherInfo", r#"{"num":[1]}"#, "body.num"),
        ("coupondetail.addCoupon", r#"{"prods":"箱"}"#, "body.prods"),
        ("coupondetail.addCoupon", r#"{"prods":[{"num":{}}]}"#, "body.prods[0].num"),
        ("coupondetail.addCoupon", r#"{"prods":[["1","2"]]}"#, "body.prods[0]"),
    ] {
        let error = coupon_qince_wire::operation(name).unwrap().validate(body).unwrap_err();
        assert_eq!(error.path, path);
    }
}

/// A body that breaks nothing, with the fields of `patch` put into it; `null` takes a field out.
fn patched(operation: &str, patch: &str) -> String {
    let base = match operation {
        "voucher.addVoucherInfo" => crate::support::evidence(operation, "request.json"),
        "voucher.finishVoucher" => r#"{"voucherId":"7"}"#.to_owned(),
        "voucher.modifyVoucherEndDate" => r#"{"voucherId":"7","endDate":"2022-09-20"}"#.to_owned(),
        "voucher.receiveVoucherInfo" => r#"{"voucherId":"7","cmId":"8"}"#.to_owned(),
        "voucher.getCmInfos" => r#"{"voucher_id":"7"}"#.to_owned(),
        "voucher.queryVoucherUsedInfo" => r#"{"voucherId":7}"#.to_owned(),
        "coupondetail.addCoupon" => coupondetail::ADD_COUPON.to_owned(),
        "coupondetail.updateCouponExt" => coupondetail::UPDATE_COUPON_EXT.to_owned(),
        "coupondetail.approvalCoupon" => coupondetail::APPROVAL_COUPON.to_owned(),
        _ => "{}".to_owned(),
    };
    let patch = widened(patch);
    let mut body: Map<String, Value> = serde_json::from_str(&base).expect("an object");
    let patch: Map<String, Value> =
        serde_json::from_str(&patch).unwrap_or_else(|error| panic!("{patch}: {error}"));
    body.extend(patch);
    Value::Object(body).to_string()
}

/// `字*33` in a table stands for 33 characters 字.
fn widened(patch: &str) -> String {
    let mut parts = patch.split("字*");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let times = part[..end].parse().unwrap_or_else(|_| panic!("{patch}: a number after 字*"));
        text.push_str(&"字".repeat(times));
        text.push_str(&part[end..]);
    }
    text
}

fn rule_of(text: &str) -> &str {
    text.split(' ').next().unwrap_or(text)
}

/// Every rule id that the crate can emit: quoted text like "ADD-1" in its source.
fn rules_in_source() -> BTreeSet<String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut rules = BTreeSet::new();
    for folder in [source.clone(), source.join("voucher"), source.join("coupondetail")] {
        for entry in fs::read_dir(&folder).expect("a folder of the crate") {
            let path = entry.expect("an entry").path();
            if path.is_file() {
                let text = fs::read_to_string(&path).expect("a source file");
                rules.extend(text.split('"').filter(|part| is_rule(part)).map(str::to_owned));
            }
        }
    }
    rules
}

fn is_rule(text: &str) -> bool {
    text.split_once('-').is_some_and(|(letters, number)| {
        letters.len() == 3
            && letters.bytes().all(|b| b.is_ascii_uppercase())
            && !number.is_empty()
            && number.bytes().all(|b| b.is_ascii_digit())
    })
}
