//! The breaks as a file for a spreadsheet.

use std::io::{self, Write};

use coupon_sheet::{CsvGuard, CsvTableWriter};
use rust_decimal::Decimal;

use super::reconciliation::{Break, Reconciliation};

const HEADER: [&str; 11] = [
    "kind",
    "account",
    "day",
    "order_no",
    "other_orders",
    "coupons",
    "product",
    "measure",
    "ledger",
    "orders",
    "lines",
];

/// Writes the breaks of a reconciliation as CSV: UTF-8 with a byte order mark, one line per break. Texts that a spreadsheet would
/// change or run as a formula get an apostrophe in front. Several values of one cell are separated by spaces.
///
/// # Errors
/// Those of the writer.
pub fn breaks_csv(run: &Reconciliation, mut to: impl Write) -> io::Result<()> {
    to.write_all(CsvTableWriter::<Vec<u8>>::BYTE_ORDER_MARK)?;
    let mut table = CsvTableWriter::new(to, CsvGuard::Spreadsheets);
    HEADER.iter().try_for_each(|title| table.plain(title))?;
    table.end_row()?;
    run.breaks.iter().try_for_each(|found| row(&mut table, found))?;
    table.finish()?.flush()
}

fn row(table: &mut CsvTableWriter<impl Write>, found: &Break) -> io::Result<()> {
    let number = |value: Option<Decimal>| value.map(|value| value.to_string()).unwrap_or_default();
    let lines: Vec<_> = found.lines.iter().map(u64::to_string).collect();
    table.plain(found.kind.as_str())?;
    table.text(found.account.as_str())?;
    table.plain(found.day.map(|day| day.to_string()).unwrap_or_default())?;
    table.text(found.order_no.as_deref().unwrap_or_default())?;
    table.text(&found.other_orders.join(" "))?;
    table.text(&found.coupons.join(" "))?;
    table.text(found.product.as_deref().unwrap_or_default())?;
    table.plain(found.measure.as_str())?;
    table.plain(number(found.ledger))?;
    table.plain(number(found.orders))?;
    table.text(&lines.join(" "))?;
    table.end_row()
}
