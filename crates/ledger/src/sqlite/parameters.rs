//! One row in, one row out.

use std::fmt::Write as _;

use rusqlite::{
    Row, Statement, ToSql,
    types::{FromSql, FromSqlError},
};
use rust_decimal::Decimal;

use crate::{
    backend_error::BackendError,
    column::{EncodeColumns, storable},
    row_reader::{ColumnSource, Unreadable},
};

/// Fills the parameters of a statement by turn.
pub(super) struct BoundParameters<'a, 'c> {
    statement: &'a mut Statement<'c>,
    next: usize,
    /// Decimals are written here, so that a row costs no allocation.
    text: &'a mut String,
}

impl<'a, 'c> BoundParameters<'a, 'c> {
    pub(super) fn of(statement: &'a mut Statement<'c>, text: &'a mut String) -> Self {
        Self { statement, next: 1, text }
    }

    pub(super) fn put(&mut self, value: impl ToSql) -> Result<(), BackendError> {
        let index = self.next;
        self.next += 1;
        Ok(self.statement.raw_bind_parameter(index, value)?)
    }

    pub(super) fn execute(self) -> rusqlite::Result<usize> {
        self.statement.raw_execute()
    }
}

impl EncodeColumns for BoundParameters<'_, '_> {
    fn text(&mut self, value: Option<&str>) -> Result<(), BackendError> {
        self.put(value.map(storable).as_deref())
    }

    fn number(&mut self, value: Option<i64>) -> Result<(), BackendError> {
        self.put(value)
    }

    fn decimal(&mut self, value: Option<Decimal>) -> Result<(), BackendError> {
        let Some(value) = value else { return self.put(None::<i64>) };
        self.text.clear();
        write!(self.text, "{value}").expect("text takes text");
        let index = self.next;
        self.next += 1;
        Ok(self.statement.raw_bind_parameter(index, self.text.as_str())?)
    }

    fn flag(&mut self, value: bool) -> Result<(), BackendError> {
        self.put(value)
    }
}

impl ColumnSource for &Row<'_> {
    fn text(&self, index: usize) -> Result<Option<String>, Unreadable> {
        cell(self, index)
    }

    fn number(&self, index: usize) -> Result<Option<i64>, Unreadable> {
        cell(self, index)
    }

    fn flag(&self, index: usize) -> Result<bool, Unreadable> {
        cell(self, index)
    }

    fn name(&self, index: usize) -> String {
        self.as_ref().column_name(index).unwrap_or("?").to_owned()
    }
}

fn cell<T: FromSql>(row: &Row<'_>, index: usize) -> Result<T, Unreadable> {
    let value = row.get_ref(index).map_err(|_| Unreadable)?;
    T::column_result(value).map_err(|_: FromSqlError| Unreadable)
}
