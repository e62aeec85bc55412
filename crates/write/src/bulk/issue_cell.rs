//! The cells of a customers' file as values of a coupon.

use coupon_domain::{LineItem, beijing_date};
use coupon_sheet::{CellDay, CellError, SheetCell, SheetRow, excerpt};
use jiff::civil::Date;

use super::issue_file_error::RowErrorCause;
use crate::line_item::parse_line_item;

/// A column of the file: its name, and its place in the header, counted from 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct IssueColumn {
    pub(super) name: &'static str,
    pub(super) place: usize,
}

impl IssueColumn {
    /// An id or a code; none if the cell is blank.
    pub(super) fn id(self, row: &SheetRow) -> Result<Option<String>, RowErrorCause> {
        self.read(row, coupon_sheet::id)
    }

    /// A Beijing day; none if the cell is blank.
    pub(super) fn day(self, row: &SheetRow) -> Result<Option<Date>, RowErrorCause> {
        let day = self.read(row, coupon_sheet::day)?;
        Ok(day.map(|day| match day {
            CellDay::Civil(day) => day,
            CellDay::Instant(at) => beijing_date(at),
        }))
    }

    /// Goods with semicolons between them; none if the cell is blank.
    pub(super) fn items(self, row: &SheetRow) -> Result<Vec<LineItem>, RowErrorCause> {
        let text = self.read(row, coupon_sheet::text)?.unwrap_or_default();
        let items = text.split([';', '；']).map(str::trim).filter(|item| !item.is_empty());
        let item =
            |item| parse_line_item(item).ok_or_else(|| RowErrorCause::Item { text: excerpt(item) });
        items.map(item).collect()
    }

    fn read<T>(
        self,
        row: &SheetRow,
        reader: impl FnOnce(&SheetCell) -> Result<Option<T>, CellError>,
    ) -> Result<Option<T>, RowErrorCause> {
        let cell = row.cells.get(self.place).unwrap_or(&SheetCell::Blank);
        reader(cell).map_err(|cause| RowErrorCause::Cell {
            column: self.name,
            text: excerpt(cell.shown().trim()),
            cause,
        })
    }
}
