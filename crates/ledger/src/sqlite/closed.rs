//! Reconciliations that were closed.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{
    backend_error::BackendError, closed_reconciliation::ClosedReconciliation, error::LedgerError,
    row_reader::RowReader,
};

pub(super) fn close(
    connection: &Connection,
    path: &Path,
    run: &ClosedReconciliation,
) -> Result<(), BackendError> {
    let sql =
        "INSERT INTO closed_runs (name, closed_at, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    let row = params![run.name, run.closed_at.to_string(), run.body];
    if connection.execute(sql, row)? == 1 {
        return Ok(());
    }
    Err(LedgerError::AlreadyClosed { path: path.to_owned(), name: run.name.clone() }.into())
}

pub(super) fn show(
    connection: &Connection,
    name: &str,
) -> Result<Option<ClosedReconciliation>, BackendError> {
    let sql = "SELECT rowid, name, closed_at, body FROM closed_runs WHERE name = ?";
    let mut statement = connection.prepare_cached(sql)?;
    statement.query_row([name], |row| Ok(taken(row))).optional()?.transpose()
}

pub(super) fn names(connection: &Connection) -> Result<Vec<String>, BackendError> {
    let mut statement = connection.prepare_cached("SELECT name FROM closed_runs ORDER BY name")?;
    let names = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(names)
}

fn taken(row: &Row<'_>) -> Result<ClosedReconciliation, BackendError> {
    let mut from = RowReader::of(row, "closed_runs")?;
    Ok(ClosedReconciliation { name: from.text()?, closed_at: from.parsed()?, body: from.text()? })
}
