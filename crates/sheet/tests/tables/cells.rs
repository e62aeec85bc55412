//! Every cell of the one table, read from files.

use coupon_sheet::{
    CellDay, CellError, SheetCell, TableOptions, WantedColumn, amount, day, id, read_table,
};
use coupon_testkit::{CELL_CASES, CellKind};
use jiff::tz::{TimeZone, offset};

/// The value of a cell as text, or the name of the reason why it has none.
fn read(cell: &SheetCell, kind: CellKind) -> Result<Option<String>, String> {
    let name = |error: CellError| format!("{error:?}");
    match kind {
        CellKind::Id => id(cell).map_err(name),
        CellKind::Amount => {
            let value = amount(cell).map_err(name)?;
            Ok(value.map(|value| value.normalize().to_string()))
        }
        CellKind::Day => Ok(day(cell).map_err(name)?.map(|day| match day {
            CellDay::Civil(day) => day.to_string(),
            CellDay::Instant(at) => at.to_zoned(TimeZone::fixed(offset(8))).date().to_string(),
        })),
    }
}

#[test]
fn every_cell_of_the_table_is_read() {
    let column = |name: &str, filled| WantedColumn {
        names: vec![name.to_owned()],
        filled,
        fills_down: false,
    };
    let columns = vec![column("值", false), column("其他", true)];
    let options = TableOptions { columns, ..TableOptions::default() };
    for case in CELL_CASES {
        for (name, file) in case.files(&["其他", "值", "备注"], &["x", "", "y"], 1) {
            let table =
                read_table(&file, &options).unwrap_or_else(|error| panic!("{name}: {error}"));
            let [row] = &table.rows[..] else { panic!("{name}: {:?}", table.rows) };
            let expected = case.expected.map(|value| value.map(str::to_owned));
            assert_eq!(read(&row.cells[0], case.kind), expected.map_err(str::to_owned), "{name}");
        }
    }
}

#[test]
fn a_number_that_no_file_holds_has_no_value() {
    let tiny = SheetCell::Number { value: 1e-40, format: None };
    assert_eq!(id(&tiny), Err(CellError::NotANumber));
    assert_eq!(amount(&tiny), Ok(Some(rust_decimal::Decimal::ZERO)));
}
