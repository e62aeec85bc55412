//! `coupondetail.queryCouponDetail`: lists 兑货券, one row per product of a coupon.
//!
//! Document: 查询兑货券明细. All filters are optional and there is none by customer. No total is answered: go on until a page is
//! empty. Use and recovery move no date of change: a sampled coupon was changed on 12-05, used on 12-15 and recovered on
//! 12-17.

use coupon_wire::{
    Certainty::Assumed, DateRange, DayLimit, Lenient, Number, OneOrMany, OperationKind, Percent,
    Quantity, Validator, Violation,
};
use jiff::civil::DateTime;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::custom_field::CustomField;
use crate::{
    endpoint::{Endpoint, ResponseShape, sealed::Sealed},
    validate::paging,
};

/// Asks for one page of 兑货券. All filters given must hold.
///
/// 分页列出兑货券明细，每种商品一条；所给条件须同时满足。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct QueryCouponDetail {
    /// Page, counted from 1; blank is 1.
    ///
    /// 第几页，从 1 数起；空白即 1。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub page_number: Option<Number>,
    /// Rows per page; blank is 1000. No maximum is documented; 1000 is assumed.
    ///
    /// 每页几条；空白即 1000。文档未给上限，推定为 1000。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub page_length: Option<Number>,
    /// First Beijing day of creation, `yyyy-MM-dd`.
    ///
    /// 创建日不早于此日，北京日期 `yyyy-MM-dd`。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub create_start: Option<String>,
    /// Last Beijing day of creation, `yyyy-MM-dd`; that it belongs to the window is assumed.
    ///
    /// 创建日不晚于此日，北京日期 `yyyy-MM-dd`；推定含当日。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub create_end: Option<String>,
    /// First Beijing day of the last change, `yyyy-MM-dd`.
    ///
    /// 最近修改日不早于此日，北京日期 `yyyy-MM-dd`。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub modify_start: Option<String>,
    /// Last Beijing day of the last change, `yyyy-MM-dd`; that it belongs to the window is assumed.
    ///
    /// 最近修改日不晚于此日，北京日期 `yyyy-MM-dd`；推定含当日。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub modify_end: Option<String>,
    /// Code of the customer's department, at most 32 characters.
    ///
    /// 客户所属部门的编码，最多 32 字。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub cm_dept_code: Option<String>,
    /// Id of the coupon itself as addCoupon answers it, at most 32 characters. No row has it.
    ///
    /// 券本身的 id，即 addCoupon 所答，最多 32 字。应答各条中都没有它。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub coupon_id: Option<String>,
    /// Name of the agreement, at most 32 characters, though 100 can be written (contradiction 25).
    ///
    /// 协议的名称，最多 32 字，而写入时可达 100 字（见矛盾 25）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub deal_name: Option<String>,
    /// Number of the coupon, at most 32 characters, though 100 can be written (contradiction 25).
    ///
    /// 券的编码，最多 32 字，而写入时可达 100 字（见矛盾 25）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub coupon_no: Option<String>,
    /// Only records in this state: 0 deleted, 1 normal; blank is both (assumed).
    ///
    /// 只要此状态的记录：0 已删除，1 正常；空白即两者都要（推定）。
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<RecordStatus>")]
    pub status: Option<RecordStatus>,
}

impl Sealed for QueryCouponDetail {}

impl Endpoint for QueryCouponDetail {
    const NAME: &'static str = "coupondetail.queryCouponDetail";
    const PATH: &'static str = "coupondetail/v1/queryCouponDetail";
    const KIND: OperationKind = OperationKind::Read;
    const DATA: ResponseShape = ResponseShape::Rows;
    type Row = CouponDetail;

    fn rules(&self) -> Vec<Violation> {
        let mut check = Validator::default();
        paging(&mut check, &self.page_number, &self.page_length, Assumed);
        check.day("CPQ-1", "create_start", &self.create_start);
        check.day("CPQ-1", "create_end", &self.create_end);
        check.day("CPQ-1", "modify_start", &self.modify_start);
        check.day("CPQ-1", "modify_end", &self.modify_end);
        check.length("CPQ-2", "cm_dept_code", &self.cm_dept_code, 32);
        check.length("CPQ-2", "coupon_id", &self.coupon_id, 32);
        check.length("CPQ-2", "deal_name", &self.deal_name, 32);
        check.length("CPQ-2", "coupon_no", &self.coupon_no, 32);
        check.known("CPQ-3", "status", &self.status);
        check.finish()
    }
}

/// One product of one 兑货券.
///
/// 一张兑货券中的一种商品。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct CouponDetail {
    /// Id of this row, not of the coupon; the sample's equals its deal_id (contradiction 23).
    ///
    /// 本条明细的 id，不是券的；示例与 deal_id 相同（见矛盾 23）。
    #[serde(with = "Lenient::<String>")]
    pub id: Option<String>,
    /// State of the record: 0 deleted, 1 normal.
    ///
    /// 记录的状态：0 已删除，1 正常。
    #[serde(with = "Lenient::<RecordStatus>")]
    pub status: Option<RecordStatus>,
    /// Number of the coupon; the same in every row of it.
    ///
    /// 券的编码；同一张券的各条相同。
    #[serde(with = "Lenient::<String>")]
    pub coupon_no: Option<String>,
    /// When it was made, Beijing time to the minute.
    ///
    /// 生成时刻，北京时间，到分。
    #[serde(with = "Lenient::<DateTime>")]
    pub create_time: Option<DateTime>,
    /// When it was last changed, Beijing time; described as `HH:mm:ss.us`, sampled to the millisecond (contradiction 13).
    ///
    /// 最近修改时刻，北京时间；文档写作 `HH:mm:ss.us`，示例到毫秒（见矛盾 13）。
    #[serde(with = "Lenient::<DateTime>")]
    pub modify_time: Option<DateTime>,
    /// First and last Beijing day of validity; `a ~ b` in the table, `a~b` in the sample (contradiction 13).
    ///
    /// 有效期的第一天和最后一天，北京日期；参数表为 `a ~ b`，示例为 `a~b`（见矛盾 13）。
    #[serde(with = "Lenient::<DateRange>")]
    pub effect_date: Option<DateRange>,
    /// Where it stands: 待审批, 被打回, 未开始, 执行中, 已结束; given as examples, so others may come (contradiction 18).
    ///
    /// 券走到哪一步：待审批、被打回、未开始、执行中、已结束；这些只是举例，还可能有别的（见矛盾 18）。
    #[serde(with = "Lenient::<ReviewState>")]
    pub format_status: Option<ReviewState>,
    /// Threshold of use: `20.00%`, of what is not said, or 不限制 for no limit (contradiction 18).
    ///
    /// 使用门槛：如 `20.00%`，对什么而言未说明；或“不限制”（见矛盾 18）。
    #[serde(with = "Lenient::<Percent>")]
    pub doorsill_value: Option<Percent>,
    /// Time for the recovery from the trade: `10天`, or 不限制 for no limit (contradiction 18).
    ///
    /// 通路回收的期限：如 `10天`，或“不限制”（见矛盾 18）。
    #[serde(with = "Lenient::<DayLimit>")]
    pub recycle_sign_time: Option<DayLimit>,
    /// Name of the agreement.
    ///
    /// 协议的名称。
    #[serde(with = "Lenient::<String>")]
    pub deal_name: Option<String>,
    /// Id of the agreement.
    ///
    /// 协议的 id。
    #[serde(with = "Lenient::<String>")]
    pub deal_id: Option<String>,
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
    /// Id of the customer.
    ///
    /// 客户的 id。
    #[serde(with = "Lenient::<String>")]
    pub cm_id: Option<String>,
    /// Id of the product; the sample's equals its order_id (contradiction 23).
    ///
    /// 商品的 id；示例与 order_id 相同（见矛盾 23）。
    #[serde(with = "Lenient::<String>")]
    pub prod_id: Option<String>,
    /// Code of the product.
    ///
    /// 商品的编码。
    #[serde(with = "Lenient::<String>")]
    pub prod_code: Option<String>,
    /// Name of the product.
    ///
    /// 商品的名称。
    #[serde(with = "Lenient::<String>")]
    pub prod_name: Option<String>,
    /// How many of the product, with the unit: `10箱` (contradiction 18).
    ///
    /// 商品的数量，连同单位：`10箱`（见矛盾 18）。
    #[serde(with = "Lenient::<Quantity>")]
    pub num: Option<Quantity>,
    /// Price of one unit in yuan, two decimals.
    ///
    /// 一个单位的价格，单位元，两位小数。
    #[serde(with = "Lenient::<Decimal>")]
    pub price: Option<Decimal>,
    /// Whether it was used: 未使用, 已使用, 已回收; given as examples. 已回收 is a value of is_back too (contradiction 24).
    ///
    /// 是否用过：未使用、已使用、已回收；这些只是举例。已回收也是 is_back 的值（见矛盾 24）。
    #[serde(with = "Lenient::<UseState>")]
    pub is_used: Option<UseState>,
    /// When it was used, Beijing time to the minute; blank until then.
    ///
    /// 使用时刻，北京时间，到分；未用则空白。
    #[serde(with = "Lenient::<DateTime>")]
    pub used_time: Option<DateTime>,
    /// Number of the order that used it; up to 32 characters, 100 for a 优惠券 (contradiction 25).
    ///
    /// 用掉它的订单的编号；最多 32 字，优惠券为 100 字（见矛盾 25）。
    #[serde(with = "Lenient::<String>")]
    pub order_no: Option<String>,
    /// Id of the order that used it.
    ///
    /// 用掉它的订单的 id。
    #[serde(with = "Lenient::<String>")]
    pub order_id: Option<String>,
    /// Code of the supplier; blank until recovered (assumed).
    ///
    /// 供应商的编码；回收之前空白（推定）。
    #[serde(with = "Lenient::<String>")]
    pub supply_code: Option<String>,
    /// Name of the supplier; blank until recovered (assumed).
    ///
    /// 供应商的名称；回收之前空白（推定）。
    #[serde(with = "Lenient::<String>")]
    pub supply_name: Option<String>,
    /// Whether it was recovered from the trade: 已回收, 未回收; given as examples.
    ///
    /// 是否已从通路回收：已回收、未回收；这些只是举例。
    #[serde(with = "Lenient::<BackState>")]
    pub is_back: Option<BackState>,
    /// How many were recovered, with the unit: `1箱`; blank until then.
    ///
    /// 回收了多少，连同单位：`1箱`；回收之前空白。
    #[serde(with = "Lenient::<Quantity>")]
    pub sign_num: Option<Quantity>,
    /// When it was recovered, Beijing time to the minute; blank until then.
    ///
    /// 回收时刻，北京时间，到分；回收之前空白。
    #[serde(with = "Lenient::<DateTime>")]
    pub sign_time: Option<DateTime>,
    /// Custom fields; the sample has none (contradiction 32).
    ///
    /// 自定义字段；示例中没有（见矛盾 32）。
    #[serde(with = "OneOrMany::<CustomField>")]
    pub exts: Vec<CustomField>,
}

coupon_wire::values! {
    /// State of the record of a 兑货券.
    pub enum RecordStatus {
        /// Deleted (已删除).
        Deleted = "0",
        /// Normal (正常).
        Normal = "1",
    }
}

coupon_wire::values! {
    /// Where a 兑货券 stands (兑货券状态).
    pub enum ReviewState {
        /// Awaits approval.
        ///
        /// 待审批。
        Pending = "待审批",
        /// Sent back by the approver.
        ///
        /// 被打回。
        SentBack = "被打回",
        /// Approved, its first day is yet to come.
        ///
        /// 已通过，有效期未到。
        NotBegun = "未开始",
        /// Approved and valid.
        ///
        /// 已通过，在有效期内。
        Running = "执行中",
        /// Past its last day.
        ///
        /// 有效期已过。
        Over = "已结束",
    }
}

coupon_wire::values! {
    /// Whether a 兑货券 was used (兑货券使用状态).
    pub enum UseState {
        /// Unused.
        ///
        /// 未使用。
        Unused = "未使用",
        /// Used.
        ///
        /// 已使用。
        Used = "已使用",
        /// Recovered from the trade.
        ///
        /// 已从通路回收。
        Recovered = "已回收",
    }
}

coupon_wire::values! {
    /// Whether a 兑货券 came back from the trade (兑货券回收状态).
    pub enum BackState {
        /// Recovered from the trade.
        ///
        /// 已从通路回收。
        Recovered = "已回收",
        /// Not recovered.
        ///
        /// 未回收。
        NotRecovered = "未回收",
    }
}
