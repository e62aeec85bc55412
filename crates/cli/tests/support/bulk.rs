//! A template, a file of customers, and what the sandbox and the results say afterwards.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]
#![allow(dead_code, reason = "every test file uses a part of it")]
#![allow(unreachable_pub, reason = "a module of tests")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use coupon_sandbox::{Fault, FaultRule, SandboxConfig};
use serde_json::{Value, json};

use crate::support::{Place, Ran, Served};

pub const RECEIVE: &str = "voucher.receiveVoucherInfo";

/// A sandbox with a template for everybody, and a folder to work in.
pub struct Desk {
    pub served: Served,
    pub place: Place,
    pub template: String,
    ledger: PathBuf,
}

impl Desk {
    pub fn new(customers: usize) -> Self {
        let settings = SandboxConfig { customers: Some(customers), ..SandboxConfig::default() };
        let served = Served::new(settings);
        let place = Place::of(&served);
        let template = template(&place, 2);
        let ledger = place.path("coupons.db");
        Self { served, place, template, ledger }
    }

    /// Keeps the ledger elsewhere, from now on.
    pub fn keep_in(&mut self, folder: &Path) {
        self.ledger = folder.join("coupons.db");
        let config =
            format!("store = \"sqlite:{}\"\n{}", self.ledger.display(), self.served.config());
        self.place.write("coupon.toml", &config);
    }

    /// The arguments that issue to a file's customers.
    pub fn issue<'a>(&'a self, file: &'a str) -> Vec<&'a str> {
        let template = ["coupons", "issue", "--file", file, "--template", &self.template];
        [&template[..], &["--yes"]].concat()
    }

    /// Issues to a file's customers, with some options more.
    pub fn run(&self, file: &str, more: &[&str]) -> Ran {
        self.place.run(&[&self.issue(file)[..], more, &["--output", "json"]].concat())
    }

    /// The same, with nothing to complain about.
    pub fn good(&self, file: &str, more: &[&str]) -> Value {
        let ran = self.run(file, more);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        summary(&ran)
    }

    /// Settles what is without an outcome.
    pub fn resolve(&self) {
        let earlier = |time: &str| format!("strftime('%Y-%m-%dT%H:%M:%fZ', {time}, '-11 minutes')");
        self.resolve_in(earlier, |sql| {
            rusqlite::Connection::open(&self.ledger).unwrap().execute(sql, []).unwrap();
        });
    }

    /// A write that the vendor does not show counts as not done only after ten minutes, and one that was only recorded after one: the
    /// journal is made to believe that they have passed. `earlier` is SQL for a column's time eleven minutes before.
    pub fn resolve_in(&self, earlier: impl Fn(&str) -> String, execute: impl Fn(&str)) {
        let first = self.place.run(&["journal", "resolve"]);
        if first.code == Some(10) {
            let [sent, prepared] = ["sent_at", "prepared_at"].map(earlier);
            execute(&format!(
                "UPDATE journal SET sent_at = {sent}, prepared_at = {prepared} \
                 WHERE state IN ('prepared', 'sent', 'unknown')"
            ));
            self.place.good(&["journal", "resolve"]);
        } else {
            assert_eq!(first.code, Some(0), "{first:?}");
        }
    }

    /// A file of the customers with these numbers.
    pub fn file(&self, name: &str, customers: impl IntoIterator<Item = usize>) {
        let lines = customers.into_iter().map(|number| format!("{}\n", code(number)));
        self.place.write(name, &format!("customer_code\n{}", lines.collect::<String>()));
    }

    pub fn befall(&self, fault: &str, skip: u64, count: Option<u64>) {
        let fault: Fault = fault.parse().unwrap();
        let operation = Some(RECEIVE.to_owned());
        let rule = FaultRule { operation, skip, count, ..FaultRule::every(fault) };
        self.served.sandbox.place_fault(rule).unwrap();
    }

    /// How many coupons of the template each customer holds, as the sandbox says.
    pub fn held(&self) -> BTreeMap<String, u64> {
        let body = json!({ "voucherId": self.template }).to_string();
        let said = self.place.json(&["call", "voucher.queryVoucherUsedInfo", "--body", &body]);
        let mut held = BTreeMap::new();
        for row in said["rows"].as_array().unwrap() {
            *held.entry(row["cm_code"].as_str().unwrap().to_owned()).or_default() += 1;
        }
        held
    }

    /// How often coupons were asked for, as the sandbox saw it; it remembers the last thousands.
    pub fn asked(&self) -> usize {
        let log = self.served.sandbox.log(0);
        log.iter().filter(|call| call.operation == Some(RECEIVE)).count()
    }
}

/// The code of a sandbox's customer, from 1.
pub fn code(number: usize) -> String {
    format!("CUS{:06}", 10_000 + number)
}

/// A template for everybody, of which one customer may hold so many.
pub fn template(place: &Place, per_customer: u32) -> String {
    let new = json!({
        "name": "二十元券", "begins": "2026-01-01", "ends": "2046-12-31", "discount": { "amount": "20" },
        "grant": "promotion", "per_customer": per_customer, "total": 99_999,
        "audience": { "attributes": {} }, "goods": "all",
    });
    place.write("template.json", &new.to_string());
    let made = place.json(&["templates", "create", "--file", "template.json", "--yes"]);
    made["template"].as_str().unwrap().to_owned()
}

/// The lines of a file of results: row, customer, key, state, vendor_code, message, coupon, coupon_code, trace.
pub fn results(place: &Place, name: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(place.path(name)).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let cells = |record: csv::Result<csv::StringRecord>| {
        record.unwrap().iter().map(str::to_owned).collect()
    };
    reader.records().map(cells).collect()
}

/// Row and state of each line of results.
pub fn states(place: &Place, name: &str) -> Vec<(u64, String)> {
    let lines = results(place, name).into_iter();
    lines.map(|line| (line[0].parse().unwrap(), line[3].clone())).collect()
}

/// The document that a run printed.
pub fn summary(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
}

/// Its numbers: rows, done_before, done, refused, unknown, left.
pub fn counts(summary: &Value) -> [u64; 6] {
    ["rows", "done_before", "done", "refused", "unknown", "left"]
        .map(|name| summary[name].as_u64().unwrap())
}
