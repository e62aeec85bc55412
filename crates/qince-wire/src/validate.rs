//! Rules that several operations share (`vendor-rules`, section 4).

use coupon_wire::{Certainty, Number, Rule, Validator, ViolationKind, internal::strict_decimal};
use rust_decimal::Decimal;

const LONGEST_PAGE: i64 = 1000;

/// QIN-2 and QIN-3. `maximum` is how well it is known that a page has at most 1000 rows.
pub(crate) fn paging(
    check: &mut Validator,
    number: &Option<Number>,
    length: &Option<Number>,
    maximum: Certainty,
) {
    if let Some(page) = check.whole("QIN-2", "page_number", number)
        && page < 1
    {
        check.violated(
            Rule::assumed("QIN-2"),
            "page_number",
            &page.to_string(),
            ViolationKind::NotAbove("0"),
        );
    }
    if let Some(rows) = check.whole("QIN-3", "page_length", length)
        && !(1..=LONGEST_PAGE).contains(&rows)
    {
        let certainty = if rows < 1 { Certainty::Assumed } else { maximum };
        check.violated(
            Rule { id: "QIN-3", certainty },
            "page_length",
            &rows.to_string(),
            ViolationKind::OutOfRange("1", "1000"),
        );
    }
}

/// One of the fields must be filled; gives the first that is. The others are not read, not even checked (QIN-10).
pub(crate) fn one_of<'a>(
    check: &mut Validator,
    rule: impl Into<Rule>,
    fields: &'static [&'static str],
    values: &[&'a Option<String>],
) -> Option<(&'static str, &'a Option<String>)> {
    let filled: Vec<bool> = values.iter().map(|value| value.is_some()).collect();
    check.one_needed(rule, fields, &filled);
    fields.iter().copied().zip(values.iter().copied()).find(|(_, value)| value.is_some())
}

/// One of the lists must be filled, and the one that counts must have no empty element.
pub(crate) fn one_list(
    check: &mut Validator,
    rule: &'static str,
    fields: &'static [&'static str],
    values: &[&Option<String>],
) {
    if let Some((field, value)) = one_of(check, rule, fields, values) {
        check.list(Rule::assumed("TYP-11"), field, value);
    }
}

/// A decimal sent as text. That it is a number is documented; that it has no sign and no exponent is assumed (TYP-13).
pub(crate) fn plain_decimal(
    check: &mut Validator,
    rule: &'static str,
    field: &str,
    value: &Option<String>,
) -> Option<Decimal> {
    let text = value.as_ref()?;
    let Some(number) = strict_decimal(text) else {
        check.violated(rule, field, text, ViolationKind::NotDecimal);
        return None;
    };
    check.decimal(Rule::assumed("TYP-13"), field, Some(text));
    Some(number)
}

/// NUMERIC(p,s): at most so many digits before and after the point. That the vendor refuses more decimals rather than
/// rounding them is assumed (TYP-5).
pub(crate) fn numeric(
    check: &mut Validator,
    rule: &'static str,
    field: &str,
    value: &Option<Number>,
    (before, after): (u32, u32),
) -> Option<Decimal> {
    let text = value.as_ref()?.as_str();
    let Some(number) = strict_decimal(text) else {
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        let problem = if digits {
            ViolationKind::TooManyDigits(before, after)
        } else {
            ViolationKind::NotDecimal
        };
        check.violated(rule, field, text, problem);
        return None;
    };
    let too_large = number.trunc().abs() >= Decimal::from(10_u64.pow(before));
    if too_large || number.scale() > after {
        let certainty = if too_large { Certainty::Documented } else { Certainty::Assumed };
        check.violated(
            Rule { id: rule, certainty },
            field,
            text,
            ViolationKind::TooManyDigits(before, after),
        );
    }
    Some(number)
}
