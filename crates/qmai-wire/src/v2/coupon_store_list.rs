//! `v2.coupon-store-list`: the coupon templates of a shop, page by page; the one list of templates that is known.
//!
//! No document of ours has it: Action, fields and their defaults are those of a page of the vendor, 2.5.5 获取店铺优惠券列表 (seen). A
//! row is taken for one of the answer by ids (assumed); what is not named there stays in the row's text. Whether a total comes along
//! is unknown, so a reader goes on to the empty page.

use coupon_wire::{Certainty, Lenient, Number, OperationKind, Rule, Validator, Violation};
use serde::{Deserialize, Serialize};

use super::TemplateDetail;
use crate::{
    endpoint::{Endpoint, ResponseShape, V2_PATH, sealed::Sealed},
    validate::{page, page_size},
};

/// Asks for a page of the templates of a shop (seen).
///
/// 按页查询店铺的券模板（已见）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct CouponStoreList {
    /// The page, from 1; 1 if blank (seen).
    ///
    /// 页码，从 1 开始；空白为 1（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub page: Option<Number>,
    /// How many rows a page has; 10 if blank (seen). At most 50, as in other lists of this vendor (assumed).
    ///
    /// 每页行数；空白为 10（已见）；最多 50，与该厂商其他列表相同（推定）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub page_size: Option<Number>,
    /// Only templates in this state (seen); its values are unknown.
    ///
    /// 只要此状态的模板（已见）；取值未知。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub status: Option<String>,
    /// Only templates that are over, or are not (seen); its values are unknown.
    ///
    /// 是否过期（已见）；取值未知。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub expire: Option<String>,
    /// Only templates whose name has this (seen).
    ///
    /// 名称所含的文字（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub keywords: Option<String>,
    /// Only templates of this purpose; -1 is any, and so is blank (seen).
    ///
    /// 券的类型；-1 为不限，空白亦然（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub coupon_type: Option<String>,
    /// Not these templates, by id (seen); several with commas between them (assumed).
    ///
    /// 排除这些模板的 id（已见）；多个以逗号隔开（推定）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub exclude_ids: Option<String>,
    /// Only templates with or without stock; all if blank (seen). Other values are unknown.
    ///
    /// 库存状态；空白为 all，即不限（已见）；其他取值未知。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub stock_status: Option<String>,
    /// Only templates that are received in this way; 1 if blank (seen).
    ///
    /// 领取方式；空白为 1（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub user_receive_type: Option<String>,
    /// Whether those for new customers alone come too (seen); its values are unknown.
    ///
    /// 是否包含仅限新客的券（已见）；取值未知。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub include_newcomer_only: Option<String>,
}

impl Sealed for CouponStoreList {}

impl Endpoint for CouponStoreList {
    const NAME: &'static str = "v2.coupon-store-list";
    const PATH: &'static str = V2_PATH;
    const ACTION: Option<&'static str> = Some("coupon.coupon-store-list");
    const KIND: OperationKind = OperationKind::Read;
    const GRADE: Certainty = Certainty::Seen;
    const DATA: ResponseShape = ResponseShape { ids: &["id"], ..ResponseShape::RECORDS };
    type Row = TemplateDetail;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        page(&mut check, Rule::assumed("CSL-1"), "page", &self.page);
        page_size(&mut check, Rule::assumed("CSL-2"), "page_size", &self.page_size);
        check.finish()
    }
}
