//! Random numbers from a seed, and ids.

use serde::{Deserialize, Serialize};

use crate::{clock::Millis, serde_text};

/// SplitMix64: small, and the same on every machine and in every version.
#[derive(Debug, Clone)]
pub(crate) struct SeededRng(u64);

impl SeededRng {
    /// A generator for one purpose, so that more numbers for one thing change nothing about another.
    pub(crate) fn new(seed: u64, purpose: u64) -> Self {
        Self(mix(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ mix(purpose)))
    }

    pub(crate) fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// From 0 up to and without `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next_u64() % end.max(1) as u64) as usize
    }

    /// From `from` up to and with `to`.
    pub(crate) fn range(&mut self, from: Millis, to: Millis) -> Millis {
        let span = (to - from).max(0) as u64 + 1;
        from + (self.next_u64() % span) as i64
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// Hands out ids that look like the vendors' and never repeat: a counter, scrambled one to one.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IdSequence {
    #[serde(with = "serde_text::id")]
    first: u64,
    bits: u32,
    #[serde(with = "serde_text::id")]
    key: u64,
    used: u64,
}

impl IdSequence {
    /// Ids of 19 digits.
    pub(crate) fn of_19_digits(seed: u64) -> Self {
        Self { first: 1_000_000_000_000_000_000, bits: 62, key: mix(seed), used: 0 }
    }

    /// Ids of 18 digits.
    pub(crate) fn of_18_digits(seed: u64) -> Self {
        Self { first: 380_000_000_000_000_000, bits: 58, key: mix(seed), used: 0 }
    }

    pub(crate) fn fresh(&mut self) -> u64 {
        self.used += 1;
        let scrambled = self.used.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(self.key);
        self.first + (scrambled & ((1 << self.bits) - 1))
    }
}

/// Reads an id as it is written, and not in another way: without sign or leading zeros.
pub(crate) fn read_id(text: &str) -> Option<u64> {
    text.parse().ok().filter(|id: &u64| id.to_string() == text)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_have_the_vendors_length_and_never_repeat() {
        for (mut ids, digits) in
            [(IdSequence::of_19_digits(7), 19), (IdSequence::of_18_digits(7), 18)]
        {
            let all: HashSet<String> = (0..10_000).map(|_| ids.fresh().to_string()).collect();
            assert_eq!(all.len(), 10_000);
            assert!(all.iter().all(|id| id.len() == digits));
        }
    }

    #[test]
    fn the_same_seed_throws_the_same() {
        let throws = |seed| {
            let mut rng = SeededRng::new(seed, 1);
            [rng.next_u64(), rng.next_u64(), rng.next_u64()]
        };
        assert_eq!(throws(5), throws(5));
        assert_ne!(throws(5), throws(6));
    }
}
