//! `voucher.getCmInfos`: lists the customers of a 优惠券.
//!
//! Document: 优惠券查询客户信息接口. It does not say whether these are the customers the coupon addresses or those who hold
//! it; addressed is assumed. No total is answered: go on until a page is empty.

use coupon_wire::{
    Certainty::Documented, Lenient, Number, OperationKind, Rule, Validator, Violation,
};
use serde::{Deserialize, Serialize};

use super::scope::VoucherCustomer;
use crate::{
    endpoint::{Endpoint, ResponseShape, sealed::Sealed},
    validate::paging,
};

/// Asks for one page of the customers of one 优惠券.
///
/// 分页列出一种优惠券的客户。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct GetCmInfos {
    /// Page, counted from 1; blank is 1.
    ///
    /// 第几页，从 1 数起；空白即 1。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub page_number: Option<Number>,
    /// Rows per page; blank is 1000, the documented maximum.
    ///
    /// 每页几条；空白即 1000，这也是文档给出的上限。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub page_length: Option<Number>,
    /// Id of the 优惠券, at most 32 characters; snake case here, camel case in the other requests (contradiction 27).
    ///
    /// 优惠券的 id，最多 32 字；此处用下划线写法，其他请求用驼峰写法（见矛盾 27）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub voucher_id: Option<String>,
}

impl Sealed for GetCmInfos {}

impl Endpoint for GetCmInfos {
    const NAME: &'static str = "voucher.getCmInfos";
    const PATH: &'static str = "voucher/v1/getCmInfos";
    const KIND: OperationKind = OperationKind::Read;
    const DATA: ResponseShape = ResponseShape::Rows;
    type Row = VoucherCustomer;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        paging(&mut check, &self.page_number, &self.page_length, Documented);
        check.required(Rule::implied("CMS-1"), "voucher_id", &self.voucher_id);
        check.length("CMS-1", "voucher_id", &self.voucher_id, 32);
        check.finish()
    }
}
