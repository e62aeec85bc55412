//! Sums of rows, kept and computed.

use coupon_domain::{AccountName, TemplateId};

use super::{
    connection::Connection,
    copy_encoder::{owned, sixteen},
};
use crate::{
    backend_error::BackendError,
    digest::{DigestChange, DigestTotal},
    read::{LedgerTable, RowCount},
};

/// Adds a change to what is stored; no change writes nothing. The source is held, so nobody else does the same.
pub(super) fn store(
    connection: &mut Connection,
    source: i64,
    table: LedgerTable,
    change: &DigestChange,
) -> Result<(), BackendError> {
    if change.is_nothing() {
        return Ok(());
    }
    let table = table.as_str();
    let sql = "SELECT row_count, sum FROM digests WHERE source = $1 AND table_name = $2";
    let (rows, sum) = match connection.query_opt(sql, &[&source, &table])? {
        Some(row) => (owned(&row, 0)?, u128::from_be_bytes(sixteen(&row, 1)?)),
        None => (0_i64, 0),
    };
    let sum = sum.wrapping_add(change.sum).to_be_bytes();
    let sql = "INSERT INTO digests (source, table_name, row_count, sum) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (source, table_name) \
               DO UPDATE SET row_count = excluded.row_count, sum = excluded.sum";
    connection.execute(sql, &[&source, &table, &(rows + change.rows), &&sum[..]])?;
    Ok(())
}

pub(super) fn kept(
    connection: &mut Connection,
    table: LedgerTable,
    account: Option<&AccountName>,
) -> Result<String, BackendError> {
    let sql = "SELECT row_count, sum FROM digests JOIN sources ON no = source \
               WHERE table_name = $1 AND account = coalesce($2, account)";
    let account = account.map(AccountName::as_str);
    let mut total = DigestTotal::default();
    for row in connection.query(sql, &[&table.as_str(), &account])? {
        total.add(owned(&row, 0)?, u128::from_be_bytes(sixteen(&row, 1)?));
    }
    Ok(total.shown())
}

/// Goes through the rows some at a time; within a transaction, so that they are those of one moment.
pub(super) fn recomputed(
    tx: &mut Connection,
    table: LedgerTable,
    account: Option<&AccountName>,
) -> Result<String, BackendError> {
    tx.batch("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")?;
    let template = if table == LedgerTable::Customers { "template" } else { "NULL::text" };
    let sql = format!(
        "SELECT account, provider, {template}, id, raw_hash \
         FROM {} JOIN sources ON no = source WHERE gone_at IS NULL",
        table.schema().rows
    );
    let mut total = DigestTotal::default();
    tx.each_part(&sql, |_, rows| {
        for row in rows {
            let of: AccountName = owned::<String>(row, 0)?.into();
            if account.is_some_and(|account| *account != of) {
                continue;
            }
            let provider = owned::<String>(row, 1)?.into();
            let template = owned::<Option<String>>(row, 2)?.map(TemplateId::from);
            let mut one = DigestChange::of(&of, &provider, template.as_ref());
            one.add(&owned::<String>(row, 3)?, &sixteen(row, 4)?);
            total.add(one.rows, one.sum);
        }
        Ok(())
    })?;
    Ok(total.shown())
}

pub(super) fn counts(connection: &mut Connection) -> Result<Vec<RowCount>, BackendError> {
    let sql = "SELECT account, provider, row_count FROM digests JOIN sources ON no = source \
               WHERE table_name = $1 ORDER BY account, provider";
    let mut counts = Vec::new();
    for table in LedgerTable::ALL {
        for row in connection.query(sql, &[&table.as_str()])? {
            counts.push(RowCount {
                account: owned::<String>(&row, 0)?.into(),
                provider: owned::<String>(&row, 1)?.into(),
                table,
                rows: u64::try_from(owned::<i64>(&row, 2)?).unwrap_or_default(),
            });
        }
    }
    Ok(counts)
}
