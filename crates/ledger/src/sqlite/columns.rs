//! One row in, one row out: columns by turn.

use std::fmt::Write as _;

use coupon_domain::RawRow;
use jiff::Timestamp;
use rusqlite::{Row, Statement, ToSql, types::FromSql};
use rust_decimal::Decimal;

use super::Fault;

/// Fills the parameters of a statement by turn.
pub(super) struct Parameters<'a, 'c> {
    statement: &'a mut Statement<'c>,
    next: usize,
    /// Decimals are written here, so that a row costs no allocation.
    text: &'a mut String,
}

impl<'a, 'c> Parameters<'a, 'c> {
    pub(super) fn of(statement: &'a mut Statement<'c>, text: &'a mut String) -> Self {
        Self { statement, next: 1, text }
    }

    pub(super) fn put(&mut self, value: impl ToSql) -> rusqlite::Result<()> {
        let index = self.next;
        self.next += 1;
        self.statement.raw_bind_parameter(index, value)
    }

    pub(super) fn instant(&mut self, value: Option<Timestamp>) -> rusqlite::Result<()> {
        self.put(value.map(Timestamp::as_microsecond))
    }

    pub(super) fn decimal(&mut self, value: Option<Decimal>) -> rusqlite::Result<()> {
        let Some(value) = value else { return self.put(None::<i64>) };
        self.text.clear();
        write!(self.text, "{value}").expect("text takes text");
        let index = self.next;
        self.next += 1;
        self.statement.raw_bind_parameter(index, self.text.as_str())
    }

    /// SQLite counts to 2^63 - 1. A vendor's count above that stays in the row's text alone.
    pub(super) fn count(&mut self, value: Option<u64>) -> rusqlite::Result<()> {
        self.put(value.map(|count| i64::try_from(count).unwrap_or(i64::MAX)))
    }

    pub(super) fn execute(self) -> rusqlite::Result<usize> {
        self.statement.raw_execute()
    }
}

/// Takes the columns of a row by turn.
pub(super) struct Columns<'a> {
    row: &'a Row<'a>,
    next: usize,
    table: &'static str,
    place: i64,
}

impl<'a> Columns<'a> {
    /// The first column is the row's place.
    pub(super) fn of(row: &'a Row<'a>, table: &'static str) -> Result<Self, Fault> {
        Ok(Self { row, next: 1, table, place: row.get(0)? })
    }

    pub(super) fn place(&self) -> i64 {
        self.place
    }

    pub(super) fn take<T: FromSql>(&mut self) -> Result<T, Fault> {
        let index = self.next;
        self.next += 1;
        self.row.get(index).map_err(|_| self.unreadable(index))
    }

    pub(super) fn text<T: From<String>>(&mut self) -> Result<T, Fault> {
        Ok(self.take::<String>()?.into())
    }

    pub(super) fn maybe_text<T: From<String>>(&mut self) -> Result<Option<T>, Fault> {
        Ok(self.take::<Option<String>>()?.map(T::from))
    }

    pub(super) fn raw(&mut self) -> Result<RawRow, Fault> {
        self.text()
    }

    pub(super) fn instant(&mut self) -> Result<Timestamp, Fault> {
        let index = self.next;
        self.maybe_instant()?.ok_or_else(|| self.unreadable(index))
    }

    pub(super) fn maybe_instant(&mut self) -> Result<Option<Timestamp>, Fault> {
        let index = self.next;
        let Some(micros) = self.take::<Option<i64>>()? else { return Ok(None) };
        Timestamp::from_microsecond(micros).map(Some).map_err(|_| self.unreadable(index))
    }

    /// An instant, a date or a decimal that is stored as text.
    pub(super) fn parsed<T: std::str::FromStr>(&mut self) -> Result<T, Fault> {
        let index = self.next;
        self.maybe_parsed()?.ok_or_else(|| self.unreadable(index))
    }

    pub(super) fn maybe_parsed<T: std::str::FromStr>(&mut self) -> Result<Option<T>, Fault> {
        let index = self.next;
        let Some(text) = self.take::<Option<String>>()? else { return Ok(None) };
        text.parse().map(Some).map_err(|_| self.unreadable(index))
    }

    pub(super) fn count(&mut self) -> Result<Option<u64>, Fault> {
        let index = self.next;
        let Some(count) = self.take::<Option<i64>>()? else { return Ok(None) };
        u64::try_from(count).map(Some).map_err(|_| self.unreadable(index))
    }

    /// The column that was taken last holds what no version of ours wrote.
    pub(super) fn unreadable_last(&self) -> Fault {
        self.unreadable(self.next - 1)
    }

    fn unreadable(&self, index: usize) -> Fault {
        let column = self.row.as_ref().column_name(index).unwrap_or("?").to_owned();
        Fault::Column { table: self.table, place: self.place, column }
    }
}
