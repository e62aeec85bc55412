//! Numbers as a page shows them. Nothing is rounded.

use std::fmt::Display;

use rust_decimal::Decimal;

/// The sign for a value that is not known.
pub(super) const UNKNOWN: &str = "–";

/// Formats yuan with both digits of the fen, and with more digits where there are more. A value that is not known is a dash.
pub(crate) fn money(value: Option<Decimal>) -> String {
    let Some(mut value) = value else { return UNKNOWN.to_owned() };
    value = value.normalize();
    if value.scale() < 2 {
        value.rescale(2);
    }
    grouped(&value.to_string())
}

/// Formats a count with its thousands apart: `1,234,567`.
pub(crate) fn grouped_count(count: impl Display) -> String {
    grouped(&count.to_string())
}

/// Sets the thousands of a decimal number apart: `1,234,567.50`.
fn grouped(number: &str) -> String {
    let (whole, part) = number.split_at(number.find('.').unwrap_or(number.len()));
    let (sign, digits) = whole.split_at(whole.len() - whole.trim_start_matches('-').len());
    let mut text = sign.to_owned();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text + part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_at_a_glance_and_none_is_rounded() {
        for (plain, shown) in [
            ("0", "0"),
            ("-100", "-100"),
            ("1234567", "1,234,567"),
            ("-1234.5", "-1,234.5"),
            ("79228162514264337593543950335", "79,228,162,514,264,337,593,543,950,335"),
        ] {
            assert_eq!(grouped(plain), shown);
        }
        for (plain, shown) in [("8", "8.00"), ("1234.5", "1,234.50"), ("0.1250", "0.125")] {
            assert_eq!(money(Some(plain.parse().unwrap())), shown);
        }
        assert_eq!(money(Some(Decimal::MAX)), grouped(&Decimal::MAX.to_string()));
        assert_eq!(money(None), "–");
    }
}
