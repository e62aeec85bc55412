//! `v3.getCouponTemplateListByIds`: coupon templates by their ids.
//!
//! No document of ours has it: path and field are those of a public Go client, which calls it 批量券模板 (seen). How many ids one call may
//! name, and what it answers, are unknown, so the answer is kept as it comes.

use coupon_wire::{Certainty, OperationKind, Rule, Validator, Violation};
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Raw, ResponseShape, sealed::Sealed},
    id_list::IdList,
};

/// Asks for templates by their ids (seen).
///
/// 按 id 查询多个券模板（已见）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct GetCouponTemplateListByIds {
    /// Ids of the templates. Required (seen).
    ///
    /// 券模板的 id 列表。必填（已见）。
    #[serde(skip_serializing_if = "Vec::is_empty", with = "IdList")]
    pub template_ids: Vec<String>,
}

impl Sealed for GetCouponTemplateListByIds {}

impl Endpoint for GetCouponTemplateListByIds {
    const NAME: &'static str = "v3.getCouponTemplateListByIds";
    const PATH: &'static str = "v3/coupon/getCouponTemplateListByIds";
    const ACTION: Option<&'static str> = None;
    const KIND: OperationKind = OperationKind::Read;
    const GRADE: Certainty = Certainty::Seen;
    const DATA: ResponseShape = ResponseShape::UNDOCUMENTED;
    type Row = Raw;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        let first = self.template_ids.first();
        check.required(Rule::seen("GTL-1"), "templateIds", &first);
        check.finish()
    }
}
