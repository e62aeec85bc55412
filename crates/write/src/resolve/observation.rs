//! The state that was read at the vendor, beside the state that a write should have left.

use coupon_domain::{
    Coupon, CouponState, CustomFieldValue, CustomerRef, Discount, ReviewDecision, Template,
    TemplateRef,
};
use jiff::{Timestamp, civil::Date};

/// Everything that [`decide`](crate::decide) needs to know about one write.
#[derive(Debug)]
pub enum Observation {
    /// Some rows of the vendor's answer could not be parsed.
    Incomplete,
    /// The template or the customer is named in a way that cannot be looked up.
    NotAddressable,
    /// For a template that was to be made.
    NewTemplates {
        /// The template that was asked for.
        expected: ExpectedTemplate,
        /// The templates made on the day of the write, without those that other writes of ours are known to have made.
        templates: Vec<Template>,
        /// The number of other writes without a known outcome that asked for the same template.
        duplicate_requests: u64,
    },
    /// For a template that was to be ended.
    TemplateEnd {
        /// The template as it is listed.
        template: Option<Template>,
    },
    /// For a template whose last day was to be moved.
    TemplateEndDate {
        /// The last day that was asked for, in Beijing time.
        expected: Date,
        /// The template as it is listed.
        template: Option<Template>,
        /// The journal key of a later write that moved the last day too.
        later_write: Option<String>,
    },
    /// For a coupon whose code the vendor chooses.
    Holdings(HoldingsDelta),
    /// For a coupon whose code the write chose.
    CouponWithCode {
        /// The template that was asked for.
        template: TemplateRef,
        /// The customer who was to get it.
        customer: CustomerRef,
        /// The instant of sending.
        sent_at: Timestamp,
        /// The coupon of that code.
        coupon: Option<Box<Coupon>>,
        /// The journal key of another write that chose the same code.
        competing_write: Option<String>,
    },
    /// For a coupon that was to be reviewed.
    ReviewedCoupon {
        /// The decision that was sent.
        expected: ReviewDecision,
        /// The coupon's state. `None` if there is no such coupon.
        state: Option<CouponState>,
    },
    /// For custom fields of a coupon that the vendor does not know.
    NoCouponForFields,
    /// For custom fields that were to be set.
    CustomFields {
        /// The fields that were sent.
        expected: Vec<CustomFieldValue>,
        /// The coupon's fields. `None` if the vendor's answer names none.
        fields: Option<Vec<CustomFieldValue>>,
        /// The journal key of a later write that set one of these fields too.
        later_write: Option<String>,
    },
    /// For a coupon that was to be used, given back or taken back.
    ChangedCoupon {
        /// The change that was asked for.
        expected: CouponChange,
        /// The coupon. `None` if there is no such coupon.
        coupon: Option<Box<Coupon>>,
        /// The journal key of a later write that used, gave back or took back the same coupon.
        later_write: Option<String>,
    },
}

/// The change that a write makes to a coupon which is there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CouponChange {
    /// It is used in the order of this number.
    Used {
        /// The number of the order.
        order: String,
    },
    /// It was used, and can be used again.
    Reversed,
    /// It is taken back.
    Revoked,
}

/// A template that was to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedTemplate {
    /// Its name.
    pub name: String,
    /// First Beijing day of validity.
    pub begins: Date,
    /// Last Beijing day of validity.
    pub ends: Date,
    /// The discount of its coupons.
    pub discount: Discount,
}

/// The coupons of one template that one customer holds, before a write and now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoldingsDelta {
    /// The number before the write, where it was noted.
    pub before: Option<u64>,
    /// The number now.
    pub now: u64,
    /// The number of those whose time fits the write.
    pub in_time: u64,
    /// The number of other writes of ours that were done since.
    pub done: u64,
    /// The number of other writes of ours that may have been done since.
    pub open: u64,
}
