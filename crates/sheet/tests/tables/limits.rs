//! Files that would take more memory than the limits allow: each is refused, and read no further than to the limit.

use std::{
    fs,
    io::{Cursor, Read, Result as IoResult, Seek, SeekFrom, Write as _},
    path::Path,
};

use coupon_sheet::{SheetError, SheetLimits, TableOptions, TablePlace, read_rows, read_table};
use encoding_rs::GB18030;

use crate::{
    common::{PLAIN, options},
    cut_off::{parts, with_part},
};

const MIB: usize = 1 << 20;

fn within(limits: SheetLimits) -> TableOptions {
    TableOptions { limits, ..options(PLAIN) }
}

/// A file that counts the bytes that are read since it was last read from its beginning.
struct CountedFile(Cursor<Vec<u8>>, usize);

impl Read for CountedFile {
    fn read(&mut self, out: &mut [u8]) -> IoResult<usize> {
        let count = self.0.read(out)?;
        self.1 += count;
        Ok(count)
    }
}

impl Seek for CountedFile {
    fn seek(&mut self, to: SeekFrom) -> IoResult<u64> {
        self.1 = 0;
        self.0.seek(to)
    }
}

/// Why a text is refused whose rows may take 1 MiB, and how much of it was read for that.
fn refused(bytes: Vec<u8>) -> (SheetError, usize) {
    let limits = SheetLimits { row_bytes: MIB as u64, ..SheetLimits::default() };
    let mut file = CountedFile(Cursor::new(bytes), 0);
    let refused = read_rows(&mut file, &within(limits), &mut |_, _| {}).unwrap_err();
    (refused, file.1)
}

const HEADER: &str = "订单号,下单时间,优惠券抵扣\nDD1,2025-08-11,40.00\n";

#[test]
fn a_quote_that_is_not_closed_keeps_no_more_than_the_limit() {
    let text = format!("{HEADER}\n\"DD2,{}", "2025-08-11,40.00 元\n".repeat(8 * MIB / 24));
    let wide: Vec<u8> =
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for bytes in [text.clone().into_bytes(), GB18030.encode(&text).0.into_owned(), wide] {
        let (error, read) = refused(bytes);
        assert_eq!(error, SheetError::UnclosedQuote { line: 4 });
        assert!(read < 3 * MIB, "{read}");
    }
}

#[test]
fn a_row_of_a_text_is_no_larger_than_the_limit() {
    for row in ["x".repeat(4 * MIB), format!("a,\"b\",{}", "x,".repeat(2 * MIB))] {
        let (error, read) = refused(format!("{HEADER}{row}\n").into_bytes());
        let place = TablePlace::Line(3);
        assert_eq!(error, SheetError::TooLarge { place, limit: MIB as u64, unit: "bytes" });
        assert!(read < 3 * MIB, "{read}");
    }
    let row = format!("DD2,2025-08-12,\"{}\"\n", "7\n".repeat(MIB / 2 - 100));
    let limits = SheetLimits { row_bytes: MIB as u64, ..SheetLimits::default() };
    let rows = format!("{HEADER}{row}{row}{row}");
    assert_eq!(read_table(rows.as_bytes(), &within(limits)).unwrap().rows.len(), 4);
}

fn saved(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables/saved");
    fs::read(folder.join(name)).unwrap()
}

/// The parts that a reader needs.
const PARTS: [(&str, &[&str]); 3] = [
    (
        "exceljs.xlsx",
        &[
            "_rels/.rels",
            "docProps/app.xml",
            "xl/_rels/workbook.xml.rels",
            "xl/sharedStrings.xml",
            "xl/styles.xml",
            "xl/workbook.xml",
            "xl/worksheets/sheet3.xml",
        ],
    ),
    (
        "sheetjs.xlsb",
        &[
            "docProps/app.xml",
            "xl/_rels/workbook.bin.rels",
            "xl/styles.bin",
            "xl/workbook.bin",
            "xl/worksheets/sheet3.bin",
        ],
    ),
    ("pandas.ods", &["META-INF/manifest.xml", "content.xml", "meta.xml"]),
];

#[test]
fn no_part_of_a_workbook_is_unpacked_beyond_the_limit() {
    let limit = 256 * 1024;
    let options = within(SheetLimits { bytes: limit, ..SheetLimits::default() });
    for (file, names) in PARTS {
        let bytes = saved(file);
        for name in names {
            let found = parts(&bytes).into_iter().find(|(part, _)| part == name);
            let (_, mut content) = found.unwrap_or_else(|| panic!("{file} has {name}"));
            // Blanks behind the end change nothing but the size.
            content.resize(MIB, b' ');
            let refused = read_table(&with_part(&bytes, name, &content), &options);
            let place = TablePlace::Part((*name).to_owned());
            assert_eq!(
                refused,
                Err(SheetError::TooLarge { place, limit, unit: "bytes" }),
                "{file}"
            );
        }
    }
}

#[test]
fn a_part_that_is_larger_than_its_archive_says_is_refused() {
    let (bytes, part) = (saved("exceljs.xlsx"), "xl/sharedStrings.xml");
    let (_, mut content) = parts(&bytes).into_iter().find(|(name, _)| name == part).unwrap();
    content.resize(MIB, b' ');
    let mut archive = with_part(&bytes, part, &content);
    let size = u32::try_from(MIB).unwrap().to_le_bytes();
    let places: Vec<usize> = archive
        .windows(4)
        .enumerate()
        .filter(|(_, four)| *four == size)
        .map(|(at, _)| at)
        .collect();
    assert!(!places.is_empty(), "the directory names the size");
    for at in places {
        archive[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    let options = within(SheetLimits { bytes: 256 * 1024, ..SheetLimits::default() });
    let refused = read_table(&archive, &options).unwrap_err();
    assert!(matches!(refused, SheetError::BrokenWorkbook { .. }), "{refused}");
}

#[test]
fn a_file_that_is_kept_whole_is_no_larger_than_the_limit() {
    let xls = saved("gnumeric.xls");
    let limit = xls.len() as u64 - 1;
    let options = within(SheetLimits { bytes: limit, ..SheetLimits::default() });
    let too_large = |place| Err(SheetError::TooLarge { place, limit, unit: "bytes" });
    assert_eq!(read_table(&xls, &options), too_large(TablePlace::File));
    let archive = zip_of(&[("bill.csv", &vec![b'x'; xls.len()])]);
    assert_eq!(read_table(&archive, &options), too_large(TablePlace::Part("bill.csv".to_owned())));
}

fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        to.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(bytes).unwrap();
    }
    to.finish().unwrap().into_inner()
}

/// A short text that a row names a hundred times takes a hundred times its size.
#[test]
fn the_texts_of_a_row_are_no_larger_than_the_limit() {
    let long = "茶".repeat(1000);
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for column in 0..100 {
        sheet.write_string(2, column, &long).unwrap();
    }
    let cells = format!(
        "<table:table-row><table:table-cell table:number-columns-repeated=\"100\">\
         <text:p>{long}</text:p></table:table-cell></table:table-row>"
    );
    let blanks = "<table:table-row><table:table-cell><text:p><text:s text:c=\"60000\"/>\
        <text:s text:c=\"60000\"/></text:p></table:table-cell></table:table-row>";
    let ods = |row: &str| {
        let content = format!(
            "<office:spreadsheet><table:table table:name=\"a\"><table:table-row/><table:table-row/>\
             {row}</table:table></office:spreadsheet>"
        );
        zip_of(&[("mimetype", b""), ("content.xml", content.as_bytes())])
    };
    let limits = SheetLimits { row_bytes: 100_000, ..SheetLimits::default() };
    for (kind, file) in
        [("XLSX", book.save_to_buffer().unwrap()), ("ODS", ods(&cells)), ("blanks", ods(blanks))]
    {
        let refused = read_table(&file, &within(limits));
        let place = TablePlace::Line(3);
        assert_eq!(
            refused,
            Err(SheetError::TooLarge { place, limit: 100_000, unit: "bytes" }),
            "{kind}"
        );
        let whole = read_table(&file, &options(PLAIN)).unwrap_err();
        assert!(!matches!(whole, SheetError::TooLarge { .. }), "{kind}: {whole}");
    }
}
