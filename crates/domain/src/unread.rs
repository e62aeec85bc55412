//! Coupons whose values are read when they are asked for.

use std::{fmt, sync::Arc};

use crate::{
    coupon::Coupon,
    id::TemplateId,
    record::{BadRow, Page, RawRow, Record},
};

/// A page of coupons, read or not.
#[derive(Debug, Clone)]
pub enum CouponPage {
    /// The value of each row is there.
    Read(Page<Coupon>),
    /// Each row is still a text.
    Unread(UnreadCoupons),
}

impl From<Page<Coupon>> for CouponPage {
    fn from(page: Page<Coupon>) -> Self {
        Self::Read(page)
    }
}

/// A page of coupons of which ids and texts are at hand. The value of a row is read when it is asked for, so that a row that is
/// known by its text costs no more.
#[derive(Clone)]
pub struct UnreadCoupons {
    rows: Vec<UnreadCoupon>,
    end: bool,
    reader: Arc<CouponReader>,
}

/// Reads the row with this index on its page.
type CouponReader = dyn Fn(usize) -> Result<Record<Coupon>, BadRow> + Send + Sync;

/// A row that is not read yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadCoupon {
    /// Its id. A row that proves unreadable may have another one.
    pub id: String,
    /// The template that it names.
    pub template: Option<TemplateId>,
    /// The vendor's own text.
    pub row: RawRow,
    index: usize,
}

impl UnreadCoupons {
    /// Rows by id, template and text, in the vendor's order. `end` says that nothing follows. `read` reads the row with an
    /// index, and finds the same id and template.
    pub fn new(
        rows: impl Iterator<Item = (String, Option<TemplateId>, RawRow)>,
        end: bool,
        read: impl Fn(usize) -> Result<Record<Coupon>, BadRow> + Send + Sync + 'static,
    ) -> Self {
        let rows = rows.enumerate();
        let rows =
            rows.map(|(index, (id, template, row))| UnreadCoupon { id, template, row, index });
        Self { rows: rows.collect(), end, reader: Arc::new(read) }
    }

    /// The rows, in the vendor's order.
    pub fn rows(&self) -> &[UnreadCoupon] {
        &self.rows
    }

    /// Nothing follows: see [`Page::end`].
    pub fn end(&self) -> bool {
        self.end
    }

    /// Leaves out rows.
    pub fn retain(&mut self, keep: impl FnMut(&UnreadCoupon) -> bool) {
        self.rows.retain(keep);
    }

    /// Reads one row of this page.
    ///
    /// # Errors
    /// The row with the reason, if it cannot be read.
    pub fn read(&self, row: &UnreadCoupon) -> Result<Record<Coupon>, BadRow> {
        (self.reader)(row.index)
    }

    /// Reads every row.
    pub fn read_all(&self) -> Page<Coupon> {
        Page { rows: self.rows.iter().map(|row| self.read(row)).collect(), end: self.end }
    }
}

/// Compares the rows. What is read out of them follows from their texts.
impl PartialEq for UnreadCoupons {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows && self.end == other.end
    }
}

impl Eq for UnreadCoupons {}

/// Rows hold people's names; only their number is shown.
impl fmt::Debug for UnreadCoupons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnreadCoupons({} rows)", self.rows.len())
    }
}
