//! Parameters of one attempt.

use coupon_sign::hex_lower;
use jiff::Timestamp;

/// Time and message id of one attempt. The caller makes new ones for each attempt, from its clock and random bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptParams {
    time: Timestamp,
    msg_id: String,
}

impl AttemptParams {
    /// The msg_id is the 32 hex digits of `random`: the tables of answers type it VARCHAR(32), so every reader has room for it.
    pub fn new(time: Timestamp, random: u128) -> Self {
        Self { time, msg_id: hex_lower(&random.to_be_bytes()) }
    }

    /// A msg_id of the caller's own, a UUID with dashes at most: 1 to 36 letters, digits, `-` or `_`. `None` for anything else.
    pub fn with_msg_id(time: Timestamp, msg_id: &str) -> Option<Self> {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        let legal = (1..=36).contains(&msg_id.len()) && msg_id.bytes().all(plain);
        legal.then(|| Self { time, msg_id: msg_id.to_owned() })
    }

    /// When the attempt is made.
    pub fn time(&self) -> Timestamp {
        self.time
    }

    /// The name of the attempt; the vendor echoes it.
    pub fn msg_id(&self) -> &str {
        &self.msg_id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_msg_id_fits_the_vendors_32_characters_and_callers_may_use_36() {
        let attempt = AttemptParams::new(Timestamp::UNIX_EPOCH, 255);
        assert_eq!(attempt.msg_id(), "000000000000000000000000000000ff");
        for good in ["ORG00001", "67e55044-10b1-426f-9247-bb680e5fe0c8"] {
            assert!(AttemptParams::with_msg_id(Timestamp::UNIX_EPOCH, good).is_some(), "{good}");
        }
        for bad in ["", "a/b", "id with space", "67e55044-10b1-426f-9247-bb680e5fe0c8-"] {
            assert!(AttemptParams::with_msg_id(Timestamp::UNIX_EPOCH, bad).is_none(), "{bad}");
        }
    }
}
