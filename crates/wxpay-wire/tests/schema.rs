//! Every field is described in both languages, and every field of the samples is in the schemas.
#![cfg(feature = "schema")]
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use common::{evidence, json};
use coupon_wire::internal::bilingual;
use coupon_wxpay_wire::{ResponseShape, operations_with_schemas};
use serde_json::Value;

#[test]
fn every_field_is_described_in_english_and_in_chinese() {
    let mut count = 0;
    for with in operations_with_schemas() {
        for schema in [&with.request, &with.reply, &with.row] {
            described(schema, with.operation.name);
            count += fields_described(schema, with.operation.name);
        }
    }
    assert!(count > 150, "{count} is not every field at every level");
}

#[test]
fn the_schemas_have_the_fields_of_the_samples() {
    for with in operations_with_schemas() {
        let name = with.operation.name;
        covered(&json(&evidence(name, "request.json")), &with.request, name);
        covered(&json(&evidence(name, "answer.json")), &with.reply, name);
        let is_list = with.operation.data == ResponseShape::List;
        assert_eq!(with.reply["properties"]["data"]["items"].is_object(), is_list, "{name}");
        assert_eq!(
            with.operation.fields().len(),
            with.request["properties"].as_object().unwrap().len()
        );
    }
}

fn fields_described(schema: &Value, at: &str) -> usize {
    let mut count = 0;
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let at = format!("{at}.{name}");
        described(field, &at);
        count += 1 + record(field).map_or(0, |inner| fields_described(inner, &at));
    }
    count
}

fn described(schema: &Value, at: &str) {
    let (english, chinese) = bilingual(schema["description"].as_str().unwrap_or_default());
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    assert!(english.ends_with('.'), "{at}: {english}");
    assert!(chinese.contains(is_han) && chinese.ends_with('。'), "{at}: {chinese}");
    assert!(!chinese.contains('\n'), "{at}: one paragraph of each");
}

/// The schema of the record behind a field: itself, an element of a list, or one of several forms.
fn record(schema: &Value) -> Option<&Value> {
    let forms = schema["anyOf"].as_array().into_iter().flatten();
    [schema, &schema["items"]]
        .into_iter()
        .chain(forms)
        .find(|schema| schema["properties"].is_object())
}

fn covered(sample: &Value, schema: &Value, at: &str) {
    for (name, value) in sample.as_object().unwrap() {
        let field = &schema["properties"][name];
        assert!(field.is_object(), "{at}.{name} is not in the schema");
        let inner = if value.is_array() { &value[0] } else { value };
        if inner.is_object() {
            covered(inner, record(field).unwrap(), &format!("{at}.{name}"));
        }
    }
}
