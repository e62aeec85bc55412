//! Parameters of one attempt.

use std::num::NonZeroU64;

use jiff::Timestamp;

/// Time and nonce of one attempt. The caller makes new ones for each attempt, from its clock and random bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttemptParams {
    time: Timestamp,
    nonce: NonZeroU64,
}

impl AttemptParams {
    /// The nonce is 31 bits of `random`, and never 0, so that it fits whatever integer the vendor reads it into.
    pub fn new(time: Timestamp, random: u128) -> Self {
        let low = (random & 0x7fff_ffff) as u64;
        Self { time, nonce: NonZeroU64::new(low).unwrap_or(NonZeroU64::MIN) }
    }

    /// A nonce of the caller's own.
    pub fn with_nonce(time: Timestamp, nonce: NonZeroU64) -> Self {
        Self { time, nonce }
    }

    /// When the attempt is made. Signed and sent in whole Unix seconds.
    pub fn time(&self) -> Timestamp {
        self.time
    }

    /// A positive whole number that no other attempt of that second should have.
    pub fn nonce(&self) -> u64 {
        self.nonce.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_positive_and_fits_31_bits() {
        for (random, nonce) in [(0, 1), (7, 7), (u128::MAX, 0x7fff_ffff), (1 << 31, 1)] {
            assert_eq!(
                AttemptParams::new(Timestamp::UNIX_EPOCH, random).nonce(),
                nonce,
                "{random}"
            );
        }
    }
}
