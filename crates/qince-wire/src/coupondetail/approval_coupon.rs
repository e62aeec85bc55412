//! `coupondetail.approvalCoupon`: passes a 兑货券 or sends it back.
//!
//! Document: 审批兑货券. On success the answer has no `response_data`. Only a coupon awaiting approval (待审批) can be
//! judged (assumed).

use coupon_wire::{Lenient, OperationKind, Validator, Violation};
use serde::{Deserialize, Serialize};

use crate::endpoint::{Endpoint, Raw, ResponseShape, sealed::Sealed};

/// Judges one 兑货券.
///
/// 审批一张兑货券：通过或打回。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ApprovalCoupon {
    /// Number of the 兑货券, at most 100 characters (32 as filter and when read: contradiction 25).
    ///
    /// 兑货券的编码，最多 100 字（作查询条件和读出时 32 字，见矛盾 25）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub coupon_no: Option<String>,
    /// The opinion, which is no state: 1 pass, 2 send back.
    ///
    /// 审批的意见，而不是状态：1 通过，2 打回。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Opinion>")]
    pub coupon_status: Option<Opinion>,
    /// Who judges, free text of at most 100 characters.
    ///
    /// 由谁审批，自由填写，最多 100 字。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub confirm_emp: Option<String>,
}

impl Sealed for ApprovalCoupon {}

impl Endpoint for ApprovalCoupon {
    const NAME: &'static str = "coupondetail.approvalCoupon";
    const PATH: &'static str = "coupondetail/v1/approvalCoupon";
    const KIND: OperationKind = OperationKind::Write;
    const DATA: ResponseShape = ResponseShape::Undocumented;
    type Row = Raw;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        for (field, value) in [("coupon_no", &self.coupon_no), ("confirm_emp", &self.confirm_emp)] {
            check.required("CPR-1", field, value);
            check.length("CPR-1", field, value, 100);
        }
        check.required("CPR-2", "coupon_status", &self.coupon_status);
        check.known("CPR-2", "coupon_status", &self.coupon_status);
        check.finish()
    }
}

coupon_wire::values! {
    /// Opinion of an approver on a 兑货券 (审批意见).
    pub enum Opinion {
        /// Pass (通过).
        Pass = "1",
        /// Send back (打回).
        SendBack = "2",
    }
}
