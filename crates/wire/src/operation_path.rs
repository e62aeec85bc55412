//! Paths and names of operations that a caller makes up: they stand in URLs, envelopes and signatures as they are.

/// The most characters of a path or a name.
pub const MAX_OPERATION_PATH: usize = 200;

/// True for segments of ASCII letters, digits, `-`, `_` and `.` with single slashes between them, 200 characters at most. No
/// client encodes such a text differently, and none leads out of its folder: `.` and `..` are no segments.
pub fn is_operation_path(text: &str) -> bool {
    let is_segment = |segment: &str| {
        !segment.is_empty()
            && !segment.trim_matches('.').is_empty()
            && segment.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
    };
    text.len() <= MAX_OPERATION_PATH && text.split('/').all(is_segment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_made_of_plain_segments() {
        let longest = "a".repeat(MAX_OPERATION_PATH);
        for good in [
            "customer/v1/queryCustomer",
            "v3/coupon/status",
            "coupon.coupon-activity-add",
            &longest,
        ] {
            assert!(is_operation_path(good), "{good}");
        }
        let long = "a".repeat(MAX_OPERATION_PATH + 1);
        for bad in [
            "", "/v3", "v3/", "a//b", "a/../b", "a/./b", "a b", "a?b", "a%2Fb", "券", "a\"b", &long,
        ] {
            assert!(!is_operation_path(bad), "{bad}");
        }
    }
}
