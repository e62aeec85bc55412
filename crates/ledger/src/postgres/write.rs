//! The one write path.

use std::collections::HashSet;

use coupon_domain::{Coupon, Record, TemplateId};

use super::{
    cache::PostgresCache,
    connection::Connection,
    copy_encoder::owned,
    quarantine,
    rows::{self, PostgresRowWriter},
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
    connection: &mut Connection,
    cache: &mut PostgresCache,
    source: i64,
    hashed: &mut HashedBatch,
) -> Result<WriteSummary, BackendError> {
    let any_quarantined = quarantine::any(connection, &hashed.batch)?;
    let unchanged =
        rows::read_changed(connection, &mut cache.full, source, any_quarantined, hashed)?;
    let (hashed, batch) = (&*hashed, &hashed.batch);
    let mut to = PostgresRowWriter {
        connection,
        full: &mut cache.full,
        source,
        hashed,
        any_quarantined,
        released: 0,
    };
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

/// The number under which the rows of a source lie; a new one is given to a new source of a registered account. Until the
/// transaction ends nobody else writes rows of this source, so that what was asked before writing stays true.
pub(super) fn hold_source(
    connection: &mut Connection,
    (account, provider): &SourceName,
) -> Result<i64, BackendError> {
    let (account, provider) = (account.as_str(), provider.as_str());
    let hold = "SELECT no FROM sources WHERE account = $1 AND provider = $2 FOR UPDATE";
    if let Some(row) = connection.query_opt(hold, &[&account, &provider])? {
        return owned(&row, 0);
    }
    let known = "SELECT name FROM accounts WHERE name = $1";
    if connection.query_opt(known, &[&account])?.is_none() {
        return Err(BackendError::UnknownAccount(account.to_owned()));
    }
    let insert = "INSERT INTO sources (account, provider) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    connection.execute(insert, &[&account, &provider])?;
    owned(&connection.query_one(hold, &[&account, &provider])?, 0)
}

fn note_read(
    connection: &mut Connection,
    source: i64,
    read: &AspectReadAt,
) -> Result<(), BackendError> {
    let sql = "INSERT INTO template_read_rows AS r (source, template, what, began_at) \
               VALUES ($1, $2, $3, $4) \
               ON CONFLICT (source, template, what) DO UPDATE SET began_at = excluded.began_at \
               WHERE r.began_at IS NULL OR excluded.began_at > r.began_at";
    let template = storable(read.template.as_str());
    let began_at = read.began_at.as_microsecond();
    connection.execute(sql, &[&source, &template, &read.what.as_str(), &began_at])?;
    Ok(())
}

/// Notes templates that coupons name, so that nobody has to go through the coupons for them.
fn note_met(
    connection: &mut Connection,
    met: &mut HashSet<TemplateId>,
    source: i64,
    coupons: &[Record<Coupon>],
) -> Result<(), BackendError> {
    let mut new = Vec::new();
    for template in coupons.iter().filter_map(|record| record.value.template.as_ref()) {
        if met.insert(template.clone()) {
            new.push(storable(template.as_str()));
        }
    }
    if new.is_empty() {
        return Ok(());
    }
    let sql = "INSERT INTO template_read_rows (source, template, what) \
               SELECT $1, unnest($2::text[]), 'details' \
               ON CONFLICT (source, template, what) DO NOTHING";
    let new: Vec<&str> = new.iter().map(|id| &**id).collect();
    connection.execute(sql, &[&source, &new])?;
    Ok(())
}

fn advance(
    connection: &mut Connection,
    batch: &Batch,
    to: &Checkpoint,
) -> Result<(), BackendError> {
    let sql = "INSERT INTO checkpoints AS c (account, provider, stream, day) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (account, provider, stream) DO UPDATE SET day = excluded.day \
               WHERE excluded.day > c.day";
    let (account, provider) = (batch.account.as_str(), batch.provider.as_str());
    connection.execute(sql, &[&account, &provider, &to.stream, &to.day.to_string()])?;
    Ok(())
}
