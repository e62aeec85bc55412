//! An order file as rows of cells, whatever kind of file it is.

use super::error::WrongCell;

pub(super) struct OrderTable {
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<OrderRow>,
}

pub(super) struct OrderRow {
    /// Counted in the file; the first is 1.
    pub(super) number: u64,
    pub(super) cells: Vec<OrderCell>,
}

/// A text, or the text that a spreadsheet shows of a value that it has lost. The error matters only where the cell is needed.
pub(super) type OrderCell = Result<String, (String, WrongCell)>;
