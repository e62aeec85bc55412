//! `coupon operations`: the operations that the vendors' documents describe.

use coupon_config::{FieldMeaning, OperationDocument, field_meanings, operation_documents};
use coupon_messages::Lang;

use crate::{app::App, error::CliError};

pub(crate) fn run(app: &mut App, name: Option<&str>) -> Result<(), CliError> {
    let mut all = operation_documents();
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
    let headers = [("vendor", "厂商"), ("name", "操作"), ("kind", "类别"), ("grade", "依据")]
        .map(|(en, zh)| lang.pick(en, zh));
    let mut list = app.out.list(&headers);
    for operation in &all {
        list.push(operation, |operation| {
            let OperationDocument { vendor, name, kind, grade, .. } = operation;
            let kind = kind_word(kind, lang);
            vec![(*vendor).into(), (*name).into(), kind.into(), grade.to_string()]
        })?;
    }
    Ok(list.finish()?)
}

fn fields(app: &mut App, operation: &OperationDocument) -> Result<(), CliError> {
    let lang = app.lang;
    let kind = kind_word(operation.kind, lang);
    app.out.line(&lang.plan_parts(format!("{} {}", operation.vendor, operation.name), kind))?;
    let headers =
        [lang.pick("part", "部分"), lang.pick("field", "字段"), lang.pick("meaning", "含义")];
    let mut list = app.out.list(&headers);
    let parts = [
        (lang.pick("request", "请求"), &operation.request_schema),
        (lang.pick("reply", "应答"), &operation.reply_schema),
    ];
    for (part, schema) in parts {
        for field in field_meanings(schema) {
            list.push(&field, |FieldMeaning { field, en, zh }| {
                [part, field, lang.pick(en, zh)].map(str::to_owned).to_vec()
            })?;
        }
    }
    Ok(list.finish()?)
}

fn kind_word(kind: &'static str, lang: Lang) -> &'static str {
    match kind {
        "read" => lang.pick("read", "读"),
        _ => lang.pick("write", "写"),
    }
}
