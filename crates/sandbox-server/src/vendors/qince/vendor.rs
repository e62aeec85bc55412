//! Qince as a row of the table of vendors.

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
    name: "qince",
    title_en: "Qince",
    title_zh: "勤策",
    key_field: "app_key",
    families: &[
        OperationFamily {
            module: "voucher",
            title_en: "Qince · vouchers",
            title_zh: "勤策 · 优惠券",
        },
        OperationFamily {
            module: "coupondetail",
            title_en: "Qince · goods coupons",
            title_zh: "勤策 · 兑货券",
        },
    ],
    envelope: ["return_code", "return_msg"],
    account: |sandbox| {
        let access = sandbox.qince();
        vec![("openid", access.openid), ("app_key", access.app_key)]
    },
    operations,
    call_inside: |_| None,
    choices,
    sign,
    rust,
    programs: PROGRAMS,
    program_value,
    openapi: openapi::document,
    openapi_for_clients: openapi_for_clients::document,
};

fn operations() -> Vec<ConsoleOperation> {
    let all = coupon_qince_wire::operations_with_schemas().into_iter();
    let shown = all.map(|with| {
        let operation = with.operation;
        let rules = |body: &Value| operation.validate(&body.to_string()).unwrap_or_default();
        ConsoleOperation {
            vendor: &VENDOR,
            name: operation.name,
            kind: operation.kind,
            path: format!("api/{}", operation.path),
            call: with_rules(&with.request, &rules),
            row: with.row,
            order: operation.fields(),
        }
    });
    shown.collect()
}
