//! `coupon operations`: the operations that the vendors' documents describe.

use coupon_config::vendors;
use serde::Serialize;
use serde_json::Value;

use crate::{app::App, error::CliError, messages::Lang};

#[derive(Debug, Serialize)]
struct Described {
    vendor: &'static str,
    name: &'static str,
    kind: &'static str,
    request_schema: Value,
    reply_schema: Value,
}

pub(crate) fn run(app: &mut App, name: Option<&str>) -> Result<(), CliError> {
    let mut all = described();
    if let Some(name) = name {
        all.retain(|operation| operation.name == name);
        if all.is_empty() {
            return Err(CliError::Usage(app.lang.no_such_operation(name)));
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
    let of_vendors = vendors().iter().flat_map(|vendor| {
        vendor.described_operations().into_iter().map(|one| Described {
            vendor: vendor.name,
            name: one.operation.name,
            kind: one.operation.kind.as_str(),
            request_schema: one.request,
            reply_schema: one.answer,
        })
    });
    of_vendors.collect()
}

#[derive(Serialize)]
struct FieldMeaning {
    part: &'static str,
    field: String,
    description: String,
}

fn fields(app: &mut App, operation: &Described) -> Result<(), CliError> {
    let mut found = Vec::new();
    let lang = app.lang;
    let parts = [("request", &operation.request_schema), ("reply", &operation.reply_schema)];
    for (part, schema) in parts {
        Collector { part, lang, found: &mut found }.collect(schema, "");
    }
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
struct Collector<'a> {
    part: &'static str,
    lang: Lang,
    found: &'a mut Vec<FieldMeaning>,
}

impl Collector<'_> {
    fn collect(&mut self, schema: &Value, path: &str) {
        for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
            let field = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            let description = self.described(inner).to_owned();
            self.found.push(FieldMeaning { part: self.part, field: field.clone(), description });
            self.collect(inner, &field);
        }
        for element in ["items", "additionalProperties"] {
            if schema[element].is_object() {
                self.collect(&schema[element], &format!("{path}[]"));
            }
        }
        for alternatives in ["anyOf", "oneOf", "allOf"] {
            for alternative in schema[alternatives].as_array().into_iter().flatten() {
                self.collect(alternative, path);
            }
        }
    }

    /// An English paragraph, then a Chinese one.
    fn described<'s>(&self, schema: &'s Value) -> &'s str {
        let both = schema["description"].as_str().unwrap_or_default();
        let (en, zh) = both.split_once("\n\n").unwrap_or((both, both));
        self.lang.pick(en, zh)
    }
}
