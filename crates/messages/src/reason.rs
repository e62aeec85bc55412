//! The words for the reasons of a resolution.

use coupon_write::Reason;

use crate::{Lang, vendor_error::vendor_message};

/// The reason as it is printed.
pub fn reason_text(reason: &Reason, lang: Lang) -> String {
    match reason {
        Reason::SettledBefore => lang.seen_settled(),
        Reason::NeverSent => lang.seen_never_left(),
        Reason::AboutToBeSent => lang.seen_leaving(),
        Reason::SettledManually => lang.said_by_hand(),
        Reason::ReadFailed(error) => lang.seen_read_failed(vendor_message(error, lang)),
        Reason::ReadIncomplete => lang.seen_incomplete(),
        Reason::NotReadable => lang.seen_no_reader(),
        Reason::NotAddressable => lang.seen_by_name(),
        Reason::TooEarly { reason, until } => {
            lang.seen_early(reason_text(reason, lang), coupon_domain::beijing_text(*until))
        }
        Reason::LaterWrite { reason, key } => lang.seen_later(reason_text(reason, lang), key),
        Reason::TemplateFound(id) => lang.seen_template(id),
        Reason::SeveralTemplates { templates, writes } => lang.seen_templates(templates, writes),
        Reason::SimilarTemplate(id) => lang.seen_template_like(id),
        Reason::NoTemplate => lang.seen_no_template(),
        Reason::TemplateNotListed => lang.seen_not_listed(),
        Reason::TemplateEnded => lang.seen_ended(),
        Reason::TemplateOpen => lang.seen_open(),
        Reason::State(state) => lang.seen_state(lang.state_word(state)),
        Reason::NoLastDay => lang.seen_no_last_day(),
        Reason::LastDay(day) => lang.seen_last_day(day),
        Reason::NoneHeld => lang.seen_none_held(),
        Reason::NoBaseline { now } => lang.seen_not_counted(now),
        Reason::NoNewCoupon { before, now } => lang.seen_as_many(before, now),
        Reason::OneMoreCoupon { before, now } => lang.seen_one_more(before, now),
        Reason::OtherTime { before, now } => lang.seen_other_time(before, now),
        Reason::OtherNumber { before, now } => lang.seen_other_number(before, now),
        Reason::NoCoupon => lang.seen_no_coupon(),
        Reason::CouponFound => lang.seen_coupon(),
        Reason::OtherCoupon => lang.seen_other_coupon(),
        Reason::CompetingWrite(key) => lang.seen_rival(key),
        Reason::UsedInOrder => lang.seen_used(),
        Reason::OtherOrder(order) => lang.seen_other_order(order),
        Reason::NoOrder => lang.seen_no_order(),
        Reason::PendingReview => lang.seen_pending(),
        Reason::NoFields => lang.seen_no_fields(),
        Reason::FieldsAsSet => lang.seen_fields(),
        Reason::FieldDiffers(key) => lang.seen_other_field(key),
    }
}

/// The reason as the journal keeps it with an outcome.
pub fn journal_reason(reason: &Reason, lang: Lang) -> String {
    let text = reason_text(reason, lang);
    match reason {
        Reason::NeverSent => text,
        _ => lang.looked_up(text),
    }
}
