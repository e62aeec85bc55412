//! `busifavor.deactivateCoupon`: a coupon is taken back.
//!
//! Document: 使券失效, pay.weixin.qq.com/docs/merchant/apis/merchant-exclusive-coupon/coupon/deactivate-coupon. The coupon must be
//! SENDED; it can never be used again.

use coupon_wire::{Lenient, OperationKind, Rule, Validator, Violation};
use serde::{Deserialize, Serialize};

use crate::{
    beijing_instant::BeijingInstant,
    endpoint::{Endpoint, ResponseShape, sealed::Sealed},
};

/// Takes a coupon back.
///
/// 使券失效。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct DeactivateCoupon {
    /// Code of the coupon.
    ///
    /// 券的唯一标识。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub coupon_code: Option<String>,
    /// The stock it is of.
    ///
    /// 券的所属批次号。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub stock_id: Option<String>,
    /// The caller's own number of this call, unique with the merchant; at most 128 characters.
    ///
    /// 每次失效请求的唯一单号，最多 128 个字符。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub deactivate_request_no: Option<String>,
    /// Why, at most 64 characters.
    ///
    /// 失效原因，最多 64 个字符。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub deactivate_reason: Option<String>,
}

impl Sealed for DeactivateCoupon {}

impl Endpoint for DeactivateCoupon {
    const NAME: &'static str = "busifavor.deactivateCoupon";
    const PATH: &'static str = "v3/marketing/busifavor/coupons/deactivate";
    const KIND: OperationKind = OperationKind::Write;
    const DATA: ResponseShape = ResponseShape::Record;
    type Row = DeactivatedCoupon;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required("DEA-1", "coupon_code", &self.coupon_code);
        check.length(Rule::seen("DEA-1"), "coupon_code", &self.coupon_code, 32);
        check.required("DEA-2", "stock_id", &self.stock_id);
        check.length(Rule::seen("DEA-2"), "stock_id", &self.stock_id, 20);
        check.required("DEA-3", "deactivate_request_no", &self.deactivate_request_no);
        check.length("DEA-3", "deactivate_request_no", &self.deactivate_request_no, 128);
        check.length("DEA-4", "deactivate_reason", &self.deactivate_reason, 64);
        check.finish()
    }
}

/// The coupon was taken back.
///
/// 券已失效。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct DeactivatedCoupon {
    /// When the vendor took it back. One sample has a point in the place of the plus sign.
    ///
    /// 系统使券失效成功的时间；有一处示例把加号印成了点。
    #[serde(with = "Lenient::<BeijingInstant>")]
    pub wechatpay_deactivate_time: Option<BeijingInstant>,
}
