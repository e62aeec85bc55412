//! `v3.writeOffCoupon`: coupons are used in an order.
//!
//! No document of ours has it: fields and answer are those of a page of the vendor, 7.4.9 优惠券核销 (seen). That page has a newer,
//! flat form besides, whose fields are not written here; a body by hand may hold them. The `bizId` of a write-off is the one that
//! [`CouponReverse`](super::CouponReverse) takes. Whether a repeated `bizId` is refused, repeated or ignored is unknown.

use coupon_wire::{
    Certainty, Lenient, Number, OperationKind, Rule, Validator, Violation, ZeroOrOne,
};
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, ResponseShape, sealed::Sealed},
    id_list::IdList,
};

/// Uses coupons in an order (seen). Amounts are in fen.
///
/// 核销券（已见于厂商页面）；金额单位为分。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct WriteOffCoupon {
    /// The caller's own id of this write-off; a reversal names it. Required (seen).
    ///
    /// 调用方自己的核销业务编号，冲正时要用。必填（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub biz_id: Option<String>,
    /// Codes of the coupons. Required (seen).
    ///
    /// 券码列表。必填（已见）。
    #[serde(skip_serializing_if = "Vec::is_empty", with = "IdList")]
    pub coupons_card_list: Vec<String>,
    /// Id of the customer who holds them (seen).
    ///
    /// 持券客户的 id（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub customer_id: Option<String>,
    /// 1 if the code was scanned (seen); other values are unknown.
    ///
    /// 1 为扫码核销码（已见）；其他取值未知。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub r#type: Option<String>,
    /// Where they were used, and in which order (seen).
    ///
    /// 核销的门店与订单等（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "ZeroOrOne::<WriteOffPlace>")]
    pub ext: Option<WriteOffPlace>,
    /// The amount that they take off, in fen (seen).
    ///
    /// 优惠金额，单位分（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub amount: Option<Number>,
    /// The amount of the order, in fen (seen).
    ///
    /// 订单金额，单位分（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub order_amount: Option<Number>,
    /// Number of the order in the caller's system. It or `ext.orderNo` is required (seen).
    ///
    /// 调用方系统的订单号；与 `ext.orderNo` 至少填一个（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub third_order_no: Option<String>,
}

/// Where coupons were used, and in which order (seen).
///
/// 核销的门店与订单（已见）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct WriteOffPlace {
    /// The kind of channel (seen); its values are unknown.
    ///
    /// 渠道类型（已见）；取值未知。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub channel_type: Option<String>,
    /// Id of the shop (seen).
    ///
    /// 门店 id（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub multi_store_id: Option<String>,
    /// Code of the shop (seen).
    ///
    /// 门店编码（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub multi_store_mark: Option<String>,
    /// Number of the order (seen).
    ///
    /// 订单号（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub order_no: Option<String>,
    /// Why; free text (seen).
    ///
    /// 原因，任意文字（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub reason: Option<String>,
}

impl Sealed for WriteOffCoupon {}

impl Endpoint for WriteOffCoupon {
    const NAME: &'static str = "v3.writeOffCoupon";
    const PATH: &'static str = "v3/crm/coupon/writeOffCoupon";
    const ACTION: Option<&'static str> = None;
    const KIND: OperationKind = OperationKind::Write;
    const GRADE: Certainty = Certainty::Seen;
    const DATA: ResponseShape = ResponseShape::RECORDS;
    type Row = WrittenOffCoupons;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required(Rule::seen("WOF-1"), "bizId", &self.biz_id);
        let cards = self.coupons_card_list.first();
        check.required(Rule::seen("WOF-2"), "couponsCardList", &cards);
        let inner = self.ext.as_ref().and_then(|ext| ext.order_no.as_ref());
        check.one_needed(
            Rule::seen("WOF-3"),
            &["thirdOrderNo", "ext.orderNo"],
            &[self.third_order_no.is_some(), inner.is_some()],
        );
        check.whole(Rule::assumed("WOF-4"), "amount", &self.amount);
        check.whole(Rule::assumed("WOF-4"), "orderAmount", &self.order_amount);
        check.finish()
    }
}

/// The coupons that were used (seen).
///
/// 已核销的券（已见）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct WrittenOffCoupons {
    /// The id of the write-off, as sent (seen).
    ///
    /// 核销业务编号，与请求相同（已见）。
    #[serde(with = "Lenient::<String>")]
    pub biz_id: Option<String>,
    /// Codes of the coupons (seen).
    ///
    /// 券码（已见）。
    #[serde(with = "IdList")]
    pub card_id_list: Vec<String>,
    /// Who held them (seen).
    ///
    /// 持券人信息（已见）。
    #[serde(with = "ZeroOrOne::<WriteOffUser>")]
    pub user_info: Option<WriteOffUser>,
}

/// Who held coupons that were used (seen). Its fields are assumed.
///
/// 持券人（已见）；其中字段为推定。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct WriteOffUser {
    /// Id of the customer (assumed).
    ///
    /// 客户的 id（推定）。
    #[serde(with = "Lenient::<String>")]
    pub customer_id: Option<String>,
}
