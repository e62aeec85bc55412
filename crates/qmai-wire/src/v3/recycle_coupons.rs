//! `v3.recycleCoupons`: coupons are taken back from a customer.
//!
//! No document of ours has it: a public Go client has its path and calls it 回收券, and sends whatever its caller gives (seen). The
//! names of its fields are assumed, after those of the answer; what a success answers is unknown.

use coupon_wire::{Certainty, Lenient, OperationKind, Rule, Validator, Violation};
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Raw, ResponseShape, sealed::Sealed},
    id_list::IdList,
};

/// Takes coupons back (seen). The names of the fields are assumed: try them on one coupon first.
///
/// 回收券（已见）；字段名为推定，请先用一张券试。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct RecycleCoupons {
    /// The caller's own id of this call (assumed).
    ///
    /// 调用方自己的业务编号（推定）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub biz_id: Option<String>,
    /// Id of the customer who holds them (assumed).
    ///
    /// 持券客户的 id（推定）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub customer_id: Option<String>,
    /// Codes of the coupons (assumed).
    ///
    /// 券码（推定）。
    #[serde(skip_serializing_if = "Vec::is_empty", with = "IdList")]
    pub card_id_list: Vec<String>,
}

impl Sealed for RecycleCoupons {}

impl Endpoint for RecycleCoupons {
    const NAME: &'static str = "v3.recycleCoupons";
    const PATH: &'static str = "v3/coupon/recycleCoupons";
    const ACTION: Option<&'static str> = None;
    const KIND: OperationKind = OperationKind::Write;
    const GRADE: Certainty = Certainty::Seen;
    const DATA: ResponseShape = ResponseShape::UNDOCUMENTED;
    type Row = Raw;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        let cards = self.card_id_list.first();
        check.required(Rule::assumed("RCY-1"), "cardIdList", &cards);
        check.finish()
    }
}
