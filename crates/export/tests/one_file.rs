//! Tables as one workbook.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::fs;

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use common::{Place, coupon, names, now, put_coupons, template};
use coupon_domain::{Coupon, CouponState, Record};
use coupon_export::{Dataset, ExportFormat, ExportOptions, OneFile, export_one_file};
use coupon_ledger::{Batch, Ledger};
use jiff::civil::date;

async fn written(ledger: &Ledger, settings: &ExportOptions, tables: &[Dataset]) -> OneFile {
    export_one_file(ledger, settings, tables, &mut |_| {}).await.unwrap()
}

/// Name and rows of each sheet, the header among them.
fn sheets(file: &OneFile) -> Vec<(String, Vec<Vec<Data>>)> {
    let mut book: Xlsx<_> = open_workbook(&file.path).unwrap();
    let rows = |range: calamine::Range<Data>| range.rows().map(<[Data]>::to_vec).collect();
    book.worksheets().into_iter().map(|(name, range)| (name, rows(range))).collect()
}

#[tokio::test]
async fn every_table_is_a_sheet_of_one_workbook() {
    let place = Place::new();
    let ledger = place.ledger().await;
    put_coupons(&ledger, "trade", "qince.voucher", [coupon("1"), coupon("2")]).await;
    let used = Coupon { state: CouponState::Used, ..coupon("3") };
    put_coupons(&ledger, "tea", "qmai", [used.clone()]).await;
    let mut batch = Batch::new("trade".into(), "qince.voucher".into(), "test", now());
    batch.templates = vec![Record { value: template("T1", None), row: "{}".into() }];
    ledger.commit(batch).await.unwrap();
    let mut settings = place.settings(Dataset::Coupons, ExportFormat::Xlsx);
    let file = written(&ledger, &settings, &Dataset::ALL).await;
    assert_eq!(file.path, place.to().join("export.xlsx"));
    let counts: Vec<_> = file.sheets.iter().map(|sheet| (sheet.what, sheet.rows)).collect();
    let all = [(Dataset::Templates, 1), (Dataset::Coupons, 3), (Dataset::Customers, 0)];
    assert_eq!(counts, all);
    let found = sheets(&file);
    let heads: Vec<_> = found.iter().map(|(name, rows)| (name.as_str(), rows.len())).collect();
    assert_eq!(heads, [("templates", 2), ("coupons", 4), ("customers", 1)]);
    // The accounts stand below each other, each id once.
    let id = |row: &Vec<Data>| row[2].to_string();
    assert_eq!(found[1].1[1..].iter().map(id).collect::<Vec<_>>(), ["3", "1", "2"]);

    settings.chinese_headers = true;
    settings.state = Some(CouponState::Used);
    let file = written(&ledger, &settings, &[Dataset::Coupons]).await;
    let found = sheets(&file);
    assert_eq!(found.len(), 1, "the workbook is a new one");
    assert_eq!((found[0].0.as_str(), found[0].1.len()), ("券", 2));
    assert!(found[0].1[1].contains(&Data::String(CouponState::Used.chinese().to_owned())));
    assert_eq!(names(&place.to()), ["export.xlsx"], "nothing else is left in the folder");
}

#[tokio::test]
async fn a_workbook_that_fails_leaves_the_one_that_is_there() {
    let place = Place::new();
    let ledger = place.ledger().await;
    put_coupons(&ledger, "trade", "qince.voucher", [coupon("1")]).await;
    let settings = place.settings(Dataset::Coupons, ExportFormat::Xlsx);
    let file = written(&ledger, &settings, &[Dataset::Coupons]).await;
    let before = fs::read(&file.path).unwrap();
    let long = Coupon { customer_name: Some("长".repeat(32_768)), ..coupon("2") };
    put_coupons(&ledger, "trade", "qince.voucher", [long]).await;
    let failed = export_one_file(&ledger, &settings, &[Dataset::Coupons], &mut |_| {}).await;
    let failed = failed.unwrap_err().to_string();
    assert!(failed.contains("export.xlsx: row 2, customer_name: "), "{failed}");
    assert!(fs::read(&file.path).unwrap() == before);
    assert_eq!(names(&place.to()), ["export.xlsx"]);
}

#[tokio::test]
async fn a_time_with_a_part_of_a_second_is_a_date() {
    let place = Place::new();
    let ledger = place.ledger().await;
    let created = Some("2026-03-01T00:00:00.1239Z".parse().unwrap());
    put_coupons(&ledger, "trade", "qince.voucher", [Coupon { created_at: created, ..coupon("1") }])
        .await;
    let settings = place.settings(Dataset::Coupons, ExportFormat::Xlsx);
    let file = written(&ledger, &settings, &[Dataset::Coupons]).await;
    let rows = &sheets(&file)[0].1;
    let column = rows[0].iter().position(|name| *name == "created_at_beijing").unwrap();
    let Data::DateTime(at) = &rows[1][column] else { panic!("{:?}", rows[1][column]) };
    let (year, month, day, hour, minute, second, part) = at.to_ymd_hms_milli();
    let shown = date(year as i16, month as i8, day as i8);
    assert_eq!((shown, hour, minute, second, part), (date(2026, 3, 1), 8, 0, 0, 123));
    let exact = rows[0].iter().position(|name| *name == "created_at").unwrap();
    assert_eq!(rows[1][exact].to_string(), "2026-03-01T00:00:00.1239Z");
}
