//! `busifavor.listCoupons`: the coupons of a user.
//!
//! Document: 根据过滤条件查询用户的券, pay.weixin.qq.com/docs/merchant/apis/merchant-exclusive-coupon/coupon/list-coupons-by-filter.
//! The document calls `offset` the number of a page, its name says an offset of rows, and no sample shows a second page.

use coupon_wire::{Lenient, Number, OperationKind, Rule, Validator, Violation, ViolationKind};
use serde::{Deserialize, Serialize};

use super::coupon::{BusiFavorCoupon, BusiFavorState};
use crate::endpoint::{Endpoint, ResponseShape, sealed::Sealed};

/// Asks for the coupons of a user. All filters given must hold.
///
/// 查询一个用户的券；所给条件须同时满足。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ListCoupons {
    /// The user, as the official account or mini program knows them. In the path.
    ///
    /// 用户在 appid 下的唯一标识；在路径中。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub openid: Option<String>,
    /// The official account or mini program.
    ///
    /// 公众账号或小程序的 appid。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub appid: Option<String>,
    /// Only coupons of this stock.
    ///
    /// 只要此批次的券。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub stock_id: Option<String>,
    /// Only coupons in this state.
    ///
    /// 只要此状态的券。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<BusiFavorState>")]
    pub coupon_state: Option<BusiFavorState>,
    /// Only stocks that this merchant made. Must be given if the caller made the stock.
    ///
    /// 批次创建方商户号；调用方即创建方时必传。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub creator_merchant: Option<String>,
    /// Only stocks that belong to this merchant. Must be given if the stock belongs to the caller. 8 to 15 characters in an
    /// older edition.
    ///
    /// 批次归属商户号；调用方即归属方时必传。旧版文档为 8 到 15 个字符。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub belong_merchant: Option<String>,
    /// Only stocks that this merchant issues. Must be given if the caller issues the stock.
    ///
    /// 批次发放商户号；调用方即发放方时必传。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub sender_merchant: Option<String>,
    /// Which page, from 0; or the first row, as the name says.
    ///
    /// 分页页码，从 0 起；字段名则为偏移量。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub offset: Option<Number>,
    /// How many coupons a page has. No maximum is documented; 20 is sampled.
    ///
    /// 分页大小；文档没有上限，示例为 20。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub limit: Option<Number>,
}

impl Sealed for ListCoupons {}

impl Endpoint for ListCoupons {
    const NAME: &'static str = "busifavor.listCoupons";
    const PATH: &'static str = "v3/marketing/busifavor/users/{openid}/coupons";
    const KIND: OperationKind = OperationKind::Read;
    const DATA: ResponseShape = ResponseShape::List;
    type Row = BusiFavorCoupon;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required("LCP-1", "openid", &self.openid);
        check.length(Rule::seen("LCP-1"), "openid", &self.openid, 128);
        check.required("LCP-2", "appid", &self.appid);
        check.length(Rule::seen("LCP-2"), "appid", &self.appid, 32);
        check.known("LCP-3", "coupon_state", &self.coupon_state);
        let merchants = [&self.creator_merchant, &self.belong_merchant, &self.sender_merchant];
        // A caller is one of the three, or the coupons are none of its business.
        check.one_needed(
            Rule::assumed("LCP-4"),
            &["creator_merchant", "belong_merchant", "sender_merchant"],
            &merchants.map(Option::is_some),
        );
        let numbers = [("offset", &self.offset, 0), ("limit", &self.limit, 1)];
        for (field, number, least) in numbers {
            if check.whole(Rule::assumed("LCP-5"), field, number).is_some_and(|n| n < least) {
                let given = number.as_ref().map_or("", Number::as_str);
                let kind = ViolationKind::NotBelow(if least == 0 { "0" } else { "1" });
                check.violated(Rule::assumed("LCP-5"), field, given, kind);
            }
        }
        check.finish()
    }
}
