//! The names under which unreadable rows are kept: a row that comes twice is one entry.

use std::{collections::HashSet, fmt::Write as _};

use coupon_domain::{BadRow, TemplateId};

use crate::{
    batch::{Batch, HashedBatch, RawHash},
    column::storable,
    read::LedgerTable,
};

/// A row whose id can be read is known by it, whatever else it says.
pub(crate) fn by_id(template: Option<&TemplateId>, id: &str) -> String {
    let template = template.map_or_else(String::new, |id| format!("{}/", id.as_str()));
    storable(&format!("id:{template}{id}")).into_owned()
}

/// Any other row is known by its text.
pub(crate) fn by_text(hash: &RawHash) -> String {
    let mut key = "text:".to_owned();
    for byte in hash {
        write!(key, "{byte:02x}").expect("a string takes all");
    }
    key
}

/// The keys of one unreadable row.
pub(crate) struct BadRowKeys<'a> {
    pub(crate) row: &'a BadRow,
    pub(crate) hash: &'a RawHash,
    pub(crate) by_text: String,
    pub(crate) by_id: Option<String>,
}

impl BadRowKeys<'_> {
    /// The key under which the row is kept.
    pub(crate) fn kept(&self) -> &str {
        self.by_id.as_deref().unwrap_or(&self.by_text)
    }
}

impl HashedBatch {
    /// The unreadable rows with their keys.
    pub(crate) fn bad_rows(&self) -> impl Iterator<Item = BadRowKeys<'_>> {
        let template = template_of(&self.batch, self.batch.bad_in);
        self.batch.bad.iter().zip(&self.bad).map(move |(row, hash)| BadRowKeys {
            row,
            hash,
            by_text: by_text(hash),
            by_id: row.id.as_deref().map(|id| by_id(template, id)),
        })
    }

    /// The keys of readable rows of a table. A row whose id also came unreadable in this batch is left out.
    pub(crate) fn readable<'a>(
        &self,
        table: LedgerTable,
        rows: impl Iterator<Item = (&'a str, &'a RawHash)>,
    ) -> Vec<[String; 2]> {
        let template = template_of(&self.batch, table);
        let bad: HashSet<String> = match self.batch.bad_in == table {
            true => self.bad_rows().map(|bad| bad.kept().to_owned()).collect(),
            false => HashSet::new(),
        };
        let keys = rows.map(|(id, hash)| [by_id(template, id), by_text(hash)]);
        keys.filter(|[id, _]| !bad.contains(id)).collect()
    }
}

fn template_of(batch: &Batch, table: LedgerTable) -> Option<&TemplateId> {
    batch.customers.as_ref().filter(|_| table == LedgerTable::Customers).map(|of| &of.template)
}
