//! Checks that several operations share.

use coupon_wire::{Number, Rule, Validator, ViolationKind};

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

/// A page counts from 1.
pub(crate) fn page(check: &mut Validator, rule: Rule, field: &str, number: &Option<Number>) {
    if check.whole(rule, field, number).is_some_and(|page| page < 1) {
        let given = number.as_ref().map_or("", Number::as_str);
        check.violated(rule, field, given, ViolationKind::NotBelow("1"));
    }
}

/// A page has 1 to 50 rows.
pub(crate) fn page_size(check: &mut Validator, rule: Rule, field: &str, number: &Option<Number>) {
    if check.whole(rule, field, number).is_some_and(|rows| !(1..=50).contains(&rows)) {
        let given = number.as_ref().map_or("", Number::as_str);
        check.violated(rule, field, given, ViolationKind::OutOfRange("1", "50"));
    }
}
