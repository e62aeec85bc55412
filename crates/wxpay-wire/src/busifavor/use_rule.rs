//! When and how coupons of a stock can be used: the same table in coupons and in stocks.

use coupon_wire::{Lenient, OneOrMany, ZeroOrOne};
use serde::{Deserialize, Serialize};

use crate::{beijing_instant::BeijingInstant, word_list::WordList};

/// When and how the coupons can be used. One of the three discounts is there, by the type of the stock.
///
/// 核销规则；三种优惠按批次类型三选一。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct UseRule {
    /// When they are valid.
    ///
    /// 可核销时间。
    #[serde(with = "ZeroOrOne::<ValidTime>")]
    pub coupon_available_time: Option<ValidTime>,
    /// A fixed amount off; of a stock of the type NORMAL.
    ///
    /// 固定面额满减，批次类型为 NORMAL 时有值。
    #[serde(with = "ZeroOrOne::<AmountOff>")]
    pub fixed_normal_coupon: Option<AmountOff>,
    /// A share off; of a stock of the type DISCOUNT.
    ///
    /// 折扣券，批次类型为 DISCOUNT 时有值。
    #[serde(with = "ZeroOrOne::<PercentOff>")]
    pub discount_coupon: Option<PercentOff>,
    /// A price at which goods are exchanged; of a stock of the type EXCHANGE.
    ///
    /// 换购券，批次类型为 EXCHANGE 时有值。
    #[serde(with = "ZeroOrOne::<ExchangePrice>")]
    pub exchange_coupon: Option<ExchangePrice>,
    /// How they are redeemed.
    ///
    /// 核销方式。
    #[serde(with = "Lenient::<UseMethod>")]
    pub use_method: Option<UseMethod>,
    /// The mini program in which they are redeemed, for MINI_PROGRAMS.
    ///
    /// 核销所用小程序的 appid，仅核销方式为 MINI_PROGRAMS 时有效。
    #[serde(with = "Lenient::<String>")]
    pub mini_programs_appid: Option<String>,
    /// The page of that mini program.
    ///
    /// 该小程序的页面路径。
    #[serde(with = "Lenient::<String>")]
    pub mini_programs_path: Option<String>,
}

/// When coupons of a stock are valid.
///
/// 批次的有效时间。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ValidTime {
    /// First second of the stock.
    ///
    /// 批次开始时间。
    #[serde(with = "Lenient::<BeijingInstant>")]
    pub available_begin_time: Option<BeijingInstant>,
    /// Last second of the stock; a year after the first one at the latest.
    ///
    /// 批次结束时间；距开始时间最长一年。
    #[serde(with = "Lenient::<BeijingInstant>")]
    pub available_end_time: Option<BeijingInstant>,
    /// How many days a coupon is valid once it is, the first one included.
    ///
    /// 生效后几天内有效，当天即为 1。
    #[serde(with = "Lenient::<i64>")]
    pub available_day_after_receive: Option<i64>,
    /// How many days pass before a coupon that was received is valid; 30 at most.
    ///
    /// 领取后等待几天才生效，最多 30 天。
    #[serde(with = "Lenient::<i64>")]
    pub wait_days_after_receive: Option<i64>,
    /// Days of the week and times of the day.
    ///
    /// 每周的固定可用时段。
    #[serde(with = "ZeroOrOne::<WeeklySpan>")]
    pub available_week: Option<WeeklySpan>,
    /// Spans that follow no week. The vendor's spelling.
    ///
    /// 无规律的可用时段；字段拼写如厂商文档。
    #[serde(with = "OneOrMany::<AvailableSpan>")]
    pub irregulary_avaliable_time: Vec<AvailableSpan>,
}

/// Days of the week with times of the day.
///
/// 每周的可用时段。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct WeeklySpan {
    /// Days: 0 is Sunday. Typed as numbers, sampled as texts.
    ///
    /// 星期，0 为周日；表中为数字，示例为文本。
    #[serde(with = "WordList")]
    pub week_day: Vec<String>,
    /// Times of the day, two at most.
    ///
    /// 当天的时段，最多两个。
    #[serde(with = "OneOrMany::<DailySpan>")]
    pub available_day_time: Vec<DailySpan>,
}

/// A part of a day, in seconds from midnight.
///
/// 一天中的时段，单位秒，自零点起。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct DailySpan {
    /// Its first second.
    ///
    /// 开始的秒数。
    #[serde(with = "Lenient::<i64>")]
    pub begin_time: Option<i64>,
    /// Its last second: 86399 is the last of the day.
    ///
    /// 结束的秒数，86399 为当天最后一秒。
    #[serde(with = "Lenient::<i64>")]
    pub end_time: Option<i64>,
}

/// A span of time.
///
/// 一段时间。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct AvailableSpan {
    /// Its first second.
    ///
    /// 开始时间。
    #[serde(with = "Lenient::<BeijingInstant>")]
    pub begin_time: Option<BeijingInstant>,
    /// Its last second.
    ///
    /// 结束时间。
    #[serde(with = "Lenient::<BeijingInstant>")]
    pub end_time: Option<BeijingInstant>,
}

/// A fixed amount off (满减券).
///
/// 固定面额满减。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct AmountOff {
    /// The amount, in fen.
    ///
    /// 优惠金额，单位分。
    #[serde(with = "Lenient::<i64>")]
    pub discount_amount: Option<i64>,
    /// The amount that an order must reach, in fen.
    ///
    /// 消费门槛，单位分。
    #[serde(with = "Lenient::<i64>")]
    pub transaction_minimum: Option<i64>,
}

/// A share off (折扣券).
///
/// 折扣券。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct PercentOff {
    /// The share of the price that is paid, in percent: 88 is 88折.
    ///
    /// 折扣百分比，88 为 88 折。
    #[serde(with = "Lenient::<i64>")]
    pub discount_percent: Option<i64>,
    /// The amount that an order must reach, in fen.
    ///
    /// 消费门槛，单位分。
    #[serde(with = "Lenient::<i64>")]
    pub transaction_minimum: Option<i64>,
}

/// Goods at a price (换购券).
///
/// 换购券。
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ExchangePrice {
    /// The price, in fen; 0 is free.
    ///
    /// 单品换购价，单位分；0 为免费。
    #[serde(with = "Lenient::<i64>")]
    pub exchange_price: Option<i64>,
    /// The amount that an order must reach, in fen.
    ///
    /// 消费门槛，单位分。
    #[serde(with = "Lenient::<i64>")]
    pub transaction_minimum: Option<i64>,
}

coupon_wire::values! {
    /// Type of a stock (批次类型).
    pub enum StockType {
        /// A fixed amount off (固定面额满减券).
        Normal = "NORMAL",
        /// A share off (折扣券).
        Discount = "DISCOUNT",
        /// Goods at a price (换购券).
        Exchange = "EXCHANGE",
    }
}

coupon_wire::values! {
    /// How coupons are redeemed (核销方式).
    pub enum UseMethod {
        /// At a till (线下).
        OffLine = "OFF_LINE",
        /// In a mini program (线上小程序).
        MiniPrograms = "MINI_PROGRAMS",
        /// By the customer (用户自助核销).
        SelfConsume = "SELF_CONSUME",
        /// With the payment code (微信支付付款码).
        PaymentCode = "PAYMENT_CODE",
    }
}
