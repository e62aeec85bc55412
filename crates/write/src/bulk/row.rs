//! The values that a caller reads from a table.

use coupon_domain::{CustomerRef, LineItem};
use jiff::civil::Date;

/// A customer who gets a coupon, and everything about it that differs from [`RowDefaults`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueRow {
    /// The line of the table on which the row begins, counted from 1. It identifies the row in the batch.
    pub line: u64,
    /// The customer.
    pub customer: CustomerRef,
    /// The code of the coupon.
    pub code: Option<String>,
    /// First Beijing day of validity.
    pub from: Option<Date>,
    /// Last Beijing day of validity.
    pub until: Option<Date>,
    /// Goods; none for those of the defaults.
    pub items: Vec<LineItem>,
}

/// The values of a coupon whose row names no others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowDefaults {
    /// First Beijing day of validity.
    pub from: Option<Date>,
    /// Last Beijing day of validity.
    pub until: Option<Date>,
    /// Goods.
    pub items: Vec<LineItem>,
}
