//! The records of 优惠券 and of those that customers hold.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};

use super::range::{Goods, Range};
use crate::{clock::Millis, json_writer::CachedText, serde_text};

/// A 优惠券, as it was made.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Voucher {
    pub(crate) name: String,
    pub(crate) start: Date,
    pub(crate) end: Date,
    pub(crate) discount: VoucherDiscount,
    /// The amount an order must reach.
    pub(crate) doorsill: Option<Decimal>,
    pub(crate) pay_type: String,
    pub(crate) remark: String,
    pub(crate) each: usize,
    pub(crate) num: usize,
    pub(crate) range: Range,
    pub(crate) goods: Goods,
    pub(crate) business_from: String,
    pub(crate) origin: VoucherSource,
    /// The goods an order must contain; only on those passed down.
    pub(crate) required: Option<Required>,
    pub(crate) finished: bool,
    /// Positions in the list of held coupons.
    #[serde(skip)]
    pub(crate) held: Vec<u32>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum VoucherDiscount {
    /// A fixed amount. Old ones do not say their kind: blank stands for it.
    Fixed { money: Decimal, named: bool },
    /// A share from 0 to 1, and the most it may take off.
    Percent { share: Decimal, most: Option<Decimal> },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum VoucherSource {
    Own,
    PassedDown,
    Interface,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Required {
    #[serde(deserialize_with = "mode")]
    pub(crate) mode: Mode,
    pub(crate) of_each: u32,
}

/// A 优惠券 in a customer's hand.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HeldVoucher {
    #[serde(with = "serde_text::id")]
    pub(crate) id: u64,
    pub(crate) voucher: u32,
    pub(crate) customer: u32,
    /// Its last day: that of its 优惠券 as long as it is unused.
    pub(crate) end: Date,
    #[serde(with = "serde_text::time")]
    pub(crate) received: Millis,
    pub(crate) used: Option<Box<VoucherOrder>>,
    #[serde(skip)]
    pub(crate) written: CachedText,
}

/// The order in which a coupon was used.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VoucherOrder {
    pub(crate) id: String,
    pub(crate) no: String,
    #[serde(with = "serde_text::time")]
    pub(crate) time: Millis,
    pub(crate) amount: Decimal,
    /// The amount that the coupon took off, in yuan.
    pub(crate) discount: Decimal,
}

/// `ANYONE` or `ALL`.
type Mode = &'static str;

fn mode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Mode, D::Error> {
    let text = String::deserialize(deserializer)?;
    let known = ["ANYONE", "ALL"].into_iter().find(|mode| *mode == text);
    known.ok_or_else(|| serde::de::Error::custom("mode is ANYONE or ALL"))
}

/// Two decimals, as the vendor writes money.
pub(crate) fn money(amount: Decimal) -> String {
    use rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    format!("{:.2}", amount.round_dp_with_strategy(2, MidpointAwayFromZero))
}
