//! The set-up that every test of exports starts from.
#![allow(dead_code, reason = "each test file uses a part")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use coupon_domain::{Coupon, CouponState, Item, Template, TemplateState};
use coupon_export::{Dataset, ExportFormat, ExportOptions, ExportProgress, Manifest, export};
use coupon_ledger::Ledger;
use coupon_testkit::LedgerFolder;
pub(crate) use coupon_testkit::{at, put_coupons};
use jiff::Timestamp;

/// A ledger, and a directory to export to.
pub(crate) struct Place {
    folder: LedgerFolder,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { folder: LedgerFolder::new() }
    }

    pub(crate) fn ledger_file(&self) -> PathBuf {
        self.folder.ledger_file()
    }

    pub(crate) fn to(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    pub(crate) async fn ledger(&self) -> Ledger {
        self.folder.ledger().await
    }

    pub(crate) fn settings(&self, what: Dataset, format: ExportFormat) -> ExportOptions {
        ExportOptions {
            what,
            format,
            to: self.to(),
            account: None,
            provider: None,
            state: None,
            template: None,
            since: None,
            gone: false,
            chinese_headers: false,
            csv_for_spreadsheets: false,
        }
    }

    pub(crate) fn folder(&self, what: Dataset, format: ExportFormat) -> PathBuf {
        self.to().join(what.as_str()).join(format.as_str())
    }

    /// The bytes of every file that a manifest names, by path without the generation.
    pub(crate) fn files(&self, manifest: &Manifest) -> BTreeMap<String, Vec<u8>> {
        let folder = self.folder(manifest.what, manifest.format);
        let read = |path: &str| fs::read(folder.join(path)).unwrap();
        manifest.files.iter().map(|file| (within(&file.path), read(&file.path))).collect()
    }

    /// The path of the only file.
    pub(crate) fn only(&self, manifest: &Manifest) -> PathBuf {
        assert_eq!(manifest.files.len(), 1, "one file");
        self.folder(manifest.what, manifest.format).join(&manifest.files[0].path)
    }
}

/// `export-7/tea/2026-03.csv` → `tea/2026-03.csv`
pub(crate) fn within(path: &str) -> String {
    path.split_once('/').unwrap().1.to_owned()
}

pub(crate) fn now() -> Timestamp {
    at("2026-04-01T00:00:00Z")
}

pub(crate) async fn exported(ledger: &Ledger, settings: &ExportOptions) -> Manifest {
    export(ledger, settings, now(), &mut |_: ExportProgress| {}).await.unwrap()
}

pub(crate) fn coupon(id: &str) -> Coupon {
    Coupon::new(id.into(), CouponState::Available)
}

pub(crate) fn template(id: &str, created: Option<&str>) -> Template {
    Template {
        name: Some(format!("模板{id}")),
        created_at: created.map(at),
        ..Template::new(id.into(), TemplateState::Open)
    }
}

/// Texts that have broken files before.
pub(crate) const AWKWARD: &[&str] = &[
    "8144100181735612578",
    "81441001817356125788144100181735",
    "00012",
    "1E5",
    "3月1日",
    "满100减10，“双十一”",
    "said \"no\", twice",
    "two\nlines",
    "two\r\nlines",
    "trailing\r",
    "=1+1",
    "=HYPERLINK(\"http://example.com\")",
    "+861234",
    "-5",
    "@SUM(A1:A9)",
    "\t=1",
    "\r=1",
    "'quoted'",
    "＝1+1",
    " =1+1 ",
    ",;|",
    "😀 𠮷",
    "_x000D_",
    "null",
];

/// Decimals that a float, a short column or a careless scale would change.
pub(crate) const DECIMALS: &[&str] = &[
    "0",
    "0.10",
    "12.50",
    "-3.30",
    "0.1234567891",
    "0.12345678912",
    "999999999999999",
    "9007199254740993.01",
    "1234567890123456789012345678",
    "79228162514264337593543950335",
    "0.1234567890123456789012345678",
];

/// One coupon for each awkward text and decimal, all of one month.
pub(crate) fn awkward() -> Vec<Coupon> {
    let created = Some(at("2026-03-05T01:02:03Z"));
    let texts = AWKWARD.iter().enumerate().map(|(index, text)| Coupon {
        created_at: created,
        code: Some((*text).to_owned()),
        customer_name: Some((*text).to_owned()),
        order_no: Some(format!("{index}{text}")),
        item: Some(Item { name: Some((*text).to_owned()), ..Item::default() }),
        state: CouponState::Other((*text).to_owned()),
        ..coupon(&format!("t{text}"))
    });
    let decimals = DECIMALS.iter().map(|text| Coupon {
        created_at: created,
        ends_at: Some(at("2026-12-31T15:59:59Z")),
        amount: Some(text.parse().unwrap()),
        threshold: Some(text.parse().unwrap()),
        recovered_quantity: Some(text.parse().unwrap()),
        item: Some(Item { quantity: Some(text.parse().unwrap()), ..Item::default() }),
        ..coupon(&format!("d{text}"))
    });
    texts.chain(decimals).collect()
}

/// The value that a reader must find for a coupon, column by column; none for an absent one.
pub(crate) fn expected(coupon: &Coupon) -> BTreeMap<&'static str, Option<String>> {
    let beijing = |at: Timestamp| {
        let civil = coupon_domain::to_beijing(at);
        format!("{} {}", civil.date(), civil.time())
    };
    let item = coupon.item.as_ref();
    BTreeMap::from([
        ("id", Some(coupon.id.to_string())),
        ("code", coupon.code.clone()),
        ("customer_name", coupon.customer_name.clone()),
        ("order_no", coupon.order_no.clone()),
        ("product_name", item.and_then(|item| item.name.clone())),
        ("state", Some(coupon.state.to_string())),
        ("amount", coupon.amount.map(|value| value.to_string())),
        ("threshold", coupon.threshold.map(|value| value.to_string())),
        ("quantity", item.and_then(|item| item.quantity).map(|value| value.to_string())),
        ("recovered_quantity", coupon.recovered_quantity.map(|value| value.to_string())),
        ("created_at", coupon.created_at.map(|at| at.to_string())),
        ("created_at_beijing", coupon.created_at.map(beijing)),
        ("ends_at", coupon.ends_at.map(|at| at.to_string())),
        ("ends_at_beijing", coupon.ends_at.map(beijing)),
        ("gone_at", None),
    ])
}

/// Columns of a row by name.
pub(crate) type Row = BTreeMap<String, Option<String>>;

/// Fails unless the rows are these coupons, in this order.
pub(crate) fn assert_rows(rows: &[Row], coupons: &[Coupon]) {
    assert_eq!(rows.len(), coupons.len(), "as many rows");
    for (row, coupon) in rows.iter().zip(coupons) {
        for (column, value) in expected(coupon) {
            assert_eq!(row[column], value, "{} of {}", column, coupon.id);
        }
    }
}

pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
