//! `v2.coupon-exchange`: a customer gets a coupon for an exchange code.
//!
//! No document of ours has it: Action and fields are those of a page of the vendor, 2.5.9 根据兑换码兑换优惠券 (seen). What a success
//! answers is unknown, and so is whether a repeated `bizId` exchanges nothing a second time.

use coupon_wire::{Certainty, Lenient, OperationKind, Rule, Validator, Violation};
use serde::{Deserialize, Serialize};

use crate::endpoint::{Endpoint, Raw, ResponseShape, V2_PATH, sealed::Sealed};

/// Exchanges a code for a coupon (seen).
///
/// 用兑换码兑换一张券（已见于厂商页面）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct CouponExchange {
    /// The caller's own id of this exchange. Required (seen).
    ///
    /// 调用方自己的业务编号。必填（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub biz_id: Option<String>,
    /// Id of the customer who gets the coupon. Required (seen).
    ///
    /// 领券客户的 id。必填（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub customer_id: Option<String>,
    /// Phone of the customer. Required (seen).
    ///
    /// 客户的手机号。必填（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub customer_phone: Option<String>,
    /// The code. Required (seen).
    ///
    /// 兑换码。必填（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub exchange_code: Option<String>,
    /// From where the exchange comes (seen); its values are unknown.
    ///
    /// 兑换来源（已见）；取值未知。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub gain_coupon_channel: Option<String>,
}

impl Sealed for CouponExchange {}

impl Endpoint for CouponExchange {
    const NAME: &'static str = "v2.coupon-exchange";
    const PATH: &'static str = V2_PATH;
    const ACTION: Option<&'static str> = Some("coupon.coupon-exchange");
    const KIND: OperationKind = OperationKind::Write;
    const GRADE: Certainty = Certainty::Seen;
    const DATA: ResponseShape = ResponseShape::UNDOCUMENTED;
    type Row = Raw;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required(Rule::seen("EXC-1"), "bizId", &self.biz_id);
        check.required(Rule::seen("EXC-2"), "customerId", &self.customer_id);
        check.required(Rule::seen("EXC-3"), "customerPhone", &self.customer_phone);
        check.required(Rule::seen("EXC-4"), "exchangeCode", &self.exchange_code);
        check.finish()
    }
}
