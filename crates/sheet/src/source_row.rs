//! A row of a file before its cells are values.

use std::borrow::Cow;

use crate::cell::SheetCell;

/// A row of a file before it is known to be of the table. Its cells stand beside it.
#[derive(Debug, Default)]
pub(crate) struct SourceRow {
    /// Line or row number, counted from 1.
    pub(crate) line: u64,
    /// True for a row that the workbook does not show.
    pub(crate) hidden: bool,
    /// In a sheet with merged cells, the columns whose cell belongs to one that begins in an earlier row, with that row's number.
    pub(crate) merged: Option<Vec<(usize, u64)>>,
    /// True if the number of cells says whether the row is of the table.
    pub(crate) ragged: bool,
}

/// The cells of a row as a file stores them. They become values where they are asked for.
pub(crate) trait RowCells {
    /// Number of cells.
    fn count(&self) -> usize;

    /// True for a cell without content, and behind the last one.
    fn is_blank(&self, at: usize) -> bool;

    /// The text of [`SheetCell::shown`].
    fn shown(&self, at: usize) -> Cow<'_, str>;

    /// Puts a cell in the place of another one.
    fn read(&self, at: usize, into: &mut SheetCell);
}

impl RowCells for Vec<SheetCell> {
    fn count(&self) -> usize {
        self.len()
    }

    fn is_blank(&self, at: usize) -> bool {
        self.get(at).is_none_or(SheetCell::is_blank)
    }

    fn shown(&self, at: usize) -> Cow<'_, str> {
        self.get(at).map(SheetCell::shown).unwrap_or_default().into()
    }

    fn read(&self, at: usize, into: &mut SheetCell) {
        *into = self.get(at).cloned().unwrap_or_default();
    }
}

/// Number and places of the cells of a row that are not blank.
pub(crate) struct WrittenCells {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) count: usize,
}

impl WrittenCells {
    /// None of a blank row.
    pub(crate) fn of(cells: &dyn RowCells) -> Option<Self> {
        let mut written = None::<Self>;
        for at in (0..cells.count()).filter(|at| !cells.is_blank(*at)) {
            let found = written.get_or_insert(Self { first: at, last: at, count: 0 });
            (found.last, found.count) = (at, found.count + 1);
        }
        written
    }
}

/// Every cell of a row.
pub(crate) fn all(cells: &dyn RowCells) -> Vec<SheetCell> {
    let cell = |at: usize| {
        let mut cell = SheetCell::Blank;
        cells.read(at, &mut cell);
        cell
    };
    (0..cells.count()).map(cell).collect()
}
