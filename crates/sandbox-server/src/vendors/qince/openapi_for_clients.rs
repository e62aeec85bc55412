//! The document of Qince for programs that write a client: one type a field, as one profile answers it.

use coupon_sandbox::Sandbox;
use serde_json::{Map, Value, json};

use super::{answers_seen::calls, openapi};
use crate::openapi_parts::{
    answers_seen::SeenCalls,
    document::{Schemas, frame, operation as post},
    one_type::{asked, types},
    plain::{envelope, row, shape},
    rules::with_rules,
};

pub(super) fn document(sandbox: &Sandbox, profile: &str) -> Value {
    let (mut schemas, mut paths) = (Schemas::default(), Map::new());
    for with in coupon_qince_wire::operations_with_schemas() {
        let (operation, seen) = (with.operation, calls(sandbox, with.operation));
        let rules = |body: &Value| operation.validate(&body.to_string()).unwrap_or_default();
        let body = schemas.keep(operation.name, asked(&with_rules(&with.request, &rules)));
        let row = row(&with, &seen, &mut schemas);
        let mut answer = envelope(&with, &seen, &["return_code", "return_msg", "msg_id"]);
        let field = &mut answer["properties"]["response_data"];
        *field = response_data(&seen, &row, field["description"].take());
        let answer = schemas.keep(operation.name, answer);
        let words = &with.request["description"];
        let post = post(operation.name, operation.kind, words, body, answer);
        let path = json!({ "parameters": openapi::parameters(), "post": post });
        paths.insert(openapi::path(operation), path);
    }
    let parameters = openapi::described_parameters();
    let components = json!({ "parameters": parameters, "schemas": schemas.0 });
    let title = format!("Qince 勤策, {profile}");
    frame(&title, openapi::DESCRIPTION, paths, components, openapi::SIGNATURE)
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
