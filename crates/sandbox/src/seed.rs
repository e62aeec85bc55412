//! The times of the seeded data. They depend on a first day, not on the clock.

use jiff::{
    Span, Timestamp,
    civil::{Date, date},
};

use crate::{
    clock::{DAY, Millis, day_of, midnight},
    seeded_rng::SeededRng,
};

/// The first Beijing day of the data, unless the configuration names another.
pub(crate) const FIRST_DAY: Date = date(2024, 1, 1);
/// Days on which something was made: two years.
const DAYS: i64 = 731;

/// The two years in which everything was made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SeedCalendar {
    pub(crate) first_day: Date,
}

impl SeedCalendar {
    /// The two years before the Beijing day of `now`.
    pub(crate) fn until(now: Timestamp) -> Self {
        let today = day_of(now.as_millisecond());
        Self { first_day: today.saturating_sub(Span::new().days(DAYS)) }
    }

    /// The first day, so many years later.
    pub(crate) fn years_on(self, years: i32) -> Date {
        self.first_day.saturating_add(Span::new().years(years))
    }

    /// The last instant of the seeded past.
    pub(crate) fn last_instant(self) -> Millis {
        midnight(self.first_day) + DAYS * DAY - 1
    }

    /// The creation time of the `n`th of `count` things: in order, spread evenly, with a random part.
    pub(crate) fn created_at(self, n: usize, count: usize, rng: &mut SeededRng) -> Millis {
        let step = (DAYS * DAY / count.max(1) as i64).max(1);
        let start = (n as i128 * i128::from(DAYS * DAY) / count.max(1) as i128) as i64;
        midnight(self.first_day) + start + rng.range(0, step - 1)
    }

    /// The time of the last change of something created at `made`: often that time itself, else within two months.
    pub(crate) fn changed(self, made: Millis, rng: &mut SeededRng) -> Millis {
        if rng.below(3) == 0 {
            return made;
        }
        self.between(made, self.last_instant(), 60 * DAY, rng)
    }

    /// A time from `from` to `to`, at most so long after `from`.
    pub(crate) fn between(
        self,
        from: Millis,
        to: Millis,
        most: Millis,
        rng: &mut SeededRng,
    ) -> Millis {
        let most = most.min(to.min(self.last_instant()).max(from) - from);
        from + rng.range(0, most)
    }
}

/// A day a number of days after another.
pub(crate) fn days_after(day: Date, days: usize) -> Date {
    let days = i32::try_from(days).expect("a few years");
    day.saturating_add(Span::new().days(days))
}
