//! The clock and the randomness of one attempt. No other file of this crate reads either.

use http::{HeaderMap, header};
use jiff::{Timestamp, fmt::rfc2822};

/// Clocks that differ by this much or less are taken as equal.
const SKEW_SECONDS: i64 = 30;

/// The instant and the random bits of one attempt. The caller derives its time stamp, nonce or message id from them, so
/// that every attempt is signed anew. A test can fix both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttemptContext {
    /// The instant at which the attempt begins, after any waiting for the rate.
    pub now: Timestamp,
    /// 128 evenly distributed bits, different for every attempt. They make names unique; they are no key material.
    pub random: u128,
}

impl AttemptContext {
    /// Reads the system's clock and its random generator.
    #[must_use]
    #[allow(
        clippy::disallowed_methods,
        reason = "the edge of the transport: everything else takes an AttemptContext"
    )]
    pub fn from_system() -> Self {
        let mut random = [0; 16];
        getrandom::fill(&mut random).expect("the system has a random generator");
        Self { now: Timestamp::now(), random: u128::from_ne_bytes(random) }
    }

    /// The seconds that this clock is ahead of the `Date` of an answer. A signature covers the time, so a refusal may come
    /// from a wrong clock. `None` without a readable `Date`, and for 30 seconds or less.
    #[must_use]
    pub fn clock_skew(&self, headers: &HeaderMap) -> Option<i64> {
        let date = rfc2822::parse(headers.get(header::DATE)?.to_str().ok()?).ok()?;
        let seconds = self.now.as_second() - date.timestamp().as_second();
        (seconds.abs() > SKEW_SECONDS).then_some(seconds)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn random_bits_never_repeat_and_use_all_positions() {
        let random: Vec<u128> = (0..10_000).map(|_| AttemptContext::from_system().random).collect();
        assert_eq!(random.iter().collect::<HashSet<_>>().len(), random.len());
        for bit in 0..128 {
            let ones = random.iter().filter(|random| *random >> bit & 1 == 1).count();
            assert!((4_000..6_000).contains(&ones), "bit {bit} was set {ones} times in 10,000");
        }
    }
}
