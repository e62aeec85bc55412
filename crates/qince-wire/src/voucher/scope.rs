//! Whom a 优惠券 addresses and which goods it counts for: the lists in one row of `voucher.getVoucherInfos`.

use coupon_wire::Lenient;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A customer level (客户级别; 客户等级 in the creation).
///
/// 一个客户级别（创建时叫客户等级）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct Level {
    /// Id of the level; the sample has none.
    ///
    /// 级别的 id；示例中没有。
    #[serde(with = "Lenient::<String>")]
    pub cm_level_id: Option<String>,
    /// Name of the level.
    ///
    /// 级别的名称。
    #[serde(with = "Lenient::<String>")]
    pub cm_level_name: Option<String>,
}

/// A customer type.
///
/// 一个客户类型。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct CustomerType {
    /// Id of the type; the sample has none.
    ///
    /// 类型的 id；示例中没有。
    #[serde(with = "Lenient::<String>")]
    pub cm_type_id: Option<String>,
    /// Name of the type.
    ///
    /// 类型的名称。
    #[serde(with = "Lenient::<String>")]
    pub cm_type_name: Option<String>,
}

/// A department customers belong to.
///
/// 客户所属的一个部门。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct Department {
    /// Id of the department.
    ///
    /// 部门的 id。
    #[serde(with = "Lenient::<String>")]
    pub cm_dept_id: Option<String>,
    /// Name of the department.
    ///
    /// 部门的名称。
    #[serde(with = "Lenient::<String>")]
    pub cm_dept_name: Option<String>,
}

/// A label customers carry.
///
/// 客户身上的一个标签。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct Label {
    /// Id of the label.
    ///
    /// 标签的 id。
    #[serde(with = "Lenient::<String>")]
    pub cm_label_id: Option<String>,
    /// Name of the label.
    ///
    /// 标签的名称。
    #[serde(with = "Lenient::<String>")]
    pub cm_label_name: Option<String>,
}

/// A sales district.
///
/// 一个销售区域。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct District {
    /// Id of the district.
    ///
    /// 区域的 id。
    #[serde(with = "Lenient::<String>")]
    pub cm_district_id: Option<String>,
    /// Code of the district.
    ///
    /// 区域的编码。
    #[serde(with = "Lenient::<String>")]
    pub cm_district_code: Option<String>,
    /// Name of the district.
    ///
    /// 区域的名称。
    #[serde(with = "Lenient::<String>")]
    pub cm_district_name: Option<String>,
}

/// A customer, as in `getCmInfos`.
///
/// 一个客户，与 `getCmInfos` 所答相同。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct VoucherCustomer {
    /// Id of the customer.
    ///
    /// 客户的 id。
    #[serde(with = "Lenient::<String>")]
    pub id: Option<String>,
    /// The tenant's own code of the customer.
    ///
    /// 企业自己给客户的编码。
    #[serde(with = "Lenient::<String>")]
    pub code: Option<String>,
    /// Name of the customer.
    ///
    /// 客户的名称。
    #[serde(with = "Lenient::<String>")]
    pub name: Option<String>,
}

/// A product it counts for.
///
/// 一种适用的商品。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct VoucherProduct {
    /// Id of the product (`prodId` in the creation: contradiction 27).
    ///
    /// 商品的 id（创建时叫 `prodId`，见矛盾 27）。
    #[serde(with = "Lenient::<String>")]
    pub pd_id: Option<String>,
    /// Code of the product.
    ///
    /// 商品的编码。
    #[serde(with = "Lenient::<String>")]
    pub code: Option<String>,
    /// Name of the product.
    ///
    /// 商品的名称。
    #[serde(with = "Lenient::<String>")]
    pub name: Option<String>,
    /// Whether the order must contain it: Y, N; blank in the sample (contradiction 29).
    ///
    /// 订单是否必须含有它：Y 是，N 否；示例为空白（见矛盾 29）。
    #[serde(with = "Lenient::<bool>")]
    pub is_required: Option<bool>,
    /// How many of it the order must contain.
    ///
    /// 订单须含它多少。
    #[serde(with = "Lenient::<Decimal>")]
    pub required_num: Option<Decimal>,
    /// Id of the unit that number is in.
    ///
    /// 该数量所用单位的 id。
    #[serde(with = "Lenient::<String>")]
    pub unit_id: Option<String>,
    /// Name of the unit that number is in.
    ///
    /// 该数量所用单位的名称。
    #[serde(with = "Lenient::<String>")]
    pub unit_name: Option<String>,
}

/// A brand it counts for.
///
/// 一个适用的品牌。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct Brand {
    /// Id of the brand (`prodBrandId` in the creation: contradiction 27).
    ///
    /// 品牌的 id（创建时叫 `prodBrandId`，见矛盾 27）。
    #[serde(with = "Lenient::<String>")]
    pub pd_brand_id: Option<String>,
    /// Name of the brand.
    ///
    /// 品牌的名称。
    #[serde(with = "Lenient::<String>")]
    pub prod_brand_name: Option<String>,
}

/// A product type it counts for.
///
/// 一种适用的商品类型。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct ProductType {
    /// Id of the type (`prodTypeId` in the creation: contradiction 27).
    ///
    /// 类型的 id（创建时叫 `prodTypeId`，见矛盾 27）。
    #[serde(with = "Lenient::<String>")]
    pub pd_type_id: Option<String>,
    /// Name of the type.
    ///
    /// 类型的名称。
    #[serde(with = "Lenient::<String>")]
    pub prod_type_name: Option<String>,
}
