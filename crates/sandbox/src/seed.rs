//! The creation times of the seeded data. They depend on a fixed first day, not on the clock.

use jiff::civil::{Date, date};

use crate::{
    clock::{DAY, Millis, midnight},
    seeded_rng::SeededRng,
};

/// The first Beijing day on which anything was made.
pub(crate) const FIRST_DAY: Date = date(2024, 1, 1);
/// Days on which something was made: to the end of 2025.
pub(crate) const DAYS: i64 = 731;

/// The last instant of the seeded past.
pub(crate) fn last_instant() -> Millis {
    midnight(FIRST_DAY) + DAYS * DAY - 1
}

/// The creation time of the `n`th of `count` things: in order, spread evenly, with a random part.
pub(crate) fn created_at(n: usize, count: usize, rng: &mut SeededRng) -> Millis {
    let step = (DAYS * DAY / count.max(1) as i64).max(1);
    let start = (n as i128 * i128::from(DAYS * DAY) / count.max(1) as i128) as i64;
    midnight(FIRST_DAY) + start + rng.range(0, step - 1)
}

/// The time of the last change of something created at `made`: often that time itself, else within two months.
pub(crate) fn changed(made: Millis, rng: &mut SeededRng) -> Millis {
    if rng.below(3) == 0 {
        return made;
    }
    made + rng.range(0, 60 * DAY).min(last_instant() - made)
}

/// A day a number of days after another.
pub(crate) fn days_after(day: Date, days: usize) -> Date {
    let days = i32::try_from(days).expect("a few years");
    day.saturating_add(jiff::Span::new().days(days))
}
