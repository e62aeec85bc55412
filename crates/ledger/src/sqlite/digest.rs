//! Sums of rows, kept and computed.

use coupon_domain::{AccountName, TemplateId};
use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    backend_error::BackendError,
    digest::{DigestChange, DigestTotal},
    read::{LedgerTable, RowCount},
};

/// Adds a change to what is stored; no change writes nothing.
pub(super) fn store(
    connection: &Connection,
    source: i64,
    table: LedgerTable,
    change: &DigestChange,
) -> Result<(), BackendError> {
    if change.is_nothing() {
        return Ok(());
    }
    let sql = "SELECT row_count, sum FROM digests WHERE source = ? AND table_name = ?";
    let stored: Option<(i64, [u8; 16])> = connection
        .prepare_cached(sql)?
        .query_row(params![source, table.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (rows, sum) = stored.unwrap_or_default();
    let sum = u128::from_be_bytes(sum).wrapping_add(change.sum).to_be_bytes();
    let sql = "INSERT OR REPLACE INTO digests (source, table_name, row_count, sum) \
               VALUES (?, ?, ?, ?)";
    let row = params![source, table.as_str(), rows + change.rows, sum];
    connection.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

pub(super) fn kept(
    connection: &Connection,
    table: LedgerTable,
    account: Option<&AccountName>,
) -> Result<String, BackendError> {
    let sql = "SELECT row_count, sum FROM digests JOIN sources ON no = source \
               WHERE table_name = ?1 AND account = coalesce(?2, account)";
    let mut statement = connection.prepare_cached(sql)?;
    let mut found = statement.query(params![table.as_str(), account.map(AccountName::as_str)])?;
    let mut total = DigestTotal::default();
    while let Some(row) = found.next()? {
        total.add(row.get(0)?, u128::from_be_bytes(row.get(1)?));
    }
    Ok(total.shown())
}

pub(super) fn recomputed(
    connection: &Connection,
    table: LedgerTable,
    account: Option<&AccountName>,
) -> Result<String, BackendError> {
    let schema = table.schema();
    let template = if table == LedgerTable::Customers { "template" } else { "NULL" };
    let sql = format!(
        "SELECT account, provider, {template}, id, raw_hash FROM {} JOIN sources ON no = source \
         WHERE gone_at IS NULL AND account = coalesce(?, account)",
        schema.rows
    );
    let mut statement = connection.prepare(&sql)?;
    let mut found = statement.query([account.map(AccountName::as_str)])?;
    let mut total = DigestTotal::default();
    while let Some(row) = found.next()? {
        let template: Option<String> = row.get(2)?;
        let mut one = DigestChange::of(
            &row.get::<_, String>(0)?.into(),
            &row.get::<_, String>(1)?.into(),
            template.map(TemplateId::from).as_ref(),
        );
        one.add(row.get_ref(3)?.as_str().unwrap_or_default(), &row.get(4)?);
        total.add(one.rows, one.sum);
    }
    Ok(total.shown())
}

pub(super) fn counts(connection: &Connection) -> Result<Vec<RowCount>, BackendError> {
    let sql = "SELECT account, provider, row_count FROM digests JOIN sources ON no = source \
               WHERE table_name = ? ORDER BY account, provider";
    let mut statement = connection.prepare_cached(sql)?;
    let mut counts = Vec::new();
    for table in LedgerTable::ALL {
        let mut found = statement.query([table.as_str()])?;
        while let Some(row) = found.next()? {
            counts.push(RowCount {
                account: row.get::<_, String>(0)?.into(),
                provider: row.get::<_, String>(1)?.into(),
                table,
                rows: u64::try_from(row.get::<_, i64>(2)?).unwrap_or_default(),
            });
        }
    }
    Ok(counts)
}
