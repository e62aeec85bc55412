//! Checks that several operations share.

use coupon_wire::{Certainty, Validator, ViolationKind};

/// Digits and nothing else.
pub(crate) fn digits(
    check: &mut Validator,
    rule: &'static str,
    certainty: Certainty,
    field: &str,
    text: Option<&str>,
) {
    if let Some(text) = text.filter(|text| !text.bytes().all(|b| b.is_ascii_digit())) {
        check.violated(rule, certainty, field, text, ViolationKind::NotDigits);
    }
}
