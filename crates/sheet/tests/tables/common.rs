//! Reads a case as reconciliation does: orders, days, amounts.

use std::{collections::BTreeMap, fs, path::Path};

use coupon_sheet::{
    CellDay, CellError, SheetTable, TableOptions, WantedColumn, amount, day, id, read_table,
};
use jiff::tz::{TimeZone, offset};

/// Order, day, yuan.
pub(crate) type Order = (String, String, String);

/// The names of order number, time and amount in a file.
pub(crate) type Map = [&'static str; 3];

pub(crate) const PLAIN: Map = ["订单号", "下单时间", "优惠券抵扣"];
pub(crate) const SHOP: Map = ["订单编号", "下单时间", "订单优惠"];

/// The orders of the sandbox's seed that used a coupon: order, day, yuan.
pub(crate) const SIX: [(&str, &str, &str); 6] = [
    ("DD20250811000026", "2025-08-11", "40"),
    ("DD20250822000024", "2025-08-22", "61.97"),
    ("DD20250906000027", "2025-09-06", "40"),
    ("DD20250928000025", "2025-09-28", "40"),
    ("DD20251031000028", "2025-10-31", "30"),
    ("DD20251031000029", "2025-10-31", "30"),
];

pub(crate) fn options(map: Map) -> TableOptions {
    let column = |at: usize| WantedColumn {
        names: vec![map[at].to_owned()],
        filled: at < 2,
        fills_down: at < 2,
    };
    TableOptions { columns: (0..3).map(column).collect(), ..TableOptions::default() }
}

pub(crate) fn bytes(file: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables/cases").join(file);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn table(file: &str, map: Map) -> SheetTable {
    read_table(&bytes(file), &options(map)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Each order with its day and the sum of its amounts, or the first cell that cannot be read: line, column, reason.
pub(crate) fn orders(table: &SheetTable) -> Result<Vec<Order>, (u64, usize, CellError)> {
    let beijing = TimeZone::fixed(offset(8));
    let mut orders = BTreeMap::new();
    for row in &table.rows {
        let wrong = |column: usize| move |error: CellError| (row.line, column, error);
        let [order, time, yuan] = &row.cells[..] else { panic!("three cells") };
        assert_eq!(row.width, table.header.len(), "line {}", row.line);
        let Some(yuan) = amount(yuan).map_err(wrong(2))?.filter(|yuan| !yuan.is_zero()) else {
            continue;
        };
        let order = id(order).map_err(wrong(0))?.ok_or(CellError::Blank).map_err(wrong(0))?;
        let day = match day(time).map_err(wrong(1))?.ok_or(CellError::Blank).map_err(wrong(1))? {
            CellDay::Civil(day) => day,
            CellDay::Instant(at) => at.to_zoned(beijing.clone()).date(),
        };
        orders.entry(order).or_insert((day, rust_decimal::Decimal::ZERO)).1 += yuan;
    }
    Ok(orders
        .into_iter()
        .map(|(order, (day, sum))| (order, day.to_string(), sum.normalize().to_string()))
        .collect())
}

/// Checks that a file holds the first `count` of the six orders, and no other.
pub(crate) fn reads(file: &str, map: Map, count: usize) -> SheetTable {
    let table = table(file, map);
    assert_eq!(orders(&table).as_deref(), Ok(&expected(count, "")[..]), "{file}");
    table
}

/// The first `count` of the six orders, with a sign before the amounts.
pub(crate) fn expected(count: usize, sign: &str) -> Vec<Order> {
    let order = |(order, day, yuan): &(&str, &str, &str)| {
        ((*order).to_owned(), (*day).to_owned(), format!("{sign}{yuan}"))
    };
    SIX[..count].iter().map(order).collect()
}
