//! `coupon operations`: what the vendors' documents describe.

use serde::Serialize;
use serde_json::Value;

use crate::{app::App, exit::Failure};

#[derive(Debug, Serialize)]
struct Described {
    vendor: &'static str,
    name: &'static str,
    kind: &'static str,
    request_schema: Value,
    reply_schema: Value,
}

pub(crate) fn run(app: &mut App, name: Option<&str>) -> Result<(), Failure> {
    let mut all = described();
    if let Some(name) = name {
        all.retain(|operation| operation.name == name);
        if all.is_empty() {
            return Err(Failure::Usage(app.lang.no_such_operation(name)));
        }
        if app.out.is_table() {
            return fields(app, &all[0]);
        }
    }
    let lang = app.lang;
    let headers =
        [lang.pick("vendor", "供应商"), lang.pick("name", "操作"), lang.pick("kind", "类别")];
    let mut list = app.out.list(&headers);
    for operation in &all {
        list.push(operation, |operation| {
            [operation.vendor, operation.name, operation.kind].map(str::to_owned).to_vec()
        })?;
    }
    list.finish()?;
    Ok(())
}

fn described() -> Vec<Described> {
    let qince = coupon_qince_wire::operations_with_schemas().into_iter().map(|with| Described {
        vendor: "qince",
        name: with.operation.name,
        kind: with.operation.kind.as_str(),
        request_schema: with.request,
        reply_schema: with.reply,
    });
    let qmai = coupon_qmai_wire::operations_with_schemas().into_iter().map(|with| Described {
        vendor: "qmai",
        name: with.operation.name,
        kind: with.operation.kind.as_str(),
        request_schema: with.request,
        reply_schema: with.reply,
    });
    qince.chain(qmai).collect()
}

#[derive(Serialize)]
struct Field {
    part: &'static str,
    field: String,
    description: String,
}

fn fields(app: &mut App, operation: &Described) -> Result<(), Failure> {
    let mut found = Vec::new();
    collect(&operation.request_schema, "request", "", &mut found);
    collect(&operation.reply_schema, "reply", "", &mut found);
    let lang = app.lang;
    app.out.line(&format!("{} {} ({})", operation.vendor, operation.name, operation.kind))?;
    let headers =
        [lang.pick("part", "部分"), lang.pick("field", "字段"), lang.pick("meaning", "含义")];
    let mut list = app.out.list(&headers);
    for field in &found {
        list.push(field, |field| {
            vec![field.part.to_owned(), field.field.clone(), field.description.clone()]
        })?;
    }
    list.finish()?;
    Ok(())
}

/// Walks properties, list elements and alternatives; the schemas refer to nothing outside themselves.
fn collect(schema: &Value, part: &'static str, path: &str, found: &mut Vec<Field>) {
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        let field = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let description = inner["description"].as_str().unwrap_or_default().to_owned();
        found.push(Field { part, field: field.clone(), description });
        collect(inner, part, &field, found);
    }
    for element in ["items", "additionalProperties"] {
        if schema[element].is_object() {
            collect(&schema[element], part, &format!("{path}[]"), found);
        }
    }
    for alternatives in ["anyOf", "oneOf", "allOf"] {
        for alternative in schema[alternatives].as_array().into_iter().flatten() {
            collect(alternative, part, path, found);
        }
    }
}
