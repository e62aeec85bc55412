//! The document of Qmai for programs that write a client: one type a field, as one profile answers it, and each operation by itself.

use coupon_sandbox::Sandbox;
use coupon_wire::OperationSchemas;
use serde_json::{Map, Value, json};

use super::{answers_seen::calls, openapi};
use crate::openapi_parts::{
    answers_seen::SeenCalls,
    document::{Schemas, frame, operation as post},
    one_type::{answered, asked},
    plain::{envelope, row, shape, title},
    rules::with_rules,
};

pub(super) fn document(sandbox: &Sandbox, profile: &str) -> Value {
    let (mut schemas, mut paths) = (Schemas::default(), Map::new());
    for with in coupon_qmai_wire::operations_with_schemas() {
        let (operation, seen) = (with.operation, calls(sandbox, with.operation));
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
        paths.insert(openapi::path_alone(operation), json!({ "post": post }));
    }
    let components = json!({ "schemas": schemas.0 });
    let title = format!("Qmai 企迈, {profile}");
    frame(&title, openapi::DESCRIPTION, paths, components, openapi::SIGNATURE)
}

/// The common parameters, as our own client sends them, with the call in them.
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
