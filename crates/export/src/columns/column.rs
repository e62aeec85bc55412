//! One column of a table, and how its value is found in a row.

use jiff::Timestamp;
use rust_decimal::Decimal;

/// A kind of row that can be exported.
pub(crate) trait Exported: Sized + Send + 'static {
    const COLUMNS: &'static [ExportColumn<Self>];

    /// The instant whose Beijing month names the file.
    fn filed_under(&self) -> Option<Timestamp>;
}

/// One column of a table.
pub(crate) struct ExportColumn<R> {
    pub(crate) name: &'static str,
    pub(crate) chinese: &'static str,
    pub(crate) value: ColumnGetter<R>,
}

/// How to find the value of a column in a row.
pub(crate) enum ColumnGetter<R> {
    Text(fn(&R) -> Option<&str>),
    /// The name of a state. For people who read Chinese, a workbook has its Chinese word.
    State(fn(&R) -> &str),
    Instant(fn(&R) -> Option<Timestamp>),
    Decimal(fn(&R) -> Option<Decimal>),
    Count(fn(&R) -> Option<u64>),
    Flag(fn(&R) -> bool),
}

pub(super) const fn text<R>(
    name: &'static str,
    chinese: &'static str,
    of: fn(&R) -> Option<&str>,
) -> ExportColumn<R> {
    ExportColumn { name, chinese, value: ColumnGetter::Text(of) }
}

pub(super) const fn state<R>(of: fn(&R) -> &str) -> ExportColumn<R> {
    ExportColumn { name: "state", chinese: "状态", value: ColumnGetter::State(of) }
}

pub(super) const fn instant<R>(
    name: &'static str,
    chinese: &'static str,
    of: fn(&R) -> Option<Timestamp>,
) -> ExportColumn<R> {
    ExportColumn { name, chinese, value: ColumnGetter::Instant(of) }
}

pub(super) const fn decimal<R>(
    name: &'static str,
    chinese: &'static str,
    of: fn(&R) -> Option<Decimal>,
) -> ExportColumn<R> {
    ExportColumn { name, chinese, value: ColumnGetter::Decimal(of) }
}

pub(super) const fn count<R>(
    name: &'static str,
    chinese: &'static str,
    of: fn(&R) -> Option<u64>,
) -> ExportColumn<R> {
    ExportColumn { name, chinese, value: ColumnGetter::Count(of) }
}
