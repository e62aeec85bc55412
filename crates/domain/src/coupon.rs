//! Coupons: what a customer holds.

use std::{convert::Infallible, error::Error, fmt, str::FromStr};

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    id::{CouponId, CustomerId, ProductId, TemplateId},
    nearest::nearest,
};

/// One coupon as the vendor lists it. A 兑货券 of three products is listed as three, with one `code`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coupon {
    /// The vendor's id of the listed record.
    pub id: CouponId,
    /// The code that writes and people use, where the vendor gives one. Coupons are counted by distinct code.
    pub code: Option<String>,
    /// The template it was issued from.
    pub template: Option<TemplateId>,
    /// The name of what it was issued from.
    pub template_name: Option<String>,
    /// Who holds it.
    pub customer: Option<CustomerId>,
    /// The business's own code of who holds it.
    pub customer_code: Option<String>,
    /// The name of who holds it.
    pub customer_name: Option<String>,
    /// The state as the vendor said it when it was read. Expiry moves with the clock: compare `ends_at`.
    pub state: CouponState,
    /// The amount it takes off an order, in yuan, where that is fixed.
    pub amount: Option<Decimal>,
    /// The share of an order between 0 and 1, as the vendor means it, where it takes off no fixed amount.
    pub share: Option<Decimal>,
    /// The amount that an order must reach, in yuan. `None` where there is no threshold, or the vendor's row does not say.
    pub threshold: Option<Decimal>,
    /// First second in which it is valid; [`NO_BEGINNING`](crate::NO_BEGINNING) where it has none.
    pub begins_at: Option<Timestamp>,
    /// Last second in which it is valid; [`NO_END`](crate::NO_END) where it has none.
    pub ends_at: Option<Timestamp>,
    /// When the vendor made the record.
    pub created_at: Option<Timestamp>,
    /// When the vendor says the record last changed. Use moves no such date at Qince.
    pub changed_at: Option<Timestamp>,
    /// When the customer got it.
    pub received_at: Option<Timestamp>,
    /// When it was used.
    pub used_at: Option<Timestamp>,
    /// The vendor's id of the order it was used in.
    pub order_id: Option<String>,
    /// The number of the order it was used in.
    pub order_no: Option<String>,
    /// The total of that order, in yuan.
    pub order_amount: Option<Decimal>,
    /// The amount that the coupon took off that order, in yuan.
    pub used_amount: Option<Decimal>,
    /// The goods it is exchanged for (兑货券).
    pub item: Option<Item>,
    /// When it came back from the trade (兑货券).
    pub recovered_at: Option<Timestamp>,
    /// How much came back from the trade (兑货券), in the item's unit unless the row says otherwise.
    pub recovered_quantity: Option<Decimal>,
}

impl Coupon {
    /// A coupon of which nothing else is known.
    pub fn new(id: CouponId, state: CouponState) -> Self {
        Self {
            id,
            code: None,
            template: None,
            template_name: None,
            customer: None,
            customer_code: None,
            customer_name: None,
            state,
            amount: None,
            share: None,
            threshold: None,
            begins_at: None,
            ends_at: None,
            created_at: None,
            changed_at: None,
            received_at: None,
            used_at: None,
            order_id: None,
            order_no: None,
            order_amount: None,
            used_amount: None,
            item: None,
            recovered_at: None,
            recovered_quantity: None,
        }
    }

    /// The state at an instant: an available coupon past its end is expired.
    pub fn state_at(&self, now: Timestamp) -> CouponState {
        match &self.state {
            CouponState::Available if self.ends_at.is_some_and(|end| end < now) => {
                CouponState::Expired
            }
            other => other.clone(),
        }
    }

    /// The code that makes this row one of the rows of a coupon that is exchanged for goods. `None` if the row is a coupon of
    /// its own.
    pub fn goods_code(&self) -> Option<&str> {
        self.code.as_deref().filter(|_| self.item.is_some())
    }
}

/// Goods of one row of a 兑货券.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The vendor's product id.
    pub product: Option<ProductId>,
    /// The business's own product code.
    pub code: Option<String>,
    /// The product's name.
    pub name: Option<String>,
    /// How much.
    pub quantity: Option<Decimal>,
    /// In what: 箱, 瓶.
    pub unit: Option<String>,
    /// Price of one unit, in yuan.
    pub price: Option<Decimal>,
}

/// Where a coupon stands. Written and read as one lower-case word; `Other` is the vendor's own word.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CouponState {
    /// Waits for approval (待审批).
    PendingReview,
    /// Sent back by the approver (被打回).
    SentBack,
    /// Can be used, or could be but for its dates.
    Available,
    /// Held back for now: frozen, or on its way to someone else.
    Locked,
    /// Used in an order.
    Used,
    /// Used and come back from the trade (已回收).
    Recovered,
    /// Over without use, as the vendor says.
    Expired,
    /// Deleted or recalled by the vendor or the business.
    Revoked,
    /// A word we do not know, verbatim.
    Other(String),
}

impl CouponState {
    /// Every state that has a name of ours.
    pub const KNOWN: [Self; 8] = [
        Self::PendingReview,
        Self::SentBack,
        Self::Available,
        Self::Locked,
        Self::Used,
        Self::Recovered,
        Self::Expired,
        Self::Revoked,
    ];

    /// The word used in ledgers, output and filters.
    pub fn as_str(&self) -> &str {
        match self {
            Self::PendingReview => "pending_review",
            Self::SentBack => "sent_back",
            Self::Available => "available",
            Self::Locked => "locked",
            Self::Used => "used",
            Self::Recovered => "recovered",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Other(word) => word,
        }
    }

    /// The Chinese word, as people know it; a vendor's own word is verbatim.
    pub fn chinese(&self) -> &str {
        match self {
            Self::PendingReview => "待审批",
            Self::SentBack => "被打回",
            Self::Available => "可用",
            Self::Locked => "已锁定",
            Self::Used => "已使用",
            Self::Recovered => "已回收",
            Self::Expired => "已过期",
            Self::Revoked => "已作废",
            Self::Other(word) if word == UNKNOWN => "未知",
            Self::Other(word) => word,
        }
    }

    /// The state of that name, English or Chinese, blanks around it aside; none if no state has it.
    pub fn named(word: &str) -> Option<Self> {
        let word = word.trim();
        Self::KNOWN.into_iter().find(|state| state.as_str() == word || state.chinese() == word)
    }

    /// The state that a filter asks for: by name, or the vendor's own word behind `=`.
    ///
    /// # Errors
    ///
    /// No state has this name.
    pub fn from_filter(given: &str) -> Result<Self, UnknownCouponState> {
        let verbatim = given.strip_prefix('=').map(|word| Self::Other(word.to_owned()));
        let unknown = || {
            let known = || Self::KNOWN.iter().flat_map(|state| [state.as_str(), state.chinese()]);
            let near = nearest(given, known()).and_then(Self::named);
            UnknownCouponState { nearest: near }
        };
        verbatim.or_else(|| Self::named(given)).ok_or_else(unknown)
    }

    /// The vendor's own word, if this state has no name of ours.
    pub fn vendors_word(&self) -> Option<&str> {
        match self {
            Self::Other(word) if word != UNKNOWN => Some(word),
            _ => None,
        }
    }
}

/// The word for a state that the vendor did not tell.
pub(crate) const UNKNOWN: &str = "unknown";

/// A word that names no coupon state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCouponState {
    /// The state that was most likely meant.
    pub nearest: Option<CouponState>,
}

impl fmt::Display for UnknownCouponState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(near) = &self.nearest {
            write!(f, "did you mean {near} {}? ", near.chinese())?;
        }
        let names = CouponState::KNOWN.map(|state| format!("{state} {}", state.chinese()));
        write!(f, "write one of {}; or the vendor's own word as =WORD", names.join(", "))
    }
}

impl Error for UnknownCouponState {}

impl FromStr for CouponState {
    type Err = Infallible;

    fn from_str(word: &str) -> Result<Self, Infallible> {
        let known = Self::KNOWN.into_iter().find(|state| state.as_str() == word);
        Ok(known.unwrap_or_else(|| Self::Other(word.to_owned())))
    }
}

impl fmt::Display for CouponState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for CouponState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CouponState {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Ok(word.parse().unwrap_or_else(|never: Infallible| match never {}))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_takes_names_in_both_languages_and_a_vendors_own_word() {
        for state in CouponState::KNOWN {
            assert_eq!(CouponState::from_filter(state.as_str()), Ok(state.clone()));
            assert_eq!(CouponState::from_filter(state.chinese()), Ok(state));
        }
        assert_eq!(CouponState::from_filter("=0"), Ok(CouponState::Other("0".to_owned())));
        let error = CouponState::from_filter("usde").unwrap_err();
        assert!(
            error.to_string().starts_with("did you mean used 已使用? write one of "),
            "{error}"
        );
        assert_eq!(
            CouponState::from_filter("已过其").unwrap_err().nearest,
            Some(CouponState::Expired)
        );
        assert_eq!(CouponState::from_filter("zzzzzz").unwrap_err().nearest, None);
    }

    #[test]
    fn an_available_coupon_past_its_end_is_expired_and_a_vendors_word_is_told_from_ours() {
        let end: Timestamp = "2026-03-01T00:00:00Z".parse().unwrap();
        let mut coupon = Coupon::new("1".into(), CouponState::Available);
        coupon.ends_at = Some(end);
        assert_eq!(coupon.state_at(end), CouponState::Available);
        let later = "2026-03-01T00:00:01Z".parse().unwrap();
        assert_eq!(coupon.state_at(later), CouponState::Expired);
        coupon.state = CouponState::Used;
        assert_eq!(coupon.state_at(later), CouponState::Used);
        let words = ["0", "unknown", "used"].map(|word| word.parse::<CouponState>().unwrap());
        assert_eq!(words.each_ref().map(CouponState::vendors_word), [Some("0"), None, None]);
    }

    #[test]
    fn every_state_is_read_back_from_its_own_word() {
        for state in CouponState::KNOWN {
            assert_eq!(state.as_str().parse(), Ok(state.clone()));
        }
        assert_eq!("转赠".parse(), Ok(CouponState::Other("转赠".to_owned())));
    }
}
