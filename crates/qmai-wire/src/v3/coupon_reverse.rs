//! `v3.couponReverse`: a write-off is undone.
//!
//! No document of ours has it: a public Go client has its path and calls it 优惠券冲正, and sends whatever its caller gives (seen). A
//! page of the vendor says that it takes the `bizId` of the write-off (seen). Other fields, and what a success answers, are unknown.

use coupon_wire::{Certainty, Lenient, OperationKind, Rule, Validator, Violation};
use serde::{Deserialize, Serialize};

use crate::endpoint::{Endpoint, Raw, ResponseShape, sealed::Sealed};

/// Undoes a write-off (seen). Whether more fields are needed is unknown.
///
/// 冲正一次核销（已见）；是否还需要其他字段，未知。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct CouponReverse {
    /// The id under which the coupons were written off. Required (seen).
    ///
    /// 核销时的业务编号。必填（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub biz_id: Option<String>,
}

impl Sealed for CouponReverse {}

impl Endpoint for CouponReverse {
    const NAME: &'static str = "v3.couponReverse";
    const PATH: &'static str = "v3/crm/coupon/couponReverse";
    const ACTION: Option<&'static str> = None;
    const KIND: OperationKind = OperationKind::Write;
    const GRADE: Certainty = Certainty::Seen;
    const DATA: ResponseShape = ResponseShape::UNDOCUMENTED;
    type Row = Raw;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required(Rule::seen("REV-1"), "bizId", &self.biz_id);
        check.finish()
    }
}
