//! `coupon operations`: every field of every table and sample of the documents, at its own level.

use std::{fs, path::Path};

use crate::support::Place;
use coupon_config::vendors;
use serde_json::Value;

#[test]
fn all_are_described_each_with_its_grade() {
    let operations = Place::new().json(&["operations"]);
    let operations = operations.as_array().unwrap();
    let known: Vec<_> = vendors().iter().flat_map(|vendor| vendor.operations()).collect();
    assert_eq!(operations.len(), known.len());
    for operation in operations {
        let keys: Vec<&String> = operation.as_object().unwrap().keys().collect();
        assert_eq!(
            keys,
            ["grade", "kind", "name", "reply_schema", "request_schema", "vendor"],
            "{operation}"
        );
        let name = operation["name"].as_str().unwrap();
        let one = known.iter().find(|one| one.name == name).unwrap_or_else(|| panic!("{name}"));
        assert_eq!(operation["kind"], one.kind.as_str(), "{name}");
        assert_eq!(operation["grade"], one.grade.letter().to_string(), "{name}");
        assert!(operation["request_schema"]["properties"].is_object(), "{operation}");
    }
}

#[test]
fn every_key_of_a_printed_sample_is_in_its_schema_at_its_own_level() {
    let operations = Place::new().json(&["operations"]);
    let mut compared = 0;
    for operation in operations.as_array().unwrap() {
        let (vendor, name) =
            (operation["vendor"].as_str().unwrap(), operation["name"].as_str().unwrap());
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
        let evidence = fixtures.join(vendor).join(name).join("evidence");
        for (part, schema) in [("request", "request_schema"), ("answer", "reply_schema")] {
            let Some(mut sample) = sample(&evidence, part) else { continue };
            if let Some(rows) = sample_rows(&evidence, part) {
                // The answer is printed with its rows inside a string; the schema describes what that says.
                sample["response_data"] = rows;
            }
            compared += missing(&sample, &operation[schema], &format!("{name} {part}"));
        }
    }
    assert!(compared > 200, "{compared} keys were compared");
}

fn sample(evidence: &Path, part: &str) -> Option<Value> {
    let text = fs::read_to_string(evidence.join(format!("{part}.json"))).ok()?;
    Some(serde_json::from_str(&text).expect("a fixture is JSON"))
}

fn sample_rows(evidence: &Path, part: &str) -> Option<Value> {
    if part == "answer" { sample(evidence, "data") } else { None }
}

/// Counts the keys of a sample; panics at one that the schema lacks at that level.
fn missing(sample: &Value, schema: &Value, path: &str) -> usize {
    match sample {
        Value::Object(fields) => {
            let mut counted = 0;
            for (key, value) in fields {
                let inner = property(schema, key).unwrap_or_else(|| {
                    panic!("{path}.{key} is in the sample and not in the schema")
                });
                counted += 1 + missing(value, inner, &format!("{path}.{key}"));
            }
            counted
        }
        Value::Array(items) => {
            let inner = element(schema);
            items.iter().map(|item| missing(item, inner, &format!("{path}[]"))).sum()
        }
        _ => 0,
    }
}

/// A field of that name, or what any name of a map leads to. A list of one may be printed as the one.
fn property<'a>(schema: &'a Value, key: &str) -> Option<&'a Value> {
    let here = schema["properties"].get(key);
    let map = schema.get("additionalProperties").filter(|inner| inner.is_object());
    let one = || schema.get("items").and_then(|items| property(items, key));
    here.or(map).or_else(one).or_else(|| alternatives(schema).find_map(|one| property(one, key)))
}

fn element(schema: &Value) -> &Value {
    match schema.get("items") {
        Some(items) => items,
        None => {
            alternatives(schema).map(element).find(|one| !one.is_null()).unwrap_or(&Value::Null)
        }
    }
}

fn alternatives(schema: &Value) -> impl Iterator<Item = &Value> {
    ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|key| schema[key].as_array()).flatten()
}

#[test]
fn one_operation_is_shown_with_its_fields() {
    let place = Place::new();
    let shown = place.good(&["operations", "coupondetail.addCoupon"]).out;
    for field in ["deal_name", "prods[].product_id", "response_data"] {
        assert!(shown.contains(field), "{field}: {shown}");
    }
    assert_eq!(place.run(&["operations", "voucher.nothing"]).code, Some(2));
}
