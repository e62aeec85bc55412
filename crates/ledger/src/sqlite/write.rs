//! The one write path.

use std::collections::HashMap;

use coupon_domain::{Record, TemplateId};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Statement, params};

use super::{
    Fault, Source,
    columns::Parameters,
    digest::Sum,
    full::Seen,
    kept::{Kept, Shape},
};
use crate::{
    batch::{Batch, Checkpoint, Hashed, RawHash, Tally, TemplateRead, Written},
    read::Table,
};

/// Writes a batch of one source. Rows that are known as they are, or in a later version, cost a lookup and nothing else.
pub(super) fn apply(
    connection: &Connection,
    full: &mut HashMap<(i64, Table), Seen>,
    source: i64,
    hashed: &Hashed,
) -> Result<Written, Fault> {
    let batch = &hashed.batch;
    let mut to = Target {
        connection,
        full,
        source,
        batch,
        any_quarantined: any_quarantined(connection, batch)?,
        released: 0,
    };
    let mut written = Written {
        templates: to.rows(None, &batch.templates, &hashed.templates)?,
        coupons: to.rows(None, &batch.coupons, &hashed.coupons)?,
        ..Written::default()
    };
    if let Some(of) = &batch.customers {
        written.customers = to.rows(Some(&of.template), &of.rows, &hashed.customers)?;
    }
    written.released = to.released;
    written.quarantined = quarantine(connection, batch, &hashed.bad)?;
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
    (account, provider): &Source,
) -> Result<i64, Fault> {
    let source = [account.as_str(), provider.as_str()];
    let sql = "SELECT no FROM sources WHERE account = ? AND provider = ?";
    if let Some(number) = connection.query_row(sql, source, |row| row.get(0)).optional()? {
        return Ok(number);
    }
    let sql = "SELECT EXISTS (SELECT 1 FROM accounts WHERE name = ?)";
    if !connection.query_row(sql, [account.as_str()], |row| row.get(0))? {
        return Err(Fault::UnknownAccount(account.to_string()));
    }
    connection.execute("INSERT INTO sources (account, provider) VALUES (?, ?)", source)?;
    Ok(connection.last_insert_rowid())
}

struct Target<'a> {
    connection: &'a Connection,
    full: &'a mut HashMap<(i64, Table), Seen>,
    source: i64,
    batch: &'a Batch,
    any_quarantined: bool,
    released: u64,
}

impl Target<'_> {
    fn rows<T: Kept>(
        &mut self,
        template: Option<&TemplateId>,
        records: &[Record<T>],
        hashes: &[RawHash],
    ) -> Result<Tally, Fault> {
        let mut tally = Tally::default();
        if records.is_empty() {
            return Ok(tally);
        }
        let at = self.batch.fetched_at.as_microsecond();
        let shape = T::TABLE.shape();
        let mut lookup = self.connection.prepare_cached(&lookup_sql::<T>(&shape))?;
        let mut upsert = self.connection.prepare_cached(&upsert_sql::<T>(&shape))?;
        let mut revive = self.connection.prepare_cached(&revive_sql(&shape))?;
        let mut sum = Sum::of(&self.batch.account, &self.batch.provider, template);
        let mut seen = self.full.get_mut(&(self.source, T::TABLE));
        let mut text = String::new();
        for (record, hash) in records.iter().zip(hashes) {
            let id = record.value.id();
            let known = find(&mut lookup, &mut text, self.source, template, id)?;
            let newest = Newest { hash, vendor: record.value.vendor_changed_at(), at };
            let place = match newest.against(known.as_ref()) {
                Verdict::New => {
                    put(&mut upsert, &mut text, (self.source, template), record, &newest)?;
                    sum.add(id, hash);
                    tally.new += 1;
                    self.connection.last_insert_rowid()
                }
                Verdict::Changed(known) => {
                    put(&mut upsert, &mut text, (self.source, template), record, &newest)?;
                    if known.gone_at.is_none() {
                        sum.remove(id, &known.hash);
                    }
                    sum.add(id, hash);
                    tally.changed += 1;
                    known.place
                }
                Verdict::Back(known) => {
                    revive.execute([at, known.place])?;
                    sum.add(id, &known.hash);
                    tally.changed += 1;
                    known.place
                }
                Verdict::Same(known) => {
                    tally.same += 1;
                    known.place
                }
            };
            if let Some(seen) = &mut seen {
                seen.note(place);
            }
            if self.any_quarantined {
                self.released += release(self.connection, self.batch, hash)?;
            }
        }
        sum.store(self.connection, self.source, T::TABLE)?;
        Ok(tally)
    }
}

/// What the ledger knows of a row.
struct Known {
    place: i64,
    hash: RawHash,
    changed_at: i64,
    gone_at: Option<i64>,
    vendor: Option<i64>,
}

/// The version of a row that has just come.
struct Newest<'a> {
    hash: &'a RawHash,
    vendor: Option<Timestamp>,
    at: i64,
}

enum Verdict<'k> {
    New,
    Changed(&'k Known),
    Back(&'k Known),
    Same(&'k Known),
}

impl Newest<'_> {
    /// The later vendor change time wins; where that does not tell, what was asked for later.
    fn against<'k>(&self, known: Option<&'k Known>) -> Verdict<'k> {
        let Some(known) = known else { return Verdict::New };
        let later = match (self.vendor.map(Timestamp::as_microsecond), known.vendor) {
            (Some(new), Some(old)) if new != old => new > old,
            _ => self.at >= known.changed_at,
        };
        if *self.hash != known.hash && later {
            Verdict::Changed(known)
        } else if known.gone_at.is_some_and(|gone| self.at >= gone) {
            Verdict::Back(known)
        } else {
            Verdict::Same(known)
        }
    }
}

fn find(
    lookup: &mut Statement<'_>,
    text: &mut String,
    source: i64,
    template: Option<&TemplateId>,
    id: &str,
) -> Result<Option<Known>, Fault> {
    let mut key = Parameters::of(lookup, text);
    put_key(&mut key, source, template, id)?;
    let mut rows = lookup.raw_query();
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(Known {
        place: row.get(0)?,
        hash: row.get(1)?,
        changed_at: row.get(2)?,
        gone_at: row.get(3)?,
        vendor: row.get(4)?,
    }))
}

fn put<T: Kept>(
    upsert: &mut Statement<'_>,
    text: &mut String,
    (source, template): (i64, Option<&TemplateId>),
    record: &Record<T>,
    newest: &Newest<'_>,
) -> Result<(), Fault> {
    let mut to = Parameters::of(upsert, text);
    put_key(&mut to, source, template, record.value.id())?;
    to.put(newest.hash)?;
    to.put(newest.at)?;
    to.put(newest.at)?;
    record.value.put(&mut to)?;
    to.put(record.row.as_str())?;
    to.execute()?;
    Ok(())
}

fn put_key(
    to: &mut Parameters<'_, '_>,
    source: i64,
    template: Option<&TemplateId>,
    id: &str,
) -> Result<(), Fault> {
    to.put(source)?;
    if let Some(template) = template {
        to.put(template.as_str())?;
    }
    Ok(to.put(id)?)
}

fn lookup_sql<T: Kept>(shape: &Shape) -> String {
    let vendor = T::COLUMNS.iter().find(|column| **column == "vendor_changed_at");
    format!(
        "SELECT place, raw_hash, changed_at, gone_at, {} FROM {} WHERE {} = ?",
        vendor.unwrap_or(&"NULL"),
        shape.rows,
        shape.key.join(" = ? AND ")
    )
}

fn upsert_sql<T: Kept>(shape: &Shape) -> String {
    let common = ["raw_hash", "first_seen", "changed_at"];
    let columns = [shape.key, &common, T::COLUMNS, &["raw"]].concat();
    let moved =
        columns.iter().filter(|column| **column != "first_seen" && !shape.key.contains(column));
    let moved: Vec<_> = moved.map(|column| format!("{column} = excluded.{column}")).collect();
    format!(
        "INSERT INTO {} ({}) VALUES ({}) ON CONFLICT ({}) DO UPDATE SET gone_at = NULL, {}",
        shape.rows,
        columns.join(", "),
        vec!["?"; columns.len()].join(", "),
        shape.key.join(", "),
        moved.join(", ")
    )
}

fn revive_sql(shape: &Shape) -> String {
    format!("UPDATE {} SET gone_at = NULL, changed_at = ? WHERE place = ?", shape.rows)
}

fn any_quarantined(connection: &Connection, batch: &Batch) -> Result<bool, Fault> {
    let sql = "SELECT EXISTS (SELECT 1 FROM quarantine WHERE account = ? AND provider = ?)";
    let source = [batch.account.as_str(), batch.provider.as_str()];
    Ok(connection.prepare_cached(sql)?.query_row(source, |row| row.get(0))?)
}

fn release(connection: &Connection, batch: &Batch, hash: &RawHash) -> Result<u64, Fault> {
    let sql = "DELETE FROM quarantine WHERE account = ? AND provider = ? AND raw_hash = ?";
    let key = params![batch.account.as_str(), batch.provider.as_str(), hash];
    Ok(connection.prepare_cached(sql)?.execute(key)? as u64)
}

fn quarantine(connection: &Connection, batch: &Batch, hashes: &[RawHash]) -> Result<u64, Fault> {
    let sql = "INSERT INTO quarantine (account, provider, raw_hash, stream, first_seen, reason, raw) \
               VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account, provider, raw_hash, stream) \
               DO UPDATE SET reason = excluded.reason WHERE reason <> excluded.reason";
    let mut insert = connection.prepare_cached(sql)?;
    for (bad, hash) in batch.bad.iter().zip(hashes) {
        insert.execute(params![
            batch.account.as_str(),
            batch.provider.as_str(),
            hash,
            batch.stream,
            batch.fetched_at.to_string(),
            bad.reason,
            bad.row.as_str(),
        ])?;
    }
    Ok(batch.bad.len() as u64)
}

fn note_read(connection: &Connection, source: i64, read: &TemplateRead) -> Result<(), Fault> {
    let sql = "INSERT INTO template_read_rows (source, template, what, began_at) VALUES (?, ?, ?, ?) \
               ON CONFLICT (source, template, what) DO UPDATE SET began_at = excluded.began_at \
               WHERE excluded.began_at > began_at";
    let template = read.template.as_str();
    let began_at = read.began_at.as_microsecond();
    let row = params![source, template, read.what.as_str(), began_at];
    connection.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

fn advance(connection: &Connection, batch: &Batch, to: &Checkpoint) -> Result<(), Fault> {
    let sql = "INSERT INTO checkpoints (account, provider, stream, day) VALUES (?, ?, ?, ?) \
               ON CONFLICT (account, provider, stream) DO UPDATE SET day = excluded.day \
               WHERE excluded.day > day";
    let day = to.day.to_string();
    let row = [batch.account.as_str(), batch.provider.as_str(), &to.stream, &day];
    connection.prepare_cached(sql)?.execute(row)?;
    Ok(())
}
