//! Every format is read back by a reader that is not ours, and nothing has changed.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::{fs, fs::File, io::Read as _, path::Path};

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use common::{DECIMALS, Place, Row, assert_rows, awkward, coupon, exported, put_coupons};
use coupon_domain::Coupon;
use coupon_export::{Dataset, ExportFormat};
use parquet::{
    file::reader::{FileReader as _, SerializedFileReader},
    record::Field,
};
use rust_decimal::Decimal;

async fn filled(place: &Place) -> (coupon_ledger::Ledger, Vec<Coupon>) {
    let (ledger, coupons) = (place.ledger().await, awkward());
    put_coupons(&ledger, "trade", "qince.voucher", coupons.clone()).await;
    (ledger, coupons)
}

#[tokio::test]
async fn csv_is_read_back_equal_when_one_apostrophe_is_taken_away() {
    let place = Place::new();
    let (ledger, coupons) = filled(&place).await;
    for csv_for_spreadsheets in [false, true] {
        let settings = place.settings(Dataset::Coupons, ExportFormat::Csv);
        let settings = coupon_export::ExportOptions { csv_for_spreadsheets, ..settings };
        let manifest = exported(&ledger, &settings).await;
        let bytes = fs::read(place.only(&manifest)).unwrap();
        assert_eq!(bytes.starts_with(b"\xef\xbb\xbf"), csv_for_spreadsheets);
        assert_rows(&csv_rows(&bytes, |cell| cell.strip_prefix('\'').unwrap_or(cell)), &coupons);
    }
}

#[tokio::test]
async fn no_cell_of_a_csv_is_a_formula() {
    let place = Place::new();
    let (ledger, coupons) = filled(&place).await;
    let manifest = exported(&ledger, &place.settings(Dataset::Coupons, ExportFormat::Csv)).await;
    let rows = csv_rows(&fs::read(place.only(&manifest)).unwrap(), |cell| cell);
    assert_eq!(rows.len(), coupons.len());
    for (column, cell) in
        rows.iter().flatten().filter_map(|(name, cell)| Some((name, cell.as_ref()?)))
    {
        let number = cell.parse::<Decimal>().is_ok();
        let harmless = !cell.trim_start().starts_with(['=', '+', '-', '@', '＝'])
            && !cell.starts_with(['\t', '\r', '\n']);
        assert!(harmless || (number && column != "code"), "{column}: {cell:?}");
    }
}

#[tokio::test]
async fn a_csv_for_spreadsheets_has_no_long_number_in_it() {
    let place = Place::new();
    let (ledger, _) = filled(&place).await;
    let mut settings = place.settings(Dataset::Coupons, ExportFormat::Csv);
    settings.csv_for_spreadsheets = true;
    let manifest = exported(&ledger, &settings).await;
    let rows = csv_rows(&fs::read(place.only(&manifest)).unwrap(), |cell| cell);
    let cells: Vec<_> = rows.iter().flat_map(|row| row.values().flatten()).collect();
    assert!(cells.iter().any(|cell| *cell == "'8144100181735612578"), "the id is there");
    for cell in cells {
        let digits = cell.bytes().filter(u8::is_ascii_digit).count();
        assert!(cell.parse::<f64>().is_err() || digits <= 16, "{cell}");
    }
}

#[tokio::test]
async fn jsonl_is_read_back_equal() {
    let place = Place::new();
    let (ledger, coupons) = filled(&place).await;
    let manifest = exported(&ledger, &place.settings(Dataset::Coupons, ExportFormat::Jsonl)).await;
    let text = fs::read_to_string(place.only(&manifest)).unwrap();
    let rows: Vec<Row> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_rows(&rows, &coupons);
}

#[tokio::test]
async fn parquet_is_read_back_equal() {
    let place = Place::new();
    let (ledger, coupons) = filled(&place).await;
    let manifest =
        exported(&ledger, &place.settings(Dataset::Coupons, ExportFormat::Parquet)).await;
    let mut rows = parquet_rows(&place.only(&manifest));
    // Beside each decimal stands its exact text; the number is the same, or nothing if it has no room.
    let mut without_room = 0;
    for row in &mut rows {
        for column in ["amount", "threshold", "quantity", "recovered_quantity"] {
            let text = row[&format!("{column}_text")].clone();
            match row.insert(column.to_owned(), text.clone()).unwrap() {
                Some(number) => {
                    let (number, text) = (plain(&number), plain(&text.unwrap()));
                    assert_eq!(number, text, "{column}");
                }
                None => without_room += u64::from(text.is_some()),
            }
        }
    }
    assert_rows(&rows, &coupons);
    // More than 4 digits behind the point, or more than 14 in front of it: seven values in four columns each.
    assert_eq!(without_room, 4 * 7);
    assert_eq!(manifest.decimals_as_text_only, without_room);
}

#[tokio::test]
async fn parquet_columns_have_their_types() {
    let place = Place::new();
    let (ledger, _) = filled(&place).await;
    let manifest =
        exported(&ledger, &place.settings(Dataset::Coupons, ExportFormat::Parquet)).await;
    let reader = SerializedFileReader::new(File::open(place.only(&manifest)).unwrap()).unwrap();
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    let named = |name: &str| {
        let column = schema.columns().iter().find(|column| column.name() == name).unwrap();
        format!("{:?}", column.logical_type_ref().unwrap())
    };
    assert_eq!(named("id"), "String");
    assert_eq!(named("created_at_beijing"), "String");
    assert!(named("created_at").contains("is_adjusted_to_u_t_c: true"), "{}", named("created_at"));
    assert!(named("amount").contains("scale: 4, precision: 18"), "{}", named("amount"));
}

#[tokio::test]
async fn a_workbook_is_read_back_equal_and_only_short_decimals_are_numbers() {
    let place = Place::new();
    let (ledger, coupons) = filled(&place).await;
    let manifest = exported(&ledger, &place.settings(Dataset::Coupons, ExportFormat::Xlsx)).await;
    let mut rows = xlsx_rows(&place.only(&manifest));
    let mut numbers = 0;
    for (row, coupon) in rows.iter_mut().zip(&coupons) {
        for column in ["amount", "threshold", "quantity", "recovered_quantity"] {
            let cell = row.get_mut(column).unwrap();
            let Some(number) = cell.as_ref().and_then(|text| text.strip_prefix("number ")) else {
                continue;
            };
            // A workbook keeps the number; its final zeros are in the cell's format.
            assert_eq!(plain(number), coupon.amount.unwrap().normalize(), "{column}");
            *cell = Some(coupon.amount.unwrap().to_string());
            numbers += 1;
        }
    }
    assert_rows(&rows, &coupons);
    let mut book = zip::ZipArchive::new(File::open(place.only(&manifest)).unwrap()).unwrap();
    let mut sheet = String::new();
    book.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut sheet).unwrap();
    let last = format!(":AR{}\"", coupons.len() + 1);
    for part in ["state=\"frozen\"", "<autoFilter ref=\"A1:", "numberStoredAsText=\"1\"", &last] {
        assert!(sheet.contains(part), "{part}: {}", &sheet[sheet.len().saturating_sub(900)..]);
    }
    let short =
        DECIMALS.iter().filter(|text| text.bytes().filter(u8::is_ascii_digit).count() <= 15);
    assert_eq!(numbers, 4 * short.count());
}

#[tokio::test]
async fn a_text_too_long_for_a_workbook_is_refused_with_its_row_and_column() {
    let place = Place::new();
    let ledger = place.ledger().await;
    let long = Coupon { customer_name: Some("长".repeat(32_768)), ..coupon("1") };
    put_coupons(&ledger, "trade", "qince.voucher", [coupon("0"), long]).await;
    let settings = place.settings(Dataset::Coupons, ExportFormat::Xlsx);
    let error = coupon_export::export(&ledger, &settings, common::now(), &mut |_| {}).await;
    let error = error.unwrap_err().to_string();
    assert!(error.contains("unknown.xlsx: row 2, customer_name: "), "{error}");
    assert!(error.ends_with("; export in another format"), "{error}");
}

#[tokio::test]
async fn headers_are_chinese_on_request_in_every_format() {
    let place = Place::new();
    let ledger = place.ledger().await;
    put_coupons(&ledger, "trade", "qince.voucher", [coupon("1")]).await;
    for format in ExportFormat::ALL {
        let mut settings = place.settings(Dataset::Coupons, format);
        settings.chinese_headers = true;
        let manifest = exported(&ledger, &settings).await;
        let file = place.only(&manifest);
        let row = match format {
            ExportFormat::Csv => csv_rows(&fs::read(file).unwrap(), |cell| cell).remove(0),
            ExportFormat::Jsonl => serde_json::from_slice(&fs::read(file).unwrap()).unwrap(),
            ExportFormat::Xlsx => xlsx_rows(&file).remove(0),
            ExportFormat::Parquet => parquet_rows(&file).remove(0),
        };
        assert_eq!(row["编号"].as_deref(), Some("1"), "{format:?}");
        assert!(row.contains_key("创建时间(北京)"), "{format:?}: {row:?}");
        let word = if format == ExportFormat::Xlsx { "可用" } else { "available" };
        assert_eq!(row["状态"].as_deref(), Some(word), "{format:?}");
        let titles: Vec<_> = manifest.columns.iter().map(|column| column.title.clone()).collect();
        assert_eq!(titles.len(), row.len());
        assert!(titles.iter().all(|title| row.contains_key(title)), "no title comes twice");
    }
}

fn plain(text: &str) -> Decimal {
    text.parse::<Decimal>().unwrap().normalize()
}

fn csv_rows(bytes: &[u8], read: impl Fn(&str) -> &str) -> Vec<Row> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::Reader::from_reader(text);
    let names = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        let cells = record.iter().map(|cell| (!cell.is_empty()).then(|| read(cell).to_owned()));
        names.iter().map(str::to_owned).zip(cells).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn parquet_rows(path: &Path) -> Vec<Row> {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    let shown = |field: &Field| match field {
        Field::Null => None,
        Field::Str(text) => Some(text.clone()),
        Field::TimestampMicros(micros) => {
            Some(jiff::Timestamp::from_microsecond(*micros).unwrap().to_string())
        }
        Field::Decimal(decimal) => {
            let unscaled = i64::from_be_bytes(decimal.data().try_into().unwrap());
            let (whole, rest) = (unscaled / 10_000, unscaled % 10_000);
            let sign = if unscaled < 0 { "-" } else { "" };
            Some(format!("{sign}{}.{:04}", whole.abs(), rest.abs()))
        }
        other => panic!("{other:?}"),
    };
    let rows = reader.get_row_iter(None).unwrap().map(|row| {
        let row = row.unwrap();
        row.get_column_iter().map(|(name, field)| (name.clone(), shown(field))).collect()
    });
    rows.collect()
}

fn xlsx_rows(path: &Path) -> Vec<Row> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let mut rows = sheet.rows();
    let names: Vec<String> = rows.next().unwrap().iter().map(ToString::to_string).collect();
    let shown = |cell: &Data| match cell {
        Data::Empty => None,
        Data::String(text) => Some(text.clone()),
        Data::Float(number) => Some(format!("number {number}")),
        Data::DateTime(at) => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            Some(format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"))
        }
        other => panic!("{other:?}"),
    };
    rows.map(|row| names.iter().cloned().zip(row.iter().map(shown)).collect()).collect()
}
