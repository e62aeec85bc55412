//! Rows found by the day of their creation or change, without looking at the others.

use std::{borrow::Cow, collections::BTreeSet, ops::Range};

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    clock::{DAY, Millis, midnight},
    json_writer::CachedText,
    quirks::Quirks,
    serde_text,
    vendors::qince::quirks,
};

/// Where a row stands; it never moves.
pub(crate) type Slot = u32;

/// Rows in the vendor's order: creation time, then id (QIN-5).
#[derive(Debug)]
pub(crate) struct DayIndexed<T> {
    rows: Vec<IndexedRow<T>>,
    by_creation: Vec<Slot>,
    by_change: BTreeSet<(Millis, Slot)>,
}

/// A row with what every row has.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IndexedRow<T> {
    #[serde(with = "serde_text::id")]
    pub(crate) id: u64,
    #[serde(with = "serde_text::time")]
    pub(crate) created: Millis,
    #[serde(with = "serde_text::time")]
    pub(crate) changed: Millis,
    pub(crate) value: T,
    #[serde(skip)]
    pub(crate) written: CachedText,
}

/// Bounds in milliseconds, the end without; whole Beijing days.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    from: Millis,
    to: Millis,
}

impl Span {
    /// The last day belongs to it, unless the switch says otherwise (QIN-7).
    pub(crate) fn days(from: Option<Date>, to: Option<Date>, quirks: Quirks) -> Self {
        let last = if quirks.is(&quirks::WINDOW_END, "exclusive") { 0 } else { DAY };
        let from = from.map_or(Millis::MIN, midnight);
        let to = to.map_or(Millis::MAX, |day| midnight(day) + last);
        Self { from, to }
    }

    fn is_open(self) -> bool {
        self.from == Millis::MIN && self.to == Millis::MAX
    }

    fn holds(self, instant: Millis) -> bool {
        self.from <= instant && instant < self.to
    }
}

impl<T> DayIndexed<T> {
    pub(crate) fn new() -> Self {
        Self { rows: Vec::new(), by_creation: Vec::new(), by_change: BTreeSet::new() }
    }

    pub(crate) fn insert(&mut self, id: u64, created: Millis, changed: Millis, value: T) -> Slot {
        let slot = Slot::try_from(self.rows.len()).expect("fewer than four billion rows");
        self.rows.push(IndexedRow { id, created, changed, value, written: CachedText::default() });
        let at = self.by_creation.partition_point(|&slot| self.key(slot) < (created, id));
        self.by_creation.insert(at, slot);
        self.by_change.insert((changed, slot));
        slot
    }

    pub(crate) fn row(&self, slot: Slot) -> &IndexedRow<T> {
        &self.rows[slot as usize]
    }

    /// For a change that moves no date: the row will be written anew.
    pub(crate) fn edit(&mut self, slot: Slot) -> &mut T {
        let row = &mut self.rows[slot as usize];
        row.written.forget();
        &mut row.value
    }

    /// For a change that moves the change date.
    pub(crate) fn change(&mut self, slot: Slot, now: Millis) -> &mut T {
        let row = &mut self.rows[slot as usize];
        self.by_change.remove(&(row.changed, slot));
        row.changed = now;
        self.by_change.insert((now, slot));
        self.edit(slot)
    }

    /// Every row will be written anew.
    pub(crate) fn forget(&mut self) {
        self.rows.iter_mut().for_each(|row| row.written.forget());
    }

    /// For writing a row.
    pub(crate) fn written(&mut self, slot: Slot) -> &mut IndexedRow<T> {
        &mut self.rows[slot as usize]
    }

    /// Every slot, in the vendor's order.
    pub(crate) fn all(&self) -> &[Slot] {
        &self.by_creation
    }

    /// Slots of the rows made in one span and changed in the other, in the vendor's order.
    pub(crate) fn within(&self, created: Span, changed: Span) -> Cow<'_, [Slot]> {
        if changed.is_open() {
            return Cow::Borrowed(&self.by_creation[self.made_in(created)]);
        }
        if changed.from >= changed.to {
            return Cow::Borrowed(&[]);
        }
        let changed = self.by_change.range((changed.from, 0)..(changed.to, 0));
        let mut slots: Vec<Slot> = changed
            .map(|&(_, slot)| slot)
            .filter(|&slot| created.holds(self.row(slot).created))
            .collect();
        slots.sort_unstable_by_key(|&slot| self.key(slot));
        Cow::Owned(slots)
    }

    /// Whether one row was made in one span and changed in the other.
    pub(crate) fn is_within(&self, slot: Slot, created: Span, changed: Span) -> bool {
        let row = self.row(slot);
        created.holds(row.created) && changed.holds(row.changed)
    }

    fn made_in(&self, span: Span) -> Range<usize> {
        if span.is_open() {
            // Searching a million rows costs more than the rest of a call.
            return 0..self.by_creation.len();
        }
        let before = |limit| self.by_creation.partition_point(|&s| self.row(s).created < limit);
        let from = before(span.from);
        from..before(span.to).max(from)
    }

    fn key(&self, slot: Slot) -> (Millis, u64) {
        let row = self.row(slot);
        (row.created, row.id)
    }
}

/// Only its rows, in the order of their slots.
impl<T: Serialize> Serialize for DayIndexed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.rows.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for DayIndexed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut table = Self::new();
        for IndexedRow { id, created, changed, value, .. } in Vec::deserialize(deserializer)? {
            table.insert(id, created, changed, value);
        }
        Ok(table)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn span(from: i8, to: i8, end: &str) -> Span {
        Span::days(Some(date(2024, 1, from)), Some(date(2024, 1, to)), quirks(end))
    }

    /// One row a day from the 1st to the 9th, each changed ten days later, made known in another order.
    fn table() -> DayIndexed<i8> {
        let mut table = DayIndexed::new();
        for day in [5, 1, 9, 2, 8, 3, 7, 4, 6] {
            let (made, changed) = (date(2024, 1, day), date(2024, 1, day + 10));
            table.insert(day as u64, midnight(made), midnight(changed) + DAY - 1, day);
        }
        table
    }

    fn days(table: &DayIndexed<i8>, created: Span, changed: Span) -> Vec<i8> {
        let slots = table.within(created, changed);
        slots.iter().map(|&slot| table.row(slot).value).collect()
    }

    fn quirks(end: &str) -> Quirks {
        let mut quirks = Quirks::default();
        quirks.set("window-end", end).unwrap();
        quirks
    }

    const OPEN: Span = Span { from: Millis::MIN, to: Millis::MAX };

    #[test]
    fn both_bounds_are_whole_days_and_the_end_belongs_or_not() {
        let table = table();
        assert_eq!(days(&table, OPEN, OPEN), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
        assert_eq!(days(&table, span(3, 5, "inclusive"), OPEN), [3, 4, 5]);
        assert_eq!(days(&table, span(3, 5, "exclusive"), OPEN), [3, 4]);
        assert_eq!(days(&table, OPEN, span(13, 15, "inclusive")), [3, 4, 5]);
        assert_eq!(days(&table, OPEN, span(13, 15, "exclusive")), [3, 4]);
        let from = Span::days(Some(date(2024, 1, 8)), None, quirks("inclusive"));
        let to = Span::days(None, Some(date(2024, 1, 2)), quirks("inclusive"));
        assert_eq!(days(&table, from, OPEN), [8, 9]);
        assert_eq!(days(&table, to, OPEN), [1, 2]);
    }

    #[test]
    fn two_windows_must_both_hold_and_a_backward_one_holds_nothing() {
        let table = table();
        let (made, changed) = (span(2, 6, "inclusive"), span(15, 19, "inclusive"));
        assert_eq!(days(&table, made, changed), [5, 6]);
        assert!(days(&table, span(5, 3, "inclusive"), OPEN).is_empty());
        assert!(days(&table, OPEN, span(15, 13, "inclusive")).is_empty());
    }

    #[test]
    fn a_change_moves_the_row_between_windows_but_not_in_the_order() {
        let mut table = table();
        *table.change(0, midnight(date(2024, 2, 1))) = 55;
        let february = Span::days(Some(date(2024, 2, 1)), None, quirks("inclusive"));
        assert_eq!(days(&table, OPEN, february), [55]);
        assert_eq!(days(&table, OPEN, span(15, 15, "inclusive")), [] as [i8; 0]);
        assert_eq!(days(&table, OPEN, OPEN), [1, 2, 3, 4, 55, 6, 7, 8, 9]);
    }
}
