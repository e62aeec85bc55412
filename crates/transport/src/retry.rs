//! How long to wait before a repeat, and how many repeats a client may afford.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use http::HeaderMap;
use http::header::{DATE, HeaderName, RETRY_AFTER};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

/// The longest pause we choose ourselves.
const LONGEST: Duration = Duration::from_secs(10);

/// Full jitter: uniform in `0..=min(base · 2^(attempts-1), 10 s)`, drawn from the high half of `random`.
pub(crate) fn backoff(base: Duration, attempts: u32, random: u128) -> Duration {
    let ceiling = base.saturating_mul(1 << attempts.saturating_sub(1).min(16)).min(LONGEST);
    // The high half as a fraction of 2^64.
    let nanos = (ceiling.as_nanos() * (random >> 64)) >> 64;
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}

/// The `Retry-After` of an answer: seconds, or an HTTP date, which counts from the answer's own `Date`, so that a clock
/// that is wrong here does no harm; without one it counts from `now`. A date that is past means no wait.
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = http_date(headers, &RETRY_AFTER)?;
    let from = http_date(headers, &DATE).unwrap_or(now);
    Some(Duration::try_from(until.duration_since(from)).unwrap_or_default())
}

fn http_date(headers: &HeaderMap, name: &HeaderName) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(headers.get(name)?.as_bytes()).ok()
}

/// A budget of retries that all calls of a client share. When a vendor is down, it keeps a thousand calls from
/// becoming three thousand. Every call that succeeds adds a tenth of a retry.
#[derive(Debug)]
pub(crate) struct Budget {
    tenths: AtomicU32,
    full: u32,
}

impl Budget {
    pub(crate) fn new(repeats: u32) -> Self {
        let full = repeats.saturating_mul(10);
        Self { tenths: AtomicU32::new(full), full }
    }

    /// Takes one repeat, if there is one.
    pub(crate) fn take(&self) -> bool {
        self.tenths
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(10))
            .is_ok()
    }

    /// A call went well.
    pub(crate) fn earn(&self) {
        let earn = |left: u32| (left < self.full).then_some(left + 1);
        // Err means that the bucket is full, which is fine.
        let _ = self.tenths.fetch_update(Ordering::Relaxed, Ordering::Relaxed, earn);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "1994-11-06T08:49:00Z";

    #[test]
    fn jitter_spans_the_whole_doubled_base() {
        let base = Duration::from_secs(1);
        assert_eq!(backoff(base, 1, 0), Duration::ZERO);
        assert_eq!(backoff(base, 1, 1 << 127), Duration::from_millis(500));
        assert_eq!(backoff(base, 3, 1 << 127), Duration::from_secs(2));
        assert!(backoff(base, 1, u128::MAX) < base);
        assert!(backoff(base, 99, u128::MAX) <= LONGEST);
    }

    #[test]
    fn retry_after_reads_seconds_and_dates() {
        assert_eq!(wait(&[]), None);
        assert_eq!(wait(&[(RETRY_AFTER, "120")]), Some(Duration::from_secs(120)));
        assert_eq!(
            wait(&[(RETRY_AFTER, "Sun, 06 Nov 1994 08:49:37 GMT")]),
            Some(Duration::from_secs(37))
        );
        assert_eq!(wait(&[(RETRY_AFTER, "Sun, 06 Nov 1994 08:48:00 GMT")]), Some(Duration::ZERO));
        assert_eq!(wait(&[(RETRY_AFTER, "-1")]), None);
        assert_eq!(wait(&[(RETRY_AFTER, "soon")]), None);
    }

    #[test]
    fn a_date_counts_from_the_date_of_the_answer() {
        let date = (DATE, "Sun, 06 Nov 1994 09:49:00 GMT");
        let waits = wait(&[(RETRY_AFTER, "Sun, 06 Nov 1994 09:49:05 GMT"), date]);
        assert_eq!(waits, Some(Duration::from_secs(5)));
    }

    #[test]
    fn the_budget_runs_dry_and_is_earned_back() {
        let budget = Budget::new(2);
        assert!(budget.take() && budget.take());
        assert!(!budget.take());
        (0..9).for_each(|_| budget.earn());
        assert!(!budget.take());
        budget.earn();
        assert!(budget.take());
        (0..1_000).for_each(|_| budget.earn());
        assert!(budget.take() && budget.take() && !budget.take());
    }

    fn wait(headers: &[(HeaderName, &'static str)]) -> Option<Duration> {
        let headers =
            headers.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
        retry_after(&headers, NOW.parse().unwrap())
    }
}
