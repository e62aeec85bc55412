//! The small tables: accounts and checkpoints.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use crate::{
    backend_error::BackendError,
    error::LedgerError,
    read::{AccountRow, CheckpointRow},
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
