//! Which rows come, and into which file.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{Place, at, coupon, exported, now, put_coupons, template, within};
use coupon_domain::{Coupon, Customer, Discount, Record};
use coupon_export::{Dataset, ExportError, ExportFormat, ExportOptions, Manifest, export};
use coupon_ledger::{Batch, CustomersOf, Ledger, LedgerTable};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use rust_decimal::Decimal;

fn created(id: &str, instant: &str) -> Coupon {
    Coupon { created_at: Some(at(instant)), ..coupon(id) }
}

/// `trade/2026-03.csv 2`
fn files(manifest: &Manifest) -> Vec<String> {
    manifest.files.iter().map(|file| format!("{} {}", within(&file.path), file.rows)).collect()
}

#[tokio::test]
async fn a_month_begins_at_midnight_in_beijing() {
    let place = Place::new();
    let ledger = place.ledger().await;
    let last = created("last of February", "2026-02-28T15:59:59.999999Z");
    let first = created("first of March", "2026-02-28T16:00:00Z");
    put_coupons(&ledger, "trade", "qince.voucher", [last, first]).await;
    let manifest = exported(&ledger, &place.settings(Dataset::Coupons, ExportFormat::Csv)).await;
    assert_eq!(files(&manifest), ["trade/2026-02.csv 1", "trade/2026-03.csv 1"]);
    let march = String::from_utf8(place.files(&manifest)["trade/2026-03.csv"].clone()).unwrap();
    assert!(march.contains("first of March") && march.contains("2026-03-01 00:00:00"), "{march}");
}

#[tokio::test]
async fn the_month_is_of_creation_else_of_receipt_else_unknown() {
    let place = Place::new();
    let ledger = place.ledger().await;
    let received = Some(at("2026-01-10T00:00:00Z"));
    let both = Coupon { received_at: received, ..created("1", "2025-12-10T00:00:00Z") };
    let only_received = Coupon { received_at: received, ..coupon("2") };
    put_coupons(&ledger, "trade", "qince.voucher", [both, only_received, coupon("3")]).await;
    let manifest = exported(&ledger, &place.settings(Dataset::Coupons, ExportFormat::Jsonl)).await;
    let wanted = ["trade/2025-12.jsonl 1", "trade/2026-01.jsonl 1", "trade/unknown.jsonl 1"];
    assert_eq!(files(&manifest), wanted);
    let months: Vec<_> = manifest.files.iter().map(|file| file.month.as_deref()).collect();
    assert_eq!(months, [Some("2025-12"), Some("2026-01"), None]);
}

#[tokio::test]
async fn accounts_lie_apart_and_filters_choose() {
    let place = Place::new();
    let ledger = place.ledger().await;
    put_coupons(&ledger, "trade", "qince.voucher", [coupon("1"), coupon("2")]).await;
    put_coupons(&ledger, "trade", "qince.coupondetail", [coupon("1")]).await;
    put_coupons(&ledger, "tea", "qmai", [coupon("1")]).await;
    let settings = place.settings(Dataset::Coupons, ExportFormat::Csv);
    let rows = async |settings: &ExportOptions| files(&exported(&ledger, settings).await);
    assert_eq!(rows(&settings).await, ["tea/unknown.csv 1", "trade/unknown.csv 3"]);
    let account = Some("trade".into());
    assert_eq!(rows(&ExportOptions { account, ..settings.clone() }).await, ["trade/unknown.csv 3"]);
    let provider = Some("qince.voucher".into());
    assert_eq!(
        rows(&ExportOptions { provider, ..settings.clone() }).await,
        ["trade/unknown.csv 2"]
    );
}

#[tokio::test]
async fn an_account_that_is_not_there_is_refused_with_those_that_are() {
    let place = Place::new();
    let ledger = place.ledger().await;
    let mut settings = place.settings(Dataset::Coupons, ExportFormat::Csv);
    settings.account = Some("tee".into());
    let error = export(&ledger, &settings, now(), &mut |_| {}).await.unwrap_err();
    assert!(matches!(error, ExportError::UnknownAccount { .. }));
    assert!(error.to_string().contains("which knows tea, trade;"), "{error}");
    assert!(!place.to().exists(), "nothing was made");
}

#[tokio::test]
async fn rows_that_are_gone_come_on_request_with_the_time() {
    let place = Place::new();
    let ledger = place.ledger().await;
    let (account, provider) = ("trade".into(), "qince.voucher".into());
    put_coupons(&ledger, "trade", "qince.voucher", [coupon("1"), coupon("2")]).await;
    ledger.begin_full(&account, &provider).await.unwrap();
    put_coupons(&ledger, "trade", "qince.voucher", [coupon("2")]).await;
    ledger.finish_full(&account, &provider, LedgerTable::Coupons, now()).await.unwrap();

    let mut settings = place.settings(Dataset::Coupons, ExportFormat::Jsonl);
    assert_eq!(files(&exported(&ledger, &settings).await), ["trade/unknown.jsonl 1"]);
    settings.gone = true;
    let manifest = exported(&ledger, &settings).await;
    assert_eq!(files(&manifest), ["trade/unknown.jsonl 2"]);
    let text = String::from_utf8(place.files(&manifest).pop_first().unwrap().1).unwrap();
    assert!(
        text.contains(
            r#""gone_at":"2026-04-01T00:00:00Z","gone_at_beijing":"2026-04-01 08:00:00""#
        )
    );
}

#[tokio::test]
async fn an_empty_ledger_gives_a_manifest_without_files() {
    let place = Place::new();
    let ledger = place.ledger().await;
    for format in ExportFormat::ALL {
        let manifest = exported(&ledger, &place.settings(Dataset::Coupons, format)).await;
        assert_eq!((manifest.rows, manifest.files.len()), (0, 0));
        let read = coupon_export::read_manifest(place.to(), Dataset::Coupons, format).unwrap();
        assert_eq!(read, Some(manifest));
    }
}

#[tokio::test]
async fn templates_come_with_their_discounts_and_counts_in_every_format() {
    let place = Place::new();
    let ledger = place.ledger().await;
    let mut amount = template("1", Some("2026-03-01T00:00:00Z"));
    amount.discount = Some(Discount::Amount(Decimal::new(1000, 2)));
    amount.total = Some(u64::from(u32::MAX) + 1);
    let mut percent = template("2", Some("2026-03-01T00:00:00Z"));
    percent.discount =
        Some(Discount::Percent { share: Decimal::new(85, 2), at_most: Some(Decimal::ONE_HUNDRED) });
    put_templates(&ledger, [amount, percent]).await;
    for format in ExportFormat::ALL {
        let manifest = exported(&ledger, &place.settings(Dataset::Templates, format)).await;
        assert_eq!(manifest.rows, 2, "{format:?}");
    }
    let manifest =
        exported(&ledger, &place.settings(Dataset::Templates, ExportFormat::Jsonl)).await;
    let text = String::from_utf8(place.files(&manifest).pop_first().unwrap().1).unwrap();
    let (first, second) = text.split_once('\n').unwrap();
    assert!(first.contains(r#""amount":"10.00","share":null,"at_most":null"#), "{first}");
    assert!(first.contains(r#""total":4294967296,"per_customer":null"#), "{first}");
    assert!(second.contains(r#""amount":null,"share":"0.85","at_most":"100""#), "{second}");
}

#[tokio::test]
async fn customers_come_once_for_each_template_under_its_month() {
    let place = Place::new();
    let ledger = place.ledger().await;
    let templates = [template("1", Some("2026-03-01T00:00:00Z")), template("2", None)];
    put_templates(&ledger, templates).await;
    // More than a page of the ledger.
    put_customers(&ledger, "1", 1_500).await;
    put_customers(&ledger, "2", 1).await;
    let manifest = exported(&ledger, &place.settings(Dataset::Customers, ExportFormat::Csv)).await;
    assert_eq!(files(&manifest), ["trade/2026-03.csv 1500", "trade/unknown.csv 1"]);
    let unknown = String::from_utf8(place.files(&manifest)["trade/unknown.csv"].clone()).unwrap();
    assert!(unknown.contains("trade,qince.voucher,2,模板2,0,C0,客户0,"), "{unknown}");
}

#[tokio::test]
async fn more_rows_than_memory_takes_come_once_each() {
    let place = Place::new();
    let ledger = place.ledger().await;
    // Months by turn, so that every file waits for its row group at the same time.
    let months = 1..=12;
    for chunk in (0..150_000).collect::<Vec<u32>>().chunks(10_000) {
        let coupons = chunk.iter().map(|n| {
            let month = months.clone().nth(*n as usize % 12).unwrap();
            created(&n.to_string(), &format!("2025-{month:02}-15T00:00:00Z"))
        });
        put_coupons(&ledger, "trade", "qince.voucher", coupons).await;
    }
    let mut told = Vec::new();
    let settings = place.settings(Dataset::Coupons, ExportFormat::Parquet);
    let manifest = export(&ledger, &settings, now(), &mut |progress| told.push(progress)).await;
    let manifest = manifest.unwrap();
    assert!(manifest.files.iter().all(|file| file.rows == 12_500), "{:?}", files(&manifest));
    let mut ids: Vec<u32> = Vec::new();
    for bytes in place.files(&manifest).into_values() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        let reader = SerializedFileReader::try_from(file.path()).unwrap();
        let rows = reader.get_row_iter(None).unwrap();
        ids.extend(rows.map(|row| {
            let row = row.unwrap();
            let id = row.get_column_iter().find(|(name, _)| *name == "id").unwrap().1.to_string();
            id.trim_matches('"').parse::<u32>().unwrap()
        }));
    }
    ids.sort_unstable();
    assert!(ids.iter().copied().eq(0..150_000), "{} rows", ids.len());
    assert!(told.is_sorted_by_key(|progress| progress.rows));
    let last = told.last().unwrap();
    assert_eq!((last.rows, last.of), (150_000, 150_000));
}

async fn put_templates(
    ledger: &Ledger,
    templates: impl IntoIterator<Item = coupon_domain::Template>,
) {
    let mut batch = Batch::new("trade".into(), "qince.voucher".into(), "test", now());
    batch.templates = templates
        .into_iter()
        .map(|value| Record { row: value.id.as_str().into(), value })
        .collect();
    ledger.commit(batch).await.unwrap();
}

async fn put_customers(ledger: &Ledger, template: &str, count: usize) {
    let mut batch = Batch::new("trade".into(), "qince.voucher".into(), "test", now());
    let rows = (0..count).map(|n| {
        let (id, code, name) = (n.to_string().into(), format!("C{n}"), format!("客户{n}"));
        let value = Customer { id, code: Some(code), name: Some(name) };
        Record { row: n.to_string().into(), value }
    });
    batch.customers = Some(CustomersOf { template: template.into(), rows: rows.collect() });
    ledger.commit(batch).await.unwrap();
}
