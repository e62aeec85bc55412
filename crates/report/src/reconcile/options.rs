//! The choices of one reconciliation.

use coupon_domain::AccountName;
use jiff::civil::Date;
use rust_decimal::Decimal;

/// Which coupons are compared, and how exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconcileOptions {
    /// The account of all orders. None compares every account; the order file then needs a column that names the account of each line.
    pub account: Option<AccountName>,
    /// First Beijing day.
    pub since: Date,
    /// Last Beijing day, itself included.
    pub until: Date,
    /// The most yuan that an order may differ by. Quantities must be equal.
    pub tolerance: Decimal,
    /// Vendors that answer no order for a used coupon. Used coupons and orders of their accounts are listed as not reconcilable.
    pub without_orders: Vec<String>,
}
