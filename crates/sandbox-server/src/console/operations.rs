//! Every operation of both vendors in one shape, from their endpoint files.

use std::sync::OnceLock;

use coupon_wire::{OperationKind, internal::bilingual};
use serde_json::Value;

use crate::openapi::rules::with_rules;
use coupon_sandbox::ServedVendor;

/// An operation as the console shows it.
pub(super) struct ConsoleOperation {
    pub(super) vendor: ServedVendor,
    /// "voucher.getVoucherInfos".
    pub(super) name: &'static str,
    pub(super) kind: OperationKind,
    /// The path without a slash before it: "api/v2", "api/voucher/v1/getVoucherInfos".
    pub(super) path: String,
    /// Schema of the call with its rules.
    pub(super) call: Value,
    /// Schema of one row of the answer.
    pub(super) row: Value,
    /// The fields of the call in the document's order.
    pub(super) order: &'static [&'static str],
}

impl ConsoleOperation {
    pub(super) fn meaning(&self) -> (&str, &str) {
        meaning(&self.call)
    }

    /// "addCoupon", "user-coupons-detail.by-ids".
    pub(super) fn short(&self) -> &'static str {
        self.name.split_once('.').map_or(self.name, |(_, name)| name)
    }
}

/// The description of a schema, in English and in Chinese.
pub(super) fn meaning(schema: &Value) -> (&str, &str) {
    bilingual(schema["description"].as_str().unwrap_or_default())
}

/// All of them, Qince first, each vendor's in the order of its documents.
pub(super) fn operations() -> &'static [ConsoleOperation] {
    static ALL: OnceLock<Vec<ConsoleOperation>> = OnceLock::new();
    ALL.get_or_init(|| qince().chain(qmai()).collect())
}

pub(super) fn operation(name: &str) -> Option<&'static ConsoleOperation> {
    operations().iter().find(|operation| operation.name == name)
}

fn qince() -> impl Iterator<Item = ConsoleOperation> {
    coupon_qince_wire::operations_with_schemas().into_iter().map(|with| {
        let operation = with.operation;
        let rules = |body: &Value| operation.validate(&body.to_string()).unwrap_or_default();
        ConsoleOperation {
            vendor: ServedVendor::Qince,
            name: operation.name,
            kind: operation.kind,
            path: format!("api/{}", operation.path),
            call: with_rules(&with.request, &rules),
            row: with.row,
            order: operation.fields(),
        }
    })
}

fn qmai() -> impl Iterator<Item = ConsoleOperation> {
    coupon_qmai_wire::operations_with_schemas().into_iter().map(|with| {
        let operation = with.operation;
        let rules = |params: &Value| operation.validate(&params.to_string()).unwrap_or_default();
        ConsoleOperation {
            vendor: ServedVendor::Qmai,
            name: operation.name,
            kind: operation.kind,
            path: operation.path.to_owned(),
            call: with_rules(&with.params, &rules),
            row: with.row,
            order: operation.fields(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_every_call_has_its_place() {
        for operation in operations() {
            let mut by_name = operation.order.to_vec();
            by_name.sort_unstable();
            let schema = operation.call["properties"].as_object().unwrap();
            let mut names: Vec<&str> = schema.keys().map(String::as_str).collect();
            names.sort_unstable();
            assert_eq!(by_name, names, "{}", operation.name);
        }
        let add = operation("coupondetail.addCoupon").unwrap();
        assert_eq!(add.order[..2], ["coupon_no", "deal_name"]);
    }
}
