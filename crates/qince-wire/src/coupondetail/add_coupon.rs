//! `coupondetail.addCoupon`: gives a customer a new 兑货券, to be approved.
//!
//! Document: 新增兑货券; it prints no request sample (contradiction 32). A `coupon_no` of the caller's own can be looked up
//! before the call is repeated; without one, the same call sent twice makes two coupons.

use std::collections::HashSet;

use coupon_wire::{
    Certainty::{Assumed, Documented},
    Lenient, Number, OneOrMany, OperationKind, Rule, Validator, Violation, ViolationKind,
    internal::{strict_decimal, strict_whole},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::custom_field::{CustomField, check_entries};
use crate::{
    endpoint::{Endpoint, ResponseShape, sealed::Sealed},
    validate::{numeric, one_of},
};

const FILTER_LENGTH: usize = 32;

/// Makes one 兑货券 for one customer.
///
/// 给一个客户新建一张待审批的兑货券。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct AddCoupon {
    /// Number of the coupon, at most 100 characters; the vendor makes one if it is blank. The query's filter takes only 32
    /// (contradiction 25).
    ///
    /// 券的编码，最多 100 字；空白则由厂商生成。查询条件只收 32 字（见矛盾 25）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub coupon_no: Option<String>,
    /// Name of the agreement, at most 100 characters here, 32 as filter and when read (contradiction 25).
    ///
    /// 协议的名称，此处最多 100 字，作查询条件和读出时 32 字（见矛盾 25）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub deal_name: Option<String>,
    /// Id of the customer, at most 32 characters. Marked required together with cm_code, though one is enough
    /// (contradiction 19).
    ///
    /// 客户的 id，最多 32 字。文档把它和 cm_code 都标为必填，其实一个就够（见矛盾 19）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub cm_id: Option<String>,
    /// The tenant's own code of the customer, at most 100 characters; not read if cm_id is filled (assumed).
    ///
    /// 企业自己给客户的编码，最多 100 字；cm_id 有值时不读（推定）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub cm_code: Option<String>,
    /// First Beijing day of validity, `yyyy-MM-dd`.
    ///
    /// 有效期的第一天，北京日期 `yyyy-MM-dd`。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub start_date: Option<String>,
    /// Last Beijing day of validity, `yyyy-MM-dd`.
    ///
    /// 有效期的最后一天，北京日期 `yyyy-MM-dd`。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub end_date: Option<String>,
    /// Name of a promotion that goes with it, at most 100 characters.
    ///
    /// 相关促销方案的名称，最多 100 字。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub promotion_name: Option<String>,
    /// Time for the recovery from the trade, in whole days after the exchange; blank is no limit (implied).
    ///
    /// 兑换后多少个整天之内可从通路回收；空白即不限（隐含）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub recycle_date: Option<String>,
    /// Threshold of use in percent, of what is not said: 80 is 80 %; blank is no limit.
    ///
    /// 使用门槛，百分数，对什么而言未说明：80 即 80 %；空白即不限。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub doorsill_percent: Option<String>,
    /// Custom fields. The "required" column says only 列表, a list (contradiction 32); taken as optional.
    ///
    /// 自定义字段。“必填”一栏只写了“列表”（见矛盾 32），按选填处理。
    #[serde(skip_serializing_if = "Vec::is_empty", with = "OneOrMany::<CustomField>")]
    pub exts: Vec<CustomField>,
    /// The products it is exchanged for. The "required" column says only 列表, a list (contradiction 32); at least one is implied.
    ///
    /// 用它换什么。“必填”一栏只写了“列表”（见矛盾 32），其意为至少一种。
    #[serde(skip_serializing_if = "Vec::is_empty", with = "OneOrMany::<ExchangeLine>")]
    pub prods: Vec<ExchangeLine>,
}

/// A product with the quantity that a 兑货券 is exchanged for.
///
/// 一张兑货券可换的一种商品及数量。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ExchangeLine {
    /// Id of the product, at most 32 characters. Marked required together with product_code, though one is enough
    /// (contradiction 19).
    ///
    /// 商品的 id，最多 32 字。文档把它和 product_code 都标为必填，其实一个就够（见矛盾 19）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub product_id: Option<String>,
    /// Code of the product, at most 100 characters; not read if product_id is filled (assumed).
    ///
    /// 商品的编码，最多 100 字；product_id 有值时不读（推定）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub product_code: Option<String>,
    /// Name of the unit, at most 32 characters: 箱.
    ///
    /// 单位的名称，最多 32 字：箱。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub unit_name: Option<String>,
    /// How many of that unit, up to 10 digits before and 8 after the point (read back with its unit: contradiction 26).
    ///
    /// 该单位的数量，小数点前至多 10 位、后至多 8 位（读出时带单位，见矛盾 26）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub num: Option<Number>,
}

impl Sealed for AddCoupon {}

impl Endpoint for AddCoupon {
    const NAME: &'static str = "coupondetail.addCoupon";
    const PATH: &'static str = "coupondetail/v1/addCoupon";
    const KIND: OperationKind = OperationKind::Write;
    const DATA: ResponseShape = ResponseShape::Rows;
    type Row = AddedCoupon;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        self.check_names(&mut check);
        self.check_terms(&mut check);
        check_entries(&mut check, "CPA-9", &self.exts);
        check_repeats(&mut check, &self.exts);
        if self.prods.is_empty() {
            check.violated(Rule::implied("CPA-11"), "prods", "", ViolationKind::Missing);
        }
        for (index, line) in self.prods.iter().enumerate() {
            check.within(&format!("prods[{index}]"), check_line(line));
        }
        check.finish()
    }
}

impl AddCoupon {
    fn check_names(&self, check: &mut Validator) {
        let number = &self.coupon_no;
        check.length("CPA-1", "coupon_no", number, 100);
        let beyond = |number: &&String| (FILTER_LENGTH + 1..=100).contains(&number.chars().count());
        if let Some(number) = number.as_ref().filter(beyond) {
            // Implied, but the number is legal as it is: Assumed is the grade that warns.
            let problem = ViolationKind::BeyondFilter(FILTER_LENGTH);
            check.violated(Rule::assumed("CPA-1"), "coupon_no", number, problem);
        }
        check.required("CPA-3", "deal_name", &self.deal_name);
        check.length("CPA-3", "deal_name", &self.deal_name, 100);
        let values = [&self.cm_id, &self.cm_code];
        match one_of(check, "CPA-4", &["cm_id", "cm_code"], &values) {
            Some((field @ "cm_id", id)) => check.length("CPA-4", field, id, 32),
            Some((field, code)) => check.length("CPA-4", field, code, 100),
            None => {}
        }
        check.length("CPA-6", "promotion_name", &self.promotion_name, 100);
    }

    fn check_terms(&self, check: &mut Validator) {
        check.required("CPA-5", "start_date", &self.start_date);
        check.required("CPA-5", "end_date", &self.end_date);
        let start = check.day("CPA-5", "start_date", &self.start_date);
        let end = check.day("CPA-5", "end_date", &self.end_date);
        check.order(Rule::implied("CPA-5"), ("start_date", start), ("end_date", end));
        if let Some(days) = &self.recycle_date {
            match strict_whole(days) {
                Some(0..) => {}
                Some(_) => check.violated(
                    Rule::implied("CPA-7"),
                    "recycle_date",
                    days,
                    ViolationKind::NotBelow("0"),
                ),
                None => check.violated(
                    Rule::implied("CPA-7"),
                    "recycle_date",
                    days,
                    ViolationKind::NotWhole,
                ),
            }
        }
        if let Some(percent) = &self.doorsill_percent {
            check_percent(check, percent);
        }
    }
}

fn check_percent(check: &mut Validator, text: &str) {
    let field = "doorsill_percent";
    let (certainty, problem) = match strict_decimal(text) {
        None => (Documented, ViolationKind::NotDecimal),
        Some(share) if share < Decimal::ZERO || share > Decimal::ONE_HUNDRED => {
            (Assumed, ViolationKind::OutOfRange("0", "100"))
        }
        Some(share) if share.scale() > 2 => (Assumed, ViolationKind::TooManyDigits(3, 2)),
        Some(_) => return,
    };
    check.violated(Rule { id: "CPA-8", certainty }, field, text, problem);
}

fn check_repeats(check: &mut Validator, exts: &[CustomField]) {
    let mut seen = HashSet::new();
    for (index, key) in
        exts.iter().enumerate().filter_map(|(n, ext)| Some((n, ext.ext_key.as_ref()?)))
    {
        if !seen.insert(key) {
            let field = format!("exts[{index}].ext_key");
            check.violated(Rule::assumed("CPA-9"), &field, key, ViolationKind::Twice);
        }
    }
}

fn check_line(line: &ExchangeLine) -> Validator {
    let mut check = Validator::default();
    let values = [&line.product_id, &line.product_code];
    match one_of(&mut check, "CPA-12", &["product_id", "product_code"], &values) {
        Some((field @ "product_id", id)) => check.length("CPA-12", field, id, 32),
        Some((field, code)) => check.length("CPA-12", field, code, 100),
        None => {}
    }
    check.required("CPA-13", "unit_name", &line.unit_name);
    check.length("CPA-13", "unit_name", &line.unit_name, 32);
    check.required("CPA-14", "num", &line.num);
    let num = numeric(&mut check, "CPA-14", "num", &line.num, (10, 8));
    if let Some(num) = num.filter(|num| *num <= Decimal::ZERO) {
        check.violated(
            Rule::implied("CPA-14"),
            "num",
            &num.to_string(),
            ViolationKind::NotAbove("0"),
        );
    }
    check
}

/// Answer of a creation: a list of one, where a 优惠券 answers an object (contradiction 31).
///
/// 新建所得的应答：一个元素的列表；优惠券则答一个对象（见矛盾 31）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct AddedCoupon {
    /// Id of the coupon itself, which the query takes as coupon_id and never answers.
    ///
    /// 券本身的 id；查询以 coupon_id 收它，却从不答它。
    #[serde(with = "Lenient::<String>")]
    pub id: Option<String>,
    /// Number of the coupon, as sent or as the vendor made it; may be missing.
    ///
    /// 券的编码，自带的或厂商生成的；可能缺失。
    #[serde(with = "Lenient::<String>")]
    pub code: Option<String>,
}
