//! Qmai as a row of the table of vendors.

use serde_json::Value;

use super::{
    choices::choices,
    openapi, openapi_for_clients,
    programs::{PROGRAMS, program_value, rust},
    sign::sign,
};
use crate::{
    openapi_parts::rules::with_rules,
    shown_vendor::{ConsoleOperation, OperationFamily, ShownVendor},
};

pub(crate) static VENDOR: ShownVendor = ShownVendor {
    name: "qmai",
    title_en: "Qmai",
    title_zh: "企迈",
    key_field: "open_key",
    families: &[
        OperationFamily {
            module: "v3", title_en: "Qmai · API 3.0", title_zh: "企迈 · API 3.0"
        },
        OperationFamily {
            module: "v2", title_en: "Qmai · API 2.0", title_zh: "企迈 · API 2.0"
        },
    ],
    envelope: ["code", "message"],
    account: |sandbox| {
        let access = sandbox.qmai();
        vec![
            ("open_id", access.open_id),
            ("grant_code", access.grant_code),
            ("open_key", access.open_key),
        ]
    },
    operations,
    call_inside: |body| body.get("params").or_else(|| body.get("Params")),
    choices,
    sign,
    rust,
    programs: PROGRAMS,
    program_value,
    openapi: openapi::document,
    openapi_for_clients: openapi_for_clients::document,
};

fn operations() -> Vec<ConsoleOperation> {
    let all = coupon_qmai_wire::operations_with_schemas().into_iter();
    let shown = all.map(|with| {
        let operation = with.operation;
        let rules = |params: &Value| operation.validate(&params.to_string()).unwrap_or_default();
        ConsoleOperation {
            vendor: &VENDOR,
            name: operation.name,
            kind: operation.kind,
            path: operation.path.to_owned(),
            call: with_rules(&with.params, &rules),
            row: with.row,
            order: operation.fields(),
        }
    });
    shown.collect()
}
