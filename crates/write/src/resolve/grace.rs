//! The time within which a write may still arrive.

use jiff::{SignedDuration, Timestamp};

/// The longest time after sending in which a write may still take effect, and the most that clocks may differ. Sending
/// itself ends after 90 seconds; ten minutes leave room for what a network or a vendor holds back.
const GRACE_PERIOD: SignedDuration = SignedDuration::from_mins(10);

/// The earliest instant, by the vendor's clock, at which a write that was sent at `sent_at` can have arrived.
pub(super) fn earliest_arrival(sent_at: Timestamp) -> Timestamp {
    sent_at.saturating_sub(GRACE_PERIOD).expect("a duration has no months")
}

/// The latest instant, by the vendor's clock, at which a write that was sent at `sent_at` can arrive.
pub(super) fn latest_arrival(sent_at: Timestamp) -> Timestamp {
    sent_at.saturating_add(GRACE_PERIOD).expect("a duration has no months")
}
