//! Rows that could not be read.

use std::collections::BTreeMap;

use coupon_domain::AccountName;
use rusqlite::{Connection, params};

use crate::{
    backend_error::BackendError,
    batch::{Batch, RawHash},
    column::storable,
    read::QuarantinedRow,
    row_reader::RowReader,
};

/// True if a row of the batch's source lies in quarantine.
pub(super) fn any(connection: &Connection, batch: &Batch) -> Result<bool, BackendError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM quarantine WHERE account = ? AND provider = ?)";
    let source = [batch.account.as_str(), batch.provider.as_str()];
    Ok(connection.prepare_cached(sql)?.query_row(source, |row| row.get(0))?)
}

/// Deletes rows from quarantine whose text was readable this time; returns how many there were.
pub(super) fn release(
    connection: &Connection,
    batch: &Batch,
    hash: &RawHash,
) -> Result<u64, BackendError> {
    let sql = "DELETE FROM quarantine WHERE account = ? AND provider = ? AND raw_hash = ?";
    let key = params![batch.account.as_str(), batch.provider.as_str(), hash];
    Ok(connection.prepare_cached(sql)?.execute(key)? as u64)
}

/// Puts the unreadable rows of a batch into quarantine. A row that lies there already gets the new reason.
pub(super) fn insert(
    connection: &Connection,
    batch: &Batch,
    hashes: &[RawHash],
) -> Result<u64, BackendError> {
    let sql = "INSERT INTO quarantine (account, provider, raw_hash, stream, first_seen, reason, raw) \
               VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account, provider, raw_hash, stream) \
               DO UPDATE SET reason = excluded.reason WHERE reason <> excluded.reason";
    let mut insert = connection.prepare_cached(sql)?;
    for (bad, hash) in batch.bad.iter().zip(hashes) {
        insert.execute(params![
            batch.account.as_str(),
            batch.provider.as_str(),
            hash,
            batch.stream,
            batch.fetched_at.to_string(),
            storable(&bad.reason),
            storable(bad.row.as_str()),
        ])?;
    }
    Ok(batch.bad.len() as u64)
}

pub(super) fn list(
    connection: &Connection,
    account: Option<&AccountName>,
    limit: u32,
) -> Result<Vec<QuarantinedRow>, BackendError> {
    let sql = "SELECT place, account, provider, stream, raw, reason, first_seen FROM quarantine \
               WHERE account = coalesce(?, account) ORDER BY place LIMIT ?";
    let mut statement = connection.prepare_cached(sql)?;
    let mut found = statement.query(params![account.map(AccountName::as_str), limit])?;
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
        });
    }
    Ok(quarantined)
}

pub(super) fn counts(connection: &Connection) -> Result<BTreeMap<AccountName, u64>, BackendError> {
    let sql = "SELECT account, count(*) FROM quarantine GROUP BY account";
    let mut statement = connection.prepare_cached(sql)?;
    let mut found = statement.query([])?;
    let mut counts = BTreeMap::new();
    while let Some(row) = found.next()? {
        counts.insert(row.get::<_, String>(0)?.into(), row.get::<_, i64>(1)?.unsigned_abs());
    }
    Ok(counts)
}
