//! Rows that could not be read.

use std::collections::BTreeMap;

use coupon_domain::AccountName;
use jiff::Timestamp;
use rusqlite::{Connection, params};

use crate::{
    backend::SourceName,
    backend_error::BackendError,
    batch::{Batch, HashedBatch},
    column::storable,
    read::{LedgerTable, QuarantinedRow},
    row_reader::RowReader,
};

/// True if an entry of the batch's source is open.
pub(super) fn any(connection: &Connection, batch: &Batch) -> Result<bool, BackendError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM quarantine \
               WHERE account = ? AND provider = ? AND closed_at IS NULL)";
    let source = [batch.account.as_str(), batch.provider.as_str()];
    Ok(connection.prepare_cached(sql)?.query_row(source, |row| row.get(0))?)
}

/// Closes the entries of rows that were readable this time; returns how many there were.
pub(super) fn close(
    connection: &Connection,
    batch: &Batch,
    table: LedgerTable,
    readable: &[[String; 2]],
) -> Result<u64, BackendError> {
    let sql = "UPDATE quarantine SET closed_at = ? WHERE account = ? AND provider = ? \
               AND table_name = ? AND row_key IN (?, ?) AND closed_at IS NULL";
    let mut update = connection.prepare_cached(sql)?;
    let (account, provider) = (batch.account.as_str(), batch.provider.as_str());
    let at = batch.fetched_at.to_string();
    let mut closed = 0;
    for [by_id, by_text] in readable {
        let entry = params![at, account, provider, table.as_str(), by_id, by_text];
        closed += update.execute(entry)? as u64;
    }
    Ok(closed)
}

/// Closes the entries of a table of which everything was read, all of it readable.
pub(super) fn close_all(
    connection: &Connection,
    (account, provider): &SourceName,
    table: LedgerTable,
    at: Timestamp,
) -> Result<(), BackendError> {
    let sql = "UPDATE quarantine SET closed_at = ? WHERE account = ? AND provider = ? \
               AND table_name = ? AND closed_at IS NULL";
    let entries = params![at.to_string(), account.as_str(), provider.as_str(), table.as_str()];
    connection.execute(sql, entries)?;
    Ok(())
}

/// Puts the unreadable rows of a batch into quarantine. A row that lies there already gets the new text and reason. An entry
/// that was known by its text, because nobody could tell its id, is known by its id from now on.
pub(super) fn insert(connection: &Connection, hashed: &HashedBatch) -> Result<u64, BackendError> {
    let batch = &hashed.batch;
    let (account, provider) = (batch.account.as_str(), batch.provider.as_str());
    let table = batch.bad_in.as_str();
    let name = "UPDATE OR IGNORE quarantine SET row_key = ? \
                WHERE account = ? AND provider = ? AND table_name = ? AND row_key = ?";
    let sql = "INSERT INTO quarantine \
               (account, provider, table_name, row_key, raw_hash, stream, first_seen, reason, raw) \
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) \
               ON CONFLICT (account, provider, table_name, row_key) DO UPDATE SET \
               raw_hash = excluded.raw_hash, reason = excluded.reason, raw = excluded.raw, closed_at = NULL \
               WHERE raw_hash <> excluded.raw_hash OR reason <> excluded.reason OR closed_at IS NOT NULL";
    let mut insert = connection.prepare_cached(sql)?;
    for bad in hashed.bad_rows() {
        if let Some(by_id) = &bad.by_id {
            let names = params![by_id, account, provider, table, bad.by_text];
            connection.prepare_cached(name)?.execute(names)?;
            close(connection, batch, batch.bad_in, &[[bad.by_text.clone(), bad.by_text.clone()]])?;
        }
        insert.execute(params![
            account,
            provider,
            table,
            bad.kept(),
            bad.hash,
            batch.stream,
            batch.fetched_at.to_string(),
            storable(&bad.row.reason),
            storable(bad.row.row.as_str()),
        ])?;
    }
    Ok(batch.bad.len() as u64)
}

/// The entries that are open, with those that are closed if they are wanted.
pub(super) fn list(
    connection: &Connection,
    account: Option<&AccountName>,
    also_closed: bool,
    limit: u32,
) -> Result<Vec<QuarantinedRow>, BackendError> {
    let sql = "SELECT place, account, provider, stream, raw, reason, first_seen, closed_at \
               FROM quarantine WHERE account = coalesce(?, account) \
               AND (closed_at IS NULL OR ?) ORDER BY place LIMIT ?";
    let mut statement = connection.prepare_cached(sql)?;
    let mut found =
        statement.query(params![account.map(AccountName::as_str), also_closed, limit])?;
    let mut quarantined = Vec::new();
    while let Some(row) = found.next()? {
        let mut columns = RowReader::of(row, "quarantine")?;
        quarantined.push(QuarantinedRow {
            account: columns.text()?,
            provider: columns.text()?,
            stream: columns.text()?,
            row: columns.raw()?,
            reason: columns.text()?,
            first_seen: columns.parsed()?,
            closed_at: columns.maybe_parsed()?,
        });
    }
    Ok(quarantined)
}

pub(super) fn counts(connection: &Connection) -> Result<BTreeMap<AccountName, u64>, BackendError> {
    let sql = "SELECT account, count(*) FROM quarantine WHERE closed_at IS NULL GROUP BY account";
    let mut statement = connection.prepare_cached(sql)?;
    let mut found = statement.query([])?;
    let mut counts = BTreeMap::new();
    while let Some(row) = found.next()? {
        counts.insert(row.get::<_, String>(0)?.into(), row.get::<_, i64>(1)?.unsigned_abs());
    }
    Ok(counts)
}
