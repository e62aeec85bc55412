//! Cells merged over several rows, as a sweep over rows in their order.

/// A range of several rows: first row, last row and first column, counted from 0.
pub(crate) type MergedRange = (u32, u32, u32);

/// The merged ranges of a sheet.
#[derive(Debug)]
pub(crate) struct MergedCells {
    /// Ranges that begin further down, the last first.
    ahead: Vec<MergedRange>,
    /// Ranges that may cover the current row.
    open: Vec<MergedRange>,
}

impl MergedCells {
    pub(crate) fn new(mut ranges: Vec<MergedRange>) -> Self {
        ranges.sort_unstable_by(|a, b| b.cmp(a));
        Self { ahead: ranges, open: Vec::new() }
    }

    /// True if no range is left.
    pub(crate) fn is_empty(&self) -> bool {
        self.ahead.is_empty() && self.open.is_empty()
    }

    /// Adds a range that begins in the current row.
    pub(crate) fn begin(&mut self, range: MergedRange) {
        self.open.push(range);
    }

    /// Columns whose cell in a row belongs to a range that begins above, with the number of its first row, counted from 1. Rows
    /// are asked for in ascending order.
    pub(crate) fn of(&mut self, row: u32) -> Vec<(usize, u64)> {
        while self.ahead.last().is_some_and(|(first, ..)| *first < row) {
            self.open.extend(self.ahead.pop());
        }
        self.open.retain(|(_, last, _)| *last >= row);
        self.open
            .iter()
            .map(|(first, _, column)| (*column as usize, u64::from(*first) + 1))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_below_the_first_are_covered() {
        let mut merged = MergedCells::new(vec![(5, 6, 0), (1, 3, 0), (1, 2, 4)]);
        let columns: Vec<_> = (0..8).map(|row| merged.of(row)).collect();
        let covered = |places: &[(usize, u64)]| places.to_vec();
        assert_eq!(columns[2], covered(&[(4, 2), (0, 2)]));
        assert_eq!(columns[3], covered(&[(0, 2)]));
        assert_eq!(columns[6], covered(&[(0, 6)]));
        assert!([0, 1, 4, 5, 7].iter().all(|row| columns[*row].is_empty()));
    }
}
