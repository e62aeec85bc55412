//! `coupon operations`: the operations that the vendors' documents describe.

use coupon_config::{FieldMeaning, field_meanings, vendors};
use serde::Serialize;
use serde_json::Value;

use crate::{app::App, error::CliError};

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
    Ok(list.finish()?)
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

fn fields(app: &mut App, operation: &Described) -> Result<(), CliError> {
    let lang = app.lang;
    app.out.line(&format!("{} {} ({})", operation.vendor, operation.name, operation.kind))?;
    let headers =
        [lang.pick("part", "部分"), lang.pick("field", "字段"), lang.pick("meaning", "含义")];
    let mut list = app.out.list(&headers);
    let parts = [("request", &operation.request_schema), ("reply", &operation.reply_schema)];
    for (part, schema) in parts {
        for field in field_meanings(schema) {
            list.push(&field, |FieldMeaning { field, en, zh }| {
                [part, field, lang.pick(en, zh)].map(str::to_owned).to_vec()
            })?;
        }
    }
    Ok(list.finish()?)
}
