//! Rows out of a backend: columns by turn.

use coupon_domain::RawRow;
use jiff::Timestamp;

use crate::backend_error::BackendError;

/// A row of one backend.
pub(crate) trait ColumnSource {
    fn text(&self, index: usize) -> Result<Option<String>, Unreadable>;
    fn number(&self, index: usize) -> Result<Option<i64>, Unreadable>;
    fn flag(&self, index: usize) -> Result<bool, Unreadable>;
    fn name(&self, index: usize) -> String;
}

/// The cell holds something of another type.
pub(crate) struct Unreadable;

/// Takes the columns of a row by turn.
pub(crate) struct RowReader<C> {
    row: C,
    next: usize,
    table: &'static str,
    place: i64,
}

impl<C: ColumnSource> RowReader<C> {
    /// The first column is the row's place.
    pub(crate) fn of(row: C, table: &'static str) -> Result<Self, BackendError> {
        let mut columns = Self { row, next: 0, table, place: 0 };
        columns.place = columns.number()?.ok_or_else(|| columns.unreadable_last())?;
        Ok(columns)
    }

    pub(crate) fn place(&self) -> i64 {
        self.place
    }

    pub(crate) fn text<T: From<String>>(&mut self) -> Result<T, BackendError> {
        self.maybe_text()?.ok_or_else(|| self.unreadable_last())
    }

    pub(crate) fn maybe_text<T: From<String>>(&mut self) -> Result<Option<T>, BackendError> {
        let text = self.take(C::text)?;
        Ok(text.map(T::from))
    }

    pub(crate) fn raw(&mut self) -> Result<RawRow, BackendError> {
        self.text()
    }

    pub(crate) fn flag(&mut self) -> Result<bool, BackendError> {
        self.take(C::flag)
    }

    pub(crate) fn instant(&mut self) -> Result<Timestamp, BackendError> {
        self.maybe_instant()?.ok_or_else(|| self.unreadable_last())
    }

    pub(crate) fn maybe_instant(&mut self) -> Result<Option<Timestamp>, BackendError> {
        let Some(micros) = self.number()? else { return Ok(None) };
        Timestamp::from_microsecond(micros).map(Some).map_err(|_| self.unreadable_last())
    }

    /// An instant, a date or a decimal that is stored as text.
    pub(crate) fn parsed<T: std::str::FromStr>(&mut self) -> Result<T, BackendError> {
        self.maybe_parsed()?.ok_or_else(|| self.unreadable_last())
    }

    pub(crate) fn maybe_parsed<T: std::str::FromStr>(&mut self) -> Result<Option<T>, BackendError> {
        let Some(text) = self.maybe_text::<String>()? else { return Ok(None) };
        text.parse().map(Some).map_err(|_| self.unreadable_last())
    }

    pub(crate) fn count(&mut self) -> Result<Option<u64>, BackendError> {
        let Some(count) = self.number()? else { return Ok(None) };
        u64::try_from(count).map(Some).map_err(|_| self.unreadable_last())
    }

    /// The column that was taken last holds what no version of ours wrote.
    pub(crate) fn unreadable_last(&self) -> BackendError {
        let column = self.row.name(self.next - 1);
        BackendError::Column { table: self.table, place: self.place, column }
    }

    fn number(&mut self) -> Result<Option<i64>, BackendError> {
        self.take(C::number)
    }

    fn take<T>(&mut self, cell: fn(&C, usize) -> Result<T, Unreadable>) -> Result<T, BackendError> {
        let index = self.next;
        self.next += 1;
        cell(&self.row, index).map_err(|Unreadable| self.unreadable_last())
    }
}
