//! Readings of everything: what did not come is gone.

use std::collections::HashMap;

use coupon_domain::TemplateId;
use jiff::Timestamp;

use super::{
    connection::Connection,
    copy_encoder::{owned, sixteen},
    digest,
    lease::Leases,
    quarantine,
    write::hold_source,
};
use crate::{
    backend::SourceName, backend_error::BackendError, digest::DigestChange, read::LedgerTable,
    row_bit_set::RowBitSet,
};

/// Marks the rows of a source that did not come, all in one transaction, some at a time in memory.
pub(super) fn mark_gone(
    connection: &mut Connection,
    leases: &Leases,
    source: &SourceName,
    table: LedgerTable,
    seen: &RowBitSet,
    at: Timestamp,
) -> Result<u64, BackendError> {
    connection.transaction(|tx| {
        leases.bound(tx, &source.0)?;
        let number = hold_source(tx, source)?;
        let template = if table == LedgerTable::Customers { "template" } else { "NULL::text" };
        let rows = table.schema().rows;
        // A row that another process brought since the reading began is there, though this reading did not bring it.
        let list = format!(
            "SELECT place, {template}, id, raw_hash FROM {rows} \
             WHERE source = {number} AND gone_at IS NULL AND changed_at < {}",
            at.as_microsecond()
        );
        let mark = format!("UPDATE {rows} SET gone_at = $1 WHERE place = ANY ($2)");
        let mut gone = 0;
        let mut sums: HashMap<Option<TemplateId>, DigestChange> = HashMap::new();
        tx.each_part(&list, |tx, part| {
            let mut missing: Vec<i64> = Vec::new();
            for row in part {
                let place = owned(row, 0)?;
                if seen.has(place) {
                    continue;
                }
                missing.push(place);
                let template = owned::<Option<String>>(row, 1)?.map(TemplateId::from);
                let sum = DigestChange::of(&source.0, &source.1, template.as_ref());
                let sum = sums.entry(template).or_insert(sum);
                sum.remove(&owned::<String>(row, 2)?, &sixteen(row, 3)?);
            }
            gone += tx.execute(&mark, &[&at.as_microsecond(), &missing])?;
            Ok(())
        })?;
        for sum in sums.values() {
            digest::store(tx, number, table, sum)?;
        }
        quarantine::close_all(tx, source, table, at)?;
        leases.fence(tx, &source.0)?;
        Ok(gone)
    })
}
