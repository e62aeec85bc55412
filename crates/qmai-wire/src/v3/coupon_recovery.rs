//! `v3.couponRecovery`: an issue of coupons is undone.
//!
//! No document of ours has it: path and answer are those of a public Go client, which calls it 撤销发券 and sends whatever its caller
//! gives (seen). That it takes the `bizId` of the issue, and codes, is assumed.

use coupon_wire::{Certainty, Lenient, Number, OperationKind, Rule, Validator, Violation};
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, ResponseShape, sealed::Sealed},
    id_list::IdList,
};

/// Undoes an issue (seen). The names of the fields are assumed: try them on one coupon first.
///
/// 撤销一次发券（已见）；字段名为推定，请先用一张券试。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct CouponRecovery {
    /// The id under which the coupons were issued (assumed).
    ///
    /// 发券时的业务编号（推定）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub biz_id: Option<String>,
    /// Only these coupons of the issue, by code; all of them if blank (assumed).
    ///
    /// 只撤销其中的这些券，按券码；空白为全部（推定）。
    #[serde(skip_serializing_if = "Vec::is_empty", with = "IdList")]
    pub coupon_ids: Vec<String>,
}

impl Sealed for CouponRecovery {}

impl Endpoint for CouponRecovery {
    const NAME: &'static str = "v3.couponRecovery";
    const PATH: &'static str = "v3/crm/marketing/couponRecovery";
    const ACTION: Option<&'static str> = None;
    const KIND: OperationKind = OperationKind::Write;
    const GRADE: Certainty = Certainty::Seen;
    const DATA: ResponseShape = ResponseShape::RECORDS;
    type Row = RecoveredCoupons;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required(Rule::assumed("RCO-1"), "bizId", &self.biz_id);
        check.finish()
    }
}

/// The coupons that were taken back (seen).
///
/// 已撤销的券（已见）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct RecoveredCoupons {
    /// Ids of the coupons that were asked about (seen); of which kind is unknown.
    ///
    /// 所请求的券的 id（已见）；是哪一种 id，未知。
    #[serde(with = "IdList")]
    pub coupon_ids: Vec<String>,
    /// Ids of those that were taken back (seen).
    ///
    /// 已撤销的券的 id（已见）。
    #[serde(with = "IdList")]
    pub recovery_ids: Vec<String>,
    /// How it ended (seen); its values are unknown.
    ///
    /// 撤销结果（已见）；取值未知。
    #[serde(with = "Lenient::<Number>")]
    pub recovery_status: Option<Number>,
}
