//! The rows that come out of a database are those that come out of a file.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

use std::{collections::BTreeSet, fmt::Write, fs};

use crate::support::{Place, Served};
use coupon_sandbox::SandboxConfig;
use coupon_testkit::PostgresServer;
use serde_json::Value;

/// The same coupons in a file and in a database.
fn synced(server: &PostgresServer) -> [Place; 2] {
    let served = Served::new(SandboxConfig { coupons: 2_000, ..SandboxConfig::default() });
    let (file, database) = (Place::of(&served), Place::of(&served));
    let url = server.database();
    database.write("store", &format!("{url}\n"));
    database.write("coupon.toml", &format!("store = {{ file = \"store\" }}\n{}", served.config()));
    let places = [file, database];
    places.iter().for_each(|place| drop(place.good(&["sync"])));
    places
}

#[test]
fn an_export_has_the_same_rows() {
    let Some(server) = PostgresServer::start() else { return };
    let places = synced(&server);
    for table in ["templates", "coupons", "customers"] {
        let [file, database] = places.each_ref().map(|place| exported(place, table));
        assert!(!file.is_empty());
        assert!(file == database, "{table}");
    }
}

/// The rows without the moments in which they were read, and the file in which each stands.
fn exported(place: &Place, table: &str) -> BTreeSet<String> {
    let manifest = place.json(&["export", table, "--format", "jsonl", "--to", "out"]);
    let folder = place.path("out").join(table).join("jsonl");
    let mut rows = BTreeSet::new();
    for file in manifest["files"].as_array().unwrap() {
        let path = file["path"].as_str().unwrap();
        for line in fs::read_to_string(folder.join(path)).unwrap().lines() {
            let mut row: Value = serde_json::from_str(line).unwrap();
            row.as_object_mut().unwrap().retain(|name, _| {
                !name.starts_with("first_seen") && !name.starts_with("changed_at")
            });
            rows.insert(format!("{path} {row}"));
        }
    }
    assert_eq!(rows.len() as u64, manifest["rows"]);
    rows
}

#[test]
fn a_reconciliation_finds_the_same_and_is_shown_again_as_it_was() {
    let Some(server) = PostgresServer::start() else { return };
    let places = synced(&server);
    let orders = orders(&places[0]);
    let [file, database] = places.each_ref().map(|place| {
        place.write("orders.csv", &orders);
        place.write("map.toml", "order_no = \"no\"\ntime = \"day\"\nvoucher_amount = \"yuan\"\n");
        let compare = ["--orders", "orders.csv", "--map", "map.toml", "--account", "trade"];
        let run = reconciled(place, &[&compare[..], &["--close", "all"]].concat());
        assert_eq!(reconciled(place, &["--show", "all"]), run);
        run
    });
    assert!(file["breaks"].as_array().unwrap().len() >= 10, "{}", file["breaks"]);
    for told in ["breaks", "days", "total", "ledger_digest", "since", "until", "undated"] {
        assert_eq!(file[told], database[told], "{told}");
    }
}

fn reconciled(place: &Place, args: &[&str]) -> Value {
    let ran = place.run(&[&["reconcile", "--output", "json"], args].concat());
    assert_eq!(ran.code, Some(9), "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

/// Every fourth order is missing, and every fifth is one yuan.
fn orders(place: &Place) -> String {
    let used = place.json(&["coupons", "list", "--state", "used", "--provider", "qince.voucher"]);
    let mut text = "no,day,yuan\n".to_owned();
    for (number, coupon) in used.as_array().unwrap().iter().enumerate() {
        let value = |name: &str| coupon[name].as_str().unwrap_or_default();
        let yuan = if number % 5 == 0 { "1" } else { value("used_amount") };
        if number % 4 != 0 {
            writeln!(text, "{},{},{yuan}", value("order_no"), value("used_at")).unwrap();
        }
    }
    text
}

#[test]
fn a_report_counts_the_same() {
    let Some(server) = PostgresServer::start() else { return };
    let [file, database] = synced(&server).map(|place| {
        place.good(&["report", "--html", "report.html"]);
        let page = fs::read_to_string(place.path("report.html")).unwrap();
        // But for the minute in which it was made.
        let lines = page.lines().filter(|line| !line.contains("As of"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    });
    assert!(file.len() > 50);
    assert_eq!(file, database);
}
