//! `v3.getCustomerCouponList`: the coupons a customer holds, page by page.
//!
//! No document of ours has it: path, fields and `{list, total}` are those of a public Go client, which calls it 会员优惠券列表 (seen).
//! The fields of a row are those that the same client reads from [`GetCustomerCoupons`](super::GetCustomerCoupons); that they
//! are the same here is assumed. What is not named stays in the row's text.

use coupon_wire::{Certainty, Lenient, Number, OperationKind, Rule, Validator, Violation};
use serde::{Deserialize, Serialize};

use super::{CouponType, UseStatus};
use crate::{
    endpoint::{Endpoint, ResponseShape, sealed::Sealed},
    validate::{digits, page, page_size},
};

/// Asks for a page of the coupons of a customer (seen).
///
/// 按页查询一个客户的券（已见）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct GetCustomerCouponList {
    /// Id of the customer (seen). Required (assumed).
    ///
    /// 客户的 id（已见）。必填（推定）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub customer_id: Option<String>,
    /// Only coupons of this purpose (seen); the numbers are taken for those of couponType (assumed).
    ///
    /// 只要此类型的券（已见）；取值推定与 couponType 相同。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub coupon_type: Option<String>,
    /// Only coupons in this state (seen); the numbers are taken for those of useStatus (assumed).
    ///
    /// 只要此状态的券（已见）；取值推定与 useStatus 相同。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub use_status: Option<Number>,
    /// The page, from 1 (seen).
    ///
    /// 页码，从 1 开始（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub page_num: Option<Number>,
    /// How many rows a page has (seen); at most 50, as in other lists of this vendor (assumed).
    ///
    /// 每页行数（已见）；最多 50，与该厂商其他列表相同（推定）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub page_size: Option<Number>,
}

impl Sealed for GetCustomerCouponList {}

impl Endpoint for GetCustomerCouponList {
    const NAME: &'static str = "v3.getCustomerCouponList";
    const PATH: &'static str = "v3/crm/coupon/getCustomerCouponList";
    const ACTION: Option<&'static str> = None;
    const KIND: OperationKind = OperationKind::Read;
    const GRADE: Certainty = Certainty::Seen;
    const DATA: ResponseShape = ResponseShape { ids: &["cardId"], ..ResponseShape::RECORDS };
    type Row = ListedCoupon;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required(Rule::assumed("GCL-1"), "customerId", &self.customer_id);
        digits(&mut check, Rule::assumed("GCL-1"), "customerId", self.customer_id.as_deref());
        page(&mut check, Rule::assumed("GCL-2"), "pageNum", &self.page_num);
        page_size(&mut check, Rule::assumed("GCL-3"), "pageSize", &self.page_size);
        check.finish()
    }
}

/// One coupon of the list (seen).
///
/// 列表中的一张券（已见）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct ListedCoupon {
    /// Code of the issued coupon (seen).
    ///
    /// 已发出的这张券的券码（已见）。
    #[serde(with = "Lenient::<String>")]
    pub card_id: Option<String>,
    /// Number of the coupon (seen); how it differs from the code is unknown.
    ///
    /// 券号（已见）；与券码有何不同，未知。
    #[serde(with = "Lenient::<String>")]
    pub coupon_no: Option<String>,
    /// Purpose of the coupon (seen).
    ///
    /// 券的用途（已见）。
    #[serde(with = "Lenient::<CouponType>")]
    pub coupon_type: Option<CouponType>,
    /// When it ends (seen); its format is unknown, so it is kept as text.
    ///
    /// 结束时刻（已见）；格式未知，按文本保留。
    #[serde(with = "Lenient::<String>")]
    pub end_time: Option<String>,
    /// Id of the template (seen).
    ///
    /// 券模板的 id（已见）。
    #[serde(with = "Lenient::<String>")]
    pub template_id: Option<String>,
    /// Name of the template (seen).
    ///
    /// 券模板的名称（已见）。
    #[serde(with = "Lenient::<String>")]
    pub template_name: Option<String>,
    /// Where it stands (seen).
    ///
    /// 券状态（已见）。
    #[serde(with = "Lenient::<UseStatus>")]
    pub use_status: Option<UseStatus>,
}
