//! Rows that could not be read.

use std::collections::BTreeMap;

use coupon_domain::AccountName;
use jiff::Timestamp;

use super::{connection::Connection, copy_encoder::owned};
use crate::{
    backend::SourceName,
    backend_error::BackendError,
    batch::{Batch, HashedBatch},
    column::storable,
    read::{LedgerTable, QuarantinedRow},
    row_reader::RowReader,
};

/// True if an entry of the batch's source is open.
pub(super) fn any(connection: &mut Connection, batch: &Batch) -> Result<bool, BackendError> {
    let sql = "SELECT EXISTS (SELECT FROM quarantine \
               WHERE account = $1 AND provider = $2 AND closed_at IS NULL)";
    let row = connection.query_one(sql, &[&batch.account.as_str(), &batch.provider.as_str()])?;
    owned(&row, 0)
}

/// Closes the entries of rows that were readable this time; returns how many there were.
pub(super) fn close(
    connection: &mut Connection,
    batch: &Batch,
    table: LedgerTable,
    readable: &[[String; 2]],
) -> Result<u64, BackendError> {
    let sql = "UPDATE quarantine SET closed_at = $1 WHERE account = $2 AND provider = $3 \
               AND table_name = $4 AND row_key = ANY ($5) AND closed_at IS NULL";
    let keys: Vec<&str> = readable.iter().flatten().map(String::as_str).collect();
    let (account, provider) = (batch.account.as_str(), batch.provider.as_str());
    let at = batch.fetched_at.to_string();
    connection.execute(sql, &[&at, &account, &provider, &table.as_str(), &keys])
}

/// Closes the entries of a table of which everything was read, all of it readable.
pub(super) fn close_all(
    connection: &mut Connection,
    (account, provider): &SourceName,
    table: LedgerTable,
    at: Timestamp,
) -> Result<(), BackendError> {
    let sql = "UPDATE quarantine SET closed_at = $1 WHERE account = $2 AND provider = $3 \
               AND table_name = $4 AND closed_at IS NULL";
    let (account, provider) = (account.as_str(), provider.as_str());
    connection.execute(sql, &[&at.to_string(), &account, &provider, &table.as_str()])?;
    Ok(())
}

/// Puts the unreadable rows of a batch into quarantine. A row that lies there already gets the new text and reason. An entry
/// that was known by its text, because nobody could tell its id, is known by its id from now on.
pub(super) fn insert(
    connection: &mut Connection,
    hashed: &HashedBatch,
) -> Result<u64, BackendError> {
    let batch = &hashed.batch;
    let (account, provider) = (batch.account.as_str(), batch.provider.as_str());
    let table = batch.bad_in.as_str();
    let name = "UPDATE quarantine SET row_key = $1 \
                WHERE account = $2 AND provider = $3 AND table_name = $4 AND row_key = $5 \
                AND NOT EXISTS (SELECT FROM quarantine WHERE account = $2 AND provider = $3 \
                AND table_name = $4 AND row_key = $1)";
    let sql = "INSERT INTO quarantine AS q \
               (account, provider, table_name, row_key, raw_hash, stream, first_seen, reason, raw) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
               ON CONFLICT (account, provider, table_name, row_key) DO UPDATE SET \
               raw_hash = excluded.raw_hash, reason = excluded.reason, raw = excluded.raw, closed_at = NULL \
               WHERE q.raw_hash <> excluded.raw_hash OR q.reason <> excluded.reason \
               OR q.closed_at IS NOT NULL";
    for bad in hashed.bad_rows() {
        if let Some(by_id) = &bad.by_id {
            connection.execute(name, &[by_id, &account, &provider, &table, &bad.by_text])?;
            close(connection, batch, batch.bad_in, &[[bad.by_text.clone(), bad.by_text.clone()]])?;
        }
        connection.execute(
            sql,
            &[
                &account,
                &provider,
                &table,
                &bad.kept(),
                &&bad.hash[..],
                &batch.stream,
                &batch.fetched_at.to_string(),
                &storable(&bad.row.reason),
                &storable(bad.row.row.as_str()),
            ],
        )?;
    }
    Ok(batch.bad.len() as u64)
}

/// The entries that are open, with those that are closed if they are wanted.
pub(super) fn list(
    connection: &mut Connection,
    account: Option<&AccountName>,
    also_closed: bool,
    limit: u32,
) -> Result<Vec<QuarantinedRow>, BackendError> {
    let sql = "SELECT place, account, provider, stream, raw, reason, first_seen, closed_at \
               FROM quarantine WHERE account = coalesce($1, account) \
               AND (closed_at IS NULL OR $2) ORDER BY place LIMIT $3";
    let account = account.map(AccountName::as_str);
    let rows = connection.query(sql, &[&account, &also_closed, &i64::from(limit)])?;
    let quarantined = rows.iter().map(|row| {
        let mut columns = RowReader::of(row, "quarantine")?;
        Ok(QuarantinedRow {
            account: columns.text()?,
            provider: columns.text()?,
            stream: columns.text()?,
            row: columns.raw()?,
            reason: columns.text()?,
            first_seen: columns.parsed()?,
            closed_at: columns.maybe_parsed()?,
        })
    });
    quarantined.collect()
}

pub(super) fn counts(
    connection: &mut Connection,
) -> Result<BTreeMap<AccountName, u64>, BackendError> {
    let sql = "SELECT account, count(*) FROM quarantine WHERE closed_at IS NULL GROUP BY account";
    let rows = connection.query(sql, &[])?;
    let counts = rows
        .iter()
        .map(|row| Ok((owned::<String>(row, 0)?.into(), owned::<i64>(row, 1)?.unsigned_abs())));
    counts.collect()
}
