//! `v3.getCouponDetail`: one coupon by its code.
//!
//! No document of ours has it: path and field are those of a public Go client, which calls it 券详情 (seen). What it answers is unknown,
//! so the answer is kept as it comes.

use coupon_wire::{Certainty, Lenient, OperationKind, Rule, Validator, Violation};
use serde::{Deserialize, Serialize};

use crate::endpoint::{Endpoint, Raw, ResponseShape, sealed::Sealed};

/// Asks for one coupon by its code (seen).
///
/// 按券码查询一张券（已见）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct GetCouponDetail {
    /// Code of the coupon. Required (seen).
    ///
    /// 券码。必填（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub user_coupon_code: Option<String>,
}

impl Sealed for GetCouponDetail {}

impl Endpoint for GetCouponDetail {
    const NAME: &'static str = "v3.getCouponDetail";
    const PATH: &'static str = "v3/coupon/getCouponDetail";
    const ACTION: Option<&'static str> = None;
    const KIND: OperationKind = OperationKind::Read;
    const GRADE: Certainty = Certainty::Seen;
    const DATA: ResponseShape = ResponseShape::UNDOCUMENTED;
    type Row = Raw;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required(Rule::seen("GCD-1"), "userCouponCode", &self.user_coupon_code);
        check.finish()
    }
}
