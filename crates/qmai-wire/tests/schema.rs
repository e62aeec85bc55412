//! Every field of every table and sample is in the schemas, at its own level.
#![cfg(feature = "schema")]
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::collections::BTreeSet;

use common::{OPERATIONS, evidence, json};
use coupon_qmai_wire::operations_with_schemas;
use serde_json::Value;

/// The tables, by hand: operation, "request" or "reply", the way down, and the fields there.
const TABLES: &[(&str, &str, &[&str], &str)] = &[
    (OPERATIONS[0], "request", &[], "customerId useStatus cardId"),
    (
        OPERATIONS[0],
        "reply",
        &[],
        "beginAt cardId channel couponId couponType createdAt customerId title updatedAt useStatus templateId endAt extra",
    ),
    (OPERATIONS[1], "request", &[], "ids"),
    (
        OPERATIONS[1],
        "reply",
        &[],
        "id title total number used amount coupon_type min_amount_use number_of_user goods_range_type expire_type start_at \
         end_at expire_days desc status created_at updated_at show_page auto_dispatch_config shop_range_type is_view is_share \
         user_receive_type use_scene condition discounts_content apply_stores_text apply_goods_text poly_status expire_date \
         expire_date_text expire_date_text2 use_scene_text",
    ),
    (OPERATIONS[1], "reply", &["auto_dispatch_config"], "type pay_config"),
    (OPERATIONS[1], "reply", &["auto_dispatch_config", "pay_config"], "pay_money pay_num"),
    (OPERATIONS[2], "request", &[], "user_id user_coupon_id"),
    (OPERATIONS[2], "reply", &[], "coupon_id status user_id start_at end_at type_id coupon"),
    (
        OPERATIONS[2],
        "reply",
        &["coupon"],
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
        let params = if name.starts_with("v3") { "/params" } else { "/Params" };
        let data = if name.ends_with("by-ids") { "/data/data/id" } else { "/data" };
        for (side, file, at) in
            [("request", "request.json", params), ("reply", "answer.json", data)]
        {
            let sample = json(&evidence(name, file));
            let record = sample.pointer(at).unwrap_or_else(|| panic!("{name} {file} {at}"));
            assert!(covered(record, &schema(name, side), name) > 0);
        }
    }
}

#[test]
fn fields_carry_their_description() {
    let described = |schema: &Value| {
        let fields = schema["properties"].as_object().unwrap();
        fields.iter().for_each(|(name, field)| assert!(field["description"].is_string(), "{name}"));
    };
    for name in OPERATIONS {
        described(&schema(name, "request"));
        described(&schema(name, "reply"));
    }
}

fn schema(name: &str, side: &str) -> Value {
    let schemas = operations_with_schemas();
    let found = schemas.into_iter().find(|schemas| schemas.operation.name == name).unwrap();
    if side == "request" { found.request } else { found.reply }
}

fn descend<'a>(schema: &'a Value, way: &[&str]) -> &'a Value {
    way.iter().fold(schema, |schema, field| record(&schema["properties"][*field]).unwrap())
}

/// The schema of the record behind a field: itself, an element of a list, or one of several forms.
fn record(schema: &Value) -> Option<&Value> {
    if schema["properties"].is_object() {
        return Some(schema);
    }
    let forms = schema["anyOf"].as_array().into_iter().flatten();
    std::iter::once(&schema["items"]).chain(forms).find(|form| form["properties"].is_object())
}

fn properties(schema: &Value) -> BTreeSet<String> {
    schema["properties"].as_object().unwrap().keys().cloned().collect()
}

/// How many fields of a sample were found in the schema, each at its level.
fn covered(sample: &Value, schema: &Value, at: &str) -> usize {
    let mut count = 0;
    for (name, value) in sample.as_object().unwrap() {
        let field = &schema["properties"][name];
        assert!(field.is_object(), "{at}.{name} is not in the schema");
        count += 1;
        let inner = if value.is_array() { &value[0] } else { value };
        if inner.is_object() {
            count += covered(inner, record(field).unwrap(), &format!("{at}.{name}"));
        }
    }
    count
}
