//! Checks that several operations share.

use coupon_wire::{Rule, Validator, ViolationKind};

/// Digits and nothing else.
pub(crate) fn digits(
    check: &mut Validator,
    rule: impl Into<Rule>,
    field: &str,
    text: Option<&str>,
) {
    if let Some(text) = text.filter(|text| !text.bytes().all(|b| b.is_ascii_digit())) {
        check.violated(rule, field, text, ViolationKind::NotDigits);
    }
}
