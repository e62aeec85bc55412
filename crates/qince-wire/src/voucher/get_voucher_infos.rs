//! `voucher.getVoucherInfos`: lists 优惠券 by the day they were made or changed.
//!
//! Document: 优惠券查询接口. Every filter is by whole day; there is none by id, name or state, and ended or expired
//! coupons are listed too. No total is answered: go on until a page is empty. `grantType`, `autoReceive`,
//! `businessFromName` and `comment` of the creation are never answered (contradiction 28).

use coupon_wire::{Broken, Check, Grade::Documented, Kind, Lenient, Many, Number};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::values::{DiscountKind, GoodsMode, Origin, Payment, RequiredMode, TradeRange};
use crate::{
    check::paging,
    endpoint::{Data, Endpoint, sealed::Sealed},
};

/// Asks for one page of 优惠券. All filters given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct GetVoucherInfos {
    /// Page, counted from 1; blank is 1.
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub page_number: Option<Number>,
    /// Rows per page; blank is 1000, the documented maximum.
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub page_length: Option<Number>,
    /// First Beijing day of creation, `yyyy-MM-dd`.
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub start_create_date: Option<String>,
    /// Last Beijing day of creation, `yyyy-MM-dd`; that it belongs to the window is assumed.
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub end_create_date: Option<String>,
    /// First Beijing day of the last change, `yyyy-MM-dd`.
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub start_modify_date: Option<String>,
    /// Last Beijing day of the last change, `yyyy-MM-dd`; that it belongs to the window is assumed.
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub end_modify_date: Option<String>,
}

impl Sealed for GetVoucherInfos {}

impl Endpoint for GetVoucherInfos {
    const NAME: &'static str = "voucher.getVoucherInfos";
    const PATH: &'static str = "voucher/v1/getVoucherInfos";
    const KIND: Kind = Kind::Read;
    const DATA: Data = Data::Rows;
    type Row = VoucherInfo;

    fn rules(&self) -> Vec<Broken> {
        let mut check = Check::default();
        paging(&mut check, &self.page_number, &self.page_length, Documented);
        check.day("LST-1", Documented, "start_create_date", &self.start_create_date);
        check.day("LST-1", Documented, "end_create_date", &self.end_create_date);
        check.day("LST-1", Documented, "start_modify_date", &self.start_modify_date);
        check.day("LST-1", Documented, "end_modify_date", &self.end_modify_date);
        check.finish()
    }
}

/// One 优惠券.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct VoucherInfo {
    /// Id of the 优惠券: an unquoted 19-digit number here, text elsewhere (contradiction 10).
    #[serde(with = "Lenient::<String>")]
    pub id: Option<String>,
    /// Name customers see.
    #[serde(with = "Lenient::<String>")]
    pub name: Option<String>,
    /// First Beijing day of validity.
    #[serde(with = "Lenient::<Date>")]
    pub start_date: Option<Date>,
    /// Last Beijing day of validity.
    #[serde(with = "Lenient::<Date>")]
    pub end_date: Option<Date>,
    /// Face value in yuan, two decimals; for a fixed amount.
    #[serde(with = "Lenient::<Decimal>")]
    pub money: Option<Decimal>,
    /// How many there are in all.
    #[serde(with = "Lenient::<i64>")]
    pub num: Option<i64>,
    /// Whether an order must reach an amount: N none, Y yes.
    #[serde(with = "Lenient::<bool>")]
    pub doorsill_type: Option<bool>,
    /// The amount an order must reach, in yuan; written with up to 8 decimals, read with 2 (contradiction 26).
    #[serde(with = "Lenient::<Decimal>")]
    pub doorsill_amount: Option<Decimal>,
    /// How many one customer may claim.
    #[serde(with = "Lenient::<i64>")]
    pub each_cm_num: Option<i64>,
    /// How the order must be paid: UNLIMITED in any way, ONLINE online.
    #[serde(with = "Lenient::<Payment>")]
    pub pay_type: Option<Payment>,
    /// Terms of use.
    #[serde(with = "Lenient::<String>")]
    pub remark: Option<String>,
    /// Who made it: ZZ this tenant, XF passed down from a connected one; OPENAPI is documented for the like field
    /// `create_type` (contradiction 15).
    #[serde(with = "Lenient::<Origin>")]
    pub source_from: Option<Origin>,
    /// Whether the order must contain certain goods: Y, N.
    #[serde(with = "Lenient::<bool>")]
    pub has_required: Option<bool>,
    /// Which of them: ANYONE any, ALL all. Documented only for prodMode PRODUCT from XF, sampled "0" under ZZ (contradiction 16).
    #[serde(with = "Lenient::<RequiredMode>")]
    pub required_type: Option<RequiredMode>,
    /// How many of them in all, three decimals.
    #[serde(with = "Lenient::<Decimal>")]
    pub required_allnum: Option<Decimal>,
    /// Whether it was ended by hand: Y, N.
    #[serde(with = "Lenient::<bool>")]
    pub is_finish: Option<bool>,
    /// How the discount is worked out: GDMZ a fixed amount, ZKBL a percentage; blank is GDMZ (assumed).
    #[serde(with = "Lenient::<DiscountKind>")]
    pub discounts_type: Option<DiscountKind>,
    /// The percentage; no scale is given here. Creation takes 0 to 1, the usage answer shows 0 to 100 (contradiction 12).
    #[serde(with = "Lenient::<Decimal>")]
    pub discounts_percent: Option<Decimal>,
    /// The most a percentage may take off, in yuan.
    #[serde(with = "Lenient::<Decimal>")]
    pub max_discounts_amount: Option<Decimal>,
    /// Whom it addresses: 1 customers by their attributes, 2 named customers.
    #[serde(with = "Lenient::<TradeRange>")]
    pub trade_range: Option<TradeRange>,
    /// Customer levels, under tradeRange 1; the sample has them under 2 (contradiction 21).
    #[serde(with = "Many::<Level>")]
    pub cm_levels: Vec<Level>,
    /// Customer types, under tradeRange 1; the sample has them under 2 (contradiction 21).
    #[serde(with = "Many::<CustomerType>")]
    pub cm_types: Vec<CustomerType>,
    /// Departments, under tradeRange 1.
    #[serde(with = "Many::<Department>")]
    pub cm_depts: Vec<Department>,
    /// Labels, under tradeRange 1.
    #[serde(with = "Many::<Label>")]
    pub cm_labels: Vec<Label>,
    /// Sales districts, under tradeRange 1.
    #[serde(with = "Many::<District>")]
    pub cm_districts: Vec<District>,
    /// Named customers, under tradeRange 2; the sample has none (contradiction 21).
    #[serde(with = "Many::<Customer>")]
    pub cm_infos: Vec<Customer>,
    /// Which goods it counts for: ALL, TYPE, BRAND, PRODUCT.
    #[serde(with = "Lenient::<GoodsMode>")]
    pub prod_mode: Option<GoodsMode>,
    /// Products, under prodMode PRODUCT.
    #[serde(with = "Many::<Product>")]
    pub pd_infos: Vec<Product>,
    /// Brands, under prodMode BRAND, by the table's name of the field (contradiction 11).
    #[serde(with = "Many::<Brand>")]
    pub prod_brand: Vec<Brand>,
    /// Brands, under prodMode BRAND, by the sample's name of the field (contradiction 11).
    #[serde(with = "Many::<Brand>")]
    pub prod_brands: Vec<Brand>,
    /// Product types, under prodMode TYPE.
    #[serde(with = "Many::<ProductType>")]
    pub prod_types: Vec<ProductType>,
}

/// A customer level (客户级别; 客户等级 in the creation).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct Level {
    /// Id of the level; the sample has none.
    #[serde(with = "Lenient::<String>")]
    pub cm_level_id: Option<String>,
    /// Name of the level.
    #[serde(with = "Lenient::<String>")]
    pub cm_level_name: Option<String>,
}

/// A customer type.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct CustomerType {
    /// Id of the type; the sample has none.
    #[serde(with = "Lenient::<String>")]
    pub cm_type_id: Option<String>,
    /// Name of the type.
    #[serde(with = "Lenient::<String>")]
    pub cm_type_name: Option<String>,
}

/// A department customers belong to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct Department {
    /// Id of the department.
    #[serde(with = "Lenient::<String>")]
    pub cm_dept_id: Option<String>,
    /// Name of the department.
    #[serde(with = "Lenient::<String>")]
    pub cm_dept_name: Option<String>,
}

/// A label customers carry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct Label {
    /// Id of the label.
    #[serde(with = "Lenient::<String>")]
    pub cm_label_id: Option<String>,
    /// Name of the label.
    #[serde(with = "Lenient::<String>")]
    pub cm_label_name: Option<String>,
}

/// A sales district.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct District {
    /// Id of the district.
    #[serde(with = "Lenient::<String>")]
    pub cm_district_id: Option<String>,
    /// Code of the district.
    #[serde(with = "Lenient::<String>")]
    pub cm_district_code: Option<String>,
    /// Name of the district.
    #[serde(with = "Lenient::<String>")]
    pub cm_district_name: Option<String>,
}

/// A customer, as in `getCmInfos`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Customer {
    /// Id of the customer.
    #[serde(with = "Lenient::<String>")]
    pub id: Option<String>,
    /// The tenant's own code of the customer.
    #[serde(with = "Lenient::<String>")]
    pub code: Option<String>,
    /// Name of the customer.
    #[serde(with = "Lenient::<String>")]
    pub name: Option<String>,
}

/// A product it counts for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct Product {
    /// Id of the product (`prodId` in the creation: contradiction 27).
    #[serde(with = "Lenient::<String>")]
    pub pd_id: Option<String>,
    /// Code of the product.
    #[serde(with = "Lenient::<String>")]
    pub code: Option<String>,
    /// Name of the product.
    #[serde(with = "Lenient::<String>")]
    pub name: Option<String>,
    /// Whether the order must contain it: Y, N; blank in the sample (contradiction 29).
    #[serde(with = "Lenient::<bool>")]
    pub is_required: Option<bool>,
    /// How many of it the order must contain.
    #[serde(with = "Lenient::<Decimal>")]
    pub required_num: Option<Decimal>,
    /// Id of the unit that number is in.
    #[serde(with = "Lenient::<String>")]
    pub unit_id: Option<String>,
    /// Name of the unit that number is in.
    #[serde(with = "Lenient::<String>")]
    pub unit_name: Option<String>,
}

/// A brand it counts for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct Brand {
    /// Id of the brand (`prodBrandId` in the creation: contradiction 27).
    #[serde(with = "Lenient::<String>")]
    pub pd_brand_id: Option<String>,
    /// Name of the brand.
    #[serde(with = "Lenient::<String>")]
    pub prod_brand_name: Option<String>,
}

/// A product type it counts for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct ProductType {
    /// Id of the type (`prodTypeId` in the creation: contradiction 27).
    #[serde(with = "Lenient::<String>")]
    pub pd_type_id: Option<String>,
    /// Name of the type.
    #[serde(with = "Lenient::<String>")]
    pub prod_type_name: Option<String>,
}
