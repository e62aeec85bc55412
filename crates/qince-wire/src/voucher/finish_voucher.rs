//! `voucher.finishVoucher`: ends a 优惠券, so that nobody can claim it any more.
//!
//! Document: 优惠券终止接口. On success `return_msg` and `response_data` are null. Coupons already held stay as they
//! are, and ending twice is refused; both are assumed.

use coupon_wire::{Lenient, OperationKind, Rule, Validator, Violation};
use serde::{Deserialize, Serialize};

use crate::endpoint::{Endpoint, Raw, ResponseShape, sealed::Sealed};

/// Ends one 优惠券.
///
/// 终止一种优惠券，此后不能再领。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct FinishVoucher {
    /// Id of the 优惠券, at most 32 characters; called 优惠券号 (coupon number) here (contradiction 27).
    ///
    /// 优惠券的 id，最多 32 字；此处称优惠券号（见矛盾 27）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub voucher_id: Option<String>,
}

impl Sealed for FinishVoucher {}

impl Endpoint for FinishVoucher {
    const NAME: &'static str = "voucher.finishVoucher";
    const PATH: &'static str = "voucher/v1/finishVoucher";
    const KIND: OperationKind = OperationKind::Write;
    const DATA: ResponseShape = ResponseShape::Undocumented;
    type Row = Raw;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required(Rule::implied("FIN-1"), "voucherId", &self.voucher_id);
        check.length("FIN-1", "voucherId", &self.voucher_id, 32);
        check.finish()
    }
}
