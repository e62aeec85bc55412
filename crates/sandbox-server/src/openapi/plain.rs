//! Documents for programs that write a client: one type a field, as one profile answers it, and each operation by itself.

use coupon_sandbox::{Quirks, Sandbox};
use coupon_wire::OperationSchemas;
use serde_json::{Map, Value, json};

use super::{
    answers_seen::{SeenCalls, fresh, of_qince, of_qmai},
    document::{Schemas, frame, operation as post},
    one_type::{answered, asked, types},
    qince, qmai,
    rules::with_rules,
};

/// The plain document of a vendor under a profile ("as-documented", "as-observed"); `None` if there is no such vendor or profile.
pub(super) fn document(vendor: &str, profile: &str) -> Option<Value> {
    let sandbox = fresh(Quirks::profile(profile).ok()?);
    match vendor {
        "qince" => Some(qince_document(&sandbox, profile)),
        "qmai" => Some(qmai_document(&sandbox, profile)),
        _ => None,
    }
}

fn qince_document(sandbox: &Sandbox, profile: &str) -> Value {
    let (mut schemas, mut paths) = (Schemas::default(), Map::new());
    for with in coupon_qince_wire::operations_with_schemas() {
        let (operation, seen) = (with.operation, of_qince(sandbox, with.operation));
        let rules = |body: &Value| operation.validate(&body.to_string()).unwrap_or_default();
        let body = schemas.keep(operation.name, asked(&with_rules(&with.request, &rules)));
        let row = row(&with, &seen, &mut schemas);
        let mut answer = envelope(&with, &seen, &["return_code", "return_msg", "msg_id"]);
        let field = &mut answer["properties"]["response_data"];
        *field = response_data(&seen, &row, field["description"].take());
        let answer = schemas.keep(operation.name, answer);
        let words = &with.request["description"];
        let post = post(operation.name, operation.kind, words, body, answer);
        let path = json!({ "parameters": qince::parameters(), "post": post });
        paths.insert(qince::path(operation), path);
    }
    let parameters = qince::described_parameters();
    let components = json!({ "parameters": parameters, "schemas": schemas.0 });
    let title = format!("Qince 勤策, {profile}");
    frame(&title, qince::DESCRIPTION, paths, components, qince::SIGNATURE)
}

/// Text that holds JSON.
fn response_data(seen: &SeenCalls, row: &Value, description: Value) -> Value {
    let data: Vec<&Value> = seen.answers.iter().map(|answer| &answer["response_data"]).collect();
    let texts = data.iter().filter_map(|data| serde_json::from_str(data.as_str()?).ok());
    let texts: Vec<Value> = texts.collect();
    let mut field = json!({ "type": types(&data), "description": description });
    if !texts.is_empty() {
        field["contentMediaType"] = "application/json".into();
        field["contentSchema"] = shape(&texts.iter().collect::<Vec<_>>(), row);
    }
    field
}

fn qmai_document(sandbox: &Sandbox, profile: &str) -> Value {
    let (mut schemas, mut paths) = (Schemas::default(), Map::new());
    for with in coupon_qmai_wire::operations_with_schemas() {
        let (operation, seen) = (with.operation, of_qmai(sandbox, with.operation));
        let rules = |body: &Value| operation.validate(&body.to_string()).unwrap_or_default();
        let call = schemas.keep(operation.name, asked(&with_rules(&with.params, &rules)));
        let body = schemas.keep(operation.name, signed_body(&with, &seen, &call, operation.action));
        let row = row(&with, &seen, &mut schemas);
        let mut answer = envelope(&with, &seen, &["status", "code", "message"]);
        let data: Vec<&Value> = seen.answers.iter().map(|answer| &answer["data"]).collect();
        let field = &mut answer["properties"]["data"];
        let description = field["description"].take();
        *field = shape(&data, &row);
        field["description"] = description;
        let answer = schemas.keep(operation.name, answer);
        let words = &with.params["description"];
        let post = post(operation.name, operation.kind, words, body, answer);
        paths.insert(qmai::path_alone(operation), json!({ "post": post }));
    }
    let components = json!({ "schemas": schemas.0 });
    let title = format!("Qmai 企迈, {profile}");
    frame(&title, qmai::DESCRIPTION, paths, components, qmai::SIGNATURE)
}

/// The common parameters of Qmai, as our own client sends them, with the call in them.
fn signed_body<O>(
    with: &OperationSchemas<O>,
    seen: &SeenCalls,
    call: &Value,
    action: Option<&str>,
) -> Value {
    let mut body = answered(&with.request, &seen.requests.iter().collect::<Vec<_>>());
    let mut names = Vec::new();
    for (name, field) in body["properties"].as_object_mut().into_iter().flatten() {
        names.push(name.clone());
        if name.eq_ignore_ascii_case("params") {
            *field = call.clone();
        } else if let ("Action", Some(action)) = (name.as_str(), action) {
            field["enum"] = json!([action]);
        }
    }
    body["required"] = names.into();
    body["title"] = format!("Signed{}", title(&with.params)).into();
    body
}

fn row<O>(with: &OperationSchemas<O>, seen: &SeenCalls, schemas: &mut Schemas) -> Value {
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
fn envelope<O>(with: &OperationSchemas<O>, seen: &SeenCalls, required: &[&str]) -> Value {
    let mut answer = answered(&with.reply, &seen.answers.iter().collect::<Vec<_>>());
    answer["title"] = format!("{}Answer", title(&with.params)).into();
    answer["required"] = required.into();
    answer
}

/// The title of a schema, which is the name of its type.
fn title(schema: &Value) -> &str {
    schema["title"].as_str().unwrap_or_default()
}

/// The value in which a vendor puts rows: a list, a page, a map by id, one row, a scalar, or nothing.
fn shape(values: &[&Value], row: &Value) -> Value {
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
