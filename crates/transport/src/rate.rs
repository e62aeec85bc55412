//! How many attempts an operation may begin in a second.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// A limit for each operation of one account. Retries count: the vendor counts them too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    /// Attempts begin so far apart, none in a burst: see [`Rate::per_second`].
    Every(Duration),
    /// No limit, for one's own sandbox.
    Unlimited,
}

impl Rate {
    /// At most `count` attempts in any second, spaced evenly. It uses 95 % of the limit, because network jitter can bunch
    /// requests.
    #[must_use]
    pub fn per_second(count: NonZeroU32) -> Self {
        Self::Every(Duration::from_millis(1_050) / count.get())
    }

    /// This part of the rate, for one of several programs that share it: `share(4, 5)` is four fifths.
    #[must_use]
    pub fn share(self, part: NonZeroU32, of: NonZeroU32) -> Self {
        match self {
            Self::Every(interval) => Self::Every(interval * of.get() / part.get()),
            Self::Unlimited => Self::Unlimited,
        }
    }
}

/// Hands out permits, in the order in which they were asked for.
#[derive(Debug)]
pub(crate) struct RateLimiter {
    interval: Option<Duration>,
    next: Mutex<HashMap<&'static str, Instant>>,
}

impl RateLimiter {
    pub(crate) fn new(rate: Rate) -> Self {
        let interval = match rate {
            Rate::Every(interval) => Some(interval),
            Rate::Unlimited => None,
        };
        Self { interval, next: Mutex::default() }
    }

    /// Waits until `operation` may begin an attempt.
    pub(crate) async fn permit(&self, operation: &'static str) {
        if let Some(interval) = self.interval {
            sleep_until(self.reserve(operation, interval)).await;
        }
    }

    fn reserve(&self, operation: &'static str, interval: Duration) -> Instant {
        let now = Instant::now();
        // A map of instants cannot be left half-changed, so a panic elsewhere does not matter.
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let free = next.entry(operation).or_insert(now);
        let slot = now.max(*free);
        *free = slot + interval;
        slot
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOUR: NonZeroU32 = NonZeroU32::new(4).unwrap();
    const FIVE: NonZeroU32 = NonZeroU32::new(5).unwrap();
    const TEN: NonZeroU32 = NonZeroU32::new(10).unwrap();

    #[tokio::test(start_paused = true)]
    async fn permits_are_spaced_for_each_operation_alone() {
        let (limiter, start) = (RateLimiter::new(Rate::per_second(TEN)), Instant::now());
        for _ in 0..11 {
            limiter.permit("a").await;
        }
        assert_eq!(start.elapsed(), Duration::from_millis(1_050));
        limiter.permit("b").await;
        assert_eq!(start.elapsed(), Duration::from_millis(1_050));
    }

    #[tokio::test(start_paused = true)]
    async fn idle_time_is_not_saved_up() {
        let limiter = RateLimiter::new(Rate::per_second(TEN));
        limiter.permit("a").await;
        tokio::time::sleep(Duration::from_secs(60)).await;
        let start = Instant::now();
        limiter.permit("a").await;
        limiter.permit("a").await;
        assert_eq!(start.elapsed(), Duration::from_millis(105));
    }

    #[tokio::test(start_paused = true)]
    async fn the_shares_of_a_rate_make_the_whole() {
        let four_fifths = Rate::per_second(FIVE).share(FOUR, FIVE);
        assert_eq!(four_fifths, Rate::per_second(FOUR));
        let fifth = Rate::per_second(TEN).share(NonZeroU32::MIN, FIVE);
        assert_eq!(fifth, Rate::Every(Duration::from_millis(525)));
        assert_eq!(Rate::Unlimited.share(FOUR, FIVE), Rate::Unlimited);
    }

    #[tokio::test(start_paused = true)]
    async fn unlimited_never_waits() {
        let (limiter, start) = (RateLimiter::new(Rate::Unlimited), Instant::now());
        for _ in 0..1_000 {
            limiter.permit("a").await;
        }
        assert_eq!(start.elapsed(), Duration::ZERO);
    }
}
