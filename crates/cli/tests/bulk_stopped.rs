//! Ten thousand customers, killed and interrupted on the way: everyone gets one, and nobody gets two.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

use crate::support::bulk::{Desk, counts, results, states, summary};
use crate::support::{ran, rows};
use coupon_testkit::PostgresServer;
use postgres::{Client, NoTls};
use serde_json::Value;
use tempfile::TempDir;

/// Runs it in the background.
fn begin(desk: &Desk) -> Child {
    let issue = [&desk.issue("customers.csv")[..], &["--output", "json"]].concat();
    let mut command = desk.place.command(&issue);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Waits until the file of results has more than so many lines.
fn until_lines(desk: &Desk, child: &mut Child, count: usize) {
    for _ in 0..6000 {
        let text = fs::read(desk.place.path("customers.results.csv")).unwrap_or_default();
        if text.iter().filter(|&&byte| byte == b'\n').count() > count {
            return;
        }
        assert_eq!(child.try_wait().unwrap(), None, "it ended before {count} lines");
        sleep(Duration::from_millis(10));
    }
    panic!("it did not get to {count} lines");
}

/// Runs it until nothing is left; what a kill left open is settled by looking at the vendor.
fn to_the_end(desk: &Desk, resolve: impl Fn(&Desk)) -> Value {
    let first = desk.run("customers.csv", &[]);
    if first.code != Some(10) {
        assert_eq!(first.code, Some(0), "{first:?}");
        return summary(&first);
    }
    assert!(first.err.contains("coupon journal resolve"), "{first:?}");
    resolve(desk);
    desk.good("customers.csv", &[])
}

fn everyone_has_one(desk: &Desk, customers: usize) {
    let held = desk.held();
    assert_eq!(held.len(), customers);
    let several: Vec<_> = held.iter().filter(|(_, count)| **count != 1).collect();
    assert!(several.is_empty(), "{several:?}");
    let seen = states(&desk.place, "customers.results.csv");
    let rows: Vec<u64> = seen.iter().map(|(row, _)| *row).collect();
    assert!(rows.iter().copied().eq(2..customers as u64 + 2), "one line each, in their order");
    assert!(seen.iter().all(|(_, state)| state == "done"));
}

#[test]
fn ten_thousand_are_issued_once_each_although_the_program_was_killed_halfway() {
    const CUSTOMERS: usize = 10_000;
    let mut desk = Desk::new(CUSTOMERS);
    // A write waits for the disk three times. What a kill leaves is the same in memory, and there in a third of the time.
    let memory = Some(Path::new("/dev/shm")).filter(|memory| memory.is_dir());
    let folder = memory.map_or_else(TempDir::new, TempDir::new_in).unwrap();
    desk.keep_in(folder.path());
    desk.file("customers.csv", 1..=CUSTOMERS);
    let mut child = begin(&desk);
    until_lines(&desk, &mut child, CUSTOMERS / 2);
    child.kill().unwrap();
    child.wait().unwrap();
    let killed_at = desk.held().len();
    assert!((CUSTOMERS / 2..CUSTOMERS).contains(&killed_at), "{killed_at}");
    let lines = results(&desk.place, "customers.results.csv").len();
    assert!((CUSTOMERS / 2..=killed_at).contains(&lines), "whole lines: {lines} of {killed_at}");

    let last = to_the_end(&desk, Desk::resolve);
    let [rows, before, done, refused, unknown, left] = counts(&last);
    assert_eq!((rows, before + done, [refused, unknown, left]), (10_000, 10_000, [0; 3]), "{last}");
    assert!(before >= (CUSTOMERS / 2) as u64, "what was done is not done again: {last}");
    everyone_has_one(&desk, CUSTOMERS);
}

#[test]
fn the_same_holds_with_a_database() {
    let Some(server) = PostgresServer::start() else { return };
    let desk = Desk::new(200);
    desk.file("customers.csv", 1..=200);
    let url = server.database();
    desk.place.write("store", &format!("{url}\n"));
    let config = format!("store = {{ file = \"store\" }}\n{}", desk.served.config());
    desk.place.write("coupon.toml", &config);
    let mut child = begin(&desk);
    until_lines(&desk, &mut child, 100);
    child.kill().unwrap();
    child.wait().unwrap();
    let last = to_the_end(&desk, |desk| {
        let earlier = |time: &str| {
            let time = format!("{time}::timestamptz AT TIME ZONE 'UTC' - interval '11 minutes'");
            format!("to_char({time}, 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
        };
        desk.resolve_in(earlier, |sql| {
            let sql = sql.replace("journal", "coupon.journal");
            Client::connect(&url, NoTls).unwrap().execute(&sql, &[]).unwrap();
        });
    });
    assert_eq!(counts(&last)[0], counts(&last)[1] + counts(&last)[2], "{last}");
    everyone_has_one(&desk, 200);
    let file = "select count(*) from journal where key like 'bulk:%'";
    assert_eq!(rows(&desk.place.path("coupons.db"), file), [["0"]]);
}

fn interrupt(child: &Child) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

#[test]
fn ctrl_c_stops_between_two_rows_and_the_next_run_goes_on() {
    let desk = Desk::new(40);
    desk.file("customers.csv", 1..=40);
    desk.befall("latency=60", 0, None);
    let mut child = begin(&desk);
    until_lines(&desk, &mut child, 3);
    interrupt(&child);
    let stopped = ran(child.wait_with_output().unwrap());
    assert_eq!(stopped.code, Some(130), "{stopped:?}");
    assert!(stopped.err.contains("error[interrupted]"), "{stopped:?}");
    let told = summary(&stopped);
    let [_, _, done, refused, unknown, left] = counts(&told);
    assert_eq!((done + left, refused, unknown), (40, 0, 0), "{told}");
    assert_eq!(told["stopped"], "interrupted");
    assert!(done >= 3 && left > 0, "{told}");
    assert_eq!(desk.held().len() as u64, done);

    assert_eq!(counts(&desk.good("customers.csv", &[])), [40, done, left, 0, 0, 0]);
    everyone_has_one(&desk, 40);
}

#[test]
fn a_second_ctrl_c_ends_it_at_once_and_what_was_under_way_is_unknown() {
    let desk = Desk::new(20);
    desk.file("customers.csv", 1..=5);
    desk.befall("latency=20000", 2, Some(1));
    let mut child = begin(&desk);
    until_lines(&desk, &mut child, 2);
    while desk.place.json(&["journal", "list", "--limit", "1"])[0]["state"] != "sent" {
        assert_eq!(child.try_wait().unwrap(), None);
        sleep(Duration::from_millis(20));
    }
    interrupt(&child);
    sleep(Duration::from_millis(300));
    assert_eq!(child.try_wait().unwrap(), None, "the first waits for the answer");
    interrupt(&child);
    let ended = ran(child.wait_with_output().unwrap());
    assert_eq!(ended.code, Some(130), "{ended:?}");
    let again = desk.run("customers.csv", &[]);
    assert_eq!(again.code, Some(10), "{again:?}");
    assert_eq!(states(&desk.place, "customers.results.csv").len(), 2);
}
