//! Writing rows: what is known is asked for at once, what is new or changed goes by COPY through a temporary table.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use coupon_domain::{Record, TemplateId};
use jiff::Timestamp;

use super::{
    connection::Connection,
    copy::{Lines, owned, sixteen, storable},
    digest,
    write::release,
};
use crate::{
    batch::{Batch, RawHash, Tally},
    digest::Sum,
    fault::Fault,
    kept::{Kept, Put as _, Shape},
    read::Table,
    seen::Seen,
    version::{Known, Newest, Verdict},
};

/// Where rows go.
pub(super) struct Target<'a> {
    pub(super) connection: &'a mut Connection,
    pub(super) full: &'a mut HashMap<(i64, Table), Seen>,
    pub(super) incoming: &'a mut HashSet<Table>,
    pub(super) ordinal: &'a mut i64,
    pub(super) source: i64,
    pub(super) batch: &'a Batch,
    pub(super) any_quarantined: bool,
    pub(super) released: u64,
}

/// The place of a row that is not written yet: places are counted from one.
const NOT_YET: i64 = 0;

/// What is to be written of a batch.
#[derive(Default)]
struct Plan {
    tally: Tally,
    /// The last version of each row, by its index in the batch, with its place.
    writes: Vec<(usize, i64)>,
    /// Where each of them stands in `writes`, by id.
    positions: HashMap<String, usize>,
    /// How many of them are new to the ledger.
    new: usize,
    /// The places of rows that are back as they were.
    back: Vec<i64>,
    /// The places of all rows that came and were known.
    met: Vec<i64>,
}

impl Target<'_> {
    /// Rows that are known as they are, or in a later version, cost a part of one question and nothing else.
    pub(super) fn rows<T: Kept>(
        &mut self,
        template: Option<&TemplateId>,
        records: &[Record<T>],
        hashes: &[RawHash],
    ) -> Result<Tally, Fault> {
        if records.is_empty() {
            return Ok(Tally::default());
        }
        let shape = T::TABLE.shape();
        let template = template.map(|id| (id, storable(id.as_str())));
        let ids: Vec<_> = records.iter().map(|record| storable(record.value.id())).collect();
        let stored_under = template.as_ref().map(|(_, stored)| &**stored);
        let mut known = self.known::<T>(&shape, stored_under, &ids)?;

        let template_id = template.as_ref().map(|(id, _)| *id);
        let mut sum = Sum::of(&self.batch.account, &self.batch.provider, template_id);
        let at = self.batch.fetched_at.as_microsecond();
        let mut plan = Plan::default();
        for (index, (record, hash)) in records.iter().zip(hashes).enumerate() {
            let newest = Newest { hash, vendor: record.value.vendor_changed_at(), at };
            plan.decide(index, &ids[index], &newest, &mut known, &mut sum);
        }
        let new = self.write(&shape, stored_under, records, hashes, &plan)?;
        if let Some(seen) = self.full.get_mut(&(self.source, T::TABLE)) {
            plan.met.iter().chain(&new).for_each(|place| seen.note(*place));
        }
        if self.any_quarantined {
            self.released += release(self.connection, self.batch, hashes)?;
        }
        digest::store(self.connection, self.source, T::TABLE, &sum)?;
        Ok(plan.tally)
    }

    /// What the ledger knows of these rows, by id.
    fn known<T: Kept>(
        &mut self,
        shape: &Shape,
        template: Option<&str>,
        ids: &[Cow<'_, str>],
    ) -> Result<HashMap<String, Known>, Fault> {
        let vendor = T::COLUMNS.iter().find(|column| **column == "vendor_changed_at");
        let vendor = vendor.unwrap_or(&"NULL::bigint");
        // One by one through the unique index, whatever the server believes about the table: a plan that reads all rows of
        // the source looks cheap to it while it has no statistics, which is as long as a first load takes.
        let sql = |more: &str| {
            format!(
                "SELECT known.* FROM unnest($2::text[]) asked (id) CROSS JOIN LATERAL (\
                 SELECT r.id, place, raw_hash, changed_at, gone_at, {vendor} FROM {} r \
                 WHERE source = $1 AND r.id = asked.id{more} LIMIT 1) known",
                shape.rows
            )
        };
        let ids: Vec<&str> = ids.iter().map(|id| &**id).collect();
        let rows = match &template {
            Some(template) => {
                let sql = sql(" AND template = $3");
                self.connection.query(&sql, &[&self.source, &ids, template])?
            }
            None => self.connection.query(&sql(""), &[&self.source, &ids])?,
        };
        let known = rows.iter().map(|row| {
            let known = Known {
                place: owned(row, 1)?,
                hash: sixteen(row, 2)?,
                changed_at: owned(row, 3)?,
                gone_at: owned(row, 4)?,
                vendor: owned(row, 5)?,
            };
            Ok((owned(row, 0)?, known))
        });
        known.collect()
    }

    /// The places of the new rows.
    fn write<T: Kept>(
        &mut self,
        shape: &Shape,
        template: Option<&str>,
        records: &[Record<T>],
        hashes: &[RawHash],
        plan: &Plan,
    ) -> Result<Vec<i64>, Fault> {
        if !plan.back.is_empty() {
            let at = self.batch.fetched_at.as_microsecond();
            let sql = format!(
                "UPDATE {} SET gone_at = NULL, changed_at = $1 WHERE place = ANY ($2)",
                shape.rows
            );
            self.connection.execute(&sql, &[&at, &plan.back])?;
        }
        if plan.writes.is_empty() {
            return Ok(Vec::new());
        }
        let columns =
            [shape.key, &["raw_hash", "first_seen", "changed_at"], T::COLUMNS, &["raw"]].concat();
        self.make_incoming(shape, T::TABLE)?;
        let first = *self.ordinal + 1;
        let lines = self.lines(template, records, hashes, plan)?;
        let copy = format!(
            "COPY pg_temp.incoming_{} (ordinal, place, {}) FROM STDIN",
            shape.rows,
            columns.join(", ")
        );
        self.connection.copy(&copy, lines.as_bytes())?;
        if plan.new < plan.writes.len() {
            self.connection.execute(&update_sql(shape, &columns), &[&first])?;
        }
        if plan.new == 0 {
            return Ok(Vec::new());
        }
        let new = self.connection.query(&insert_sql(shape, &columns), &[&first])?;
        new.iter().map(|row| owned(row, 0)).collect()
    }

    fn make_incoming(&mut self, shape: &Shape, table: Table) -> Result<(), Fault> {
        if self.incoming.insert(table) {
            self.connection.batch(&format!(
                "CREATE TEMPORARY TABLE incoming_{rows} ON COMMIT DELETE ROWS \
                 AS SELECT 0::bigint AS ordinal, r.* FROM {rows} r WHERE false",
                rows = shape.rows
            ))?;
        }
        Ok(())
    }

    fn lines<T: Kept>(
        &mut self,
        template: Option<&str>,
        records: &[Record<T>],
        hashes: &[RawHash],
        plan: &Plan,
    ) -> Result<Lines, Fault> {
        let at = self.batch.fetched_at;
        let mut lines = Lines::default();
        for (index, place) in &plan.writes {
            let record = &records[*index];
            *self.ordinal += 1;
            lines.number(Some(*self.ordinal))?;
            lines.number((*place != NOT_YET).then_some(*place))?;
            lines.number(Some(self.source))?;
            if template.is_some() {
                lines.text(template)?;
            }
            lines.text(Some(record.value.id()))?;
            lines.hash(&hashes[*index]);
            lines.instant(Some(at))?;
            lines.instant(Some(at))?;
            record.value.put(&mut lines)?;
            lines.text(Some(record.row.as_str()))?;
            lines.end_row();
        }
        Ok(lines)
    }
}

impl Plan {
    /// Two rows of one batch can have one id: the second meets the first.
    fn decide(
        &mut self,
        index: usize,
        id: &str,
        newest: &Newest<'_>,
        all: &mut HashMap<String, Known>,
        sum: &mut Sum,
    ) {
        let known = all.get(id);
        let place = known.map_or(NOT_YET, |known| known.place);
        if place != NOT_YET {
            self.met.push(place);
        }
        let now = match newest.against(known) {
            Verdict::Same(_) => return self.tally.same += 1,
            Verdict::New => {
                sum.add(id, newest.hash);
                self.tally.new += 1;
                self.put(index, id, newest, place)
            }
            Verdict::Changed(known) => {
                if known.gone_at.is_none() {
                    sum.remove(id, &known.hash);
                }
                sum.add(id, newest.hash);
                self.tally.changed += 1;
                self.put(index, id, newest, place)
            }
            Verdict::Back(known) => {
                sum.add(id, &known.hash);
                self.tally.changed += 1;
                self.back.push(place);
                Known { gone_at: None, changed_at: newest.at, ..known.clone() }
            }
        };
        all.insert(id.to_owned(), now);
    }

    /// Of a row that comes twice, the later version is written where the earlier one would have been.
    fn put(&mut self, index: usize, id: &str, newest: &Newest<'_>, place: i64) -> Known {
        match self.positions.get(id) {
            Some(position) => self.writes[*position].0 = index,
            None => {
                self.positions.insert(id.to_owned(), self.writes.len());
                self.writes.push((index, place));
                self.new += usize::from(place == NOT_YET);
            }
        }
        Known {
            place,
            hash: *newest.hash,
            changed_at: newest.at,
            gone_at: None,
            vendor: newest.vendor.map(Timestamp::as_microsecond),
        }
    }
}

fn insert_sql(shape: &Shape, columns: &[&str]) -> String {
    let columns = columns.join(", ");
    format!(
        "INSERT INTO {rows} ({columns}) SELECT {columns} FROM pg_temp.incoming_{rows} \
         WHERE ordinal >= $1 AND place IS NULL ORDER BY ordinal RETURNING place",
        rows = shape.rows
    )
}

fn update_sql(shape: &Shape, columns: &[&str]) -> String {
    let stays = |column: &str| column == "first_seen" || shape.key.contains(&column);
    let moved = columns.iter().filter(|column| !stays(column));
    let moved: Vec<_> = moved.map(|column| format!("{column} = i.{column}")).collect();
    format!(
        "UPDATE {rows} r SET gone_at = NULL, {} FROM pg_temp.incoming_{rows} i \
         WHERE i.ordinal >= $1 AND r.place = i.place",
        moved.join(", "),
        rows = shape.rows
    )
}
