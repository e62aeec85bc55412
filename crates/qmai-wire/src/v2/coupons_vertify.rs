//! `v2.coupons-vertify`: coupons are used in an order, as by [`v3.writeOffCoupon`](crate::v3::WriteOffCoupon).
//!
//! No document of ours has it: Action and fields are those of the page of the vendor that has the V3 call too, 优惠券核销 (seen). Its
//! Action is spelled `communal.user.coupons-vertify` there, and so it is sent. The answer is taken for that of V3 (assumed).

use coupon_wire::{Certainty, Lenient, OperationKind, Rule, Validator, Violation, ZeroOrOne};
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, ResponseShape, V2_PATH, sealed::Sealed},
    id_list::IdList,
    v3::{WriteOffPlace, WrittenOffCoupons},
};

/// Uses coupons in an order (seen).
///
/// 核销券（已见于厂商页面）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct CouponsVertify {
    /// The caller's own id of this write-off. Required (seen).
    ///
    /// 调用方自己的核销业务编号。必填（已见）。
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
}

impl Sealed for CouponsVertify {}

impl Endpoint for CouponsVertify {
    const NAME: &'static str = "v2.coupons-vertify";
    const PATH: &'static str = V2_PATH;
    const ACTION: Option<&'static str> = Some("communal.user.coupons-vertify");
    const KIND: OperationKind = OperationKind::Write;
    const GRADE: Certainty = Certainty::Seen;
    const DATA: ResponseShape = ResponseShape::RECORDS;
    type Row = WrittenOffCoupons;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required(Rule::seen("VTF-1"), "bizId", &self.biz_id);
        let cards = self.coupons_card_list.first();
        check.required(Rule::seen("VTF-2"), "couponsCardList", &cards);
        // The page of the vendor that has both calls asks for an order in that of V3.
        let order = self.ext.as_ref().and_then(|place| place.order_no.as_ref());
        check.required(Rule::assumed("VTF-3"), "ext.orderNo", &order);
        check.finish()
    }
}
