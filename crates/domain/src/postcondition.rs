//! The state that a write leaves at the vendor.

use jiff::{Timestamp, civil::Date};

use crate::{
    command::{
        ChangeEndDate, Command, CreateTemplate, CustomFieldValue, EndTemplate, Issue, ReverseUse,
        Review, ReviewDecision, RevokeCoupon, UseCoupon,
    },
    query::{CouponRef, CustomerRef, TemplateRef},
    template::Discount,
};

/// The state that a write leaves at the vendor. Reading it back tells whether a write with a lost answer was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Postcondition {
    /// A new template exists.
    TemplateCreated {
        /// Its name.
        name: String,
        /// First Beijing day of validity.
        begins: Date,
        /// Last Beijing day of validity.
        ends: Date,
        /// The discount of its coupons.
        discount: Discount,
    },
    /// A template is ended by hand.
    TemplateEnded(TemplateRef),
    /// A template has this last day.
    TemplateEndsOn {
        /// The template.
        template: TemplateRef,
        /// Its last Beijing day.
        day: Date,
    },
    /// A customer holds one more coupon of a template. The vendor chose its code.
    CouponIssued {
        /// The template.
        template: TemplateRef,
        /// The customer.
        customer: CustomerRef,
        /// The time of receipt, where the write names one.
        received_at: Option<Timestamp>,
    },
    /// A coupon with this code exists. The write chose the code.
    CouponWithCode {
        /// The code.
        code: String,
        /// The coupon's template.
        template: TemplateRef,
        /// The customer who holds it.
        customer: CustomerRef,
    },
    /// A coupon was reviewed with this decision.
    CouponReviewed {
        /// Its code.
        code: String,
        /// The decision.
        decision: ReviewDecision,
    },
    /// A coupon has these custom fields.
    CustomFieldsSet {
        /// Its code.
        code: String,
        /// The fields. Others do not matter.
        fields: Vec<CustomFieldValue>,
    },
    /// A coupon is used in this order.
    CouponUsed {
        /// The coupon.
        coupon: CouponRef,
        /// The number of the order.
        order: String,
    },
    /// A coupon that was used can be used again.
    UseReversed(CouponRef),
    /// A coupon is taken back.
    CouponRevoked(CouponRef),
}

impl Postcondition {
    /// The coupon that the write used, gave back or took back.
    pub fn moved_coupon(&self) -> Option<&CouponRef> {
        match self {
            Self::CouponUsed { coupon, .. }
            | Self::UseReversed(coupon)
            | Self::CouponRevoked(coupon) => Some(coupon),
            Self::TemplateCreated { .. }
            | Self::TemplateEnded(_)
            | Self::TemplateEndsOn { .. }
            | Self::CouponIssued { .. }
            | Self::CouponWithCode { .. }
            | Self::CouponReviewed { .. }
            | Self::CustomFieldsSet { .. } => None,
        }
    }
}

impl From<&Command> for Postcondition {
    fn from(command: &Command) -> Self {
        match command {
            Command::CreateTemplate(new) => {
                let CreateTemplate { name, begins, ends, discount, .. } = new.as_ref();
                let (begins, ends, discount) = (*begins, *ends, discount.clone());
                Self::TemplateCreated { name: name.clone(), begins, ends, discount }
            }
            Command::EndTemplate(EndTemplate { template }) => Self::TemplateEnded(template.clone()),
            Command::ChangeEnd(ChangeEndDate { template, ends }) => {
                Self::TemplateEndsOn { template: template.clone(), day: *ends }
            }
            Command::Issue(issue) => {
                let Issue { template, customer, code, received_at, .. } = issue.as_ref();
                let (template, customer) = (template.clone(), customer.clone());
                match code.clone() {
                    Some(code) => Self::CouponWithCode { code, template, customer },
                    None => Self::CouponIssued { template, customer, received_at: *received_at },
                }
            }
            Command::Review(Review { code, verdict, .. }) => {
                Self::CouponReviewed { code: code.clone(), decision: *verdict }
            }
            Command::Annotate(annotate) => Self::CustomFieldsSet {
                code: annotate.code.clone(),
                fields: annotate.fields.clone(),
            },
            Command::Use(UseCoupon { coupon, order, .. }) => {
                Self::CouponUsed { coupon: coupon.clone(), order: order.clone() }
            }
            Command::Reverse(ReverseUse { coupon, .. }) => Self::UseReversed(coupon.clone()),
            Command::Revoke(RevokeCoupon { coupon }) => Self::CouponRevoked(coupon.clone()),
        }
    }
}
