//! `busifavor.returnCoupon`: the use of a coupon is undone.
//!
//! Document: 申请退券, pay.weixin.qq.com/docs/merchant/apis/merchant-exclusive-coupon/coupon/return-coupon. The coupon must be USED;
//! it can be used again within its time.

use coupon_wire::{Lenient, OperationKind, Rule, Validator, Violation};
use serde::{Deserialize, Serialize};

use crate::{
    beijing_instant::BeijingInstant,
    endpoint::{Endpoint, ResponseShape, sealed::Sealed},
};

/// Undoes the use of a coupon.
///
/// 申请退券。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ReturnCoupon {
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
    /// 每次退券请求的唯一单号，最多 128 个字符。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub return_request_no: Option<String>,
}

impl Sealed for ReturnCoupon {}

impl Endpoint for ReturnCoupon {
    const NAME: &'static str = "busifavor.returnCoupon";
    const PATH: &'static str = "v3/marketing/busifavor/coupons/return";
    const KIND: OperationKind = OperationKind::Write;
    const DATA: ResponseShape = ResponseShape::Record;
    type Row = ReturnedCoupon;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required("RET-1", "coupon_code", &self.coupon_code);
        check.length(Rule::seen("RET-1"), "coupon_code", &self.coupon_code, 32);
        check.required("RET-2", "stock_id", &self.stock_id);
        check.length(Rule::seen("RET-2"), "stock_id", &self.stock_id, 20);
        check.required("RET-3", "return_request_no", &self.return_request_no);
        check.length("RET-3", "return_request_no", &self.return_request_no, 128);
        check.finish()
    }
}

/// The use was undone.
///
/// 券已退回。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ReturnedCoupon {
    /// When the vendor undid it.
    ///
    /// 系统退券成功的时间。
    #[serde(with = "Lenient::<BeijingInstant>")]
    pub wechatpay_return_time: Option<BeijingInstant>,
}
