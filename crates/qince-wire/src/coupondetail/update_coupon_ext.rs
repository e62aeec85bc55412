//! `coupondetail.updateCouponExt`: writes custom fields of a 兑货券.
//!
//! Document: 兑货券自定义字段更新. On success the answer has no `response_data`. Named fields get the new value; that the
//! others stay is assumed.

use coupon_wire::{Lenient, OneOrMany, OperationKind, Rule, Validator, Violation, ViolationKind};
use serde::{Deserialize, Serialize};

use super::custom_field::{CustomField, check_entries};
use crate::endpoint::{Endpoint, Raw, ResponseShape, sealed::Sealed};

/// Writes custom fields of one 兑货券.
///
/// 改写一张兑货券的自定义字段。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct UpdateCouponExt {
    /// Number of the 兑货券, at most 100 characters (32 as filter and when read: contradiction 25).
    ///
    /// 兑货券的编码，最多 100 字（作查询条件和读出时 32 字，见矛盾 25）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub coupon_no: Option<String>,
    /// The fields to write. The "required" column says only 列表, a list (contradiction 32); at least one is implied.
    ///
    /// 要改写的字段。“必填”一栏只写了“列表”（见矛盾 32），其意为至少一个。
    #[serde(skip_serializing_if = "Vec::is_empty", with = "OneOrMany::<CustomField>")]
    pub exts: Vec<CustomField>,
}

impl Sealed for UpdateCouponExt {}

impl Endpoint for UpdateCouponExt {
    const NAME: &'static str = "coupondetail.updateCouponExt";
    const PATH: &'static str = "coupondetail/v1/updateCouponExt";
    const KIND: OperationKind = OperationKind::Write;
    const DATA: ResponseShape = ResponseShape::Undocumented;
    type Row = Raw;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required("CPX-1", "coupon_no", &self.coupon_no);
        check.length("CPX-1", "coupon_no", &self.coupon_no, 100);
        if self.exts.is_empty() {
            check.violated(Rule::implied("CPX-2"), "exts", "", ViolationKind::Missing);
        }
        check_entries(&mut check, "CPX-2", &self.exts);
        check.finish()
    }
}
