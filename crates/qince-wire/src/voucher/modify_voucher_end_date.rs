//! `voucher.modifyVoucherEndDate`: gives a 优惠券 another last day.
//!
//! Document: 优惠券截止日期变更. On success `return_msg` and `response_data` are null. The new day may be earlier than the
//! old one or past (assumed), but not before the first day of validity.

use coupon_wire::{Lenient, OperationKind, Rule, Validator, Violation};
use serde::{Deserialize, Serialize};

use crate::endpoint::{Endpoint, Raw, ResponseShape, sealed::Sealed};

/// Changes the last day of one 优惠券.
///
/// 改变一种优惠券的截止日。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct ModifyVoucherEndDate {
    /// Id of the 优惠券, at most 32 characters; called 优惠券号 (coupon number) here (contradiction 27).
    ///
    /// 优惠券的 id，最多 32 字；此处称优惠券号（见矛盾 27）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub voucher_id: Option<String>,
    /// The new last Beijing day, `yyyy-MM-dd`. Only the sample has this field (contradiction 17).
    ///
    /// 新的最后一天，北京日期 `yyyy-MM-dd`。只有示例写出此字段（见矛盾 17）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub end_date: Option<String>,
}

impl Sealed for ModifyVoucherEndDate {}

impl Endpoint for ModifyVoucherEndDate {
    const NAME: &'static str = "voucher.modifyVoucherEndDate";
    const PATH: &'static str = "voucher/v1/modifyVoucherEndDate";
    const KIND: OperationKind = OperationKind::Write;
    const DATA: ResponseShape = ResponseShape::Undocumented;
    type Row = Raw;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required(Rule::implied("END-1"), "voucherId", &self.voucher_id);
        check.length("END-1", "voucherId", &self.voucher_id, 32);
        check.required(Rule::implied("END-2"), "endDate", &self.end_date);
        check.day("END-2", "endDate", &self.end_date);
        check.finish()
    }
}
