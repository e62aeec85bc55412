//! The records of 兑货券.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{clock::Millis, serde_text, vendors::qince::day_index::Slot};

/// A 兑货券: one number, one or several products.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QinceCoupon {
    #[serde(with = "serde_text::id")]
    pub(crate) id: u64,
    pub(crate) no: Box<str>,
    /// Position of its agreement.
    pub(crate) deal: u32,
    pub(crate) customer: u32,
    pub(crate) start: Date,
    pub(crate) end: Date,
    /// Days after the exchange within which it is recovered.
    pub(crate) recycle_days: Option<i64>,
    pub(crate) doorsill: Option<Decimal>,
    pub(crate) exts: Vec<(String, String)>,
    pub(crate) review: CouponReview,
    pub(crate) deleted: bool,
    pub(crate) used: Option<Box<GoodsExchange>>,
    pub(crate) recovered: Option<Box<Recovery>>,
    /// Its rows.
    #[serde(skip)]
    pub(crate) lines: Vec<Slot>,
}

/// One product of a 兑货券: a row of queryCouponDetail.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CouponLine {
    /// Position of its 兑货券.
    pub(crate) coupon: u32,
    pub(crate) product: u32,
    pub(crate) num: Decimal,
    pub(crate) unit: Box<str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CouponReview {
    Pending,
    SentBack,
    Passed,
}

/// The order in which it was exchanged.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GoodsExchange {
    #[serde(with = "serde_text::time")]
    pub(crate) time: Millis,
    pub(crate) order_id: String,
    pub(crate) order_no: String,
}

/// Its way back from the trade.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recovery {
    #[serde(with = "serde_text::time")]
    pub(crate) time: Millis,
    /// Of each product; blank is all of it.
    pub(crate) quantity: Option<Decimal>,
    pub(crate) supplier_code: String,
    pub(crate) supplier_name: String,
    /// Whether is_used says 已回收 too, which is a value of both fields (contradiction 24).
    pub(crate) shown_in_use: bool,
}

/// An agreement, which the vendor makes of a name (CPQ-12).
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Agreement {
    #[serde(with = "serde_text::id")]
    pub(crate) id: u64,
    pub(crate) name: String,
}

pub(super) const STATES: [&str; 5] = ["待审批", "被打回", "未开始", "执行中", "已结束"];

impl QinceCoupon {
    /// The position of its state in [`STATES`]; a passed one moves with the day (CPQ-11).
    pub(super) fn phase(&self, today: Date) -> u8 {
        match self.review {
            CouponReview::Pending => 0,
            CouponReview::SentBack => 1,
            CouponReview::Passed if today < self.start => 2,
            CouponReview::Passed if today <= self.end => 3,
            CouponReview::Passed => 4,
        }
    }
}
