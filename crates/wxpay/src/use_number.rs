//! Numbers of calls. That of a use holds the order's, because the vendor keeps an order of the merchant's own nowhere else.

use coupon_domain::RequestId;

/// The most characters of a number.
const LONGEST: usize = 128;
/// The hex digits behind the order's number.
const DIGITS: usize = 12;

/// The number of a use: that of the order, a dash, and 12 hex digits of these random bits. An order that was used, returned and
/// used again has another number each time.
pub(crate) fn of_use(order: &str, random: u128) -> RequestId {
    let digits = format!("{random:032x}");
    RequestId::new(format!("{}-{}", order.trim(), &digits[32 - DIGITS..]))
}

/// The number of any other call: the 32 hex digits of these random bits.
pub(crate) fn of_other(random: u128) -> RequestId {
    RequestId::new(format!("{random:032x}"))
}

/// The number of the order in one that [`of_use`] made; `None` for a number of somebody else.
pub(crate) fn order(number: &str) -> Option<&str> {
    let (order, digits) = number.rsplit_once('-')?;
    let is_ours = digits.len() == DIGITS
        && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
        && is_sendable(order);
    is_ours.then_some(order)
}

/// Whether the number of an order can stand in that of a use: letters, digits, `-`, `_`, `*` and `|`, short enough for both.
pub(crate) fn is_sendable(order: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'*' | b'|');
    (1..=LONGEST - DIGITS - 1).contains(&order.len()) && order.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_read_out_of_the_number_of_its_use() {
        for order_no in ["D-1", "1002600620019090123143254435", "a_b*c|d", "x-0123456789ab"] {
            let number = of_use(order_no, u128::MAX - 1);
            assert_eq!(number.as_str(), format!("{order_no}-fffffffffffe"));
            assert_eq!(order(number.as_str()), Some(order_no));
        }
        for foreign in
            ["MCHUSE202003101234", "D-1", "D-0123456789AB", "-0123456789ab", "D-0123456789abc"]
        {
            assert_eq!(order(foreign), None, "{foreign}");
        }
        let longest = "9".repeat(115);
        assert!(is_sendable(&longest) && of_use(&longest, 1).as_str().len() == 128);
        for bad in ["", "订单1", "a b", &"9".repeat(116)] {
            assert!(!is_sendable(bad), "{bad}");
        }
        assert_eq!(of_other(10).as_str(), "0000000000000000000000000000000a");
    }
}
