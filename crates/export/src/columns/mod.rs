//! What stands in a row: the columns of each table, under the names that the ledger's views give them.

mod coupon;
mod customer;
mod template;

use jiff::Timestamp;
use rust_decimal::Decimal;

pub(crate) use customer::AddressedCustomer;

/// A kind of row that can be exported.
pub(crate) trait Exported: Sized + Send + 'static {
    const COLUMNS: &'static [Column<Self>];

    /// The instant whose Beijing month names the file.
    fn filed_under(&self) -> Option<Timestamp>;
}

/// One column of a table.
pub(crate) struct Column<R> {
    pub(crate) name: &'static str,
    pub(crate) chinese: &'static str,
    pub(crate) value: Value<R>,
}

/// How to find the value of a column in a row.
pub(crate) enum Value<R> {
    Text(fn(&R) -> Option<&str>),
    Instant(fn(&R) -> Option<Timestamp>),
    Decimal(fn(&R) -> Option<Decimal>),
    Count(fn(&R) -> Option<u64>),
    Flag(fn(&R) -> bool),
}

const fn text<R>(
    name: &'static str,
    chinese: &'static str,
    of: fn(&R) -> Option<&str>,
) -> Column<R> {
    Column { name, chinese, value: Value::Text(of) }
}

const fn instant<R>(
    name: &'static str,
    chinese: &'static str,
    of: fn(&R) -> Option<Timestamp>,
) -> Column<R> {
    Column { name, chinese, value: Value::Instant(of) }
}

const fn decimal<R>(
    name: &'static str,
    chinese: &'static str,
    of: fn(&R) -> Option<Decimal>,
) -> Column<R> {
    Column { name, chinese, value: Value::Decimal(of) }
}

const fn count<R>(
    name: &'static str,
    chinese: &'static str,
    of: fn(&R) -> Option<u64>,
) -> Column<R> {
    Column { name, chinese, value: Value::Count(of) }
}
