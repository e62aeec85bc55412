//! The small tables: accounts, checkpoints, quarantine.

use std::{collections::BTreeMap, path::Path};

use coupon_domain::AccountName;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use crate::{
    backend_error::BackendError,
    error::LedgerError,
    read::{AccountRow, CheckpointRow, QuarantinedRow},
    row_reader::RowReader,
};

pub(super) fn register_account(
    connection: &mut Connection,
    path: &Path,
    account: &AccountRow,
) -> Result<(), BackendError> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let name = account.name.as_str();
    let sql = "SELECT vendor, fingerprint FROM accounts WHERE name = ?";
    let known: Option<(String, String)> =
        tx.query_row(sql, [name], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    match known {
        Some((vendor, fingerprint)) => {
            if vendor != account.vendor || fingerprint != account.fingerprint {
                let (path, name) = (path.to_owned(), name.to_owned());
                return Err(LedgerError::OtherAccount { path, name }.into());
            }
        }
        None => {
            let sql = "INSERT INTO accounts (name, vendor, fingerprint) VALUES (?, ?, ?)";
            tx.execute(sql, [name, &account.vendor, &account.fingerprint])?;
        }
    }
    Ok(tx.commit()?)
}

pub(super) fn accounts(connection: &Connection) -> Result<Vec<AccountRow>, BackendError> {
    let sql = "SELECT rowid, name, vendor, fingerprint FROM accounts ORDER BY name";
    let mut statement = connection.prepare_cached(sql)?;
    let mut found = statement.query([])?;
    let mut accounts = Vec::new();
    while let Some(row) = found.next()? {
        let mut columns = RowReader::of(row, "accounts")?;
        accounts.push(AccountRow {
            name: columns.text()?,
            vendor: columns.text()?,
            fingerprint: columns.text()?,
        });
    }
    Ok(accounts)
}

pub(super) fn checkpoints(connection: &Connection) -> Result<Vec<CheckpointRow>, BackendError> {
    let sql = "SELECT rowid, account, provider, stream, day FROM checkpoints \
               ORDER BY account, provider, stream";
    let mut statement = connection.prepare_cached(sql)?;
    let mut found = statement.query([])?;
    let mut checkpoints = Vec::new();
    while let Some(row) = found.next()? {
        let mut columns = RowReader::of(row, "checkpoints")?;
        checkpoints.push(CheckpointRow {
            account: columns.text()?,
            provider: columns.text()?,
            stream: columns.text()?,
            day: columns.parsed()?,
        });
    }
    Ok(checkpoints)
}

pub(super) fn quarantine(
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

pub(super) fn quarantine_counts(
    connection: &Connection,
) -> Result<BTreeMap<AccountName, u64>, BackendError> {
    let sql = "SELECT account, count(*) FROM quarantine GROUP BY account";
    let mut statement = connection.prepare_cached(sql)?;
    let mut found = statement.query([])?;
    let mut counts = BTreeMap::new();
    while let Some(row) = found.next()? {
        counts.insert(row.get::<_, String>(0)?.into(), row.get::<_, i64>(1)?.unsigned_abs());
    }
    Ok(counts)
}
