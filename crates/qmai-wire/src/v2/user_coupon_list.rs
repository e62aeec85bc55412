//! `v2.user-coupon-list`: the coupons of a user.
//!
//! No document of ours has it: Action and fields are those of a page of the vendor, 会员券列表 (seen). The page marks no field as
//! required. Its rows stand in `item_list`; of their fields only two are known, and the rest stays in the text of the answer, which is
//! one row.

use coupon_wire::{
    Certainty, Lenient, Number, OneOrMany, OperationKind, Rule, Validator, Violation,
};
use serde::{Deserialize, Serialize};

use crate::endpoint::{Endpoint, ResponseShape, V2_PATH, sealed::Sealed};

/// Asks for the coupons of a user (seen).
///
/// 查询一个用户的券（已见）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct UserCouponList {
    /// Id of the user (seen).
    ///
    /// 用户的 id（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub user_id: Option<Number>,
    /// Whether the page of payment asks (seen); its values are unknown.
    ///
    /// 是否来自支付页（已见）；取值未知。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub from_pay_page: Option<String>,
    /// The goods that are being bought (seen); its form is unknown.
    ///
    /// 所购商品（已见）；格式未知。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub shopping: Option<String>,
    /// The coupons that were chosen: JSON in a text (seen).
    ///
    /// 已选中的券：文本中的 JSON（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub checked: Option<String>,
    /// Only used, usable or expired coupons: `used`, `canuse`, `expired` (seen).
    ///
    /// 只要已用、可用或过期的券：`used`、`canuse`、`expired`（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub expire: Option<String>,
    /// The amount of the order (seen); its unit is unknown.
    ///
    /// 订单金额（已见）；单位未知。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub amount: Option<Number>,
    /// Number of the shop (seen).
    ///
    /// 门店编号（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub multi_store_sn: Option<String>,
}

impl Sealed for UserCouponList {}

impl Endpoint for UserCouponList {
    const NAME: &'static str = "v2.user-coupon-list";
    const PATH: &'static str = V2_PATH;
    const ACTION: Option<&'static str> = Some("coupon.user-coupon-list");
    const KIND: OperationKind = OperationKind::Read;
    const GRADE: Certainty = Certainty::Seen;
    const DATA: ResponseShape = ResponseShape::RECORDS;
    type Row = UserCouponPage;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        let expire = self.expire.as_deref();
        check.value_in(Rule::assumed("UCL-1"), "expire", expire, &["used", "canuse", "expired"]);
        check.finish()
    }
}

/// The coupons of a user (seen).
///
/// 一个用户的券（已见）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct UserCouponPage {
    /// The coupons (seen).
    ///
    /// 券的列表（已见）。
    #[serde(with = "OneOrMany::<UserCouponItem>")]
    pub item_list: Vec<UserCouponItem>,
}

/// One coupon of a user (seen).
///
/// 一个用户的一张券（已见）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct UserCouponItem {
    /// The code by which it is written off (seen).
    ///
    /// 核销码（已见）。
    #[serde(with = "Lenient::<String>")]
    pub verify_code: Option<String>,
    /// Whether it is locked (seen); its values are unknown.
    ///
    /// 是否锁定（已见）；取值未知。
    #[serde(with = "Lenient::<String>")]
    pub is_lock: Option<String>,
}
