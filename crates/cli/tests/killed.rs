//! A sync of 100,000 coupons, killed ten times: the ledger ends up as if nothing had happened.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]
#![allow(clippy::disallowed_methods, reason = "the test measures how long a run takes")]

mod support;

use std::{
    collections::BTreeMap,
    path::Path,
    process::Stdio,
    thread::sleep,
    time::{Duration, Instant},
};

use coupon_sandbox::SandboxConfig;
use rusqlite::Connection;

use support::{Place, Served};

const COUPONS: usize = 100_000;
const KILLS: usize = 10;

#[test]
fn a_sync_killed_ten_times_ends_up_equal_to_one_that_was_not() {
    let served = Served::new(SandboxConfig { coupons: COUPONS, ..SandboxConfig::default() });
    let whole = Place::of(&served);
    let began = Instant::now();
    whole.good(&["sync"]);
    let took = began.elapsed();

    let broken = Place::of(&served);
    let mut random = fastrand::Rng::new();
    let mut seen = Vec::new();
    // Rows that are read already are read faster, so a run may end before it is killed: then the next is killed sooner.
    let mut longest = 0.2;
    while seen.len() < KILLS {
        let wait = took.mul_f64(0.02 + longest * random.f64());
        match killed_after(&broken, wait) {
            true => seen.push(count(&broken.path("coupons.db"))),
            false => longest *= 0.8,
        }
    }
    assert!(seen.iter().any(|&rows| 0 < rows && rows < COUPONS as u64), "midway: {seen:?}");
    let last = broken.good(&["sync"]);
    assert!(!last.out.is_empty());

    let (whole, broken) = (dump(&whole.path("coupons.db")), dump(&broken.path("coupons.db")));
    assert!(whole["coupons"].len() >= COUPONS);
    for (table, rows) in &whole {
        assert!(*rows == broken[table], "{table} differs, killed at {seen:?} rows");
    }
}

/// Starts a sync and kills it with -9; false if it had ended well before.
fn killed_after(place: &Place, wait: Duration) -> bool {
    let mut command = place.command(&["sync"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    sleep(wait);
    if let Some(ended) = child.try_wait().unwrap() {
        assert!(ended.success(), "{ended}");
        return false;
    }
    child.kill().unwrap();
    child.wait().unwrap();
    true
}

fn count(database: &Path) -> u64 {
    let Ok(connection) = Connection::open(database) else { return 0 };
    let count =
        connection.query_row("SELECT count(*) FROM coupons", [], |row| row.get::<_, i64>(0));
    count.map_or(0, |count| count.try_into().unwrap())
}

/// Every row of every table but for what says when it was read.
fn dump(database: &Path) -> BTreeMap<&'static str, Vec<String>> {
    let connection = Connection::open(database).unwrap();
    let tables = ["templates", "coupons", "template_customers", "quarantine"];
    tables.into_iter().map(|table| (table, rows(&connection, table))).collect()
}

fn rows(connection: &Connection, table: &str) -> Vec<String> {
    let mut statement = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let columns: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    let told = |column: &String| !["first_seen", "changed_at", "place"].contains(&column.as_str());
    let mut found = statement.query([]).unwrap();
    let mut rows = Vec::new();
    while let Some(row) = found.next().unwrap() {
        let values = columns.iter().enumerate().filter(|(_, column)| told(column));
        let values = values.map(|(n, column)| format!("{column}={:?}", row.get_ref(n).unwrap()));
        rows.push(values.collect::<Vec<_>>().join(" "));
    }
    rows.sort();
    rows
}
