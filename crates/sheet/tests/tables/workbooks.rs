//! Workbooks as people and libraries write them.

use crate::common::{PLAIN, SHOP, bytes, expected, options, orders, reads, table};
use coupon_sheet::{
    CellError, FileFormat, HiddenRows, SheetError, SheetLimits, TableOptions, read_table,
};

/// A workbook that has the first orders.
macro_rules! agrees {
    ($($name:ident: $file:literal, $map:ident, $count:literal;)*) => {$(
        #[test]
        fn $name() {
            reads($file, $map, $count);
        }
    )*};
}

/// A workbook whose first bad cell stands in a row and column.
macro_rules! wrong {
    ($($name:ident: $file:literal, $map:ident, $line:literal, $column:literal, $error:ident;)*) => {$(
        #[test]
        fn $name() {
            let error = CellError::$error;
            assert_eq!(orders(&table($file, $map)), Err(($line, $column, error)));
        }
    )*};
}

agrees! {
    case_08_merged_order: "08-merged-order.xlsx", SHOP, 6;
    case_10_dimension_a1: "10-dimension-a1.xlsx", SHOP, 6;
    case_25_real: "25-real.xls", SHOP, 6;
    case_27_rich_text: "27-rich-text.xlsx", SHOP, 6;
    case_33_date1904: "33-date1904.xlsx", SHOP, 6;
    case_34a_date_format: "34a-date-format.xlsx", SHOP, 6;
    case_34b_date_format: "34b-date-format.xlsx", SHOP, 6;
    case_34c_date_format: "34c-date-format.xlsx", SHOP, 6;
    case_34d_date_format: "34d-date-format.xlsx", SHOP, 6;
    case_34f_date_format: "34f-date-format.xlsx", SHOP, 6;
    js_xlsx_local_dates: "workbooks/js_xlsx_local_aoaCD_wCD.xlsx", PLAIN, 4;
    js_exceljs_utc: "workbooks/js_exceljs_utc.xlsx", PLAIN, 4;
    poi_sxssf: "workbooks/poi_sxssf.xlsx", PLAIN, 4;
    raw_strict_td: "workbooks/raw_strict_td.xlsx", PLAIN, 4;
    poi_hidden_first: "workbooks/poi_hidden_first.xlsx", PLAIN, 4;
    hidden_first_same: "workbooks/hidden_first_same.xlsx", PLAIN, 4;
    lay_kingdee: "workbooks/lay_kingdee.xlsx", PLAIN, 4;
    lay_two_row_header: "workbooks/lay_two_row_header.xlsx", PLAIN, 4;
    lay_hdr_nl: "workbooks/lay_hdr_nl.xlsx", PLAIN, 4;
    lay_merged_orders: "workbooks/lay_merged_orders.xlsx", PLAIN, 4;
    raw_err_spill: "workbooks/raw_err_SPILL.xlsx", PLAIN, 4;
    pandas_residue: "workbooks/pandas_residue.xlsx", PLAIN, 4;
    xlwt: "workbooks/xlwt.xls", PLAIN, 4;
    ezodf: "workbooks/ezodf.ods", PLAIN, 4;
}

wrong! {
    case_09_serial_dates: "09-serial-dates.xlsx", SHOP, 2, 1, SerialNumber;
    case_31_formulas_uncached: "31-formulas-uncached.xlsx", SHOP, 2, 2, UncalculatedFormula;
    case_34e_date_format: "34e-date-format.xlsx", SHOP, 2, 1, SerialNumber;
    case_42_numeric_order: "42-numeric-order.xlsx", SHOP, 2, 0, Rounded;
    poi_sxssf_formula: "workbooks/poi_sxssf_formula.xlsx", PLAIN, 2, 2, UncalculatedFormula;
    xlsxwriter_formula_amount: "workbooks/xlsxwriter_formula_amount.xlsx", PLAIN, 2, 2, UncalculatedFormula;
    openpyxl_formula_amount: "workbooks/openpyxl_formula_amount.xlsx", PLAIN, 2, 2, UncalculatedFormula;
    openpyxl_formula_order: "workbooks/openpyxl_formula_order.xlsx", PLAIN, 2, 0, UncalculatedFormula;
}

#[test]
fn case_08b_title_and_total() {
    let notes = reads("08b-title-and-total.xlsx", SHOP, 6).notes;
    assert_eq!((notes.above, notes.header_line, notes.below), (Some((1, 2)), 3, Some((10, 10))));
}

#[test]
fn case_08c_total() {
    assert_eq!(reads("08c-total.xlsx", SHOP, 6).notes.below, Some((8, 8)));
}

#[test]
fn case_26_cover_sheet() {
    let table = reads("26-cover-sheet.xlsx", SHOP, 6);
    assert_eq!(table.notes.format, FileFormat::Workbook { kind: "XLSX", sheet: "订单明细".into() });
}

#[test]
fn case_30_hidden_row() {
    let counted = table("30-hidden-row.xlsx", SHOP);
    assert_eq!((counted.notes.hidden.as_slice(), counted.rows.len()), (&[8][..], 7));
    let options = TableOptions { hidden: HiddenRows::Skip, ..options(SHOP) };
    let skipped = read_table(&bytes("30-hidden-row.xlsx"), &options).unwrap();
    assert_eq!(orders(&skipped), Ok(expected(6, "")));
    assert_eq!(skipped.notes.hidden, [8]);
}

#[test]
fn hidden_row() {
    let table = table("workbooks/hidden_row.xlsx", PLAIN);
    assert_eq!((table.notes.hidden.as_slice(), table.rows.len()), (&[7][..], 6));
}

#[test]
fn lay_repeated_amount() {
    let rows = orders(&table("workbooks/lay_repeated_amount.xlsx", PLAIN)).unwrap();
    assert_eq!(rows[0].2, "80", "the rows as they stand");
}

#[test]
fn lay_id_format() {
    let rows = orders(&table("workbooks/lay_id_format.xlsx", PLAIN)).unwrap();
    assert_eq!(rows[0].0, "CK00000059", "as the sheet shows 59");
}

#[test]
fn raw_date_zero() {
    let table = table("workbooks/raw_date_zero.xlsx", PLAIN);
    let last = table.rows.last().unwrap();
    let day = coupon_sheet::day(&last.cells[1]).unwrap();
    let first = coupon_sheet::CellDay::Civil(jiff::civil::date(1899, 12, 31));
    assert_eq!((last.line, day), (6, Some(first)), "the caller refuses it by its range");
}

#[test]
fn cells_beyond_the_limits_are_refused_with_their_names() {
    for (limits, place) in [
        (SheetLimits { rows: 5, ..SheetLimits::default() }, "A6"),
        (SheetLimits { columns: 2, ..SheetLimits::default() }, "C1"),
    ] {
        let options = TableOptions { limits, ..options(PLAIN) };
        let refused = read_table(&bytes("workbooks/pandas_residue.xlsx"), &options).unwrap_err();
        let SheetError::TooLarge { place: at, .. } = &refused else { panic!("{refused}") };
        assert_eq!(at.to_string(), place);
    }
}
