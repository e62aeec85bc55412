//! Addition of decimals that never rounds.

use rust_decimal::Decimal;

/// Returns the sum, or none if it needs more than 28 digits: the library would round it without an error.
pub(crate) fn exact_sum(a: Decimal, b: Decimal) -> Option<Decimal> {
    let sum = a.checked_add(b)?;
    let scale = a.scale().max(b.scale());
    (sum.scale() == scale || sum.is_zero()).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(a: &str, b: &str) -> Option<String> {
        exact_sum(a.parse().unwrap(), b.parse().unwrap()).map(|sum| sum.to_string())
    }

    #[test]
    fn a_sum_is_exact_or_none() {
        assert_eq!(of("0.10", "0.2"), Some("0.30".to_owned()));
        assert_eq!(of("-1.5", "1.5"), Some("0.0".to_owned()));
        assert_eq!(of("9999999999999999999999999999", "0.1"), None);
        assert_eq!(of("0.1234567890123456789012345678", "100"), None);
        assert_eq!(of("79228162514264337593543950335", "1"), None);
    }
}
