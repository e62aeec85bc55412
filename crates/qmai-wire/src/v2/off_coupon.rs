//! `v2.off-coupon`: a coupon is used by its code.
//!
//! No document of ours has it: Action and field are those of a page of the vendor, 核销码核销 (seen). It names no order and has no id of
//! the caller's, so a lost answer cannot be looked up by one. What a success answers is unknown.

use coupon_wire::{Certainty, Lenient, OperationKind, Rule, Validator, Violation};
use serde::{Deserialize, Serialize};

use crate::endpoint::{Endpoint, Raw, ResponseShape, V2_PATH, sealed::Sealed};

/// Uses a coupon by its code (seen).
///
/// 按核销码核销一张券（已见于厂商页面）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct OffCoupon {
    /// The code. Required (seen).
    ///
    /// 核销码。必填（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub code: Option<String>,
}

impl Sealed for OffCoupon {}

impl Endpoint for OffCoupon {
    const NAME: &'static str = "v2.off-coupon";
    const PATH: &'static str = V2_PATH;
    const ACTION: Option<&'static str> = Some("coupon.off-coupon");
    const KIND: OperationKind = OperationKind::Write;
    const GRADE: Certainty = Certainty::Seen;
    const DATA: ResponseShape = ResponseShape::UNDOCUMENTED;
    type Row = Raw;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required(Rule::seen("OFF-1"), "code", &self.code);
        check.finish()
    }
}
