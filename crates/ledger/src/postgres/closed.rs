//! Reconciliations that were closed.

use std::path::Path;

use super::{connection::Connection, copy_encoder::owned};
use crate::{
    backend_error::BackendError, closed_reconciliation::ClosedReconciliation, error::LedgerError,
    row_reader::RowReader,
};

pub(super) fn close(
    connection: &mut Connection,
    path: &Path,
    run: &ClosedReconciliation,
) -> Result<(), BackendError> {
    let sql = "INSERT INTO closed_runs (name, closed_at, body) VALUES ($1, $2, $3) \
               ON CONFLICT DO NOTHING";
    if connection.execute(sql, &[&run.name, &run.closed_at.to_string(), &run.body])? == 1 {
        return Ok(());
    }
    Err(LedgerError::AlreadyClosed { path: path.to_owned(), name: run.name.clone() }.into())
}

pub(super) fn show(
    connection: &mut Connection,
    name: &str,
) -> Result<Option<ClosedReconciliation>, BackendError> {
    let sql = "SELECT 0::bigint, name, closed_at, body FROM closed_runs WHERE name = $1";
    let Some(row) = connection.query_opt(sql, &[&name])? else { return Ok(None) };
    let mut from = RowReader::of(&row, "closed_runs")?;
    Ok(Some(ClosedReconciliation {
        name: from.text()?,
        closed_at: from.parsed()?,
        body: from.text()?,
    }))
}

pub(super) fn names(connection: &mut Connection) -> Result<Vec<String>, BackendError> {
    let rows = connection.query("SELECT name FROM closed_runs ORDER BY name", &[])?;
    rows.iter().map(|row| owned(row, 0)).collect()
}
