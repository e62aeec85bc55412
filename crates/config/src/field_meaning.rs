//! The fields of an operation, out of its schemas, for people.

use serde::Serialize;
use serde_json::Value;

/// A field of a request or a reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldMeaning {
    /// Its path: `items[].amount`.
    pub field: String,
    /// Its meaning in English.
    pub en: String,
    /// Its meaning in Chinese.
    pub zh: String,
}

/// Every field of a JSON schema that refers to nothing outside itself: properties, list elements and alternatives.
pub fn field_meanings(schema: &Value) -> Vec<FieldMeaning> {
    let mut found = Vec::new();
    collect(schema, "", &mut found);
    found
}

fn collect(schema: &Value, path: &str, found: &mut Vec<FieldMeaning>) {
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        let field = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        // An English paragraph, then a Chinese one.
        let both = inner["description"].as_str().unwrap_or_default();
        let (en, zh) = both.split_once("\n\n").unwrap_or((both, both));
        found.push(FieldMeaning { field: field.clone(), en: en.to_owned(), zh: zh.to_owned() });
        collect(inner, &field, found);
    }
    for element in ["items", "additionalProperties"] {
        if schema[element].is_object() {
            collect(&schema[element], &format!("{path}[]"), found);
        }
    }
    for alternatives in ["anyOf", "oneOf", "allOf"] {
        for alternative in schema[alternatives].as_array().into_iter().flatten() {
            collect(alternative, path, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_of_objects_lists_and_alternatives_are_found() {
        let schema = json!({"properties": {"a": {"description": "one\n\n一", "anyOf": [
            {"items": {"properties": {"b": {"description": "two"}}}}, {"type": "null"}
        ]}}});
        let found = field_meanings(&schema);
        let found: Vec<_> = found.iter().map(|one| [&one.field[..], &one.en, &one.zh]).collect();
        assert_eq!(found, [["a", "one", "一"], ["a[].b", "two", "two"]]);
    }
}
