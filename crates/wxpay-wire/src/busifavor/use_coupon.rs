//! `busifavor.useCoupon`: a coupon is used.
//!
//! Document: 核销用户的券, pay.weixin.qq.com/docs/merchant/apis/merchant-exclusive-coupon/coupon/use-coupon. The caller's number
//! (`use_request_no`) names the use for ever: the coupon shows it. After a failure of its own the vendor asks for the same call
//! with the same parameters; a coupon that was used under another number is refused with RESOURCE_ALREADY_EXISTS. What a second
//! call under the same number is answered, no page says.

use coupon_wire::{Lenient, OperationKind, Rule, Validator, Violation};
use serde::{Deserialize, Serialize};

use crate::{
    beijing_instant::BeijingInstant,
    endpoint::{Endpoint, ResponseShape, sealed::Sealed},
};

/// Uses a coupon.
///
/// 核销一张券。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct BusiFavorUse {
    /// Code of the coupon.
    ///
    /// 券的唯一标识。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub coupon_code: Option<String>,
    /// The stock it is of. Must be given if the merchant chose its code.
    ///
    /// 批次号；券 code 由商户指定或上传时必传。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub stock_id: Option<String>,
    /// The official account or mini program; the answer's openid is of it.
    ///
    /// 公众账号或小程序的 appid；应答中的 openid 即按它计算。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub appid: Option<String>,
    /// When the merchant asks.
    ///
    /// 请求核销的时间。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<BeijingInstant>")]
    pub use_time: Option<BeijingInstant>,
    /// The caller's own number of this use, unique with the merchant. 128 characters; 32 in an older edition.
    ///
    /// 每次核销请求的唯一单号，最多 128 个字符（旧版文档为 32）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub use_request_no: Option<String>,
    /// The user; given, the vendor checks that the coupon is theirs.
    ///
    /// 用户标识，用作安全校验。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub openid: Option<String>,
    /// The merchant's number of the order paid with WeChat Pay (seen; in one table of the vendor's interface).
    ///
    /// 微信支付商户订单号（已见于厂商接口的一份清单）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub out_trade_no: Option<String>,
    /// The merchant with whom that order was made (seen).
    ///
    /// 该订单的下单商户号（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub mch_id: Option<String>,
    /// The vendor's number of that order (seen).
    ///
    /// 该订单的微信支付订单号（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub transaction_id: Option<String>,
}

impl Sealed for BusiFavorUse {}

impl Endpoint for BusiFavorUse {
    const NAME: &'static str = "busifavor.useCoupon";
    const PATH: &'static str = "v3/marketing/busifavor/coupons/use";
    const KIND: OperationKind = OperationKind::Write;
    const DATA: ResponseShape = ResponseShape::Record;
    type Row = UsedCoupon;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required("USE-1", "coupon_code", &self.coupon_code);
        check.length(Rule::seen("USE-1"), "coupon_code", &self.coupon_code, 32);
        check.length(Rule::seen("USE-2"), "stock_id", &self.stock_id, 20);
        check.required("USE-3", "appid", &self.appid);
        check.length(Rule::seen("USE-3"), "appid", &self.appid, 32);
        check.required("USE-4", "use_time", &self.use_time);
        check.required("USE-5", "use_request_no", &self.use_request_no);
        check.length("USE-5", "use_request_no", &self.use_request_no, 128);
        check.length(Rule::seen("USE-6"), "openid", &self.openid, 128);
        check.finish()
    }
}

/// The coupon was used.
///
/// 券已核销。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct UsedCoupon {
    /// The stock it is of.
    ///
    /// 批次号。
    #[serde(with = "Lenient::<String>")]
    pub stock_id: Option<String>,
    /// The user who held it.
    ///
    /// 用户标识。
    #[serde(with = "Lenient::<String>")]
    pub openid: Option<String>,
    /// When the vendor used it.
    ///
    /// 系统核销成功的时间。
    #[serde(with = "Lenient::<BeijingInstant>")]
    pub wechatpay_use_time: Option<BeijingInstant>,
}
