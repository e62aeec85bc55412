//! Rules that several operations share (`vendor-rules`, section 4).

use coupon_wire::{Check, Grade, Number, Problem, Scalar};
use rust_decimal::Decimal;

const LONGEST_PAGE: i64 = 1000;

/// QIN-2 and QIN-3. `maximum` is how well it is known that a page has at most 1000 rows.
pub(crate) fn paging(
    check: &mut Check,
    number: &Option<Number>,
    length: &Option<Number>,
    maximum: Grade,
) {
    if let Some(page) = check.whole("QIN-2", Grade::Documented, "page_number", number)
        && page < 1
    {
        check.broke(
            "QIN-2",
            Grade::Assumed,
            "page_number",
            &page.to_string(),
            Problem::NotAbove("0"),
        );
    }
    if let Some(rows) = check.whole("QIN-3", Grade::Documented, "page_length", length)
        && !(1..=LONGEST_PAGE).contains(&rows)
    {
        let grade = if rows < 1 { Grade::Assumed } else { maximum };
        check.broke(
            "QIN-3",
            grade,
            "page_length",
            &rows.to_string(),
            Problem::OutOfRange("1", "1000"),
        );
    }
}

/// One of the fields must be filled; gives the first that is. The others are not read, not even checked (QIN-10).
pub(crate) fn one_of<'a>(
    check: &mut Check,
    (rule, grade): (&'static str, Grade),
    fields: &'static [&'static str],
    values: &[&'a Option<String>],
) -> Option<(&'static str, &'a Option<String>)> {
    let filled: Vec<bool> = values.iter().map(|value| value.is_some()).collect();
    check.one_needed(rule, grade, fields, &filled);
    fields.iter().copied().zip(values.iter().copied()).find(|(_, value)| value.is_some())
}

/// One of the lists must be filled, and the one that counts must have no empty element.
pub(crate) fn one_list(
    check: &mut Check,
    rule: &'static str,
    fields: &'static [&'static str],
    values: &[&Option<String>],
) {
    if let Some((field, value)) = one_of(check, (rule, Grade::Documented), fields, values) {
        check.list("TYP-11", Grade::Assumed, field, value);
    }
}

/// A decimal sent as text. That it is a number is documented; that it has no sign and no exponent is assumed (TYP-13).
pub(crate) fn plain_decimal(
    check: &mut Check,
    rule: &'static str,
    field: &str,
    value: &Option<String>,
) -> Option<Decimal> {
    let text = value.as_ref()?;
    let Ok(Some(number)) = <Decimal as Scalar>::read(text) else {
        check.broke(rule, Grade::Documented, field, text, Problem::NotDecimal);
        return None;
    };
    check.decimal("TYP-13", Grade::Assumed, field, Some(text));
    Some(number)
}

/// NUMERIC(p,s): at most so many digits before and after the point. That the vendor refuses more decimals rather than
/// rounding them is assumed (TYP-5).
pub(crate) fn numeric(
    check: &mut Check,
    rule: &'static str,
    field: &str,
    value: &Option<Number>,
    (before, after): (u32, u32),
) -> Option<Decimal> {
    let text = value.as_ref()?.as_str();
    let Ok(Some(number)) = <Decimal as Scalar>::read(text) else {
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        let problem =
            if digits { Problem::TooManyDigits(before, after) } else { Problem::NotDecimal };
        check.broke(rule, Grade::Documented, field, text, problem);
        return None;
    };
    let too_large = number.trunc().abs() >= Decimal::from(10_u64.pow(before));
    if too_large || number.scale() > after {
        let grade = if too_large { Grade::Documented } else { Grade::Assumed };
        check.broke(rule, grade, field, text, Problem::TooManyDigits(before, after));
    }
    Some(number)
}
