//! The edge: the only place of this crate that reads the clock and rolls dice.

use std::hash::{BuildHasher, RandomState};

use jiff::Timestamp;

/// What one attempt takes from the outside world. The caller derives its time stamp, nonce or message id from it, so
/// that every attempt is signed anew and a test can fix both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttemptContext {
    /// The instant at which the attempt begins, after any waiting for the rate.
    pub now: Timestamp,
    /// 128 evenly distributed bits, different for every attempt. They make names unique; they are no key material.
    pub random: u128,
}

impl AttemptContext {
    /// The real clock and fresh dice.
    #[must_use]
    #[allow(
        clippy::disallowed_methods,
        reason = "the edge of the transport: everything else takes a Moment"
    )]
    pub fn from_system() -> Self {
        // Each RandomState hashes under a key of its own, which the standard library draws from the system.
        let half = || u128::from(RandomState::new().hash_one(()));
        Self { now: Timestamp::now(), random: half() << 64 | half() }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn dice_never_repeat_and_use_all_bits() {
        let random: Vec<u128> = (0..10_000).map(|_| AttemptContext::from_system().random).collect();
        assert_eq!(random.iter().collect::<HashSet<_>>().len(), random.len());
        for bit in 0..128 {
            let ones = random.iter().filter(|random| *random >> bit & 1 == 1).count();
            assert!((4_000..6_000).contains(&ones), "bit {bit} was set {ones} times in 10,000");
        }
    }
}
