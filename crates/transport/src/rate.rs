//! How many attempts an operation may begin in a second.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// A limit for each operation of one account. Retries count: the vendor counts them too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    /// Attempts are spaced evenly, so that no window of a second ever holds more, and none is let through in a burst.
    PerSecond(NonZeroU32),
    /// No limit, for one's own sandbox.
    Unlimited,
}

/// Hands out permits, in the order in which they were asked for.
#[derive(Debug)]
pub(crate) struct Limiter {
    interval: Option<Duration>,
    next: Mutex<HashMap<&'static str, Instant>>,
}

impl Limiter {
    pub(crate) fn new(rate: Rate) -> Self {
        let interval = match rate {
            Rate::PerSecond(count) => Some(Duration::from_secs(1) / count.get()),
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

    const TEN: Rate = Rate::PerSecond(NonZeroU32::new(10).unwrap());

    #[tokio::test(start_paused = true)]
    async fn permits_are_spaced_for_each_operation_alone() {
        let (limiter, start) = (Limiter::new(TEN), Instant::now());
        for _ in 0..11 {
            limiter.permit("a").await;
        }
        assert_eq!(start.elapsed(), Duration::from_secs(1));
        limiter.permit("b").await;
        assert_eq!(start.elapsed(), Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn idle_time_is_not_saved_up() {
        let limiter = Limiter::new(TEN);
        limiter.permit("a").await;
        tokio::time::sleep(Duration::from_secs(60)).await;
        let start = Instant::now();
        limiter.permit("a").await;
        limiter.permit("a").await;
        assert_eq!(start.elapsed(), Duration::from_millis(100));
    }

    #[tokio::test(start_paused = true)]
    async fn unlimited_never_waits() {
        let (limiter, start) = (Limiter::new(Rate::Unlimited), Instant::now());
        for _ in 0..1_000 {
            limiter.permit("a").await;
        }
        assert_eq!(start.elapsed(), Duration::ZERO);
    }
}
