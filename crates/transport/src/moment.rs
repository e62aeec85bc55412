//! The edge: the only place of this crate that reads the clock and rolls dice.

use std::hash::{BuildHasher, RandomState};

use jiff::Timestamp;

/// What one attempt takes from the outside world. The caller derives its time stamp, nonce or message id from it, so
/// that every attempt is signed anew and a test can fix both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The instant at which the attempt begins, after any waiting for the rate.
    pub now: Timestamp,
    /// 128 evenly distributed bits, different for every attempt. They make names unique; they are no key material.
    pub dice: u128,
}

impl Moment {
    /// The real clock and fresh dice.
    #[must_use]
    #[allow(
        clippy::disallowed_methods,
        reason = "the edge of the transport: everything else takes a Moment"
    )]
    pub fn real() -> Self {
        // Each RandomState hashes under a key of its own, which the standard library draws from the system.
        let half = || u128::from(RandomState::new().hash_one(()));
        Self { now: Timestamp::now(), dice: half() << 64 | half() }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn dice_never_repeat_and_use_all_bits() {
        let dice: Vec<u128> = (0..10_000).map(|_| Moment::real().dice).collect();
        assert_eq!(dice.iter().collect::<HashSet<_>>().len(), dice.len());
        for bit in 0..128 {
            let ones = dice.iter().filter(|dice| *dice >> bit & 1 == 1).count();
            assert!((4_000..6_000).contains(&ones), "bit {bit} was set {ones} times in 10,000");
        }
    }
}
