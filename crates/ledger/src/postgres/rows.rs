//! Writing rows: one question finds the known ones; new and changed rows go in by COPY.

use std::{borrow::Cow, collections::HashMap};

use coupon_domain::{Coupon, Record, TemplateId};
use jiff::Timestamp;

use super::{
    connection::Connection,
    copy_encoder::{CopyBuffer, owned, sixteen},
    digest, quarantine,
};
use crate::{
    backend_error::BackendError,
    batch::{HashedBatch, RawHash, RowCounts},
    column::EncodeColumns as _,
    column::storable,
    digest::DigestChange,
    read::LedgerTable,
    row_bit_set::RowBitSet,
    row_version::{IncomingRow, KnownRow, RowChange},
    table_row::{TableRow, TableSchema},
    unread::UnchangedCoupons,
};

/// Writes the rows of a batch.
pub(super) struct PostgresRowWriter<'a> {
    pub(super) connection: &'a mut Connection,
    pub(super) full: &'a mut HashMap<(i64, LedgerTable), RowBitSet>,
    pub(super) source: i64,
    pub(super) hashed: &'a HashedBatch,
    pub(super) any_quarantined: bool,
    pub(super) released: u64,
}

/// The place of a row that is not written yet: places are counted from one.
const NOT_YET: i64 = 0;

/// The rows of a batch that are to be written.
#[derive(Default)]
struct RowPlan {
    tally: RowCounts,
    /// The last version of each row, by its index in the batch, with its place.
    writes: Vec<(usize, i64)>,
    /// Where each of them stands in `writes`, by id.
    positions: HashMap<String, usize>,
    /// The places of rows that are back as they were.
    back: Vec<i64>,
}

impl PostgresRowWriter<'_> {
    /// Rows that are known as they are, or in a later version, cost a part of one question and nothing else.
    pub(super) fn rows<T: TableRow>(
        &mut self,
        template: Option<&TemplateId>,
        records: &[Record<T>],
        hashes: &[RawHash],
    ) -> Result<RowCounts, BackendError> {
        if records.is_empty() {
            return Ok(RowCounts::default());
        }
        let schema = T::TABLE.schema();
        let template = template.map(|id| (id, storable(id.as_str())));
        let ids: Vec<_> = records.iter().map(|record| storable(record.value.id())).collect();
        let stored_under = template.as_ref().map(|(_, stored)| &**stored);
        let mut known = known_rows::<T>(self.connection, self.source, &schema, stored_under, &ids)?;

        let template_id = template.as_ref().map(|(id, _)| *id);
        let mut sum =
            DigestChange::of(&self.hashed.batch.account, &self.hashed.batch.provider, template_id);
        let at = self.hashed.batch.fetched_at.as_microsecond();
        let mut plan = RowPlan::default();
        for (index, (record, hash)) in records.iter().zip(hashes).enumerate() {
            let newest = IncomingRow { hash, vendor: record.value.vendor_changed_at(), at };
            plan.decide(index, &ids[index], &newest, &mut known, &mut sum);
        }
        self.write(&schema, stored_under, records, hashes, &plan)?;
        if self.full.contains_key(&(self.source, T::TABLE)) {
            // New rows have a place now.
            let here = known_rows::<T>(self.connection, self.source, &schema, stored_under, &ids)?;
            let seen = self.full.entry((self.source, T::TABLE)).or_default();
            here.values().for_each(|known| seen.note(known.place));
        }
        if self.any_quarantined {
            let rows = records.iter().map(|record| record.value.id()).zip(hashes);
            let readable = self.hashed.readable(T::TABLE, rows);
            let batch = &self.hashed.batch;
            self.released += quarantine::close(self.connection, batch, T::TABLE, &readable)?;
        }
        digest::store(self.connection, self.source, T::TABLE, &sum)?;
        Ok(plan.tally)
    }

    /// The source is held, so what was unknown a moment ago is new: it goes straight into its table. A new version of a row
    /// takes the place of the old one.
    fn write<T: TableRow>(
        &mut self,
        schema: &TableSchema,
        template: Option<&str>,
        records: &[Record<T>],
        hashes: &[RawHash],
        plan: &RowPlan,
    ) -> Result<(), BackendError> {
        let at = self.hashed.batch.fetched_at;
        if !plan.back.is_empty() {
            let sql = format!(
                "UPDATE {} SET gone_at = NULL, changed_at = $1 WHERE place = ANY ($2)",
                schema.rows
            );
            self.connection.execute(&sql, &[&at.as_microsecond(), &plan.back])?;
        }
        let (mut new, mut changed) = (CopyBuffer::default(), CopyBuffer::default());
        let first_seen = self.take_out(schema, plan)?;
        for (index, place) in &plan.writes {
            let record = &records[*index];
            let lines = if *place == NOT_YET { &mut new } else { &mut changed };
            if *place != NOT_YET {
                lines.number(Some(*place))?;
            }
            lines.number(Some(self.source))?;
            if template.is_some() {
                lines.text(template)?;
            }
            lines.text(Some(record.value.id()))?;
            lines.hash(&hashes[*index]);
            lines.number(Some(first_seen.get(place).copied().unwrap_or(at.as_microsecond())))?;
            lines.instant(Some(at))?;
            record.value.encode(lines)?;
            lines.text(Some(record.row.as_str()))?;
            lines.end_row();
        }
        self.copy::<T>(schema, &[], &new)?;
        self.copy::<T>(schema, &["place"], &changed)
    }

    /// Takes out what is to be written anew: the time at which each was first seen, by place.
    fn take_out(
        &mut self,
        schema: &TableSchema,
        plan: &RowPlan,
    ) -> Result<HashMap<i64, i64>, BackendError> {
        let places = plan.writes.iter().map(|(_, place)| *place);
        let places: Vec<i64> = places.filter(|place| *place != NOT_YET).collect();
        if places.is_empty() {
            return Ok(HashMap::new());
        }
        let sql = format!(
            "DELETE FROM {} WHERE place = ANY ($1) RETURNING place, first_seen",
            schema.rows
        );
        let rows = self.connection.query(&sql, &[&places])?;
        rows.iter().map(|row| Ok((owned(row, 0)?, owned(row, 1)?))).collect()
    }

    fn copy<T: TableRow>(
        &mut self,
        schema: &TableSchema,
        place: &[&str],
        lines: &CopyBuffer,
    ) -> Result<(), BackendError> {
        if lines.as_bytes().is_empty() {
            return Ok(());
        }
        let common = &["raw_hash", "first_seen", "changed_at"];
        let columns = [place, schema.key, common, T::COLUMNS, &["raw"]].concat().join(", ");
        let sql = format!("COPY {} ({columns}) FROM STDIN", schema.rows);
        self.connection.copy(&sql, lines.as_bytes())
    }
}

/// Leaves those coupons unread that are known as they are.
pub(super) fn read_changed(
    connection: &mut Connection,
    full: &mut HashMap<(i64, LedgerTable), RowBitSet>,
    source: i64,
    with_names: bool,
    hashed: &mut HashedBatch,
) -> Result<UnchangedCoupons, BackendError> {
    let Some(unread) = &hashed.batch.unread else { return Ok(UnchangedCoupons::default()) };
    let owned = |id| Cow::Owned(storable(id).into_owned());
    let ids: Vec<Cow<'_, str>> = unread.rows().iter().map(|row| owned(&row.id)).collect();
    let schema = LedgerTable::Coupons.schema();
    let mut known = known_rows::<Coupon>(connection, source, &schema, None, &ids)?;
    let mut seen = full.get_mut(&(source, LedgerTable::Coupons));
    let find = |index: usize, _: &str| Ok(known.remove(&*ids[index]));
    let unchanged = |known: &KnownRow| {
        if let Some(seen) = &mut seen {
            seen.note(known.place);
        }
    };
    hashed.read_changed(with_names, find, unchanged)
}

/// The rows of these ids as the ledger has them, by id.
fn known_rows<T: TableRow>(
    connection: &mut Connection,
    source: i64,
    schema: &TableSchema,
    template: Option<&str>,
    ids: &[Cow<'_, str>],
) -> Result<HashMap<String, KnownRow>, BackendError> {
    let vendor = T::COLUMNS.iter().find(|column| **column == "vendor_changed_at");
    let vendor = vendor.unwrap_or(&"NULL::bigint");
    // One by one through the unique index, whatever the server believes about the table: a plan that reads all rows of
    // the source looks cheap to it while it has no statistics, which is as long as a first load takes.
    let sql = |more: &str| {
        format!(
            "SELECT known.* FROM unnest($2::text[]) asked (id) CROSS JOIN LATERAL (\
             SELECT r.id, place, raw_hash, changed_at, gone_at, {vendor} FROM {} r \
             WHERE source = $1 AND r.id = asked.id{more} LIMIT 1) known",
            schema.rows
        )
    };
    let ids: Vec<&str> = ids.iter().map(|id| &**id).collect();
    let rows = match &template {
        Some(template) => {
            let sql = sql(" AND template = $3");
            connection.query(&sql, &[&source, &ids, template])?
        }
        None => connection.query(&sql(""), &[&source, &ids])?,
    };
    let known = rows.iter().map(|row| {
        let known = KnownRow {
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

impl RowPlan {
    /// Two rows of one batch can have one id: the second meets the first.
    fn decide(
        &mut self,
        index: usize,
        id: &str,
        newest: &IncomingRow<'_>,
        all: &mut HashMap<String, KnownRow>,
        sum: &mut DigestChange,
    ) {
        let known = all.get(id);
        let place = known.map_or(NOT_YET, |known| known.place);
        let now = match newest.against(known) {
            RowChange::Same(_) => return self.tally.same += 1,
            RowChange::New => {
                sum.add(id, newest.hash);
                self.tally.new += 1;
                self.put(index, id, newest, place)
            }
            RowChange::Changed(known) => {
                if known.gone_at.is_none() {
                    sum.remove(id, &known.hash);
                }
                sum.add(id, newest.hash);
                self.tally.changed += 1;
                self.put(index, id, newest, place)
            }
            RowChange::Back(known) => {
                sum.add(id, &known.hash);
                self.tally.changed += 1;
                self.back.push(place);
                KnownRow { gone_at: None, changed_at: newest.at, ..known.clone() }
            }
        };
        all.insert(id.to_owned(), now);
    }

    /// Of a row that comes twice, the later version is written where the earlier one would have been.
    fn put(&mut self, index: usize, id: &str, newest: &IncomingRow<'_>, place: i64) -> KnownRow {
        match self.positions.get(id) {
            Some(position) => self.writes[*position].0 = index,
            None => {
                self.positions.insert(id.to_owned(), self.writes.len());
                self.writes.push((index, place));
            }
        }
        KnownRow {
            place,
            hash: *newest.hash,
            changed_at: newest.at,
            gone_at: None,
            vendor: newest.vendor.map(Timestamp::as_microsecond),
        }
    }
}
