//! Schemas with one type for each field: that of the values seen, for programs that write a client from a document.

use serde_json::{Map, Value, json};

use super::rules::{DIGITS, WHOLE};

/// The schema of a row or an envelope, each field of the type that its values have. A field that was never seen is text.
pub(crate) fn answered(schema: &Value, values: &[&Value]) -> Value {
    if let Some(properties) = schema["properties"].as_object() {
        let fields = properties.iter().map(|(name, field)| {
            let inside: Vec<&Value> = values.iter().filter_map(|value| value.get(name)).collect();
            (name.clone(), answered(field, &inside))
        });
        let mut plain = json!({ "type": "object", "properties": fields.collect::<Map<_, _>>() });
        keep(schema, &mut plain, &["title", "description"]);
        return plain;
    }
    // A list in the document may be text in an answer.
    if schema["items"].is_object() && values.iter().all(|value| value.is_array() || value.is_null())
    {
        let lists = values.iter().filter_map(|value| value.as_array());
        let inside: Vec<&Value> = lists.flatten().collect();
        let mut plain = json!({ "type": "array", "items": answered(&schema["items"], &inside) });
        keep(schema, &mut plain, &["description"]);
        return plain;
    }
    let mut plain = json!({});
    if schema["type"].is_array() || schema["type"].is_string() {
        plain["type"] = types(values);
        if plain["type"] == "integer" && schema["x-expected"] == "a decimal number" {
            plain["type"] = "number".into();
        }
    }
    keep(schema, &mut plain, &["title", "description", "examples", "x-expected"]);
    if plain["type"] == "integer" {
        // The documents print every example as text.
        let examples = plain.get_mut("examples").and_then(Value::as_array_mut);
        for example in examples.into_iter().flatten() {
            let number = example.as_str().and_then(|text| text.parse::<i64>().ok());
            *example = number.map_or_else(|| example.take(), Value::from);
        }
    }
    plain
}

/// The schema of a call: whole numbers are numbers, everything else that is no list or object is text.
pub(crate) fn asked(schema: &Value) -> Value {
    if let Some(properties) = schema["properties"].as_object() {
        let fields = properties.iter().map(|(name, field)| (name.clone(), asked(field)));
        let mut plain = json!({ "type": "object", "properties": fields.collect::<Map<_, _>>() });
        keep(schema, &mut plain, &["title", "description", "required"]);
        return plain;
    }
    if schema["items"].is_object() {
        let mut plain = json!({ "type": "array", "items": asked(&schema["items"]) });
        keep(schema, &mut plain, &["description", "minItems"]);
        return plain;
    }
    let choices = schema["enum"].as_array().map(|values| {
        let given =
            values.iter().filter(|value| value.as_str().is_some_and(|text| !text.is_empty()));
        given.cloned().collect::<Vec<_>>()
    });
    let is_number = choices.is_none() && schema["x-expected"] == "a number";
    let mut plain = json!({ "type": if is_number { "number" } else { "string" } });
    if is_number && (schema["pattern"] == WHOLE || schema["pattern"] == DIGITS) {
        plain["type"] = "integer".into();
    }
    let kept: &[&str] = match is_number {
        true => &["description", "x-expected", "minimum", "maximum", "exclusiveMinimum"],
        false => &["description", "x-expected", "minLength", "maxLength", "pattern", "examples"],
    };
    keep(schema, &mut plain, kept);
    if let Some(choices) = choices {
        plain["enum"] = choices.into();
    }
    plain
}

/// The type of all values; a list of types where they differ or some are null; text where there are none.
pub(crate) fn types(values: &[&Value]) -> Value {
    let mut types: Vec<&str> = Vec::new();
    for value in values {
        let one = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_f64() => "number",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        if !types.contains(&one) {
            types.push(one);
        }
    }
    if types.contains(&"number") {
        types.retain(|one| *one != "integer");
    }
    // The type comes before the absence, as in the exact documents.
    types.sort_by_key(|one| *one == "null");
    match types.as_slice() {
        [] => "string".into(),
        ["null"] => json!(["string", "null"]),
        [one] => (*one).into(),
        several => several.into(),
    }
}

fn keep(from: &Value, to: &mut Value, words: &[&str]) {
    for word in words {
        if let Some(value) = from.get(word) {
            to[*word] = value.clone();
        }
    }
}
