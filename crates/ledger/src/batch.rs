//! Batches: the rows of one answer, and the counts of how they changed the ledger.

use std::ops::AddAssign;

use coupon_domain::{
    AccountName, BadRow, Coupon, Customer, ProviderName, RawRow, Record, Template, TemplateId,
    UnreadCoupons,
};
use jiff::{Timestamp, civil::Date};
use sha2::{Digest, Sha256};

use crate::read::LedgerTable;

/// The rows of one answer of one provider. It is written whole or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Whose; registered before.
    pub account: AccountName,
    /// From where.
    pub provider: ProviderName,
    /// Which stream of questions brought it, in the caller's words; unreadable rows are kept under it.
    pub stream: String,
    /// When it was asked for. Of two versions of a row without a vendor's change time, the later asked for stays.
    pub fetched_at: Timestamp,
    /// Templates. A derived one needs a text that is the same each time, or it counts as changed.
    pub templates: Vec<Record<Template>>,
    /// Coupons.
    pub coupons: Vec<Record<Coupon>>,
    /// Coupons that are read only where they are new or changed. Those that cannot be read join `bad`, which is then of the
    /// coupons.
    pub unread: Option<UnreadCoupons>,
    /// Customers whom one template addresses.
    pub customers: Option<CustomersOf>,
    /// Rows that could not be read.
    pub bad: Vec<BadRow>,
    /// The table that they would be in.
    pub bad_in: LedgerTable,
    /// Readings of single templates that this batch completes.
    pub reads: Vec<AspectReadAt>,
    /// How far the stream is read when this batch is in.
    pub checkpoint: Option<Checkpoint>,
}

impl Batch {
    /// A batch of nothing yet.
    pub fn new(
        account: AccountName,
        provider: ProviderName,
        stream: impl Into<String>,
        fetched_at: Timestamp,
    ) -> Self {
        Self {
            account,
            provider,
            stream: stream.into(),
            fetched_at,
            templates: Vec::new(),
            coupons: Vec::new(),
            unread: None,
            customers: None,
            bad: Vec::new(),
            bad_in: LedgerTable::Coupons,
            reads: Vec::new(),
            checkpoint: None,
        }
    }
}

/// Customers whom one template addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomersOf {
    /// The template.
    pub template: TemplateId,
    /// Its customers.
    pub rows: Vec<Record<Customer>>,
}

/// How far a stream is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The stream, in the caller's words.
    pub stream: String,
    /// The last Beijing day that was over when the reading began. An earlier day than the stored one changes nothing.
    pub day: Date,
}

/// A reading of one template that is complete: the next one can wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AspectReadAt {
    /// Which template.
    pub template: TemplateId,
    /// The aspect that was read.
    pub what: TemplateAspect,
    /// When the reading began.
    pub began_at: Timestamp,
}

/// An aspect of one template that is read by a question of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TemplateAspect {
    /// Its own record, asked for by id; also where the vendor knows no such template.
    Details,
    /// The customers whom it addresses.
    Customers,
    /// Its coupons.
    Usage,
}

coupon_domain::words! {
    /// The word in the ledger: "details", "customers", "usage".
    TemplateAspect {
        Details = "details",
        Customers = "customers",
        Usage = "usage",
    }
}

/// How the rows of a batch changed the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WriteSummary {
    /// Of the templates.
    pub templates: RowCounts,
    /// Of the coupons.
    pub coupons: RowCounts,
    /// Of the customers.
    pub customers: RowCounts,
    /// Unreadable rows, whether or not they lay in quarantine before.
    pub quarantined: u64,
    /// Entries of the quarantine that were closed, because their row was readable this time.
    pub released: u64,
}

impl AddAssign for WriteSummary {
    fn add_assign(&mut self, other: Self) {
        self.templates += other.templates;
        self.coupons += other.coupons;
        self.customers += other.customers;
        self.quarantined += other.quarantined;
        self.released += other.released;
    }
}

/// How many rows of one table were new, changed or the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RowCounts {
    /// Never seen before.
    pub new: u64,
    /// Known, and now another text; or gone, and now back.
    pub changed: u64,
    /// Known already in this version or a later one: nothing was written.
    pub same: u64,
}

impl AddAssign for RowCounts {
    fn add_assign(&mut self, other: Self) {
        self.new += other.new;
        self.changed += other.changed;
        self.same += other.same;
    }
}

/// Names a text: the first 16 bytes of its SHA-256.
pub(crate) type RawHash = [u8; 16];

/// A batch with the hashes of its texts, made where the batch is made so that the writing thread need not.
#[derive(Debug)]
pub(crate) struct HashedBatch {
    pub(crate) batch: Batch,
    pub(crate) templates: Vec<RawHash>,
    pub(crate) coupons: Vec<RawHash>,
    pub(crate) customers: Vec<RawHash>,
    pub(crate) bad: Vec<RawHash>,
    pub(crate) unread: Vec<RawHash>,
    /// Rows of every kind.
    pub(crate) rows: usize,
    /// How many unreadable rows there were before the unread ones were read.
    given_bad: usize,
}

impl HashedBatch {
    pub(crate) fn new(mut batch: Batch) -> Self {
        if batch.unread.is_some() {
            batch.bad_in = LedgerTable::Coupons;
        }
        let customers = batch.customers.as_ref().map_or(&[][..], |of| &of.rows);
        let unread = batch.unread.as_ref().map_or(&[][..], UnreadCoupons::rows);
        let templates = hashes(batch.templates.iter().map(|record| &record.row));
        let coupons = hashes(batch.coupons.iter().map(|record| &record.row));
        let customers = hashes(customers.iter().map(|record| &record.row));
        let bad = hashes(batch.bad.iter().map(|bad| &bad.row));
        let unread = hashes(unread.iter().map(|coupon| &coupon.row));
        let rows = [&templates, &coupons, &customers, &bad, &unread].map(Vec::len).iter().sum();
        let given_bad = bad.len();
        Self { batch, templates, coupons, customers, bad, unread, rows, given_bad }
    }

    /// The unread rows that proved unreadable.
    pub(crate) fn found_bad(&self) -> &[BadRow] {
        &self.batch.bad[self.given_bad..]
    }
}

fn hashes<'a>(rows: impl Iterator<Item = &'a RawRow>) -> Vec<RawHash> {
    rows.map(|row| raw_hash(row.as_bytes())).collect()
}

fn raw_hash(text: &[u8]) -> RawHash {
    let mut hash = RawHash::default();
    hash.copy_from_slice(&Sha256::digest(text)[..16]);
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_first_half_of_the_published_digest() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(raw_hash(b"abc")[..4], [0xba, 0x78, 0x16, 0xbf]);
        assert_eq!(raw_hash(b"abc")[12..], [0x5d, 0xae, 0x22, 0x23]);
    }
}
