//! Coupon templates: what can be issued.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{coupon::UNKNOWN, id::TemplateId};

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

    /// The state at an instant: an open template past its last second is ended.
    pub fn state_at(&self, now: Timestamp) -> TemplateState {
        match &self.state {
            TemplateState::Open if self.ends_at.is_some_and(|end| end < now) => {
                TemplateState::Ended
            }
            other => other.clone(),
        }
    }
}

/// Whether a template can still be issued, as the vendor's own flag says. Written and read as one word.
#[derive(Debug, Clone, PartialEq, Eq)]
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

    /// The Chinese word, as people know it; a vendor's own word is verbatim.
    pub fn chinese(&self) -> &str {
        match self {
            Self::Open => "进行中",
            Self::Ended => "已结束",
            Self::Other(word) if word == UNKNOWN => "未知",
            Self::Other(word) if word == DERIVED => "由券推得",
            Self::Other(word) => word,
        }
    }

    /// The vendor's own word, if this state has no name of ours.
    pub fn vendors_word(&self) -> Option<&str> {
        match self {
            Self::Other(word) if ![UNKNOWN, DERIVED].contains(&word.as_str()) => Some(word),
            _ => None,
        }
    }
}

/// The state of a template that is known from its coupons alone.
const DERIVED: &str = "derived";

impl From<String> for TemplateState {
    fn from(word: String) -> Self {
        match word.as_str() {
            "open" => Self::Open,
            "ended" => Self::Ended,
            _ => Self::Other(word),
        }
    }
}

impl Serialize for TemplateState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for TemplateState {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_one_word_and_an_open_template_past_its_end_is_ended() {
        for word in ["open", "ended", "0", "审批中"] {
            let state: TemplateState = serde_json::from_value(word.into()).unwrap();
            assert_eq!(serde_json::to_value(&state).unwrap(), word);
        }
        let words =
            ["0", "unknown", "derived", "open"].map(|word| TemplateState::from(word.to_owned()));
        assert_eq!(
            words.each_ref().map(TemplateState::vendors_word),
            [Some("0"), None, None, None]
        );
        let end: Timestamp = "2026-03-01T00:00:00Z".parse().unwrap();
        let mut template = Template::new("1".into(), TemplateState::Open);
        assert_eq!(template.state_at(end), TemplateState::Open);
        template.ends_at = Some(end);
        assert_eq!(template.state_at(end), TemplateState::Open);
        assert_eq!(
            template.state_at("2026-03-01T00:00:01Z".parse().unwrap()),
            TemplateState::Ended
        );
        template.state = TemplateState::Other("0".to_owned());
        assert_eq!(template.state_at(Timestamp::MAX), template.state);
    }
}
