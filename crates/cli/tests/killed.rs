//! A sync of 100,000 coupons, killed again and again: the ledger ends up as if nothing had happened.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]
#![allow(clippy::disallowed_methods, reason = "the test measures how long a run takes")]

use std::{
    path::Path,
    process::Stdio,
    thread::sleep,
    time::{Duration, Instant},
};

use coupon_sandbox::SandboxConfig;
use coupon_testkit::{in_matrix, passed_in_matrix};
use rusqlite::Connection;

use crate::support::{Place, Served};

const COUPONS: usize = 100_000;

#[test]
fn a_sync_that_is_killed_again_and_again_ends_up_equal_to_one_that_was_not() {
    let served = Served::new(SandboxConfig { coupons: COUPONS, ..SandboxConfig::default() });
    let whole = Place::of(&served);
    let began = Instant::now();
    whole.good(&["sync"]);
    let took = began.elapsed();

    let broken = Place::of(&served);
    let mut random = fastrand::Rng::new();
    let mut seen = Vec::new();
    let kills = in_matrix(10, 200);
    // Rows that are read already are read faster, so a run may end before it is killed: then the next is killed sooner.
    let mut longest = 0.2;
    while seen.len() < kills {
        let wait = took.mul_f64(0.02 + longest * random.f64());
        match killed_after(&broken, wait) {
            true => seen.push(count(&broken.path("coupons.db"))),
            false => longest *= 0.8,
        }
    }
    assert!(seen.iter().any(|&rows| 0 < rows && rows < COUPONS as u64), "midway: {seen:?}");
    let last = broken.good(&["sync"]);
    assert!(!last.out.is_empty());

    let differs = differences(&whole.path("coupons.db"), &broken.path("coupons.db"));
    assert_eq!(differs, [] as [&str; 0], "killed at {seen:?} rows");
    assert!(count(&whole.path("coupons.db")) >= COUPONS as u64);
    passed_in_matrix("R5", "kills of a sync of 100,000 coupons", kills);
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

/// The tables in which two ledgers differ, apart from the columns that say when a row was read.
fn differences(one: &Path, other: &Path) -> Vec<&'static str> {
    let (one, other) = (Connection::open(one).unwrap(), Connection::open(other).unwrap());
    let tables = ["templates", "coupons", "template_customers", "quarantine"].into_iter();
    tables.filter(|table| differs(&one, &other, table)).collect()
}

fn differs(one: &Connection, other: &Connection, table: &str) -> bool {
    let columns = columns(one, table);
    // The first columns of every table identify a row.
    let sql = format!("SELECT {columns} FROM {table} ORDER BY 1, 2, 3, 4");
    let (mut one, mut other) = (one.prepare(&sql).unwrap(), other.prepare(&sql).unwrap());
    let width = one.column_count();
    let (mut one, mut other) = (one.query([]).unwrap(), other.query([]).unwrap());
    loop {
        match (one.next().unwrap(), other.next().unwrap()) {
            (None, None) => return false,
            (Some(a), Some(b))
                if (0..width).all(|n| a.get_ref(n).unwrap() == b.get_ref(n).unwrap()) => {}
            _ => return true,
        }
    }
}

/// The columns of a table that do not say when a row was read.
fn columns(connection: &Connection, table: &str) -> String {
    let statement = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let told = |column: &&str| !["first_seen", "changed_at", "place"].contains(column);
    statement.column_names().into_iter().filter(told).collect::<Vec<_>>().join(", ")
}
