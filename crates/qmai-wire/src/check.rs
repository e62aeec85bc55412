//! Checks that several operations share.

use coupon_wire::{Check, Grade, Problem};

/// Digits and nothing else.
pub(crate) fn digits(
    check: &mut Check,
    rule: &'static str,
    grade: Grade,
    field: &str,
    text: Option<&str>,
) {
    if let Some(text) = text.filter(|text| !text.bytes().all(|b| b.is_ascii_digit())) {
        check.broke(rule, grade, field, text, Problem::NotDigits);
    }
}
