//! Which rows of a list are on a page (QIN-2 to QIN-4).

use coupon_wire::{Number, Scalar};
use jiff::civil::Date;

use super::context::Context;
use crate::faults::Drift;

const LONGEST: usize = 1000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PageWindow {
    pub(crate) skip: usize,
    pub(crate) take: usize,
}

impl PageWindow {
    /// Of a call whose rules were checked.
    pub(crate) fn of(number: &Option<Number>, length: &Option<Number>, context: Context) -> Self {
        let whole = |value: &Option<Number>| {
            let value = value.as_ref().and_then(|n| i64::read(n.as_str()).ok().flatten());
            value.map(|n| usize::try_from(n).unwrap_or_default())
        };
        let take = whole(length).unwrap_or(context.page_length).clamp(1, LONGEST);
        let before = whole(number).unwrap_or(1).saturating_sub(1);
        let skip = before.saturating_mul(take);
        match context.drift {
            Drift::Repeated if skip > 0 => Self { skip: skip - 1, take: take + 1 },
            Drift::Shifted if skip > 0 => Self { skip: skip + 1, take },
            _ => Self { skip, take },
        }
    }

    pub(crate) fn of_slice<T>(self, rows: &[T]) -> &[T] {
        let from = self.skip.min(rows.len());
        &rows[from..(from + self.take).min(rows.len())]
    }
}

/// A day of a call whose rules were checked.
pub(crate) fn day(text: &Option<String>) -> Option<Date> {
    text.as_ref().and_then(|text| text.parse().ok())
}
