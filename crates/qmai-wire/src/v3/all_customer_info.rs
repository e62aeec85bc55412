//! `v3.allCustomerInfo`: a customer with the coupons held.
//!
//! No document of ours has it: path and fields are those of a page of the vendor and of a public Go client, who call it 会员+券集合查询
//! (seen). Its coupons have two states more, 4 转赠中 and 5 转赠超时 (seen). The names of the answer's fields are unknown, so the
//! answer is kept as it comes.

use coupon_wire::{Certainty, Lenient, Number, OperationKind, Rule, Validator, Violation};
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Raw, ResponseShape, sealed::Sealed},
    validate::{page, page_size},
};

/// Asks for a customer together with the coupons held (seen).
///
/// 查询一个客户及所持的券（已见）。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct AllCustomerInfo {
    /// Id of the customer; or `type` and `id` instead (seen).
    ///
    /// 客户的 id；也可改用 `type` 与 `id`（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub customer_id: Option<String>,
    /// The kind of `id` (seen); its values are unknown.
    ///
    /// `id` 的类型（已见）；取值未知。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub r#type: Option<String>,
    /// Another name of the customer, of the kind that `type` says (seen).
    ///
    /// 客户的另一种编号，由 `type` 说明（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub id: Option<String>,
    /// The page of coupons, from 1 (seen).
    ///
    /// 券的页码，从 1 开始（已见）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub page_num: Option<Number>,
    /// How many coupons a page has; 10 if blank (seen). At most 50, as in other lists of this vendor (assumed).
    ///
    /// 每页券数；空白为 10（已见）；最多 50，与该厂商其他列表相同（推定）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub page_size: Option<Number>,
}

impl Sealed for AllCustomerInfo {}

impl Endpoint for AllCustomerInfo {
    const NAME: &'static str = "v3.allCustomerInfo";
    const PATH: &'static str = "v3/crm/customer/allCustomerInfo";
    const ACTION: Option<&'static str> = None;
    const KIND: OperationKind = OperationKind::Read;
    const GRADE: Certainty = Certainty::Seen;
    const DATA: ResponseShape = ResponseShape::UNDOCUMENTED;
    type Row = Raw;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.one_needed(
            Rule::seen("ACI-1"),
            &["customerId", "id"],
            &[self.customer_id.is_some(), self.id.is_some()],
        );
        if self.id.is_some() {
            check.required(Rule::seen("ACI-2"), "type", &self.r#type);
        }
        page(&mut check, Rule::assumed("ACI-3"), "pageNum", &self.page_num);
        page_size(&mut check, Rule::assumed("ACI-4"), "pageSize", &self.page_size);
        check.finish()
    }
}
