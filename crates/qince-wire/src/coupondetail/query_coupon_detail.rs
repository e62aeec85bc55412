//! `coupondetail.queryCouponDetail`: lists 兑货券, one row per product of a coupon.
//!
//! Document: 查询兑货券明细. All filters are optional and there is none by customer. No total is answered: go on until a page is
//! empty. Use and recovery move no date of change: a sampled coupon was changed on 12-05, used on 12-15 and recovered on
//! 12-17.

use coupon_wire::{
    Broken, Check, DateRange, Days,
    Grade::{Assumed, Documented},
    Kind, Lenient, Many, Number, Percent, Quantity,
};
use jiff::civil::DateTime;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::custom_field::CustomField;
use crate::{
    check::paging,
    endpoint::{Data, Endpoint, sealed::Sealed},
};

/// Asks for one page of 兑货券. All filters given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct QueryCouponDetail {
    /// Page, counted from 1; blank is 1.
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub page_number: Option<Number>,
    /// Rows per page; blank is 1000. No maximum is documented; 1000 is assumed.
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<Number>")]
    pub page_length: Option<Number>,
    /// First Beijing day of creation, `yyyy-MM-dd`.
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub create_start: Option<String>,
    /// Last Beijing day of creation, `yyyy-MM-dd`; that it belongs to the window is assumed.
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub create_end: Option<String>,
    /// First Beijing day of the last change, `yyyy-MM-dd`.
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub modify_start: Option<String>,
    /// Last Beijing day of the last change, `yyyy-MM-dd`; that it belongs to the window is assumed.
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub modify_end: Option<String>,
    /// Code of the customer's department, at most 32 characters.
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub cm_dept_code: Option<String>,
    /// Id of the coupon itself as addCoupon answers it, at most 32 characters. No row has it.
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub coupon_id: Option<String>,
    /// Name of the agreement, at most 32 characters, though 100 can be written (contradiction 25).
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub deal_name: Option<String>,
    /// Number of the coupon, at most 32 characters, though 100 can be written (contradiction 25).
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<String>")]
    pub coupon_no: Option<String>,
    /// Only records in this state: 0 deleted, 1 normal; blank is both (assumed).
    #[serde(skip_serializing_if = "Option::is_none", with = "Lenient::<RecordStatus>")]
    pub status: Option<RecordStatus>,
}

impl Sealed for QueryCouponDetail {}

impl Endpoint for QueryCouponDetail {
    const NAME: &'static str = "coupondetail.queryCouponDetail";
    const PATH: &'static str = "coupondetail/v1/queryCouponDetail";
    const KIND: Kind = Kind::Read;
    const DATA: Data = Data::Rows;
    type Row = CouponDetail;

    fn rules(&self) -> Vec<Broken> {
        let mut check = Check::default();
        paging(&mut check, &self.page_number, &self.page_length, Assumed);
        check.day("CPQ-1", Documented, "create_start", &self.create_start);
        check.day("CPQ-1", Documented, "create_end", &self.create_end);
        check.day("CPQ-1", Documented, "modify_start", &self.modify_start);
        check.day("CPQ-1", Documented, "modify_end", &self.modify_end);
        check.length("CPQ-2", Documented, "cm_dept_code", &self.cm_dept_code, 32);
        check.length("CPQ-2", Documented, "coupon_id", &self.coupon_id, 32);
        check.length("CPQ-2", Documented, "deal_name", &self.deal_name, 32);
        check.length("CPQ-2", Documented, "coupon_no", &self.coupon_no, 32);
        let status = self.status.as_ref().map(RecordStatus::as_str);
        check.word("CPQ-3", Documented, "status", status, RecordStatus::KNOWN);
        check.finish()
    }
}

/// One product of one 兑货券.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct CouponDetail {
    /// Id of this row, not of the coupon; the sample's equals its deal_id (contradiction 23).
    #[serde(with = "Lenient::<String>")]
    pub id: Option<String>,
    /// State of the record: 0 deleted, 1 normal.
    #[serde(with = "Lenient::<RecordStatus>")]
    pub status: Option<RecordStatus>,
    /// Number of the coupon; the same in every row of it.
    #[serde(with = "Lenient::<String>")]
    pub coupon_no: Option<String>,
    /// When it was made, Beijing time to the minute.
    #[serde(with = "Lenient::<DateTime>")]
    pub create_time: Option<DateTime>,
    /// When it was last changed, Beijing time; described as `HH:mm:ss.us`, sampled to the millisecond (contradiction 13).
    #[serde(with = "Lenient::<DateTime>")]
    pub modify_time: Option<DateTime>,
    /// First and last Beijing day of validity; `a ~ b` in the table, `a~b` in the sample (contradiction 13).
    #[serde(with = "Lenient::<DateRange>")]
    pub effect_date: Option<DateRange>,
    /// Where it stands: 待审批, 被打回, 未开始, 执行中, 已结束; given as examples, so others may come (contradiction 18).
    #[serde(with = "Lenient::<ReviewState>")]
    pub format_status: Option<ReviewState>,
    /// Threshold of use: `20.00%`, of what is not said, or 不限制 for no limit (contradiction 18).
    #[serde(with = "Lenient::<Percent>")]
    pub doorsill_value: Option<Percent>,
    /// Time for the recovery from the trade: `10天`, or 不限制 for no limit (contradiction 18).
    #[serde(with = "Lenient::<Days>")]
    pub recycle_sign_time: Option<Days>,
    /// Name of the agreement.
    #[serde(with = "Lenient::<String>")]
    pub deal_name: Option<String>,
    /// Id of the agreement.
    #[serde(with = "Lenient::<String>")]
    pub deal_id: Option<String>,
    /// The tenant's own code of the customer.
    #[serde(with = "Lenient::<String>")]
    pub cm_code: Option<String>,
    /// Name of the customer.
    #[serde(with = "Lenient::<String>")]
    pub cm_name: Option<String>,
    /// Id of the customer.
    #[serde(with = "Lenient::<String>")]
    pub cm_id: Option<String>,
    /// Id of the product; the sample's equals its order_id (contradiction 23).
    #[serde(with = "Lenient::<String>")]
    pub prod_id: Option<String>,
    /// Code of the product.
    #[serde(with = "Lenient::<String>")]
    pub prod_code: Option<String>,
    /// Name of the product.
    #[serde(with = "Lenient::<String>")]
    pub prod_name: Option<String>,
    /// How many of the product, with the unit: `10箱` (contradiction 18).
    #[serde(with = "Lenient::<Quantity>")]
    pub num: Option<Quantity>,
    /// Price of one unit in yuan, two decimals.
    #[serde(with = "Lenient::<Decimal>")]
    pub price: Option<Decimal>,
    /// Whether it was used: 未使用, 已使用, 已回收; given as examples. 已回收 is a value of is_back too (contradiction 24).
    #[serde(with = "Lenient::<UseState>")]
    pub is_used: Option<UseState>,
    /// When it was used, Beijing time to the minute; blank until then.
    #[serde(with = "Lenient::<DateTime>")]
    pub used_time: Option<DateTime>,
    /// Number of the order that used it; up to 32 characters, 100 for a 优惠券 (contradiction 25).
    #[serde(with = "Lenient::<String>")]
    pub order_no: Option<String>,
    /// Id of the order that used it.
    #[serde(with = "Lenient::<String>")]
    pub order_id: Option<String>,
    /// Code of the supplier; blank until recovered (assumed).
    #[serde(with = "Lenient::<String>")]
    pub supply_code: Option<String>,
    /// Name of the supplier; blank until recovered (assumed).
    #[serde(with = "Lenient::<String>")]
    pub supply_name: Option<String>,
    /// Whether it was recovered from the trade: 已回收, 未回收; given as examples.
    #[serde(with = "Lenient::<BackState>")]
    pub is_back: Option<BackState>,
    /// How many were recovered, with the unit: `1箱`; blank until then.
    #[serde(with = "Lenient::<Quantity>")]
    pub sign_num: Option<Quantity>,
    /// When it was recovered, Beijing time to the minute; blank until then.
    #[serde(with = "Lenient::<DateTime>")]
    pub sign_time: Option<DateTime>,
    /// Custom fields; the sample has none (contradiction 32).
    #[serde(with = "Many::<CustomField>")]
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
        Pending = "待审批",
        /// Sent back by the approver.
        SentBack = "被打回",
        /// Approved, its first day is yet to come.
        NotBegun = "未开始",
        /// Approved and valid.
        Running = "执行中",
        /// Past its last day.
        Over = "已结束",
    }
}

coupon_wire::values! {
    /// Whether a 兑货券 was used (兑货券使用状态).
    pub enum UseState {
        /// Unused.
        Unused = "未使用",
        /// Used.
        Used = "已使用",
        /// Recovered from the trade.
        Recovered = "已回收",
    }
}

coupon_wire::values! {
    /// Whether a 兑货券 came back from the trade (兑货券回收状态).
    pub enum BackState {
        /// Recovered from the trade.
        Recovered = "已回收",
        /// Not recovered.
        NotRecovered = "未回收",
    }
}
