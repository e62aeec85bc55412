//! Parameters of one attempt.

use coupon_wire::account::is_id;
use jiff::Timestamp;

/// Time and random text of one attempt. The caller makes new ones for each attempt, from its clock and random bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptParams {
    time: Timestamp,
    nonce: String,
}

/// The most characters of a random text. The documents show 32 and give no maximum.
const LONGEST_NONCE: usize = 32;

impl AttemptParams {
    /// The random text is the 32 hex digits of `random`.
    pub fn new(time: Timestamp, random: u128) -> Self {
        Self { time, nonce: format!("{random:032X}") }
    }

    /// A random text of the caller's own: 1 to 32 letters or digits. `None` for another.
    pub fn with_nonce(time: Timestamp, nonce: &str) -> Option<Self> {
        let legal = is_id(nonce, "") && nonce.len() <= LONGEST_NONCE;
        legal.then(|| Self { time, nonce: nonce.to_owned() })
    }

    /// When the attempt is made. Signed and sent in whole Unix seconds.
    pub fn time(&self) -> Timestamp {
        self.time
    }

    /// A text that no other attempt should have.
    pub fn nonce(&self) -> &str {
        &self.nonce
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_random_text_is_of_letters_and_digits_and_not_longer_than_32() {
        let at = Timestamp::UNIX_EPOCH;
        assert_eq!(AttemptParams::new(at, 10).nonce(), "0000000000000000000000000000000A");
        assert_eq!(AttemptParams::with_nonce(at, "a1").unwrap().nonce(), "a1");
        for bad in ["", "a\nb", "a\"b", "a b", "券", &"a".repeat(33)] {
            assert_eq!(AttemptParams::with_nonce(at, bad), None, "{bad}");
        }
    }
}
