//! The one write path.

use std::collections::HashSet;

use coupon_domain::{Coupon, Record, TemplateId};
use rusqlite::{Connection, OptionalExtension, params};

use super::{
    cache::SqliteCache,
    quarantine,
    rows::{self, SqliteRowWriter},
};
use crate::{
    backend::SourceName,
    backend_error::BackendError,
    batch::{AspectReadAt, Batch, Checkpoint, HashedBatch, WriteSummary},
    column::storable,
    read::LedgerTable,
};

/// Writes a batch of one source.
pub(super) fn apply(
    connection: &Connection,
    cache: &mut SqliteCache,
    source: i64,
    hashed: &mut HashedBatch,
) -> Result<WriteSummary, BackendError> {
    let any_quarantined = quarantine::any(connection, &hashed.batch)?;
    let unchanged =
        rows::read_changed(connection, &mut cache.full, source, any_quarantined, hashed)?;
    let (hashed, batch) = (&*hashed, &hashed.batch);
    let full = &mut cache.full;
    let mut to = SqliteRowWriter { connection, full, source, hashed, any_quarantined, released: 0 };
    let mut written = WriteSummary {
        templates: to.rows(None, &batch.templates, &hashed.templates)?,
        coupons: to.rows(None, &batch.coupons, &hashed.coupons)?,
        ..WriteSummary::default()
    };
    if let Some(of) = &batch.customers {
        written.customers = to.rows(Some(&of.template), &of.rows, &hashed.customers)?;
    }
    written.released = to.released;
    written.coupons.same += unchanged.count;
    if any_quarantined {
        let readable = hashed.readable_unchanged(&unchanged);
        written.released += quarantine::close(connection, batch, LedgerTable::Coupons, &readable)?;
    }
    note_met(connection, cache.met.entry(source).or_default(), source, &batch.coupons)?;
    written.quarantined = quarantine::insert(connection, hashed)?;
    for read in &batch.reads {
        note_read(connection, source, read)?;
    }
    if let Some(checkpoint) = &batch.checkpoint {
        advance(connection, batch, checkpoint)?;
    }
    Ok(written)
}

/// The number under which the rows of a source lie; a new one is given to a new source of a registered account.
pub(super) fn source_number(
    connection: &Connection,
    (account, provider): &SourceName,
) -> Result<i64, BackendError> {
    let source = [account.as_str(), provider.as_str()];
    let sql = "SELECT no FROM sources WHERE account = ? AND provider = ?";
    if let Some(number) = connection.query_row(sql, source, |row| row.get(0)).optional()? {
        return Ok(number);
    }
    let sql = "SELECT EXISTS (SELECT 1 FROM accounts WHERE name = ?)";
    if !connection.query_row(sql, [account.as_str()], |row| row.get(0))? {
        return Err(BackendError::UnknownAccount(account.to_string()));
    }
    connection.execute("INSERT INTO sources (account, provider) VALUES (?, ?)", source)?;
    Ok(connection.last_insert_rowid())
}

fn note_read(
    connection: &Connection,
    source: i64,
    read: &AspectReadAt,
) -> Result<(), BackendError> {
    let sql = "INSERT INTO template_read_rows (source, template, what, began_at) VALUES (?, ?, ?, ?) \
               ON CONFLICT (source, template, what) DO UPDATE SET began_at = excluded.began_at \
               WHERE began_at IS NULL OR excluded.began_at > began_at";
    let template = &*storable(read.template.as_str());
    let began_at = read.began_at.as_microsecond();
    let row = params![source, template, read.what.as_str(), began_at];
    connection.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

/// Notes templates that coupons name, so that nobody has to go through the coupons for them.
fn note_met(
    connection: &Connection,
    met: &mut HashSet<TemplateId>,
    source: i64,
    coupons: &[Record<Coupon>],
) -> Result<(), BackendError> {
    let sql = "INSERT INTO template_read_rows (source, template, what) VALUES (?, ?, 'details') \
               ON CONFLICT (source, template, what) DO NOTHING";
    let mut insert = connection.prepare_cached(sql)?;
    for template in coupons.iter().filter_map(|record| record.value.template.as_ref()) {
        if !met.contains(template) {
            insert.execute(params![source, storable(template.as_str())])?;
            met.insert(template.clone());
        }
    }
    Ok(())
}

fn advance(connection: &Connection, batch: &Batch, to: &Checkpoint) -> Result<(), BackendError> {
    let sql = "INSERT INTO checkpoints (account, provider, stream, day) VALUES (?, ?, ?, ?) \
               ON CONFLICT (account, provider, stream) DO UPDATE SET day = excluded.day \
               WHERE excluded.day > day";
    let day = to.day.to_string();
    let row = [batch.account.as_str(), batch.provider.as_str(), &to.stream, &day];
    connection.prepare_cached(sql)?.execute(row)?;
    Ok(())
}
