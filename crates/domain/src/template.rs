//! Coupon templates: what can be issued.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::id::TemplateId;

/// A template of coupons that can be issued to customers: a 优惠券 of Qince, an agreement of 兑货券, a Qmai template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// The vendor's id.
    pub id: TemplateId,
    /// The name customers see.
    pub name: Option<String>,
    /// Open or ended by hand. Being past its last day is no state: compare `ends_at`.
    pub state: TemplateState,
    /// The discount of its coupons.
    pub discount: Option<Discount>,
    /// The least an order must come to, in yuan; none for no threshold.
    pub threshold: Option<Decimal>,
    /// How many may be issued in all; none for no limit or not said.
    pub total: Option<u64>,
    /// How many one customer may hold; none for no limit or not said.
    pub per_customer: Option<u64>,
    /// How many have been claimed, where the vendor says.
    pub claimed: Option<u64>,
    /// How many have been used, where the vendor says.
    pub used: Option<u64>,
    /// First second in which its coupons are valid; [`NO_BEGINNING`](crate::NO_BEGINNING) where they have none.
    pub begins_at: Option<Timestamp>,
    /// Last second in which its coupons are valid; [`NO_END`](crate::NO_END) where they have none.
    pub ends_at: Option<Timestamp>,
    /// When the vendor made it, where the vendor says.
    pub created_at: Option<Timestamp>,
    /// When it last changed, where the vendor says.
    pub changed_at: Option<Timestamp>,
    /// True if no vendor record stands behind it: derived from coupons that name it.
    pub derived: bool,
}

impl Template {
    /// A template of which nothing else is known.
    pub fn new(id: TemplateId, state: TemplateState) -> Self {
        Self {
            id,
            name: None,
            state,
            discount: None,
            threshold: None,
            total: None,
            per_customer: None,
            claimed: None,
            used: None,
            begins_at: None,
            ends_at: None,
            created_at: None,
            changed_at: None,
            derived: false,
        }
    }
}

/// Whether a template can still be issued, as the vendor's own flag says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemplateState {
    /// Not ended by hand.
    Open,
    /// Ended by hand.
    Ended,
    /// Not said, or in a word we do not know.
    Other(String),
}

impl TemplateState {
    /// The word used in ledgers and output: "open", "ended", or the vendor's own.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Open => "open",
            Self::Ended => "ended",
            Self::Other(word) => word,
        }
    }
}

/// The discount of a coupon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Discount {
    /// A fixed amount in yuan.
    Amount(Decimal),
    /// A share of the order between 0 and 1, as the vendor means it, and the most it may come to in yuan.
    Percent {
        /// The vendor's 折扣比例 as a share: 0.85 for 85 %.
        share: Decimal,
        /// The most it may come to, in yuan.
        at_most: Option<Decimal>,
    },
}
