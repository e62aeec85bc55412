//! Parts of the documents for programs that write a client: one type a field, as one profile answers it.

use coupon_wire::OperationSchemas;
use serde_json::{Value, json};

use super::{
    answers_seen::SeenCalls,
    document::Schemas,
    one_type::{answered, types},
};

pub(crate) fn row<O>(with: &OperationSchemas<O>, seen: &SeenCalls, schemas: &mut Schemas) -> Value {
    let mut row = answered(&with.row, &seen.rows.iter().collect::<Vec<_>>());
    // Two operations may answer the same records, and each is seen with other values.
    if schemas.0.get(title(&with.row)).is_some_and(|kept| *kept != row) {
        row["title"] = format!("{}Row", title(&with.params)).into();
    }
    match with.row["properties"].is_object() {
        true => schemas.keep("row", row),
        false => json!({}),
    }
}

/// The answer, success and refusal in one; its fields are those that the vendor's documents name.
pub(crate) fn envelope<O>(
    with: &OperationSchemas<O>,
    seen: &SeenCalls,
    required: &[&str],
) -> Value {
    let mut answer = answered(&with.reply, &seen.answers.iter().collect::<Vec<_>>());
    answer["title"] = format!("{}Answer", title(&with.params)).into();
    answer["required"] = required.into();
    answer
}

/// The title of a schema, which is the name of its type.
pub(crate) fn title(schema: &Value) -> &str {
    schema["title"].as_str().unwrap_or_default()
}

/// The value in which a vendor puts rows: a list, a page, a map by id, one row, a scalar, or nothing.
pub(crate) fn shape(values: &[&Value], row: &Value) -> Value {
    let list = json!({ "type": "array", "items": row });
    let mut shapes: Vec<Value> = Vec::new();
    for value in values {
        let one = match value {
            Value::Null => continue,
            Value::Array(_) => list.clone(),
            Value::Object(fields) if fields.contains_key("list") => {
                let total = types(&[&fields["total"]]);
                let fields = json!({ "list": list, "total": { "type": total } });
                json!({ "type": "object", "required": ["list"], "properties": fields })
            }
            Value::Object(fields) => match fields.get("data") {
                Some(Value::Object(_)) => {
                    let map = json!({ "type": "object", "additionalProperties": row });
                    json!({ "type": "object", "required": ["data"], "properties": { "data": map } })
                }
                Some(Value::Array(_)) => {
                    json!({ "type": "object", "required": ["data"], "properties": { "data": list } })
                }
                _ => row.clone(),
            },
            scalar => json!({ "type": types(&[scalar]) }),
        };
        if !shapes.contains(&one) {
            shapes.push(one);
        }
    }
    if values.is_empty() || values.iter().any(|value| value.is_null()) {
        shapes.push(json!({ "type": "null" }));
    }
    match shapes.len() {
        1 => shapes.remove(0),
        _ => json!({ "anyOf": shapes }),
    }
}
