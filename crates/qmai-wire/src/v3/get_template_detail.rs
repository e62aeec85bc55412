//! `v3.getTemplateDetail`: one coupon template by its id.
//!
//! No document of ours has it: path and field are those of a public Go client, which calls it 券模板详情 (seen). What it answers is
//! unknown, so the answer is kept as it comes.

use coupon_wire::{Certainty, Lenient, OperationKind, Rule, Validator, Violation};
use serde::{Deserialize, Serialize};

use crate::endpoint::{Endpoint, Raw, ResponseShape, sealed::Sealed};

/// Asks for one template by its id (seen).
///
/// 按 id 查询一个券模板（已见）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct GetTemplateDetail {
    /// Id of the template. Required (seen).
    ///
    /// 券模板的 id。必填（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub id: Option<String>,
}

impl Sealed for GetTemplateDetail {}

impl Endpoint for GetTemplateDetail {
    const NAME: &'static str = "v3.getTemplateDetail";
    const PATH: &'static str = "v3/coupon/getTemplateDetail";
    const ACTION: Option<&'static str> = None;
    const KIND: OperationKind = OperationKind::Read;
    const GRADE: Certainty = Certainty::Seen;
    const DATA: ResponseShape = ResponseShape::UNDOCUMENTED;
    type Row = Raw;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required(Rule::seen("GTD-1"), "id", &self.id);
        check.finish()
    }
}
