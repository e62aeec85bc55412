//! Workbooks that break off: each is refused, or has the rows of the whole one.

use std::{
    fs,
    io::{Cursor, Read as _, Write as _},
    panic::catch_unwind,
    path::Path,
};

use coupon_sheet::{ForeignFormat, SheetError, SheetRow, TableOptions, WantedColumn, read_table};

const FILES: [&str; 7] = [
    "exceljs.xlsx",
    "gnumeric.xls",
    "openpyxl.xlsx",
    "pandas.ods",
    "sheetjs.ods",
    "sheetjs.xls",
    "sheetjs.xlsb",
];
/// Places at which a file or a part is cut.
const CUTS: usize = 24;

/// The rows of a file; of a workbook, those of its sheet of orders. The ODS of SheetJS does not say that the other one is hidden.
fn rows(bytes: &[u8]) -> Option<Vec<SheetRow>> {
    let names = ["订单号", "下单时间", "优惠金额"];
    let column = |name: &str| WantedColumn {
        names: vec![name.to_owned()],
        filled: false,
        fills_down: false,
    };
    let options = TableOptions { columns: names.map(column).to_vec(), ..TableOptions::default() };
    let named = TableOptions { sheet: Some("订单".to_owned()), ..options.clone() };
    let table = match read_table(bytes, &named) {
        Err(SheetError::NoSheet { .. }) => read_table(bytes, &options),
        table => table,
    };
    Some(table.ok()?.rows)
}

/// The beginnings of some bytes: of many lengths, and the shortest ones and the longest ones.
fn beginnings(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let count = bytes.len();
    let some = (0..CUTS).map(move |at| at * count / CUTS);
    let lengths = some.chain(1..4.min(count)).chain(count.saturating_sub(6)..count);
    lengths.map(|length| &bytes[..length])
}

/// Checks a file that breaks off, and says whether it was refused.
fn check(name: &str, bytes: &[u8], whole: &[SheetRow]) -> bool {
    let read = catch_unwind(|| rows(bytes));
    let read = read.unwrap_or_else(|_| panic!("{name}, {} bytes", bytes.len()));
    assert!(read.as_deref().is_none_or(|read| read == whole), "{name} is read in part: {read:?}");
    read.is_none()
}

/// The archive with one part in the place of another.
pub(crate) fn with_part(archive: &[u8], part: &str, content: &[u8]) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut file = from.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        to.start_file(&*name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(if name == part { content } else { &bytes }).unwrap();
    }
    to.finish().unwrap().into_inner()
}

pub(crate) fn parts(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(archive)) else { return Vec::new() };
    let count = zip.len();
    let part = |at: usize| {
        let mut file = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().into_owned(), bytes)
    };
    (0..count).map(part).collect()
}

#[test]
fn workbooks_that_break_off_are_never_read_in_part() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables/saved");
    for file in FILES {
        let bytes = fs::read(folder.join(file)).unwrap();
        let whole = rows(&bytes).unwrap_or_else(|| panic!("{file} is read"));
        assert!(whole.len() > 20, "{file}: {}", whole.len());
        let refused = beginnings(&bytes).filter(|cut| check(file, cut, &whole)).count();
        assert!(refused > CUTS / 2, "{file}: {refused} of its beginnings are refused");
        for (part, content) in parts(&bytes) {
            for cut in beginnings(&content) {
                let name = format!("{file} with {} bytes of {part}", cut.len());
                check(&name, &with_part(&bytes, &part, cut), &whole);
            }
        }
    }
}

#[test]
fn a_text_that_the_workbook_does_not_have_is_no_blank_cell() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables/saved/exceljs.xlsx");
    let (bytes, part) = (fs::read(file).unwrap(), "xl/sharedStrings.xml");
    let (_, content) = parts(&bytes).into_iter().find(|(name, _)| name == part).unwrap();
    let text = String::from_utf8(content).unwrap();
    // The last amount of the table.
    let last = text.rfind("<si>").unwrap();
    let shorter = format!("{}</sst>", &text[..last]);
    assert!(rows(&with_part(&bytes, part, text.as_bytes())).is_some());
    assert_eq!(rows(&with_part(&bytes, part, shorter.as_bytes())), None);
}

#[test]
fn text_that_breaks_off_within_quotes_is_refused() {
    let text = "订单号,下单时间,优惠金额\nDD1,2026-03-01,\"40.00\"\nDD2,2026-03-01,\"5.00\"\n";
    let cut = text.find("5.00").unwrap() + 2;
    assert_eq!(rows(&text.as_bytes()[..cut]), None);
    assert_eq!(rows(text.as_bytes()).map(|rows| rows.len()), Some(2));
}

#[test]
fn a_workbook_with_a_password_is_named_before_its_records_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables/saved");
    let mut bytes = fs::read(folder.join("gnumeric.xls")).unwrap();
    // The record behind the first one says that the others are encrypted.
    let begin = [0x09, 0x08, 0x10, 0x00, 0x00, 0x06, 0x05, 0x00];
    let at = bytes.windows(begin.len()).position(|window| window == begin).unwrap();
    bytes[at + 20..at + 22].copy_from_slice(&[0x2f, 0x00]);
    let refused = read_table(&bytes, &TableOptions::default()).unwrap_err();
    assert_eq!(refused, SheetError::Foreign(ForeignFormat::EncryptedWorkbook));
}
