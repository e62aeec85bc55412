//! Customers' files as people have them, as rows to issue. The files are those of coupon-sheet.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::{fs, path::Path};

use coupon_domain::CustomerRef;
use coupon_sheet::{CellError, FileFormat, SheetError, TextEncoding};
use coupon_write::{IssueFile, IssueFileError, RowError, RowErrorCause};
use rust_xlsxwriter::Workbook;

const CUSTOMER: &str = "4092727203789389786";

fn read(file: &str) -> Result<IssueFile, IssueFileError> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sheet/tests/tables/cases/bulk");
    IssueFile::read(&fs::read(cases.join(file).with_extension("csv")).unwrap(), false)
}

/// Line and id of each row; no row may be broken.
fn ids(file: &IssueFile) -> Vec<(u64, &str)> {
    assert_eq!(file.errors, []);
    let rows = file.rows.iter().map(|row| match &row.customer {
        CustomerRef::Id(id) => (row.line, id.as_str()),
        other => panic!("{other:?}"),
    });
    rows.collect()
}

fn refused(line: u64, text: &str, cause: CellError) -> RowError {
    let text = text.to_owned();
    RowError { line, cause: RowErrorCause::Cell { column: "customer", text, cause } }
}

/// Files that name one customer, on this line.
macro_rules! named {
    ($($name:ident: $line:literal;)*) => {$(
        #[test]
        fn $name() {
            assert_eq!(ids(&read(stringify!($name)).unwrap()), [($line, CUSTOMER)]);
        }
    )*};
}

named! {
    apos: 2;
    backtick: 2;
    eq_wrap: 2;
    fw: 2;
    zwsp: 2;
}

/// Files whose rows name no customer.
macro_rules! nameless {
    ($($name:ident: $([$line:literal, $text:literal, $cause:ident]),*;)*) => {$(
        #[test]
        fn $name() {
            let file = read(stringify!($name)).unwrap();
            assert_eq!(file.errors, [$(refused($line, $text, CellError::$cause)),*]);
            assert_eq!(file.rows, []);
        }
    )*};
}

nameless! {
    hashes: [2, "########", Rounded];
    neg: [2, "-5", NegativeId];
    rounded_fmt0: [2, "4092727203789390000", Rounded], [3, "1658383967830420000", Rounded];
    rounded_comma: [2, "4,092,727,203,789,389,786", Rounded];
}

#[test]
fn cr_bad() {
    let file = read("cr_bad").unwrap();
    assert_eq!(file.errors, [refused(3, "7.08742E+18", CellError::Rounded)]);
    assert_eq!(file.rows.len(), 1);
}

#[test]
fn quote_open() {
    let unclosed = IssueFileError::Table(SheetError::UnclosedQuote { line: 2 });
    assert_eq!(read("quote_open").unwrap_err(), unclosed);
}

#[test]
fn title() {
    let file = read("title").unwrap();
    assert_eq!(ids(&file), [(3, CUSTOMER)]);
    assert_eq!((file.notes.above, file.notes.header_line), (Some((1, 1)), 2));
}

#[test]
fn total() {
    let file = read("total").unwrap();
    assert_eq!(ids(&file), [(2, CUSTOMER)]);
    assert_eq!(file.notes.below, Some((3, 3)));
}

#[test]
fn other_encodings_are_read_and_noted() {
    let gb18030 = b"customer,#\xc3\xfb\n1,\xcd\xf8\n";
    let utf16: Vec<u8> =
        "\u{feff}customer\t#名\r\n1\t网\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, expected) in
        [(&gb18030[..], TextEncoding::Gb18030), (&utf16, TextEncoding::Utf16Le)]
    {
        let file = IssueFile::read(bytes, false).unwrap();
        assert_eq!(ids(&file), [(2, "1")]);
        let FileFormat::Delimited { encoding, .. } = file.notes.format else { panic!("a text") };
        assert_eq!(encoding, expected);
    }
}

#[test]
fn a_workbook_is_read_and_a_note_in_it_may_have_line_breaks() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in
        [["customer", "#note"], [CUSTOMER, "first\nsecond"], ["", ""]].iter().enumerate()
    {
        for (column, text) in cells.iter().enumerate() {
            sheet.write_string(row as u32, column as u16, *text).unwrap();
        }
    }
    // A number of more than 15 digits has lost some.
    sheet.write_number(2, 0, 4_092_727_203_789_389_786_f64).unwrap();
    let file = IssueFile::read(&book.save_to_buffer().unwrap(), false).unwrap();
    assert_eq!(file.rows.len(), 1);
    assert_eq!(file.rows[0].customer, CustomerRef::Id(CUSTOMER.into()));
    let [RowError { line: 3, cause: RowErrorCause::Cell { cause, .. } }] = &file.errors[..] else {
        panic!("{:?}", file.errors)
    };
    assert_eq!(*cause, CellError::Rounded);
}
