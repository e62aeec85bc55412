//! Every field of every table and sample is in the schemas, at its own level.
#![cfg(feature = "schema")]
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeSet;

use crate::common::{OPERATIONS, evidence, json};
use coupon_qmai_wire::operations_with_schemas;
use coupon_wire::internal::bilingual;
use serde_json::Value;

const COMMON_V2: &str = "OpenId GrantCode Token Timestamp Nonce Action Params";
/// The table by ids has `data` alone, the samples and the other table the rest; `traceId` is seen and in no document.
const ENVELOPE: &str = "status code message data traceId";

/// The tables, by hand: operation, "request" or "reply", the way down (`*` for any key), and the fields there.
const TABLES: &[(&str, &str, &[&str], &str)] = &[
    (OPERATIONS[0], "request", &[], "openId grantCode token timestamp nonce params"),
    (OPERATIONS[0], "reply", &[], ENVELOPE),
    (OPERATIONS[1], "request", &[], COMMON_V2),
    (OPERATIONS[1], "reply", &[], ENVELOPE),
    (OPERATIONS[1], "reply", &["data"], "data"),
    (OPERATIONS[2], "request", &[], COMMON_V2),
    (OPERATIONS[2], "reply", &[], ENVELOPE),
    (OPERATIONS[0], "request", &["params"], "customerId useStatus cardId"),
    (
        OPERATIONS[0],
        "reply",
        &["data"],
        "beginAt cardId channel couponId couponType createdAt customerId title updatedAt useStatus templateId endAt extra",
    ),
    (OPERATIONS[1], "request", &["Params"], "ids"),
    (
        OPERATIONS[1],
        "reply",
        &["data", "data", "*"],
        "id title total number used amount coupon_type min_amount_use number_of_user goods_range_type expire_type start_at \
         end_at expire_days desc status created_at updated_at show_page auto_dispatch_config shop_range_type is_view is_share \
         user_receive_type use_scene condition discounts_content apply_stores_text apply_goods_text poly_status expire_date \
         expire_date_text expire_date_text2 use_scene_text",
    ),
    (OPERATIONS[1], "reply", &["data", "data", "*", "auto_dispatch_config"], "type pay_config"),
    (
        OPERATIONS[1],
        "reply",
        &["data", "data", "*", "auto_dispatch_config", "pay_config"],
        "pay_money pay_num",
    ),
    (OPERATIONS[2], "request", &["Params"], "user_id user_coupon_id"),
    (OPERATIONS[2], "reply", &["data"], "coupon_id status user_id start_at end_at type_id coupon"),
    (
        OPERATIONS[2],
        "reply",
        &["data", "coupon"],
        "id type title total number used coupon_type min_amount_use number_of_user goods_range_type expire_type start_at \
         end_at expire_days desc status created_at updated_at show_page only_coupon use_per_person_per_day is_receive \
         is_use_time_range is_koubei category max_num min_num min_num_use multi_range_type shop_ids expire scene_type_desc \
         coupon_title",
    ),
];

#[test]
fn the_schemas_have_the_fields_of_the_tables_and_no_others() {
    for (name, side, way, fields) in TABLES {
        let schema = schema(name, side);
        let expected: BTreeSet<String> = fields.split_whitespace().map(str::to_owned).collect();
        assert_eq!(properties(descend(&schema, way)), expected, "{name} {side} {way:?}");
    }
}

#[test]
fn the_schemas_have_the_fields_of_the_samples() {
    for name in OPERATIONS {
        for (side, file) in [("request", "request.json"), ("reply", "answer.json")] {
            let sample = json(&evidence(name, file));
            assert!(covered(&sample, &schema(name, side), name) > 7);
        }
    }
}

#[test]
fn call_and_row_stand_alone_as_they_stand_in_the_envelopes() {
    for with in operations_with_schemas() {
        let (params, data): (_, &[&str]) = match with.operation.name {
            name if name.starts_with("v3.") => ("params", &["data"]),
            "v2.user-coupons-detail.by-ids" => ("Params", &["data", "data", "*"]),
            _ => ("Params", &["data"]),
        };
        assert_eq!(with.params["properties"], with.request["properties"][params]["properties"]);
        if !with.operation.data.undocumented {
            assert_eq!(with.row["properties"], descend(&with.reply, data)["properties"]);
        }
        let action = &with.request["properties"]["Action"]["const"];
        assert_eq!(action.as_str(), with.operation.action);
    }
}

#[test]
fn every_field_is_described_in_english_and_in_chinese() {
    let mut count = 0;
    for with in operations_with_schemas() {
        let row = (!with.operation.data.undocumented).then_some(&with.row);
        for schema in [&with.request, &with.reply, &with.params].into_iter().chain(row) {
            described(schema, with.operation.name);
            count += fields_described(schema, with.operation.name);
        }
    }
    assert!(count > 200, "{count} is not every field at every level");
}

/// How many fields there are, at every level.
fn fields_described(schema: &Value, at: &str) -> usize {
    let mut count = 0;
    if let Some(value) = record(&schema["additionalProperties"]) {
        count += fields_described(value, &format!("{at}.*"));
    }
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let at = format!("{at}.{name}");
        described(field, &at);
        count += 1 + record(field).map_or(0, |inner| fields_described(inner, &at));
    }
    count
}

fn described(schema: &Value, at: &str) {
    let (english, chinese) = bilingual(schema["description"].as_str().unwrap());
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    assert!(english.ends_with('.'), "{at}: {english}");
    assert!(chinese.contains(is_han) && chinese.ends_with('。'), "{at}: {chinese}");
    assert!(!chinese.contains('\n'), "{at}: one paragraph of each");
}

fn schema(name: &str, side: &str) -> Value {
    let schemas = operations_with_schemas();
    let found = schemas.into_iter().find(|schemas| schemas.operation.name == name).unwrap();
    if side == "request" { found.request } else { found.reply }
}

fn descend<'a>(schema: &'a Value, way: &[&str]) -> &'a Value {
    way.iter().fold(schema, |schema, name| record(field(schema, name)).unwrap())
}

/// The schema of a field: its own, or that of any key.
fn field<'a>(schema: &'a Value, name: &str) -> &'a Value {
    match schema["properties"].get(name) {
        Some(own) => own,
        None => &schema["additionalProperties"],
    }
}

/// The schema of the record behind a field: itself, a map, an element of a list, or one of several forms.
fn record(schema: &Value) -> Option<&Value> {
    let is_record = |schema: &&Value| {
        schema["properties"].is_object() || schema["additionalProperties"].is_object()
    };
    let forms = schema["anyOf"].as_array().into_iter().flatten();
    [schema, &schema["items"]].into_iter().chain(forms).find(is_record)
}

fn properties(schema: &Value) -> BTreeSet<String> {
    schema["properties"].as_object().unwrap().keys().cloned().collect()
}

/// How many fields of a sample were found in the schema, each at its level.
fn covered(sample: &Value, schema: &Value, at: &str) -> usize {
    let mut count = 0;
    for (name, value) in sample.as_object().unwrap() {
        let field = field(schema, name);
        assert!(field.is_object(), "{at}.{name} is not in the schema");
        count += 1;
        let inner = if value.is_array() { &value[0] } else { value };
        if inner.is_object() {
            count += covered(inner, record(field).unwrap(), &format!("{at}.{name}"));
        }
    }
    count
}
