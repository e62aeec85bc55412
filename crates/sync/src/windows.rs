//! Windows of whole Beijing days, as long as the pages in them allow.

use jiff::{ToSpan, civil::Date};

const FIRST: i32 = 31;
const LONGEST: i32 = 366;
const MANY_PAGES: u32 = 20;

/// Cuts a stretch of days into windows and learns from each how long the next should be.
#[derive(Debug)]
pub(crate) struct Windows {
    next: Date,
    last: Date,
    days: i32,
}

impl Windows {
    pub(crate) fn new(first: Date, last: Date) -> Self {
        Self { next: first, last, days: FIRST }
    }

    /// The next window: its first and last day.
    pub(crate) fn next(&mut self) -> Option<(Date, Date)> {
        if self.next > self.last {
            return None;
        }
        let from = self.next;
        let to = add_days(from, self.days - 1).min(self.last);
        // At the end of the calendar there is no day after.
        self.next = add_days(to, 1);
        if self.next == to {
            self.last = from.min(add_days(from, -1));
        }
        Some((from, to))
    }

    /// How many pages the last window had.
    pub(crate) fn learn(&mut self, pages: u32) {
        self.days = match pages {
            0 | 1 => (self.days * 2).min(LONGEST),
            pages if pages > MANY_PAGES => (self.days / 2).max(1),
            _ => self.days,
        };
    }

    /// How many windows there would be if each had one page.
    pub(crate) fn fewest(mut self) -> u64 {
        let mut count = 0;
        while self.next().is_some() {
            count += 1;
            self.learn(1);
        }
        count
    }
}

/// A day so many days later, or the last day of the calendar.
pub(crate) fn add_days(day: Date, days: i32) -> Date {
    day.saturating_add(days.days())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn lengths(mut windows: Windows, pages: &[u32]) -> Vec<i32> {
        let mut lengths = Vec::new();
        let mut pages = pages.iter();
        while let Some((from, to)) = windows.next() {
            lengths.push((to - from).get_days() + 1);
            windows.learn(*pages.next().unwrap_or(&2));
        }
        lengths
    }

    #[test]
    fn one_page_doubles_the_window_and_more_than_twenty_halve_it() {
        let windows = || Windows::new(date(2020, 1, 1), date(2024, 12, 31));
        assert_eq!(lengths(windows(), &[1, 1, 1, 1, 1])[..6], [31, 62, 124, 248, 366, 366]);
        assert_eq!(lengths(windows(), &[21, 40, 20, 2])[..4], [31, 15, 7, 7]);
        assert_eq!(
            lengths(windows(), &[]).iter().sum::<i32>(),
            1827,
            "no day twice, none left out"
        );
    }

    #[test]
    fn the_end_of_the_calendar_is_an_end() {
        assert_eq!(Windows::new(date(9999, 12, 30), Date::MAX).fewest(), 1);
        assert_eq!(Windows::new(date(2024, 1, 2), date(2024, 1, 1)).fewest(), 0);
    }
}
