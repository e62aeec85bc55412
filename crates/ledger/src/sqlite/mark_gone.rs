//! Readings of everything: what did not come is gone.

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior, params};

use super::{digest, quarantine};
use crate::{
    backend::SourceName, backend_error::BackendError, batch::RawHash, digest::DigestChange,
    read::LedgerTable, row_bit_set::RowBitSet,
};

struct MissingRow {
    place: i64,
    template: Option<String>,
    id: String,
    hash: RawHash,
}

/// Marks the rows of a source that did not come, all in one transaction, some at a time in memory.
pub(super) fn mark_gone(
    connection: &mut Connection,
    (source, number): (&SourceName, i64),
    table: LedgerTable,
    seen: &RowBitSet,
    at: Timestamp,
) -> Result<u64, BackendError> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let sql = format!("UPDATE {} SET gone_at = ? WHERE place = ?", table.schema().rows);
    let mut update = tx.prepare(&sql)?;
    let (mut after, mut gone) = (0, 0);
    loop {
        let missing = missing(&tx, number, table, seen, (after, at))?;
        let Some(last) = missing.last() else { break };
        after = last.place;
        for row in &missing {
            update.execute(params![at.as_microsecond(), row.place])?;
            let template = row.template.clone().map(Into::into);
            let mut sum = DigestChange::of(&source.0, &source.1, template.as_ref());
            sum.remove(&row.id, &row.hash);
            digest::store(&tx, number, table, &sum)?;
        }
        gone += missing.len() as u64;
    }
    drop(update);
    quarantine::close_all(&tx, source, table, at)?;
    tx.commit()?;
    Ok(gone)
}

/// A row that another process brought since the reading began is there, though this reading did not bring it.
fn missing(
    connection: &Connection,
    source: i64,
    table: LedgerTable,
    seen: &RowBitSet,
    (after, at): (i64, Timestamp),
) -> Result<Vec<MissingRow>, BackendError> {
    let template = if table == LedgerTable::Customers { "template" } else { "NULL" };
    let sql = format!(
        "SELECT place, {template}, id, raw_hash FROM {} \
         WHERE place > ? AND +source = ? AND gone_at IS NULL AND changed_at < ? ORDER BY place",
        table.schema().rows
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query([after, source, at.as_microsecond()])?;
    let mut missing = Vec::new();
    while missing.len() < 10_000 {
        let Some(row) = found.next()? else { break };
        let place = row.get(0)?;
        if !seen.has(place) {
            let (template, id, hash) = (row.get(1)?, row.get(2)?, row.get(3)?);
            missing.push(MissingRow { place, template, id, hash });
        }
    }
    Ok(missing)
}
