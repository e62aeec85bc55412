//! `v3.issueCouponsToCustomer`: gives a customer coupons of a template at once.
//!
//! No document of ours has it: path, fields and answer are those of a public Go client and of a public script (seen), who calls
//! it 根据券模板实时发券. That `couponId` names the template follows from that name. What is required, how many are given at most,
//! and whether the vendor takes a repeated `bizId` for the same issue are unknown.

use coupon_wire::{
    Certainty, Lenient, Number, OperationKind, Rule, Validator, Violation, ViolationKind,
};
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, ResponseShape, sealed::Sealed},
    id_list::IdList,
    validate::digits,
};

/// Gives coupons of a template to a customer (seen).
///
/// 按券模板给一个客户实时发券（已见于公开客户端）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct IssueCouponsToCustomer {
    /// The caller's own id of this issue (seen). Whether the vendor gives nothing a second time under the same id is unknown.
    ///
    /// 调用方自己的业务编号（已见）。同一编号是否不会重复发券，未知。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub biz_id: Option<String>,
    /// Id of the template (seen). Elsewhere in V3 the same name is the record of an issued coupon.
    ///
    /// 券模板的 id（已见）；V3 其他接口的同名字段是已发出的券的记录 id。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub coupon_id: Option<String>,
    /// Id of the customer who gets them (seen).
    ///
    /// 领券客户的 id（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub customer_id: Option<String>,
    /// How many (seen). At least 1 (assumed).
    ///
    /// 发几张（已见）；至少 1 张（推定）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub num: Option<Number>,
    /// From where the issue comes; a text of the caller's (seen), its values are unknown.
    ///
    /// 发券来源，由调用方填写（已见）；取值未知。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub third_channel: Option<String>,
}

impl Sealed for IssueCouponsToCustomer {}

impl Endpoint for IssueCouponsToCustomer {
    const NAME: &'static str = "v3.issueCouponsToCustomer";
    const PATH: &'static str = "v3/coupon/issueCouponsToCustomer";
    const ACTION: Option<&'static str> = None;
    const KIND: OperationKind = OperationKind::Write;
    const GRADE: Certainty = Certainty::Seen;
    const DATA: ResponseShape = ResponseShape::RECORDS;
    type Row = IssuedCoupons;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required(Rule::assumed("ISC-1"), "bizId", &self.biz_id);
        check.required(Rule::assumed("ISC-2"), "couponId", &self.coupon_id);
        check.required(Rule::assumed("ISC-3"), "customerId", &self.customer_id);
        digits(&mut check, Rule::assumed("ISC-3"), "customerId", self.customer_id.as_deref());
        check.required(Rule::assumed("ISC-4"), "num", &self.num);
        let count = check.whole(Rule::assumed("ISC-4"), "num", &self.num);
        if count.is_some_and(|count| count < 1) {
            let given = self.num.as_ref().map_or("", Number::as_str);
            check.violated(Rule::assumed("ISC-4"), "num", given, ViolationKind::NotBelow("1"));
        }
        check.finish()
    }
}

/// The coupons that were given (seen).
///
/// 发出的券（已见）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct IssuedCoupons {
    /// Code of the coupon, or of the first one (seen).
    ///
    /// 券码；发多张时为其中一张（已见）。
    #[serde(with = "Lenient::<String>")]
    pub card_id: Option<String>,
    /// Codes of all of them (seen).
    ///
    /// 全部券码（已见）。
    #[serde(with = "IdList")]
    pub card_id_list: Vec<String>,
    /// How many were given (seen).
    ///
    /// 实际发出的张数（已见）。
    #[serde(with = "Lenient::<Number>")]
    pub num: Option<Number>,
}
