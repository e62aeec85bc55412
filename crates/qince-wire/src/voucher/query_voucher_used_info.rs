//! `voucher.queryVoucherUsedInfo`: lists who holds a 优惠券 and what became of it, one row per held coupon.
//!
//! Document: 单张优惠券使用明细查询接口. There is no paging: everything comes in one answer.

use coupon_wire::{Lenient, OperationKind, Rule, Validator, Violation};
use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::values::{DiscountKind, VoucherOrigin, VoucherUseStatus};
use crate::endpoint::{Endpoint, ResponseShape, sealed::Sealed};

/// Asks for the held coupons of one 优惠券.
///
/// 列出一种优惠券发到客户手中的每一张及其使用情况。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct QueryVoucherUsedInfo {
    /// Id of the 优惠券, at most 32 characters; sampled as a bare number (contradiction 10).
    ///
    /// 优惠券的 id，最多 32 字；示例写成不带引号的数字（见矛盾 10）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub voucher_id: Option<String>,
    /// Only coupons in this state: 0 unused, 1 used, 2 expired; blank is all (assumed). The sample asks for 0 and shows
    /// a used one (contradiction 22).
    ///
    /// 只要此状态的：0 未使用，1 已使用，2 已过期；空白即全部（推定）。示例要 0，却答了一张用过的（见矛盾 22）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<VoucherUseStatus>")]
    pub voucher_status: Option<VoucherUseStatus>,
}

impl Sealed for QueryVoucherUsedInfo {}

impl Endpoint for QueryVoucherUsedInfo {
    const NAME: &'static str = "voucher.queryVoucherUsedInfo";
    const PATH: &'static str = "voucher/v1/queryVoucherUsedInfo";
    const KIND: OperationKind = OperationKind::Read;
    const DATA: ResponseShape = ResponseShape::Rows;
    type Row = VoucherUse;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        check.required(Rule::implied("USE-1"), "voucherId", &self.voucher_id);
        check.length("USE-1", "voucherId", &self.voucher_id, 32);
        check.known("USE-2", "voucherStatus", &self.voucher_status);
        check.finish()
    }
}

/// One 优惠券 held by one customer.
///
/// 一个客户手中的一张优惠券。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct VoucherUse {
    /// Id of the held coupon; the sample's equals its order_id (contradiction 22).
    ///
    /// 这一张的 id；示例与 order_id 相同（见矛盾 22）。
    #[serde(with = "Lenient::<String>")]
    pub id: Option<String>,
    /// Id of the customer.
    ///
    /// 客户的 id。
    #[serde(with = "Lenient::<String>")]
    pub cm_id: Option<String>,
    /// Code of the customer in the system it came from.
    ///
    /// 客户在来源系统中的编码。
    #[serde(with = "Lenient::<String>")]
    pub cm_source_code: Option<String>,
    /// The tenant's own code of the customer.
    ///
    /// 企业自己给客户的编码。
    #[serde(with = "Lenient::<String>")]
    pub cm_code: Option<String>,
    /// Name of the customer.
    ///
    /// 客户的名称。
    #[serde(with = "Lenient::<String>")]
    pub cm_name: Option<String>,
    /// Id of the 优惠券, as asked.
    ///
    /// 优惠券的 id，即所查的那个。
    #[serde(with = "Lenient::<String>")]
    pub voucher_id: Option<String>,
    /// Name of the 优惠券; up to 100 characters here, 32 when it is made (contradiction 25).
    ///
    /// 优惠券的名称；此处最多 100 字，创建时最多 32 字（见矛盾 25）。
    #[serde(with = "Lenient::<String>")]
    pub voucher_name: Option<String>,
    /// First Beijing day of validity. The table says `yyyy-dd-mm`, the sample is `yyyy-MM-dd` (contradiction 13).
    ///
    /// 有效期的第一天，北京日期。参数表写 `yyyy-dd-mm`，示例为 `yyyy-MM-dd`（见矛盾 13）。
    #[serde(with = "Lenient::<Date>")]
    pub start_date: Option<Date>,
    /// Last Beijing day of validity. The table says `yyyy-dd-mm`, the sample is `yyyy-MM-dd` (contradiction 13).
    ///
    /// 有效期的最后一天，北京日期。参数表写 `yyyy-dd-mm`，示例为 `yyyy-MM-dd`（见矛盾 13）。
    #[serde(with = "Lenient::<Date>")]
    pub end_date: Option<Date>,
    /// The amount an order must reach, in yuan, two decimals.
    ///
    /// 订单须达到的金额，单位元，两位小数。
    #[serde(with = "Lenient::<Decimal>")]
    pub doorsill_amount: Option<Decimal>,
    /// Face value in yuan, two decimals.
    ///
    /// 面值，单位元，两位小数。
    #[serde(with = "Lenient::<Decimal>")]
    pub money: Option<Decimal>,
    /// How the discount is worked out: GDMZ a fixed amount, ZKBL a percentage.
    ///
    /// 优惠怎样计算：GDMZ 固定面值，ZKBL 折扣比例。
    #[serde(with = "Lenient::<DiscountKind>")]
    pub discounts_type: Option<DiscountKind>,
    /// The percentage, 0 to 100 here, 0 to 1 when it is made (contradiction 12); blank for a fixed amount.
    ///
    /// 折扣比例，此处 0 到 100，创建时 0 到 1（见矛盾 12）；固定面值时为空白。
    #[serde(with = "Lenient::<Decimal>")]
    pub discounts_percent: Option<Decimal>,
    /// The most a percentage may take off, in yuan.
    ///
    /// 按比例时最多优惠多少，单位元。
    #[serde(with = "Lenient::<Decimal>")]
    pub max_discounts_amount: Option<Decimal>,
    /// Where the business came from, free text; up to 100 characters here, 32 when it is made (contradiction 25).
    ///
    /// 业务从哪里来，自由文字；此处最多 100 字，创建时最多 32 字（见矛盾 25）。
    #[serde(with = "Lenient::<String>")]
    pub business_from_name: Option<String>,
    /// Who made it: ZZ this tenant, XF passed down, OPENAPI an external system (contradiction 15).
    ///
    /// 由谁创建：ZZ 本企业，XF 互联企业下发，OPENAPI 外部系统（见矛盾 15）。
    #[serde(with = "Lenient::<VoucherOrigin>")]
    pub create_type: Option<VoucherOrigin>,
    /// When it was given out, Beijing time; described to the second, sampled to the minute (contradiction 13).
    ///
    /// 发放时刻，北京时间；文档说到秒，示例到分（见矛盾 13）。
    #[serde(with = "Lenient::<DateTime>")]
    pub distribute_time: Option<DateTime>,
    /// When the customer claimed it, Beijing time; described to the second, sampled to the minute (contradiction 13).
    ///
    /// 客户领取的时刻，北京时间；文档说到秒，示例到分（见矛盾 13）。
    #[serde(with = "Lenient::<DateTime>")]
    pub receive_time: Option<DateTime>,
    /// Id of the order that used it; blank until used.
    ///
    /// 用掉它的订单的 id；未用则空白。
    #[serde(with = "Lenient::<String>")]
    pub order_id: Option<String>,
    /// Number of that order; up to 100 characters here, 32 for a 兑货券 (contradiction 25).
    ///
    /// 该订单的编号；此处最多 100 字，兑货券为 32 字（见矛盾 25）。
    #[serde(with = "Lenient::<String>")]
    pub order_no: Option<String>,
    /// When that order was placed, Beijing time.
    ///
    /// 该订单的下单时刻，北京时间。
    #[serde(with = "Lenient::<DateTime>")]
    pub order_create_time: Option<DateTime>,
    /// Amount of that order in yuan.
    ///
    /// 该订单的金额，单位元。
    #[serde(with = "Lenient::<Decimal>")]
    pub order_amount: Option<Decimal>,
    /// The amount it really took off, in yuan.
    ///
    /// 实际优惠了多少，单位元。
    #[serde(with = "Lenient::<Decimal>")]
    pub voucher_amount: Option<Decimal>,
    /// State: 0 unused, 1 used, 2 expired. Only the table has it (contradiction 20).
    ///
    /// 状态：0 未使用，1 已使用，2 已过期。只有参数表列出（见矛盾 20）。
    #[serde(with = "Lenient::<VoucherUseStatus>")]
    pub use_status: Option<VoucherUseStatus>,
}
