//! Rows that could not be read.

use std::collections::BTreeMap;

use coupon_domain::AccountName;

use super::{connection::Connection, copy_encoder::owned};
use crate::{
    backend_error::BackendError,
    batch::{Batch, RawHash},
    column::storable,
    read::QuarantinedRow,
    row_reader::RowReader,
};

/// True if a row of the batch's source lies in quarantine.
pub(super) fn any(connection: &mut Connection, batch: &Batch) -> Result<bool, BackendError> {
    let sql = "SELECT EXISTS (SELECT FROM quarantine WHERE account = $1 AND provider = $2)";
    let row = connection.query_one(sql, &[&batch.account.as_str(), &batch.provider.as_str()])?;
    owned(&row, 0)
}

/// Deletes rows from quarantine whose text was readable this time; returns how many there were.
pub(super) fn release(
    connection: &mut Connection,
    batch: &Batch,
    hashes: &[RawHash],
) -> Result<u64, BackendError> {
    let sql = "DELETE FROM quarantine WHERE account = $1 AND provider = $2 AND raw_hash = ANY ($3)";
    let hashes: Vec<&[u8]> = hashes.iter().map(|hash| &hash[..]).collect();
    connection.execute(sql, &[&batch.account.as_str(), &batch.provider.as_str(), &hashes])
}

/// Puts the unreadable rows of a batch into quarantine. A row that lies there already gets the new reason.
pub(super) fn insert(
    connection: &mut Connection,
    batch: &Batch,
    hashes: &[RawHash],
) -> Result<u64, BackendError> {
    let sql = "INSERT INTO quarantine AS q (account, provider, raw_hash, stream, first_seen, reason, raw) \
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (account, provider, raw_hash, stream) \
               DO UPDATE SET reason = excluded.reason WHERE q.reason <> excluded.reason";
    for (bad, hash) in batch.bad.iter().zip(hashes) {
        connection.execute(
            sql,
            &[
                &batch.account.as_str(),
                &batch.provider.as_str(),
                &&hash[..],
                &batch.stream,
                &batch.fetched_at.to_string(),
                &storable(&bad.reason),
                &storable(bad.row.as_str()),
            ],
        )?;
    }
    Ok(batch.bad.len() as u64)
}

pub(super) fn list(
    connection: &mut Connection,
    account: Option<&AccountName>,
    limit: u32,
) -> Result<Vec<QuarantinedRow>, BackendError> {
    let sql = "SELECT place, account, provider, stream, raw, reason, first_seen FROM quarantine \
               WHERE account = coalesce($1, account) ORDER BY place LIMIT $2";
    let rows = connection.query(sql, &[&account.map(AccountName::as_str), &i64::from(limit)])?;
    let quarantined = rows.iter().map(|row| {
        let mut columns = RowReader::of(row, "quarantine")?;
        Ok(QuarantinedRow {
            account: columns.text()?,
            provider: columns.text()?,
            stream: columns.text()?,
            row: columns.raw()?,
            reason: columns.text()?,
            first_seen: columns.parsed()?,
        })
    });
    quarantined.collect()
}

pub(super) fn counts(
    connection: &mut Connection,
) -> Result<BTreeMap<AccountName, u64>, BackendError> {
    let sql = "SELECT account, count(*) FROM quarantine GROUP BY account";
    let rows = connection.query(sql, &[])?;
    let counts = rows
        .iter()
        .map(|row| Ok((owned::<String>(row, 0)?.into(), owned::<i64>(row, 1)?.unsigned_abs())));
    counts.collect()
}
