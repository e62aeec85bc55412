//! Generated files: what lies around the table, marks, encodings, line ends and delimiters must not change what is read.
//! `COUPON_GENERATED_FILES=200000` asks for the long form.
#![allow(clippy::print_stdout, reason = "the counts are the result of the long form")]

use coupon_sheet::{
    CellDay, CellError, CsvGuard, CsvTableWriter, SheetCell, TableOptions, WantedColumn, amount,
    day, id, read_table, unguarded,
};
use jiff::tz::{TimeZone, offset};
use proptest::{collection::vec, prelude::*};
use rust_decimal::Decimal;

use crate::made_file::{Orders, made_file};

/// The number of files: 2,000, or as many as this variable says.
const COUNT: &str = "COUPON_GENERATED_FILES";

fn options() -> TableOptions {
    let column =
        |name: &str, filled| WantedColumn { names: vec![name.into()], filled, fills_down: filled };
    TableOptions {
        columns: vec![column("订单号", true), column("下单时间", true), column("优惠(元)", false)],
        ..TableOptions::default()
    }
}

/// Fen and day of each order, or why the file is refused.
fn orders(bytes: &[u8]) -> Result<Orders, String> {
    let table = read_table(bytes, &options()).map_err(|error| error.to_string())?;
    let beijing = TimeZone::fixed(offset(8));
    let mut orders = Orders::new();
    for row in &table.rows {
        let wrong = |error: CellError| format!("line {}: {error}", row.line);
        if row.width != table.header.len() {
            return Err(format!("line {}: {} cells", row.line, row.width));
        }
        let yuan = amount(&row.cells[2]).map_err(wrong)?.unwrap_or_default();
        let order = id(&row.cells[0]).map_err(wrong)?.ok_or(CellError::Blank).map_err(wrong)?;
        let day = day(&row.cells[1]).map_err(wrong)?.ok_or(CellError::Blank).map_err(wrong)?;
        let day = match day {
            CellDay::Civil(day) => day,
            CellDay::Instant(at) => at.to_zoned(beijing.clone()).date(),
        };
        if !yuan.is_zero() {
            orders.entry(order).or_insert((Decimal::ZERO, day.to_string())).0 += yuan;
        }
    }
    Ok(orders)
}

/// The sums of a generated file are those of the generator, or the file is refused; it is refused if a fault was put in.
#[test]
fn every_generated_file_is_read_as_it_was_made_or_refused() {
    let count = std::env::var(COUNT).map_or(2_000, |count| count.parse().unwrap());
    let (mut read, mut faults, mut refused) = (0_u64, 0_u64, Vec::new());
    for seed in 0..count {
        let made = made_file(seed);
        match (orders(&made.bytes), made.fault) {
            (Ok(found), None) => {
                assert_eq!(found, made.orders, "seed {seed}: {}", made.choices);
                read += 1;
            }
            (Err(_), Some(_)) => faults += 1,
            (Ok(_), Some(fault)) => {
                panic!("seed {seed}: read in spite of {fault}: {}", made.choices)
            }
            (Err(error), None) => refused.push((seed, error, made.choices)),
        }
    }
    let others = refused.len();
    println!(
        "{count} files: {read} read as made, {faults} refused for their fault, {others} refused without one"
    );
    for (seed, error, choices) in refused.iter().take(3) {
        println!("seed {seed}: {error}: {choices}");
    }
    assert_eq!(others, 0, "every file without a fault is read");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_written_table_is_read_back(rows in vec(vec("\\PC{0,12}|[a\"\n\r,'=0-9]{1,6}", 2..3), 1..6)) {
        let mut table = CsvTableWriter::new(Vec::new(), CsvGuard::Spreadsheets);
        for cell in ["first", "second"] {
            table.plain(cell).unwrap();
        }
        table.end_row().unwrap();
        let rows: Vec<Vec<String>> = rows.into_iter().map(|cells| [vec!["x".to_owned()], cells].concat()).collect();
        for cells in &rows {
            for cell in cells {
                table.text(cell).unwrap();
            }
            table.end_row().unwrap();
        }
        let written = table.finish().unwrap();
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(&written[..]);
        let read: Vec<Vec<String>> = reader
            .records()
            .map(|record| record.unwrap().iter().map(|cell| unguarded(cell).to_owned()).collect())
            .collect();
        prop_assert_eq!(read, rows);
    }

    #[test]
    fn no_bytes_break_the_reader(bytes in vec(any::<u8>(), 0..200), text in "\\PC{0,80}") {
        for bytes in [&bytes[..], text.as_bytes()] {
            if let Err(error) = read_table(bytes, &options()) {
                prop_assert!(error.to_string().chars().count() < 500);
            }
        }
        let cell = SheetCell::Text(text);
        let _ = (id(&cell), amount(&cell), day(&cell));
    }
}
