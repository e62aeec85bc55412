//! `v2.coupon-template-detail`: one coupon template by its id.
//!
//! No document of ours has it: Action and fields are those of a page of the vendor, 2.5.12 查询券模板详情 (seen). Its Action is spelled
//! `coupn.coupon-template-detail` there, and so it is sent. What it answers is unknown, so the answer is kept as it comes.

use coupon_wire::{Certainty, Lenient, OperationKind, Rule, Validator, Violation};
use serde::{Deserialize, Serialize};

use crate::endpoint::{Endpoint, Raw, ResponseShape, V2_PATH, sealed::Sealed};

/// Asks for one template by its id (seen).
///
/// 按 id 查询一个券模板（已见）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct CouponTemplateDetail {
    /// The trade: 10 restaurants, 11 retail, 12 platform. Required (seen).
    ///
    /// 业态：10 餐饮，11 零售，12 平台。必填（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub biz_type: Option<String>,
    /// Id of the template. Required (seen).
    ///
    /// 券模板的 id。必填（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub id: Option<String>,
    /// Whether a template that is no longer valid is left out (seen); its values are unknown.
    ///
    /// 是否略去已失效的模板（已见）；取值未知。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub filter_invalid: Option<String>,
}

impl Sealed for CouponTemplateDetail {}

impl Endpoint for CouponTemplateDetail {
    const NAME: &'static str = "v2.coupon-template-detail";
    const PATH: &'static str = V2_PATH;
    const ACTION: Option<&'static str> = Some("coupn.coupon-template-detail");
    const KIND: OperationKind = OperationKind::Read;
    const GRADE: Certainty = Certainty::Seen;
    const DATA: ResponseShape = ResponseShape::UNDOCUMENTED;
    type Row = Raw;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required(Rule::seen("CTD-1"), "bizType", &self.biz_type);
        let trade = self.biz_type.as_deref();
        check.value_in(Rule::seen("CTD-1"), "bizType", trade, &["10", "11", "12"]);
        check.required(Rule::seen("CTD-2"), "id", &self.id);
        check.finish()
    }
}
