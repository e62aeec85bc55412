//! `voucher.addVoucherInfo`: makes a new 优惠券.
//!
//! Document: 优惠券新增接口. The copy's "required" column is empty: what no note demands is required by assumption alone. The
//! same call sent twice makes two coupons. Goods that an order must contain, and the origin, cannot be set (contradiction 28).

use coupon_wire::{
    Certainty::{Assumed, Documented},
    Lenient, Number, OperationKind, Rule, Validator, Violation, ViolationKind,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::values::{DiscountKind, GoodsMode, GrantKind, Payment, TradeRange, YesNo};
use crate::{
    endpoint::{Endpoint, ResponseShape, sealed::Sealed},
    validate::{numeric, one_list, plain_decimal},
};

/// Makes one 优惠券. Where a thing has an id and a name or code, the id counts and the other is not read; fields of a range or
/// mode that is not chosen are not read either.
///
/// 新建一种优惠券。同一事物既有 id 又有名称或编码时以 id 为准，另一个不读；未选中的范围或方式的字段也不读。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct AddVoucherInfo {
    /// Name customers see, at most 32 characters.
    ///
    /// 客户看到的名称，最多 32 字。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub name: Option<String>,
    /// First Beijing day of validity, `yyyy-MM-dd`.
    ///
    /// 有效期的第一天，北京日期 `yyyy-MM-dd`。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub start_date: Option<String>,
    /// Last Beijing day of validity, `yyyy-MM-dd`; may be the first one.
    ///
    /// 有效期的最后一天，北京日期 `yyyy-MM-dd`；可与第一天相同。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub end_date: Option<String>,
    /// Face value in yuan as a plain decimal above 0; needed for GDMZ, not read for ZKBL (assumed).
    ///
    /// 面值，单位元，大于 0 的普通小数；GDMZ 时需要，ZKBL 时不读（推定）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub money: Option<String>,
    /// The amount an order must reach, in yuan, up to 12 digits before and 8 after the point (read back with 2: contradiction 26);
    /// needed if doorsillType is Y, not read if N (assumed).
    ///
    /// 订单须达到的金额，单位元，小数点前至多 12 位、后至多 8 位（读出为 2 位，见矛盾 26）；doorsillType 为 Y 时需要，为 N 时不读（推定）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub doorsill_amount: Option<Number>,
    /// Whether an order must reach an amount: Y, N.
    ///
    /// 订单是否须达到某个金额：Y 须，N 不须。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<YesNo>")]
    pub doorsill_type: Option<YesNo>,
    /// How the order must be paid: UNLIMITED in any way, ONLINE online.
    ///
    /// 订单怎样付款才算：UNLIMITED 不限，ONLINE 在线支付。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Payment>")]
    pub pay_type: Option<Payment>,
    /// Terms of use, at most 1000 characters.
    ///
    /// 使用条款，最多 1000 字。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub remark: Option<String>,
    /// How customers come by it: ZDLQ they claim it, HDFF a promotion gives it out, THIRDPARTY they claim it through a third
    /// party. Never read back (contradiction 28).
    ///
    /// 客户怎样得到：ZDLQ 自己领，HDFF 由活动发，THIRDPARTY 经第三方领。查询时读不回来（见矛盾 28）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<GrantKind>")]
    pub grant_type: Option<GrantKind>,
    /// How many one customer may claim, a whole number of at most 5 digits.
    ///
    /// 一个客户最多领几张，至多 5 位的整数。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub each_cm_num: Option<Number>,
    /// How many there are in all, a whole number of at most 5 digits.
    ///
    /// 一共多少张，至多 5 位的整数。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub num: Option<Number>,
    /// Whom it addresses: 1 customers by their attributes, 2 named customers. ZDLQ goes only with 1.
    ///
    /// 面向谁：1 按客户属性，2 指名的客户。ZDLQ 只能配 1。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<TradeRange>")]
    pub trade_range: Option<TradeRange>,
    /// Ids of customer types, commas between them; range 1.
    ///
    /// 客户类型的 id，逗号隔开；用于范围 1。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub cm_type_id: Option<String>,
    /// Names of customer types, commas between them; range 1, not read if cmTypeId is filled.
    ///
    /// 客户类型的名称，逗号隔开；用于范围 1，cmTypeId 有值时不读。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub cm_type_name: Option<String>,
    /// Ids of customer levels, commas between them; range 1.
    ///
    /// 客户等级的 id，逗号隔开；用于范围 1。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub cm_level_id: Option<String>,
    /// Names of customer levels, commas between them; range 1, not read if cmLevelId is filled.
    ///
    /// 客户等级的名称，逗号隔开；用于范围 1，cmLevelId 有值时不读。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub cm_level_name: Option<String>,
    /// Ids of departments, commas between them; range 1.
    ///
    /// 部门的 id，逗号隔开；用于范围 1。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub cm_dept_id: Option<String>,
    /// Names of departments, commas between them; range 1, not read if cmDeptId is filled.
    ///
    /// 部门的名称，逗号隔开；用于范围 1，cmDeptId 有值时不读。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub cm_dept_name: Option<String>,
    /// Ids of labels, commas between them; range 1.
    ///
    /// 标签的 id，逗号隔开；用于范围 1。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub cm_label_id: Option<String>,
    /// Names of labels, commas between them; range 1, not read if cmLabelId is filled.
    ///
    /// 标签的名称，逗号隔开；用于范围 1，cmLabelId 有值时不读。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub cm_label_name: Option<String>,
    /// Ids of sales districts, commas between them; range 1.
    ///
    /// 销售区域的 id，逗号隔开；用于范围 1。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub cm_district_id: Option<String>,
    /// Names of sales districts, commas between them; range 1, not read if cmDistrictId is filled.
    ///
    /// 销售区域的名称，逗号隔开；用于范围 1，cmDistrictId 有值时不读。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub cm_district_name: Option<String>,
    /// Ids of customers, commas between them; range 2 needs this or cmCode.
    ///
    /// 客户的 id，逗号隔开；范围 2 需要它或 cmCode。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub cm_id: Option<String>,
    /// Codes of customers, commas between them; range 2, not read if cmId is filled.
    ///
    /// 客户的编码，逗号隔开；用于范围 2，cmId 有值时不读。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub cm_code: Option<String>,
    /// Which goods it counts for: ALL, TYPE, BRAND, PRODUCT.
    ///
    /// 适用哪些商品：ALL 全部，TYPE 按类型，BRAND 按品牌，PRODUCT 指定商品。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<GoodsMode>")]
    pub prod_mode: Option<GoodsMode>,
    /// Ids of product types, commas between them; mode TYPE needs this or prodTypeName (`pdTypeId` when read: contradiction 27).
    ///
    /// 商品类型的 id，逗号隔开；TYPE 需要它或 prodTypeName（读出时叫 `pdTypeId`，见矛盾 27）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub prod_type_id: Option<String>,
    /// Names of product types, commas between them; mode TYPE, not read if prodTypeId is filled.
    ///
    /// 商品类型的名称，逗号隔开；用于 TYPE，prodTypeId 有值时不读。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub prod_type_name: Option<String>,
    /// Ids of brands, commas between them; mode BRAND needs this or prodBrandName (`pdBrandId` when read: contradiction 27).
    ///
    /// 品牌的 id，逗号隔开；BRAND 需要它或 prodBrandName（读出时叫 `pdBrandId`，见矛盾 27）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub prod_brand_id: Option<String>,
    /// Names of brands, commas between them; mode BRAND, not read if prodBrandId is filled.
    ///
    /// 品牌的名称，逗号隔开；用于 BRAND，prodBrandId 有值时不读。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub prod_brand_name: Option<String>,
    /// Ids of products, commas between them; mode PRODUCT needs this or prodCode (`pdId` when read: contradiction 27).
    ///
    /// 商品的 id，逗号隔开；PRODUCT 需要它或 prodCode（读出时叫 `pdId`，见矛盾 27）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub prod_id: Option<String>,
    /// Codes of products, commas between them; mode PRODUCT, not read if prodId is filled (`code` when read: contradiction 27).
    ///
    /// 商品的编码，逗号隔开；用于 PRODUCT，prodId 有值时不读（读出时叫 `code`，见矛盾 27）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub prod_code: Option<String>,
    /// Where the business came from, free text of at most 32 characters. Never read back by getVoucherInfos (contradiction 28).
    ///
    /// 业务从哪里来，自由填写，最多 32 字。getVoucherInfos 读不回来（见矛盾 28）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub business_from_name: Option<String>,
    /// Note for colleagues, at most 1000 characters. Never read back (contradiction 28).
    ///
    /// 给同事看的备注，最多 1000 字。查询时读不回来（见矛盾 28）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub comment: Option<String>,
    /// Whether every customer in the range gets one at once: Y, N; blank is N (assumed). Never read back (contradiction 28).
    ///
    /// 是否立即给范围内的每个客户各发一张：Y 是，N 否；空白即 N（推定）。查询时读不回来（见矛盾 28）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<YesNo>")]
    pub auto_receive: Option<YesNo>,
    /// How the discount is worked out: GDMZ a fixed amount, ZKBL a percentage; blank is GDMZ (assumed).
    ///
    /// 优惠怎样计算：GDMZ 固定面值，ZKBL 折扣比例；空白即 GDMZ（推定）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<DiscountKind>")]
    pub discounts_type: Option<DiscountKind>,
    /// The percentage from 0 to 1 with at most 4 decimals (0 to 100 when read: contradiction 12); needed for ZKBL, not read for
    /// GDMZ (assumed).
    ///
    /// 折扣比例，0 到 1，至多 4 位小数（读出为 0 到 100，见矛盾 12）；ZKBL 时需要，GDMZ 时不读（推定）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub discounts_percent: Option<String>,
    /// The most a percentage may take off, in yuan as a plain decimal; counts for ZKBL only.
    ///
    /// 按比例时最多优惠多少，单位元，普通小数；只对 ZKBL 有意义。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub max_discounts_amount: Option<String>,
}

impl Sealed for AddVoucherInfo {}

impl Endpoint for AddVoucherInfo {
    const NAME: &'static str = "voucher.addVoucherInfo";
    const PATH: &'static str = "voucher/v1/addVoucherInfo";
    const KIND: OperationKind = OperationKind::Write;
    const DATA: ResponseShape = ResponseShape::Rows;
    type Row = AddedVoucher;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        self.check_texts(&mut check);
        self.check_discount(&mut check);
        self.check_terms(&mut check);
        self.check_quantities(&mut check);
        self.check_range(&mut check);
        self.check_goods(&mut check);
        check.finish()
    }
}

impl AddVoucherInfo {
    fn check_texts(&self, check: &mut Validator) {
        check.required(Rule::assumed("ADD-1"), "name", &self.name);
        check.length("ADD-1", "name", &self.name, 32);
        check.required(Rule::assumed("ADD-2"), "startDate", &self.start_date);
        check.required(Rule::assumed("ADD-2"), "endDate", &self.end_date);
        let start = check.day("ADD-2", "startDate", &self.start_date);
        let end = check.day("ADD-2", "endDate", &self.end_date);
        check.order(Rule::implied("ADD-2"), ("startDate", start), ("endDate", end));
        check.length("ADD-7", "remark", &self.remark, 1000);
        check.length("ADD-7", "comment", &self.comment, 1000);
        check.length("ADD-19", "businessFromName", &self.business_from_name, 32);
    }

    fn check_discount(&self, check: &mut Validator) {
        let kind = self.discounts_type.as_ref();
        check.known("ADD-21", "discountsType", &self.discounts_type);
        match kind {
            None | Some(DiscountKind::Fixed) => self.check_money(check),
            Some(DiscountKind::Percent) => self.check_percent(check),
            Some(DiscountKind::Other(_)) => {}
        }
    }

    fn check_money(&self, check: &mut Validator) {
        check.required(Rule::implied("ADD-3"), "money", &self.money);
        check.length("ADD-3", "money", &self.money, 32);
        let money = plain_decimal(check, "ADD-3", "money", &self.money);
        if let Some(money) = money.filter(|money| *money <= Decimal::ZERO) {
            let problem = ViolationKind::NotAbove("0");
            check.violated(Rule::assumed("ADD-3"), "money", &money.to_string(), problem);
        }
    }

    fn check_percent(&self, check: &mut Validator) {
        let (field, text) = ("discountsPercent", &self.discounts_percent);
        check.required("ADD-22", field, text);
        let percent = plain_decimal(check, "ADD-22", field, text);
        let outside = |percent: &Decimal| *percent < Decimal::ZERO || *percent > Decimal::ONE;
        if let Some(percent) = percent.filter(outside) {
            let problem = ViolationKind::OutOfRange("0", "1");
            check.violated("ADD-22", field, &percent.to_string(), problem);
        } else if let Some(percent) = percent.filter(|percent| percent.scale() > 4) {
            let problem = ViolationKind::TooManyDigits(1, 4);
            check.violated("ADD-22", field, &percent.to_string(), problem);
        }
        let (field, most) = ("maxDiscountsAmount", &self.max_discounts_amount);
        check.length("ADD-23", field, most, 32);
        plain_decimal(check, "ADD-23", field, most);
    }

    fn check_terms(&self, check: &mut Validator) {
        let doorsill = self.doorsill_type.as_ref();
        check.required(Rule::assumed("ADD-4"), "doorsillType", &self.doorsill_type);
        check.known("ADD-4", "doorsillType", &self.doorsill_type);
        if doorsill == Some(&YesNo::Yes) {
            check.required(Rule::implied("ADD-5"), "doorsillAmount", &self.doorsill_amount);
            self.check_doorsill_amount(check);
        }
        check.required(Rule::assumed("ADD-6"), "payType", &self.pay_type);
        check.known("ADD-6", "payType", &self.pay_type);
        check.required(Rule::assumed("ADD-8"), "grantType", &self.grant_type);
        check.known("ADD-8", "grantType", &self.grant_type);
        check.known("ADD-20", "autoReceive", &self.auto_receive);
    }

    fn check_doorsill_amount(&self, check: &mut Validator) {
        let field = "doorsillAmount";
        let amount = numeric(check, "ADD-5", field, &self.doorsill_amount, (12, 8));
        if let Some(amount) = amount.filter(|amount| *amount < Decimal::ZERO) {
            let problem = ViolationKind::NotBelow("0");
            check.violated(Rule::assumed("ADD-5"), field, &amount.to_string(), problem);
        }
    }

    fn check_quantities(&self, check: &mut Validator) {
        for (field, value) in [("eachCmNum", &self.each_cm_num), ("num", &self.num)] {
            check.required(Rule::assumed("ADD-10"), field, value);
            let count = check.whole("ADD-10", field, value);
            if let Some(count) = count.filter(|count| !(1..=99_999).contains(count)) {
                let certainty = if count < 1 { Assumed } else { Documented };
                let problem = ViolationKind::OutOfRange("1", "99999");
                check.violated(
                    Rule { id: "ADD-10", certainty },
                    field,
                    &count.to_string(),
                    problem,
                );
            }
        }
    }

    fn check_range(&self, check: &mut Validator) {
        let range = self.trade_range.as_ref();
        check.required(Rule::assumed("ADD-11"), "tradeRange", &self.trade_range);
        check.known("ADD-11", "tradeRange", &self.trade_range);
        match range {
            Some(TradeRange::Attributes) => self.check_attributes(check),
            Some(TradeRange::Named) => {
                if self.grant_type == Some(GrantKind::Claimed) {
                    let problem = ViolationKind::Conflict("grantType");
                    check.violated("ADD-9", "tradeRange", "2", problem);
                }
                let values = [&self.cm_id, &self.cm_code];
                one_list(check, "ADD-14", &["cmId", "cmCode"], &values);
            }
            Some(TradeRange::Other(_)) | None => {}
        }
    }

    fn check_attributes(&self, check: &mut Validator) {
        for (id_field, id, name_field, name) in [
            ("cmTypeId", &self.cm_type_id, "cmTypeName", &self.cm_type_name),
            ("cmLevelId", &self.cm_level_id, "cmLevelName", &self.cm_level_name),
            ("cmDeptId", &self.cm_dept_id, "cmDeptName", &self.cm_dept_name),
            ("cmLabelId", &self.cm_label_id, "cmLabelName", &self.cm_label_name),
            ("cmDistrictId", &self.cm_district_id, "cmDistrictName", &self.cm_district_name),
        ] {
            let (field, value) = if id.is_some() { (id_field, id) } else { (name_field, name) };
            check.list(Rule::assumed("TYP-11"), field, value);
        }
    }

    fn check_goods(&self, check: &mut Validator) {
        let mode = self.prod_mode.as_ref();
        check.required(Rule::assumed("ADD-15"), "prodMode", &self.prod_mode);
        check.known("ADD-15", "prodMode", &self.prod_mode);
        let (fields, values): (&'static [&'static str], _) = match mode {
            Some(GoodsMode::Types) => {
                (&["prodTypeId", "prodTypeName"], [&self.prod_type_id, &self.prod_type_name])
            }
            Some(GoodsMode::Brands) => {
                (&["prodBrandId", "prodBrandName"], [&self.prod_brand_id, &self.prod_brand_name])
            }
            Some(GoodsMode::Products) => {
                (&["prodId", "prodCode"], [&self.prod_id, &self.prod_code])
            }
            Some(GoodsMode::All | GoodsMode::Other(_)) | None => return,
        };
        one_list(check, "ADD-16", fields, &values);
    }
}

/// Answer of a creation: an object, where a 兑货券 answers a list of one (contradiction 31).
///
/// 新建所得的应答：一个对象；兑货券则答一个元素的列表（见矛盾 31）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct AddedVoucher {
    /// Id of the new 优惠券.
    ///
    /// 新优惠券的 id。
    #[serde(with = "Lenient::<String>")]
    pub voucher_id: Option<String>,
}
