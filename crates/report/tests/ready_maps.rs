//! Each ready map is recognised by the header of its form, and reads a made-up file of it. The files are made up; their headers
//! are those of the public source that the map names.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::{collections::BTreeSet, fs, io::Cursor, path::Path};

use common::{LedgerFolder, now};
use coupon_report::{
    Break, MapGrade, OrderFile, PageLanguage, ReadyMap, ReconcileOptions, reconcile,
};
use jiff::civil::date;
use rust_decimal::Decimal;

fn bytes(file: &str) -> Vec<u8> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/forms");
    let own = tests.join(file);
    let shared = tests.join("../../../sheet/tests/tables/cases").join(file);
    fs::read(if own.exists() { own } else { shared }).unwrap()
}

fn names(file: &[u8]) -> Vec<&'static str> {
    ReadyMap::fitting(Cursor::new(file)).unwrap().iter().map(|map| map.name).collect()
}

/// Order, day and yuan of each order of a file that had a discount, read with a ready map, and the number of its orders.
async fn orders(file: &[u8], map: &ReadyMap) -> (Vec<String>, u64) {
    let place = LedgerFolder::new();
    let ledger = place.ledger().await;
    let options = ReconcileOptions {
        account: Some("trade".into()),
        since: date(2025, 8, 1),
        until: date(2025, 10, 31),
        tolerance: Decimal::ZERO,
        without_orders: Vec::new(),
    };
    let run = reconcile(&ledger, Cursor::new(file), &map.form.map, &options, now()).await.unwrap();
    let shown = |found: &Break| {
        let (order, day, yuan) = (found.order_no.clone(), found.day, found.orders);
        format!("{} {} {}", order.unwrap(), day.unwrap(), yuan.unwrap().normalize())
    };
    (run.breaks.iter().map(shown).collect(), run.order_lines)
}

const FIRST: [&str; 2] = ["DD20250811000026 2025-08-11 40", "DD20250822000024 2025-08-22 61.97"];

#[tokio::test]
async fn each_form_is_recognised_and_read() {
    let six = [
        FIRST[0],
        FIRST[1],
        "DD20250906000027 2025-09-06 40",
        "DD20250928000025 2025-09-28 40",
        "DD20251031000028 2025-10-31 30",
        "DD20251031000029 2025-10-31 30",
    ];
    let netted = [FIRST[0], "DD20250822000024 2025-08-22 41.97"];
    let mut tried = BTreeSet::new();
    for (file, name, expected, count) in [
        ("01-wechat-trade-bill.csv", "wechat-trade", &six[..], 8),
        ("13-wechat-empty-day.csv", "wechat-trade", &[], 0),
        ("wechat-trade-early.csv", "wechat-trade-early", &FIRST, 2),
        ("wechat-fund.csv", "wechat-fund", &netted, 2),
        ("06-wechat-personal.csv", "wechat-personal", &six, 6),
        ("07-wechat-personal.xlsx", "wechat-personal", &six, 6),
        ("24-alipay-merchant-gbk.csv", "alipay-merchant", &six, 6),
        ("03-alipay-gb18030.csv", "alipay-personal", &six, 6),
        ("14-alipay-bill.zip", "alipay-personal", &six, 6),
        ("05-meituan-preamble.csv", "meituan", &six, 6),
        // A refund of the same order leaves nothing to compare.
        ("05c-meituan-refund-row.csv", "meituan", &six, 7),
        ("04-jd-preamble.csv", "jd", &six, 6),
        ("04d-jd-blank-order.csv", "jd", &six, 6),
        ("taobao.csv", "taobao", &FIRST, 2),
        ("youzan.csv", "youzan", &FIRST, 2),
        ("douyin.csv", "douyin", &FIRST, 2),
    ] {
        let bytes = bytes(file);
        assert_eq!(names(&bytes), [name], "{file}");
        let (found, orders) = orders(&bytes, ReadyMap::named(name).unwrap()).await;
        assert_eq!(found, expected, "{file}");
        assert_eq!(orders, count, "{file}");
        tried.insert(name);
    }
    let all: BTreeSet<_> = ReadyMap::all().iter().map(|map| map.name).collect();
    assert_eq!(tried, all, "each map has a file");
}

#[test]
fn a_map_names_its_source_its_grade_and_a_header_that_holds_its_columns() {
    for map in ReadyMap::all() {
        let form = &map.form;
        assert!(form.source.starts_with("https://"), "{}", map.name);
        let columns =
            [Some(&form.map.order_no), form.map.time.as_ref(), form.map.voucher_amount.as_ref()];
        let columns = columns.into_iter().chain([form.map.sign.as_ref().map(|sign| &sign.column)]);
        for column in columns.flatten().chain(form.map.conditions.keys()) {
            assert!(form.header.contains(column), "{}: {column}", map.name);
        }
        for language in [PageLanguage::En, PageLanguage::Zh] {
            assert!(form.words(language).iter().all(|text| !text.is_empty()), "{}", map.name);
        }
    }
    let assumed = ReadyMap::all().iter().filter(|map| map.form.grade == MapGrade::Assumed);
    assert_eq!(assumed.map(|map| map.name).collect::<Vec<_>>(), ["taobao", "youzan", "douyin"]);
}

#[test]
fn an_unknown_form_fits_none_and_a_mixed_header_fits_two() {
    assert_eq!(names(&bytes("00-plain.csv")), [""; 0]);
    let both = |name: &str| ReadyMap::named(name).unwrap().form.header.clone();
    let mixed = [both("jd"), both("meituan")].concat().join(";");
    assert_eq!(names(mixed.as_bytes()), ["meituan", "jd"]);
}

#[test]
fn lines_that_do_not_count_are_counted() {
    let map = &ReadyMap::named("douyin").unwrap().form.map;
    let file =
        OrderFile::read(Cursor::new(bytes("douyin.csv")), map, Some(&"trade".into())).unwrap();
    assert_eq!(file.excluded_lines(), 1);
}
