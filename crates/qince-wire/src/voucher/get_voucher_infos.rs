//! `voucher.getVoucherInfos`: lists 优惠券 by the day they were made or changed.
//!
//! Document: 优惠券查询接口. Every filter is by whole day; there is none by id, name or state, and ended or expired
//! coupons are listed too. No total is answered: go on until a page is empty. `grantType`, `autoReceive`,
//! `businessFromName` and `comment` of the creation are never answered (contradiction 28).

use coupon_wire::{
    Certainty::Documented, Lenient, Number, OneOrMany, OperationKind, Validator, Violation,
};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    scope::{
        Brand, CustomerType, Department, District, Label, Level, ProductType, VoucherCustomer,
        VoucherProduct,
    },
    values::{DiscountKind, GoodsMode, Payment, RequiredMode, TradeRange, VoucherOrigin},
};
use crate::{
    endpoint::{Endpoint, ResponseShape, sealed::Sealed},
    validate::paging,
};

/// Asks for one page of 优惠券. All filters given must hold.
///
/// 按创建日或修改日分页列出优惠券；所给条件须同时满足。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct GetVoucherInfos {
    /// Page, counted from 1; blank is 1.
    ///
    /// 第几页，从 1 数起；空白即 1。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub page_number: Option<Number>,
    /// Rows per page; blank is 1000, the documented maximum.
    ///
    /// 每页几条；空白即 1000，这也是文档给出的上限。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub page_length: Option<Number>,
    /// First Beijing day of creation, `yyyy-MM-dd`.
    ///
    /// 创建日不早于此日，北京日期 `yyyy-MM-dd`。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub start_create_date: Option<String>,
    /// Last Beijing day of creation, `yyyy-MM-dd`; that it belongs to the window is assumed.
    ///
    /// 创建日不晚于此日，北京日期 `yyyy-MM-dd`；推定含当日。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub end_create_date: Option<String>,
    /// First Beijing day of the last change, `yyyy-MM-dd`.
    ///
    /// 最近修改日不早于此日，北京日期 `yyyy-MM-dd`。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub start_modify_date: Option<String>,
    /// Last Beijing day of the last change, `yyyy-MM-dd`; that it belongs to the window is assumed.
    ///
    /// 最近修改日不晚于此日，北京日期 `yyyy-MM-dd`；推定含当日。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub end_modify_date: Option<String>,
}

impl Sealed for GetVoucherInfos {}

impl Endpoint for GetVoucherInfos {
    const NAME: &'static str = "voucher.getVoucherInfos";
    const PATH: &'static str = "voucher/v1/getVoucherInfos";
    const KIND: OperationKind = OperationKind::Read;
    const DATA: ResponseShape = ResponseShape::Rows;
    type Row = VoucherInfo;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        paging(&mut check, &self.page_number, &self.page_length, Documented);
        check.day("LST-1", "start_create_date", &self.start_create_date);
        check.day("LST-1", "end_create_date", &self.end_create_date);
        check.day("LST-1", "start_modify_date", &self.start_modify_date);
        check.day("LST-1", "end_modify_date", &self.end_modify_date);
        check.finish()
    }
}

/// One 优惠券.
///
/// 一种优惠券。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct VoucherInfo {
    /// Id of the 优惠券: an unquoted 19-digit number here, text elsewhere (contradiction 10).
    ///
    /// 优惠券的 id：此处是不带引号的 19 位数字，别处是文本（见矛盾 10）。
    #[serde(with = "Lenient::<String>")]
    pub id: Option<String>,
    /// Name customers see.
    ///
    /// 客户看到的名称。
    #[serde(with = "Lenient::<String>")]
    pub name: Option<String>,
    /// First Beijing day of validity.
    ///
    /// 有效期的第一天，北京日期。
    #[serde(with = "Lenient::<Date>")]
    pub start_date: Option<Date>,
    /// Last Beijing day of validity.
    ///
    /// 有效期的最后一天，北京日期。
    #[serde(with = "Lenient::<Date>")]
    pub end_date: Option<Date>,
    /// Face value in yuan, two decimals; for a fixed amount.
    ///
    /// 面值，单位元，两位小数；用于固定面值。
    #[serde(with = "Lenient::<Decimal>")]
    pub money: Option<Decimal>,
    /// How many there are in all.
    ///
    /// 一共多少张。
    #[serde(with = "Lenient::<i64>")]
    pub num: Option<i64>,
    /// Whether an order must reach an amount: N none, Y yes.
    ///
    /// 订单是否须达到某个金额：N 不须，Y 须。
    #[serde(with = "Lenient::<bool>")]
    pub doorsill_type: Option<bool>,
    /// The amount an order must reach, in yuan; written with up to 8 decimals, read with 2 (contradiction 26).
    ///
    /// 订单须达到的金额，单位元；写入时可有 8 位小数，读出时 2 位（见矛盾 26）。
    #[serde(with = "Lenient::<Decimal>")]
    pub doorsill_amount: Option<Decimal>,
    /// How many one customer may claim.
    ///
    /// 一个客户最多领几张。
    #[serde(with = "Lenient::<i64>")]
    pub each_cm_num: Option<i64>,
    /// How the order must be paid: UNLIMITED in any way, ONLINE online.
    ///
    /// 订单怎样付款才算：UNLIMITED 不限，ONLINE 在线支付。
    #[serde(with = "Lenient::<Payment>")]
    pub pay_type: Option<Payment>,
    /// Terms of use.
    ///
    /// 使用条款。
    #[serde(with = "Lenient::<String>")]
    pub remark: Option<String>,
    /// Who made it: ZZ this tenant, XF passed down from a connected one; OPENAPI is documented for the like field
    /// `create_type` (contradiction 15).
    ///
    /// 由谁创建：ZZ 本企业，XF 互联企业下发；相似字段 `create_type` 的文档还有 OPENAPI（见矛盾 15）。
    #[serde(with = "Lenient::<VoucherOrigin>")]
    pub source_from: Option<VoucherOrigin>,
    /// Whether the order must contain certain goods: Y, N.
    ///
    /// 订单是否必须含有某些商品：Y 是，N 否。
    #[serde(with = "Lenient::<bool>")]
    pub has_required: Option<bool>,
    /// Which of them: ANYONE any, ALL all. Documented only for prodMode PRODUCT from XF, sampled "0" under ZZ (contradiction 16).
    ///
    /// 必含商品要哪些：ANYONE 任意一种，ALL 每一种。文档限于 XF 且 prodMode 为 PRODUCT，示例在 ZZ 下给出 "0"（见矛盾 16）。
    #[serde(with = "Lenient::<RequiredMode>")]
    pub required_type: Option<RequiredMode>,
    /// How many of them in all, three decimals.
    ///
    /// 必含商品合计要多少，三位小数。
    #[serde(with = "Lenient::<Decimal>")]
    pub required_allnum: Option<Decimal>,
    /// Whether it was ended by hand: Y, N.
    ///
    /// 是否已被人工终止：Y 是，N 否。
    #[serde(with = "Lenient::<bool>")]
    pub is_finish: Option<bool>,
    /// How the discount is worked out: GDMZ a fixed amount, ZKBL a percentage; blank is GDMZ (assumed).
    ///
    /// 优惠怎样计算：GDMZ 固定面值，ZKBL 折扣比例；空白即 GDMZ（推定）。
    #[serde(with = "Lenient::<DiscountKind>")]
    pub discounts_type: Option<DiscountKind>,
    /// The percentage; no scale is given here. Creation takes 0 to 1, the usage answer shows 0 to 100 (contradiction 12).
    ///
    /// 折扣比例，此处未给刻度；创建时为 0 到 1，使用明细中为 0 到 100（见矛盾 12）。
    #[serde(with = "Lenient::<Decimal>")]
    pub discounts_percent: Option<Decimal>,
    /// The most a percentage may take off, in yuan.
    ///
    /// 按比例时最多优惠多少，单位元。
    #[serde(with = "Lenient::<Decimal>")]
    pub max_discounts_amount: Option<Decimal>,
    /// Whom it addresses: 1 customers by their attributes, 2 named customers.
    ///
    /// 面向谁：1 按客户属性，2 指名的客户。
    #[serde(with = "Lenient::<TradeRange>")]
    pub trade_range: Option<TradeRange>,
    /// Customer levels, under tradeRange 1; the sample has them under 2 (contradiction 21).
    ///
    /// 客户级别，属于 tradeRange 1；示例却出现在 2 之下（见矛盾 21）。
    #[serde(with = "OneOrMany::<Level>")]
    pub cm_levels: Vec<Level>,
    /// Customer types, under tradeRange 1; the sample has them under 2 (contradiction 21).
    ///
    /// 客户类型，属于 tradeRange 1；示例却出现在 2 之下（见矛盾 21）。
    #[serde(with = "OneOrMany::<CustomerType>")]
    pub cm_types: Vec<CustomerType>,
    /// Departments, under tradeRange 1.
    ///
    /// 客户部门，属于 tradeRange 1。
    #[serde(with = "OneOrMany::<Department>")]
    pub cm_depts: Vec<Department>,
    /// Labels, under tradeRange 1.
    ///
    /// 客户标签，属于 tradeRange 1。
    #[serde(with = "OneOrMany::<Label>")]
    pub cm_labels: Vec<Label>,
    /// Sales districts, under tradeRange 1.
    ///
    /// 客户销售区域，属于 tradeRange 1。
    #[serde(with = "OneOrMany::<District>")]
    pub cm_districts: Vec<District>,
    /// Named customers, under tradeRange 2; the sample has none (contradiction 21).
    ///
    /// 指名的客户，属于 tradeRange 2；示例中没有（见矛盾 21）。
    #[serde(with = "OneOrMany::<VoucherCustomer>")]
    pub cm_infos: Vec<VoucherCustomer>,
    /// Which goods it counts for: ALL, TYPE, BRAND, PRODUCT.
    ///
    /// 适用哪些商品：ALL 全部，TYPE 按类型，BRAND 按品牌，PRODUCT 指定商品。
    #[serde(with = "Lenient::<GoodsMode>")]
    pub prod_mode: Option<GoodsMode>,
    /// Products, under prodMode PRODUCT.
    ///
    /// 指定的商品，属于 prodMode PRODUCT。
    #[serde(with = "OneOrMany::<VoucherProduct>")]
    pub pd_infos: Vec<VoucherProduct>,
    /// Brands, under prodMode BRAND, by the table's name of the field (contradiction 11).
    ///
    /// 品牌，属于 prodMode BRAND；这是参数表中的字段名（见矛盾 11）。
    #[serde(with = "OneOrMany::<Brand>")]
    pub prod_brand: Vec<Brand>,
    /// Brands, under prodMode BRAND, by the sample's name of the field (contradiction 11).
    ///
    /// 品牌，属于 prodMode BRAND；这是示例中的字段名（见矛盾 11）。
    #[serde(with = "OneOrMany::<Brand>")]
    pub prod_brands: Vec<Brand>,
    /// Product types, under prodMode TYPE.
    ///
    /// 商品类型，属于 prodMode TYPE。
    #[serde(with = "OneOrMany::<ProductType>")]
    pub prod_types: Vec<ProductType>,
}
