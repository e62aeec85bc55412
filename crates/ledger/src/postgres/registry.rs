//! The small tables: accounts and checkpoints.

use std::path::Path;

use super::{connection::Connection, copy_encoder::owned};
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
    let name = account.name.as_str();
    let sql = "INSERT INTO accounts (name, vendor, fingerprint) VALUES ($1, $2, $3) \
               ON CONFLICT DO NOTHING";
    connection.execute(sql, &[&name, &account.vendor, &account.fingerprint])?;
    let sql = "SELECT vendor, fingerprint FROM accounts WHERE name = $1";
    let known = connection.query_one(sql, &[&name])?;
    let (vendor, fingerprint): (String, String) = (owned(&known, 0)?, owned(&known, 1)?);
    if vendor != account.vendor || fingerprint != account.fingerprint {
        let (path, name) = (path.to_owned(), name.to_owned());
        return Err(LedgerError::OtherAccount { path, name }.into());
    }
    Ok(())
}

pub(super) fn accounts(connection: &mut Connection) -> Result<Vec<AccountRow>, BackendError> {
    let sql = "SELECT 0::bigint, name, vendor, fingerprint FROM accounts ORDER BY name";
    let rows = connection.query(sql, &[])?;
    let accounts = rows.iter().map(|row| {
        let mut columns = RowReader::of(row, "accounts")?;
        Ok(AccountRow {
            name: columns.text()?,
            vendor: columns.text()?,
            fingerprint: columns.text()?,
        })
    });
    accounts.collect()
}

pub(super) fn checkpoints(connection: &mut Connection) -> Result<Vec<CheckpointRow>, BackendError> {
    let sql = "SELECT 0::bigint, account, provider, stream, day FROM checkpoints \
               ORDER BY account, provider, stream";
    let rows = connection.query(sql, &[])?;
    let checkpoints = rows.iter().map(|row| {
        let mut columns = RowReader::of(row, "checkpoints")?;
        Ok(CheckpointRow {
            account: columns.text()?,
            provider: columns.text()?,
            stream: columns.text()?,
            day: columns.parsed()?,
        })
    });
    checkpoints.collect()
}
