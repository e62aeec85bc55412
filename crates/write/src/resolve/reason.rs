//! The reasons of a resolution, for the caller to word.

use coupon_domain::{Error, TemplateId};
use jiff::{Timestamp, civil::Date};

/// The reason why a write is held to be done, not done or unclear.
#[derive(Debug)]
pub enum Reason {
    /// It has an outcome in the journal already.
    SettledBefore,
    /// It was recorded and never sent. It is withdrawn now, so that it cannot be sent any more.
    NeverSent,
    /// It was recorded so recently that its process may be about to send it.
    AboutToBeSent,
    /// Somebody looked at the vendor and said so.
    SettledManually,
    /// The vendor could not be asked.
    ReadFailed(Error),
    /// Some rows of the vendor's answer could not be parsed.
    ReadIncomplete,
    /// No provider can read this write back.
    NotReadable,
    /// The template or the customer is named in a way that cannot be looked up.
    NotAddressable,
    /// There is no effect yet, but the write may still arrive.
    TooEarly {
        /// The reason that counts afterwards.
        reason: Box<Self>,
        /// The end of the grace period.
        until: Timestamp,
    },
    /// There is no effect, but a later write may have overwritten it.
    LaterWrite {
        /// The reason without that write.
        reason: Box<Self>,
        /// The journal key of the later write.
        key: String,
    },
    /// One template of the day has the name, the days and the amount.
    TemplateFound(TemplateId),
    /// Several templates of the day match, or several writes asked for such a template.
    SeveralTemplates {
        /// The number of matching templates.
        templates: usize,
        /// The number of writes without a known outcome that asked for such a template, this one included.
        writes: u64,
    },
    /// A template of the day has the name, but other days or another amount.
    SimilarTemplate(TemplateId),
    /// No template of the day has the name.
    NoTemplate,
    /// The vendor does not list the template.
    TemplateNotListed,
    /// The template is ended.
    TemplateEnded,
    /// The template is not ended.
    TemplateOpen,
    /// The template or the coupon is in this state.
    State(String),
    /// The vendor names no last day of the template.
    NoLastDay,
    /// The last day of the template, in Beijing time.
    LastDay(Date),
    /// The customer holds no coupon of the template.
    NoneHeld,
    /// The customer holds coupons, but their number before the write is unknown.
    NoBaseline {
        /// The number of coupons held now.
        now: u64,
    },
    /// The customer holds no more coupons than other writes account for.
    NoNewCoupon {
        /// The number of coupons held before the write.
        before: u64,
        /// The number of coupons held now.
        now: u64,
    },
    /// The customer holds the coupon that the write issued.
    OneMoreCoupon {
        /// The number of coupons held before the write.
        before: u64,
        /// The number of coupons held now.
        now: u64,
    },
    /// The customer holds one more coupon, which came at another time.
    OtherTime {
        /// The number of coupons held before the write.
        before: u64,
        /// The number of coupons held now.
        now: u64,
    },
    /// The number of coupons fits neither outcome.
    OtherNumber {
        /// The number of coupons held before the write.
        before: u64,
        /// The number of coupons held now.
        now: u64,
    },
    /// The vendor knows no coupon of the code.
    NoCoupon,
    /// The vendor has the coupon.
    CouponFound,
    /// A coupon of the code exists, but it is older, of another template or another customer's.
    OtherCoupon,
    /// The coupon exists, but the write under this key asked for the same code.
    CompetingWrite(String),
    /// The coupon is used in the order that the write named.
    UsedInOrder,
    /// The coupon is used in another order, of this number.
    OtherOrder(String),
    /// The coupon is used, and the vendor does not name the order.
    NoOrder,
    /// The coupon still awaits review.
    PendingReview,
    /// The vendor names no custom fields of the coupon.
    NoFields,
    /// The coupon has the custom fields.
    FieldsAsSet,
    /// The custom field of this key has another value.
    FieldDiffers(String),
}
