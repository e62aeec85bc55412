//! Coupons that come unread: those that the ledger has as they are stay so.

use coupon_domain::UnreadCoupons;

use crate::{
    backend_error::BackendError,
    batch::{HashedBatch, RawHash},
    read::LedgerTable,
    row_version::KnownRow,
};

/// The coupons of a batch that the ledger has as they are.
#[derive(Default)]
pub(crate) struct UnchangedCoupons {
    /// How many.
    pub(crate) count: u64,
    /// Their ids and hashes, if they are asked for.
    names: Vec<(String, RawHash)>,
}

impl HashedBatch {
    /// Asks `find` for each unread coupon by its index. One that is known with the same text, and is not gone, is unchanged; any other
    /// is read, and joins the coupons of the batch or its unreadable rows.
    pub(crate) fn read_changed(
        &mut self,
        with_names: bool,
        mut find: impl FnMut(usize, &str) -> Result<Option<KnownRow>, BackendError>,
        mut unchanged: impl FnMut(&KnownRow),
    ) -> Result<UnchangedCoupons, BackendError> {
        let mut same = UnchangedCoupons::default();
        let Some(unread) = self.batch.unread.take() else { return Ok(same) };
        for (index, row) in unread.rows().iter().enumerate() {
            let hash = self.unread[index];
            match find(index, &row.id)? {
                Some(known) if known.hash == hash && known.gone_at.is_none() => {
                    same.count += 1;
                    unchanged(&known);
                    if with_names {
                        same.names.push((row.id.clone(), hash));
                    }
                }
                _ => self.read(&unread, index, hash),
            }
        }
        // The batch is freed where it was made, with all that is in it.
        self.batch.unread = Some(unread);
        Ok(same)
    }

    fn read(&mut self, unread: &UnreadCoupons, index: usize, hash: RawHash) {
        match unread.read(&unread.rows()[index]) {
            Ok(record) => {
                self.batch.coupons.push(record);
                self.coupons.push(hash);
            }
            Err(bad) => {
                self.batch.bad.push(bad);
                self.bad.push(hash);
            }
        }
    }

    /// The keys under which unchanged coupons would lie in quarantine.
    pub(crate) fn readable_unchanged(&self, unchanged: &UnchangedCoupons) -> Vec<[String; 2]> {
        let names = unchanged.names.iter().map(|(id, hash)| (id.as_str(), hash));
        self.readable(LedgerTable::Coupons, names)
    }
}
