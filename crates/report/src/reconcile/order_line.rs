//! A line of an order file as it is read.

use jiff::civil::Date;
use rust_decimal::Decimal;

/// One line: an order, or a part of one.
#[derive(Debug, Clone)]
pub(super) struct OrderLine {
    /// In the file, counted from 1.
    pub(super) number: u64,
    pub(super) order_no: String,
    pub(super) day: Option<Date>,
    pub(super) amount: Option<Decimal>,
    pub(super) quantity: Option<Decimal>,
    pub(super) product: Option<String>,
    pub(super) coupon: Option<String>,
}
