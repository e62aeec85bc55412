//! `voucher.receiveVoucherInfo`: lets a customer claim a 优惠券.
//!
//! Document: 领取优惠券接口. What a success answers is only a placeholder in the document, so the answer is kept as it
//! comes (contradiction 17). The same claim sent twice claims twice, within the quotas.

use coupon_wire::{Lenient, OperationKind, Rule, Validator, Violation};
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Raw, ResponseShape, sealed::Sealed},
    validate::one_of,
};

/// Claims one 优惠券 for one customer. Of the names of a thing the first filled one counts, in the order written here;
/// the others are not read.
///
/// 替一个客户领取一张优惠券。同一事物有几种叫法时，按此处顺序取第一个有值的，其余不读。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct ReceiveVoucherInfo {
    /// Id of the 优惠券, at most 32 characters.
    ///
    /// 优惠券的 id，最多 32 字。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub voucher_id: Option<String>,
    /// Name of the 优惠券, at most 32 characters. Only the table has it (contradiction 17); that the name alone is enough, and
    /// must fit exactly one, is assumed.
    ///
    /// 优惠券的名称，最多 32 字。只有参数表列出（见矛盾 17）；推定只给名称即可，且须恰好对应一种。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub voucher_name: Option<String>,
    /// Id of the customer, at most 32 characters.
    ///
    /// 客户的 id，最多 32 字。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub cm_id: Option<String>,
    /// The tenant's own code of the customer, at most 32 characters.
    ///
    /// 企业自己给客户的编码，最多 32 字。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub cm_code: Option<String>,
    /// Code of the customer in the system it came from, at most 32 characters.
    ///
    /// 客户在来源系统中的编码，最多 32 字。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub cm_source_code: Option<String>,
    /// When it was claimed, Beijing time, `yyyy-MM-dd HH:mm:ss`; blank is now (assumed). Only the table has it
    /// (contradiction 17).
    ///
    /// 领取时刻，北京时间 `yyyy-MM-dd HH:mm:ss`；空白即现在（推定）。只有参数表列出（见矛盾 17）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub receive_time: Option<String>,
}

impl Sealed for ReceiveVoucherInfo {}

impl Endpoint for ReceiveVoucherInfo {
    const NAME: &'static str = "voucher.receiveVoucherInfo";
    const PATH: &'static str = "voucher/v1/receiveVoucherInfo";
    const KIND: OperationKind = OperationKind::Write;
    const DATA: ResponseShape = ResponseShape::Undocumented;
    type Row = Raw;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        let voucher = one_of(
            &mut check,
            Rule::implied("RCV-1"),
            &["voucherId", "voucherName"],
            &[&self.voucher_id, &self.voucher_name],
        );
        let customer = one_of(
            &mut check,
            Rule::implied("RCV-2"),
            &["cmId", "cmCode", "cmSourceCode"],
            &[&self.cm_id, &self.cm_code, &self.cm_source_code],
        );
        for (field, value) in voucher.into_iter().chain(customer) {
            check.length("RCV-3", field, value, 32);
        }
        check.time("RCV-4", "receiveTime", &self.receive_time);
        check.finish()
    }
}
