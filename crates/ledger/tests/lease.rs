//! Who holds an account on a server, and who loses it.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    env,
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use crate::common::*;
use coupon_ledger::{AccountLock, Environment, Ledger, LedgerError, OpenOptions};
use coupon_testkit::PostgresServer;
use tokio::time::Instant;

/// Long enough for a busy machine, which says every third of it that it is there.
const SHORT: Duration = Duration::from_secs(6);
/// Long enough for a holder of which the test asks only that it still holds.
const LONG: Duration = Duration::from_secs(600);
const HOLDER: &str = "COUPON_LEDGER_TEST_HOLDER";

fn place() -> Option<Place> {
    Some(Place::on(&Arc::new(PostgresServer::start()?)))
}

#[tokio::test]
async fn an_account_is_kept_for_as_long_as_its_holder_says_so() {
    let Some(place) = place() else { return };
    let (one, two) = (place.ledger().await, place.ledger().await);
    let held = one.lock_account(&account(), SHORT).unwrap();
    tokio::time::sleep(SHORT * 2).await;
    held.check().unwrap();
    let error = two.lock_account(&account(), SHORT).unwrap_err();
    let LedgerError::AccountLocked { holder: Some(holder), .. } = &error else { panic!("{error}") };
    assert!(holder.process.ends_with(&format!(", process {}", std::process::id())), "{holder:?}");
    assert!((1..=SHORT.as_secs()).contains(&holder.seconds), "{holder:?}");
    drop(held);
    two.lock_account(&account(), SHORT).unwrap();
}

/// The test starts itself again as the process that is killed, and as the one that stands still.
#[tokio::test]
async fn an_account_is_free_when_the_process_that_held_it_is_killed() {
    if let Ok(address) = env::var(HOLDER) {
        return hold(&address).await;
    }
    let Some(place) = place() else { return };
    let ledger = place.ledger().await;
    let mut holder = holder(&place);
    read_line(&mut holder);
    let error = ledger.lock_account(&account(), SHORT).unwrap_err();
    assert!(matches!(error, LedgerError::AccountLocked { .. }), "{error}");
    ledger.lock_account(&"other".into(), SHORT).unwrap();
    holder.kill().unwrap();
    holder.wait().unwrap();
    when_free(&ledger).await;
}

#[tokio::test]
async fn a_process_that_stood_still_for_too_long_neither_calls_nor_writes() {
    let Some(place) = place() else { return };
    let ledger = place.ledger().await;
    let mut holder = holder(&place);
    read_line(&mut holder);
    signal(&holder, "STOP");
    let held = when_free(&ledger).await;
    let written = place.ask("SELECT count(*) FROM coupons").unwrap();
    signal(&holder, "CONT");
    assert_eq!(read_line(&mut holder), "lost");
    // The rows that it had read and not written do not come.
    assert_eq!(read_line(&mut holder), "not written");
    assert_eq!(place.ask("SELECT count(*) FROM coupons").unwrap(), written);
    held.check().unwrap();
    assert!(holder.wait().unwrap().success());
}

#[tokio::test]
async fn what_another_took_over_is_not_written() {
    let Some(place) = place() else { return };
    let ledger = place.ledger().await;
    let _held = ledger.lock_account(&account(), LONG).unwrap();
    ledger.commit(of_coupons(0, [coupon("1", "a")])).await.unwrap();
    ledger.begin_full(&account(), &provider()).await.unwrap();
    place.tamper("UPDATE coupon.leases SET epoch = epoch + 1");
    let table = coupon_ledger::LedgerTable::Coupons;
    let gone = ledger.finish_full(&account(), &provider(), table, at(9)).await;
    assert!(matches!(gone, Err(LedgerError::TakenOver { .. })), "{gone:?}");
    let error = ledger.commit(of_coupons(1, [coupon("2", "a")])).await.unwrap_err();
    assert!(matches!(error, LedgerError::TakenOver { .. }), "{error}");
    assert_eq!(place.ask("SELECT count(*) FROM coupons WHERE gone_at IS NULL").unwrap(), "1");
}

#[tokio::test]
async fn calls_of_all_machines_are_spaced_for_each_operation() {
    let Some(place) = place() else { return };
    let every = Duration::from_millis(200);
    let machines = [place.ledger().await, place.ledger().await];
    let machines = machines.map(|ledger| ledger.shared(4).unwrap().unwrap());
    let begun = Instant::now();
    let asked = (0..10).map(|n| {
        let shared = machines[n % 2].clone();
        tokio::spawn(async move {
            let wait = shared.next_call(&account(), "issue", every).await.unwrap();
            Instant::now() + wait
        })
    });
    let mut slots = Vec::new();
    for slot in asked.collect::<Vec<_>>() {
        slots.push(slot.await.unwrap());
    }
    slots.sort();
    // The answers take their time, which makes a slot later and never earlier.
    assert!(slots[9] - begun >= every * 9, "{:?}", slots[9] - begun);
    let other = machines[0].next_call(&account(), "end", every).await.unwrap();
    assert_eq!(other, Duration::ZERO);
    // As if nobody had called for an hour. The next two calls are an hour apart all the same.
    place.tamper("UPDATE calls SET next_at = next_at - interval '1 hour'");
    let hour = Duration::from_secs(3600);
    let idle = machines[0].next_call(&account(), "issue", hour).await.unwrap();
    let next = machines[1].next_call(&account(), "issue", hour).await.unwrap();
    assert!(idle.is_zero() && next > hour / 2, "idle time was saved up: {idle:?} {next:?}");
}

/// Holds the account and writes, until it has lost it.
async fn hold(address: &str) {
    let ledger = OpenOptions::new(Environment::Real).create(true).open_postgres(address).unwrap();
    let held = ledger.lock_account(&account(), SHORT).unwrap();
    let (mut n, mut written) = (0, Ok(()));
    while held.check().is_ok() {
        let batch = of_coupons(0, [coupon(&n.to_string(), "a")]);
        written = ledger.commit(batch).await.map(drop);
        if n == 0 {
            say("held");
        }
        n += 1;
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    say("lost");
    let after = ledger.commit(of_coupons(1, [coupon("late", "a")])).await;
    say(if written.and(after.map(drop)).is_err() { "not written" } else { "written" });
}

fn say(word: &str) {
    let mut out = std::io::stderr();
    out.write_all(format!("{word}\n").as_bytes()).unwrap();
}

fn holder(place: &Place) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "lease::an_account_is_free_when_the_process_that_held_it_is_killed"])
        .arg("--nocapture")
        .env(HOLDER, place.address())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn read_line(holder: &mut Child) -> String {
    let mut line = Vec::new();
    // One byte at a time: nothing is read ahead of the line.
    let mut from = BufReader::with_capacity(1, holder.stderr.as_mut().unwrap());
    from.read_until(b'\n', &mut line).unwrap();
    String::from_utf8(line).unwrap().trim().to_owned()
}

fn signal(holder: &Child, name: &str) {
    let pid = holder.id().to_string();
    assert!(Command::new("kill").args([&format!("-{name}"), &pid]).status().unwrap().success());
}

async fn when_free(ledger: &Ledger) -> AccountLock {
    for _ in 0..1_200 {
        if let Ok(lock) = ledger.lock_account(&account(), LONG) {
            return lock;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the account of a silent process stays taken");
}
