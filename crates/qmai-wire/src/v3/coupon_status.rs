//! `v3.couponStatus`: where one coupon stands, and the order that used it.
//!
//! No document of ours has it: path, fields and answer are those of a public Go client, which calls it 券状态 (seen). It is the one
//! read that names the order. The values of `status` are taken for those of [`UseStatus`](super::UseStatus) (assumed).

use coupon_wire::{Certainty, Lenient, OperationKind, Rule, Validator, Violation};
use serde::{Deserialize, Serialize};

use super::UseStatus;
use crate::endpoint::{Endpoint, ResponseShape, sealed::Sealed};

/// Asks for one coupon by its code (seen).
///
/// 按券码查询一张券（已见）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct CouponStatus {
    /// The code. Required (seen).
    ///
    /// 券码或兑换码。必填（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub id: Option<String>,
    /// The kind of code: 1 a coupon's, 2 one that is exchanged for a coupon (seen).
    ///
    /// 编码类型：1 券码，2 兑换码（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub r#type: Option<String>,
}

impl Sealed for CouponStatus {}

impl Endpoint for CouponStatus {
    const NAME: &'static str = "v3.couponStatus";
    const PATH: &'static str = "v3/coupon/status";
    const ACTION: Option<&'static str> = None;
    const KIND: OperationKind = OperationKind::Read;
    const GRADE: Certainty = Certainty::Seen;
    const DATA: ResponseShape = ResponseShape::RECORDS;
    type Row = CouponUsage;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required(Rule::seen("STA-1"), "id", &self.id);
        check.value_in(Rule::assumed("STA-2"), "type", self.r#type.as_deref(), &["1", "2"]);
        check.finish()
    }
}

/// Where a coupon stands, and the order that used it (seen).
///
/// 券的状态与所用的订单（已见）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct CouponUsage {
    /// Where it stands (seen); the numbers are taken for those of useStatus (assumed).
    ///
    /// 券状态（已见）；取值推定与 useStatus 相同。
    #[serde(with = "Lenient::<UseStatus>")]
    pub status: Option<UseStatus>,
    /// Number of the order that used it (seen).
    ///
    /// 核销的订单号（已见）。
    #[serde(with = "Lenient::<String>")]
    pub use_order_code: Option<String>,
    /// Id of the shop in which it was used (seen).
    ///
    /// 核销门店的 id（已见）。
    #[serde(with = "Lenient::<String>")]
    pub use_store_id: Option<String>,
    /// Name of that shop (seen).
    ///
    /// 核销门店的名称（已见）。
    #[serde(with = "Lenient::<String>")]
    pub use_store_name: Option<String>,
    /// Number of that shop (seen).
    ///
    /// 核销门店的编号（已见）。
    #[serde(with = "Lenient::<String>")]
    pub use_store_no: Option<String>,
    /// When it was used (seen); its format is unknown, so it is kept as text.
    ///
    /// 核销时刻（已见）；格式未知，按文本保留。
    #[serde(with = "Lenient::<String>")]
    pub use_time: Option<String>,
}
