//! Customers' files: one column of ids, every column kept.

use crate::common::bytes;
use coupon_sheet::{CellError, SheetError, TableOptions, WantedColumn, id, read_table};

/// Line and id of a row.
type Customer = (u64, Result<Option<String>, CellError>);

/// Line and id of each row, or the reason why it has none.
fn customers(file: &str) -> Result<Vec<Customer>, SheetError> {
    let names = ["customer", "customer_code", "source_code"].map(str::to_owned).to_vec();
    let options = TableOptions {
        columns: vec![WantedColumn { names, filled: true, fills_down: false }],
        keep_all: true,
        ..TableOptions::default()
    };
    let table = read_table(&bytes(&format!("bulk/{file}.csv")), &options)?;
    let place = table.columns[0];
    Ok(table.rows.iter().map(|row| (row.line, id(&row.cells[place]))).collect())
}

/// A file with one customer on a line.
macro_rules! customer {
    ($($name:ident: $file:literal, $line:literal, $id:expr;)*) => {$(
        #[test]
        fn $name() {
            assert_eq!(customers($file), Ok(vec![($line, $id)]));
        }
    )*};
}

fn known() -> Result<Option<String>, CellError> {
    Ok(Some("4092727203789389786".into()))
}

customer! {
    apos: "apos", 2, known();
    backtick: "backtick", 2, known();
    eq_wrap: "eq_wrap", 2, known();
    fw: "fw", 2, known();
    zwsp: "zwsp", 2, known();
    title: "title", 3, known();
    total: "total", 2, known();
    hashes: "hashes", 2, Err(CellError::Rounded);
    neg: "neg", 2, Err(CellError::NegativeId);
    rounded_comma: "rounded_comma", 2, Err(CellError::Rounded);
}

#[test]
fn rounded_fmt0() {
    let rounded = |line| (line, Err(CellError::Rounded));
    assert_eq!(customers("rounded_fmt0"), Ok(vec![rounded(2), rounded(3)]));
}

#[test]
fn cr_bad() {
    assert_eq!(customers("cr_bad"), Ok(vec![(2, known()), (3, Err(CellError::Rounded))]));
}

#[test]
fn quote_open() {
    assert_eq!(customers("quote_open"), Err(SheetError::UnclosedQuote { line: 2 }));
}
