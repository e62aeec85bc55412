//! From an observation to a resolution: done, not done or unclear. Pure; nothing is read here.

use coupon_domain::{
    Coupon, CouponState, CustomFieldValue, CustomerRef, Discount, ReviewDecision, Template,
    TemplateRef, TemplateState, beijing_date, end_of_day, start_of_day,
};
use jiff::{Timestamp, civil::Date};
use serde_json::{Value, json};

use super::{
    grace::{earliest_arrival, latest_arrival},
    observation::{CouponChange, ExpectedTemplate, HoldingsDelta, Observation},
    reason::Reason,
};

/// The conclusion about a write whose answer was lost.
#[derive(Debug)]
pub enum Resolution {
    /// It was done. The ids of what it made are a JSON object, where they could be read.
    Done(Reason, Option<Value>),
    /// It was not done.
    NotDone(Reason),
    /// The observation does not tell.
    Unclear(Reason),
}

impl Resolution {
    /// Turns `NotDone` into `Unclear` until ten minutes after sending: the vendor may apply the write late.
    #[must_use]
    pub fn after_grace_period(self, now: Timestamp, sent_at: Timestamp) -> Self {
        let until = latest_arrival(sent_at);
        match self {
            Self::NotDone(reason) if now < until => {
                Self::Unclear(Reason::TooEarly { reason: reason.into(), until })
            }
            resolution => resolution,
        }
    }

    /// Turns `NotDone` into `Unclear` if a later write of ours may have overwritten the effect.
    fn unless_overwritten(self, later_write: Option<String>) -> Self {
        match (self, later_write) {
            (Self::NotDone(reason), Some(key)) => {
                Self::Unclear(Reason::LaterWrite { reason: reason.into(), key })
            }
            (resolution, _) => resolution,
        }
    }
}

/// Decides what an observation says about the write.
pub fn decide(observation: Observation) -> Resolution {
    match observation {
        Observation::Incomplete => Resolution::Unclear(Reason::ReadIncomplete),
        Observation::NotAddressable => Resolution::Unclear(Reason::NotAddressable),
        Observation::NewTemplates { expected, templates, duplicate_requests } => {
            decide_template_created(&expected, &templates, duplicate_requests)
        }
        Observation::TemplateEnd { template } => decide_template_ended(template.as_ref()),
        Observation::TemplateEndDate { expected, template, later_write } => {
            decide_template_ends_on(expected, template.as_ref()).unless_overwritten(later_write)
        }
        Observation::Holdings(delta) => decide_coupon_issued(delta),
        Observation::CouponWithCode { template, customer, sent_at, coupon, competing_write } => {
            decide_coupon_with_code(
                (&template, &customer),
                coupon.as_deref(),
                sent_at,
                competing_write,
            )
        }
        Observation::ReviewedCoupon { expected, state } => {
            decide_coupon_reviewed(expected, state.as_ref())
        }
        Observation::NoCouponForFields => Resolution::Unclear(Reason::NoCoupon),
        Observation::CustomFields { expected, fields, later_write } => {
            decide_custom_fields_set(&expected, fields.as_deref()).unless_overwritten(later_write)
        }
        Observation::ChangedCoupon { expected, coupon, later_write } => {
            decide_coupon_changed(&expected, coupon.as_deref()).unless_overwritten(later_write)
        }
    }
}

fn decide_template_created(
    expected: &ExpectedTemplate,
    made: &[Template],
    duplicate_requests: u64,
) -> Resolution {
    let named = |template: &&Template| template.name.as_deref() == Some(&expected.name);
    let named: Vec<&Template> = made.iter().filter(named).collect();
    let alike: Vec<&&Template> =
        named.iter().filter(|template| is_alike(expected, template)).collect();
    match (&alike[..], &named[..]) {
        ([one], _) if duplicate_requests == 0 => Resolution::Done(
            Reason::TemplateFound(one.id.clone()),
            Some(json!({ "template": one.id })),
        ),
        ([], []) => Resolution::NotDone(Reason::NoTemplate),
        ([], [other, ..]) => Resolution::Unclear(Reason::SimilarTemplate(other.id.clone())),
        (several, _) => Resolution::Unclear(Reason::SeveralTemplates {
            templates: several.len(),
            writes: duplicate_requests + 1,
        }),
    }
}

fn is_alike(expected: &ExpectedTemplate, template: &Template) -> bool {
    let discount = match (&expected.discount, &template.discount) {
        (Discount::Amount(asked), Some(Discount::Amount(is))) => asked == is,
        (Discount::Percent { share: asked, .. }, Some(Discount::Percent { share: is, .. })) => {
            asked == is
        }
        _ => false,
    };
    discount
        && template.begins_at == Some(start_of_day(expected.begins))
        && template.ends_at == Some(end_of_day(expected.ends))
}

fn decide_template_ended(template: Option<&Template>) -> Resolution {
    match template.map(|template| &template.state) {
        None => Resolution::Unclear(Reason::TemplateNotListed),
        Some(TemplateState::Ended) => Resolution::Done(Reason::TemplateEnded, None),
        Some(TemplateState::Open) => Resolution::NotDone(Reason::TemplateOpen),
        Some(TemplateState::Other(word)) => Resolution::Unclear(Reason::State(word.clone())),
    }
}

fn decide_template_ends_on(day: Date, template: Option<&Template>) -> Resolution {
    let Some(template) = template else { return Resolution::Unclear(Reason::TemplateNotListed) };
    match template.ends_at.map(beijing_date) {
        None => Resolution::Unclear(Reason::NoLastDay),
        Some(last) if last == day => Resolution::Done(Reason::LastDay(last), None),
        Some(last) => Resolution::NotDone(Reason::LastDay(last)),
    }
}

fn decide_coupon_issued(delta: HoldingsDelta) -> Resolution {
    let HoldingsDelta { before, now, in_time, done, open } = delta;
    let Some(before) = before else {
        return match now {
            0 => Resolution::NotDone(Reason::NoneHeld),
            _ => Resolution::Unclear(Reason::NoBaseline { now }),
        };
    };
    match now.checked_sub(before + done) {
        Some(0) => Resolution::NotDone(Reason::NoNewCoupon { before, now }),
        Some(more) if more == 1 + open && in_time >= more => {
            Resolution::Done(Reason::OneMoreCoupon { before, now }, None)
        }
        Some(more) if more == 1 + open => Resolution::Unclear(Reason::OtherTime { before, now }),
        _ => Resolution::Unclear(Reason::OtherNumber { before, now }),
    }
}

fn decide_coupon_with_code(
    (template, customer): (&TemplateRef, &CustomerRef),
    coupon: Option<&Coupon>,
    sent_at: Timestamp,
    competing_write: Option<String>,
) -> Resolution {
    let Some(coupon) = coupon else { return Resolution::NotDone(Reason::NoCoupon) };
    let before = earliest_arrival(sent_at);
    if coupon.created_at.is_some_and(|at| at < before) || !is_of(template, customer, coupon) {
        return Resolution::Unclear(Reason::OtherCoupon);
    }
    if let Some(key) = competing_write {
        return Resolution::Unclear(Reason::CompetingWrite(key));
    }
    let ids = json!({ "code": coupon.code, "customer": coupon.customer });
    Resolution::Done(Reason::CouponFound, Some(ids))
}

/// Whether a coupon is of the template and the customer. A field that the vendor leaves out matches any value.
fn is_of(template: &TemplateRef, customer: &CustomerRef, coupon: &Coupon) -> bool {
    let template = match template {
        TemplateRef::Id(id) => coupon.template.as_ref().is_none_or(|is| is == id),
        TemplateRef::Name(name) => coupon.template_name.as_ref().is_none_or(|is| is == name),
    };
    template
        && match customer {
            CustomerRef::Id(id) => coupon.customer.as_ref().is_none_or(|is| is == id),
            CustomerRef::Code(code) => coupon.customer_code.as_ref().is_none_or(|is| is == code),
            CustomerRef::SourceCode(_) => true,
        }
}

/// A coupon can be reviewed only once, so its state shows whether this review was applied.
fn decide_coupon_reviewed(expected: ReviewDecision, state: Option<&CouponState>) -> Resolution {
    let Some(state) = state else { return Resolution::Unclear(Reason::NoCoupon) };
    let given = match state {
        CouponState::PendingReview => return Resolution::NotDone(Reason::PendingReview),
        CouponState::SentBack => ReviewDecision::SendBack,
        CouponState::Available
        | CouponState::Locked
        | CouponState::Used
        | CouponState::Recovered
        | CouponState::Expired => ReviewDecision::Approve,
        CouponState::Revoked | CouponState::Other(_) => {
            return Resolution::Unclear(Reason::State(state.to_string()));
        }
    };
    let reason = Reason::State(state.to_string());
    match given == expected {
        true => Resolution::Done(reason, None),
        false => Resolution::NotDone(reason),
    }
}

/// A use is told by its order, for somebody else may have used the coupon meanwhile. Where the vendor names no order, a used
/// coupon proves nothing.
fn decide_coupon_changed(expected: &CouponChange, coupon: Option<&Coupon>) -> Resolution {
    let Some(Coupon { state, order_no, .. }) = coupon else {
        return Resolution::Unclear(Reason::NoCoupon);
    };
    let reason = Reason::State(state.to_string());
    match (expected, state) {
        (CouponChange::Used { order }, CouponState::Used) => match order_no {
            Some(used_in) if used_in == order => Resolution::Done(Reason::UsedInOrder, None),
            Some(other) => Resolution::NotDone(Reason::OtherOrder(other.clone())),
            None => Resolution::Unclear(Reason::NoOrder),
        },
        (CouponChange::Reversed, CouponState::Available)
        | (CouponChange::Revoked, CouponState::Revoked) => Resolution::Done(reason, None),
        (
            CouponChange::Used { .. },
            CouponState::Available | CouponState::Locked | CouponState::Expired,
        )
        | (CouponChange::Reversed, CouponState::Used)
        | (
            CouponChange::Revoked,
            CouponState::Available | CouponState::Locked | CouponState::Used | CouponState::Expired,
        ) => Resolution::NotDone(reason),
        _ => Resolution::Unclear(reason),
    }
}

fn decide_custom_fields_set(
    expected: &[CustomFieldValue],
    fields: Option<&[CustomFieldValue]>,
) -> Resolution {
    let Some(fields) = fields else { return Resolution::Unclear(Reason::NoFields) };
    match expected.iter().find(|field| !fields.contains(field)) {
        None => Resolution::Done(Reason::FieldsAsSet, None),
        Some(other) => Resolution::NotDone(Reason::FieldDiffers(other.key.clone())),
    }
}
