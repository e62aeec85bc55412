//! A page of an answer on its way into a batch.

use std::collections::HashMap;

use coupon_domain::{
    BadRow, Coupon, CouponPage, CouponQuery, Page, PageFingerprint, PageNumber, Provider, Record,
    Result, TemplateId, UnreadCoupons,
};
use coupon_ledger::{Batch, Ledger};

use crate::syncable::Syncable;

/// A page whose values are read, or are left to the ledger.
pub(crate) trait SyncPage {
    fn rows(&self) -> u64;

    fn end(&self) -> bool;

    fn fingerprint(&self) -> Option<PageFingerprint>;

    /// Puts the rows into a batch, each id once, and tells each id. `parent` is the template that the rows belong to; customers
    /// alone have one.
    fn add_to(self, batch: &mut Batch, parent: Option<&TemplateId>, see: &mut dyn FnMut(&str));
}

impl<T: Syncable> SyncPage for Page<T> {
    fn rows(&self) -> u64 {
        self.rows.len() as u64
    }

    fn end(&self) -> bool {
        self.end
    }

    fn fingerprint(&self) -> Option<PageFingerprint> {
        self.fingerprint()
    }

    fn add_to(self, batch: &mut Batch, parent: Option<&TemplateId>, see: &mut dyn FnMut(&str)) {
        batch.bad_in = T::TABLE;
        let records = distinct(self, &mut batch.bad);
        records.iter().for_each(|record| see(record.value.id()));
        T::add_to(batch, records, parent);
    }
}

impl SyncPage for CouponPage {
    fn rows(&self) -> u64 {
        match self {
            Self::Read(page) => SyncPage::rows(page),
            Self::Unread(unread) => unread.rows().len() as u64,
        }
    }

    fn end(&self) -> bool {
        match self {
            Self::Read(page) => page.end,
            Self::Unread(unread) => unread.end(),
        }
    }

    fn fingerprint(&self) -> Option<PageFingerprint> {
        match self {
            Self::Read(page) => page.fingerprint(),
            Self::Unread(unread) => PageFingerprint::of(unread.rows().iter().map(|row| &row.row)),
        }
    }

    fn add_to(self, batch: &mut Batch, parent: Option<&TemplateId>, see: &mut dyn FnMut(&str)) {
        let page = match self {
            Self::Read(page) => page,
            Self::Unread(unread) => match without_repeats(unread) {
                Ok(unread) => {
                    unread.rows().iter().for_each(|row| see(&row.id));
                    batch.unread = Some(unread);
                    return;
                }
                Err(page) => page,
            },
        };
        page.add_to(batch, parent, see);
    }
}

/// Asks for a page of coupons. Where the ledger knew most rows of the page before, they stay unread until it asks for them.
pub(crate) async fn ask_for_coupons(
    ledger: &Ledger,
    provider: &dyn Provider,
    query: &CouponQuery,
    page: PageNumber,
) -> Result<CouponPage> {
    match ledger.knows_most() {
        true => provider.coupon_page(query, page).await,
        false => Ok(provider.coupons(query, page).await?.into()),
    }
}

/// The readable rows of a page, each id once. A second row of one id is dropped if it says the same, and unreadable if not.
fn distinct<T: Syncable>(page: Page<T>, bad: &mut Vec<BadRow>) -> Vec<Record<T>> {
    let mut records: Vec<Record<T>> = Vec::with_capacity(page.rows.len());
    let mut places: HashMap<String, usize> = HashMap::with_capacity(page.rows.len());
    for row in page.rows {
        let record = match row {
            Ok(record) => record,
            Err(unreadable) => {
                bad.push(unreadable);
                continue;
            }
        };
        match places.get(record.value.id()) {
            None => {
                places.insert(record.value.id().to_owned(), records.len());
                records.push(record);
            }
            Some(&first) if records[first].row == record.row => {}
            Some(_) => {
                let id = record.value.id();
                let reason =
                    format!("the answer has another row of id {id} that says something else");
                bad.push(BadRow { id: Some(id.to_owned()), row: record.row, reason });
            }
        }
    }
    records
}

/// As [`distinct`], of rows that are unread. Two rows of one id that say something else have to be read: either may be unreadable.
fn without_repeats(mut unread: UnreadCoupons) -> std::result::Result<UnreadCoupons, Page<Coupon>> {
    let mut texts = HashMap::with_capacity(unread.rows().len());
    let mut repeated = Vec::with_capacity(unread.rows().len());
    for row in unread.rows() {
        let first = *texts.entry(row.id.as_str()).or_insert(&row.row);
        if *first != row.row {
            return Err(unread.read_all());
        }
        repeated.push(!std::ptr::eq(first, &row.row));
    }
    if repeated.contains(&true) {
        let mut repeated = repeated.into_iter();
        unread.retain(|_| !repeated.next().unwrap_or_default());
    }
    Ok(unread)
}
