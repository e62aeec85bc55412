//! Writing rows: the version that stays is written.

use std::collections::HashMap;

use coupon_domain::{Coupon, Record, TemplateId};
use rusqlite::{
    Connection, Statement,
    types::{ToSqlOutput, ValueRef},
};

use super::{digest, parameters::BoundParameters, quarantine};
use crate::{
    backend_error::BackendError,
    batch::{HashedBatch, RawHash, RowCounts},
    column::storable,
    digest::DigestChange,
    read::LedgerTable,
    row_bit_set::RowBitSet,
    row_version::{IncomingRow, KnownRow, RowChange},
    table_row::{TableRow, TableSchema},
    unread::UnchangedCoupons,
};

/// Writes the rows of a batch.
pub(super) struct SqliteRowWriter<'a> {
    pub(super) connection: &'a Connection,
    pub(super) full: &'a mut HashMap<(i64, LedgerTable), RowBitSet>,
    pub(super) source: i64,
    pub(super) hashed: &'a HashedBatch,
    pub(super) any_quarantined: bool,
    pub(super) released: u64,
}

impl SqliteRowWriter<'_> {
    /// Rows that are known as they are, or in a later version, cost a lookup and nothing else.
    pub(super) fn rows<T: TableRow>(
        &mut self,
        template: Option<&TemplateId>,
        records: &[Record<T>],
        hashes: &[RawHash],
    ) -> Result<RowCounts, BackendError> {
        let mut tally = RowCounts::default();
        if records.is_empty() {
            return Ok(tally);
        }
        let at = self.hashed.batch.fetched_at.as_microsecond();
        let schema = T::TABLE.schema();
        let mut lookup = self.connection.prepare_cached(&lookup_sql::<T>(&schema))?;
        let mut insert = self.connection.prepare_cached(&insert_sql::<T>(&schema, "NOTHING"))?;
        let mut upsert = self.connection.prepare_cached(&upsert_sql::<T>(&schema))?;
        let mut revive = self.connection.prepare_cached(&revive_sql(&schema))?;
        let mut sum =
            DigestChange::of(&self.hashed.batch.account, &self.hashed.batch.provider, template);
        let mut seen = self.full.get_mut(&(self.source, T::TABLE));
        let mut text = String::new();
        // Most batches are all new or all known: what the last row was tells which question to ask first.
        let mut expect_new = false;
        for (record, hash) in records.iter().zip(hashes) {
            let id = &*storable(record.value.id());
            let newest = IncomingRow { hash, vendor: record.value.vendor_changed_at(), at };
            let key = (self.source, template);
            let inserted = expect_new && put(&mut insert, &mut text, key, record, &newest)?;
            let known = if inserted { None } else { find(&mut lookup, &mut text, key, id)? };
            let place = match newest.against(known.as_ref()) {
                RowChange::New => {
                    if !inserted {
                        put(&mut insert, &mut text, key, record, &newest)?;
                    }
                    sum.add(id, hash);
                    tally.new += 1;
                    self.connection.last_insert_rowid()
                }
                RowChange::Changed(known) => {
                    put(&mut upsert, &mut text, key, record, &newest)?;
                    if known.gone_at.is_none() {
                        sum.remove(id, &known.hash);
                    }
                    sum.add(id, hash);
                    tally.changed += 1;
                    known.place
                }
                RowChange::Back(known) => {
                    revive.execute([at, known.place])?;
                    sum.add(id, &known.hash);
                    tally.changed += 1;
                    known.place
                }
                RowChange::Same(known) => {
                    tally.same += 1;
                    known.place
                }
            };
            expect_new = known.is_none();
            if let Some(seen) = &mut seen {
                seen.note(place);
            }
        }
        if self.any_quarantined {
            let rows = records.iter().map(|record| record.value.id()).zip(hashes);
            let readable = self.hashed.readable(T::TABLE, rows);
            let batch = &self.hashed.batch;
            self.released += quarantine::close(self.connection, batch, T::TABLE, &readable)?;
        }
        digest::store(self.connection, self.source, T::TABLE, &sum)?;
        Ok(tally)
    }
}

/// Leaves those coupons unread that are known as they are.
pub(super) fn read_changed(
    connection: &Connection,
    full: &mut HashMap<(i64, LedgerTable), RowBitSet>,
    source: i64,
    with_names: bool,
    hashed: &mut HashedBatch,
) -> Result<UnchangedCoupons, BackendError> {
    let schema = LedgerTable::Coupons.schema();
    let mut lookup = connection.prepare_cached(&lookup_sql::<Coupon>(&schema))?;
    let mut text = String::new();
    let mut seen = full.get_mut(&(source, LedgerTable::Coupons));
    let find = |_, id: &str| find(&mut lookup, &mut text, (source, None), id);
    let unchanged = |known: &KnownRow| {
        if let Some(seen) = &mut seen {
            seen.note(known.place);
        }
    };
    hashed.read_changed(with_names, find, unchanged)
}

fn find(
    lookup: &mut Statement<'_>,
    text: &mut String,
    key: (i64, Option<&TemplateId>),
    id: &str,
) -> Result<Option<KnownRow>, BackendError> {
    put_key(&mut BoundParameters::of(lookup, text), key, id)?;
    let mut rows = lookup.raw_query();
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(KnownRow {
        place: row.get(0)?,
        hash: row.get(1)?,
        changed_at: row.get(2)?,
        gone_at: row.get(3)?,
        vendor: row.get(4)?,
    }))
}

/// True if a row was written.
fn put<T: TableRow>(
    statement: &mut Statement<'_>,
    text: &mut String,
    key: (i64, Option<&TemplateId>),
    record: &Record<T>,
    newest: &IncomingRow<'_>,
) -> Result<bool, BackendError> {
    let mut to = BoundParameters::of(statement, text);
    put_key(&mut to, key, record.value.id())?;
    to.put(newest.hash)?;
    to.put(newest.at)?;
    to.put(newest.at)?;
    record.value.encode(&mut to)?;
    to.put(ToSqlOutput::Borrowed(ValueRef::Text(record.row.as_bytes())))?;
    Ok(to.execute()? == 1)
}

fn put_key(
    to: &mut BoundParameters<'_, '_>,
    (source, template): (i64, Option<&TemplateId>),
    id: &str,
) -> Result<(), BackendError> {
    to.put(source)?;
    if let Some(template) = template {
        to.put(&*storable(template.as_str()))?;
    }
    to.put(&*storable(id))
}

fn lookup_sql<T: TableRow>(schema: &TableSchema) -> String {
    let vendor = T::COLUMNS.iter().find(|column| **column == "vendor_changed_at");
    format!(
        "SELECT place, raw_hash, changed_at, gone_at, {} FROM {} WHERE {} = ?",
        vendor.unwrap_or(&"NULL"),
        schema.rows,
        schema.key.join(" = ? AND ")
    )
}

fn insert_sql<T: TableRow>(schema: &TableSchema, if_known: &str) -> String {
    let columns = columns::<T>(schema);
    format!(
        "INSERT INTO {} ({}) VALUES ({}) ON CONFLICT ({}) DO {if_known}",
        schema.rows,
        columns.join(", "),
        vec!["?"; columns.len()].join(", "),
        schema.key.join(", ")
    )
}

fn upsert_sql<T: TableRow>(schema: &TableSchema) -> String {
    let columns = columns::<T>(schema);
    let stays = |column: &str| column == "first_seen" || schema.key.contains(&column);
    let moved = columns.iter().filter(|column| !stays(column));
    let moved: Vec<_> = moved.map(|column| format!("{column} = excluded.{column}")).collect();
    insert_sql::<T>(schema, &format!("UPDATE SET gone_at = NULL, {}", moved.join(", ")))
}

fn columns<T: TableRow>(schema: &TableSchema) -> Vec<&'static str> {
    [schema.key, &["raw_hash", "first_seen", "changed_at"], T::COLUMNS, &["raw"]].concat()
}

fn revive_sql(schema: &TableSchema) -> String {
    format!("UPDATE {} SET gone_at = NULL, changed_at = ? WHERE place = ?", schema.rows)
}
