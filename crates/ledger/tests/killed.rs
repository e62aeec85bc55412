//! A process that is killed while it writes loses nothing that a checkpoint stands for.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{env, process::Command, sync::Arc, thread, time::Duration};

use crate::common::*;
use coupon_ledger::{Batch, Checkpoint, Environment, Ledger, LedgerTable};
use coupon_testkit::{PostgresServer, in_matrix, passed_in_matrix};
use jiff::civil::{Date, date};

const ROWS: u64 = 50;
/// A dead process holds its account for so long.
const SHORT: Duration = Duration::from_secs(1);
const WRITER: &str = "COUPON_LEDGER_TEST_WRITER";

/// The test starts itself again as the process that is killed.
#[tokio::test]
async fn a_checkpoint_stands_for_its_rows_after_a_kill() {
    if let Ok(address) = env::var(WRITER) {
        return write_for_ever(&address).await;
    }
    kill_writers(&Place::file()).await;
}

#[tokio::test]
async fn the_same_holds_on_postgresql() {
    let Some(server) = PostgresServer::start() else { return };
    kill_writers(&Place::on(&Arc::new(server))).await;
}

async fn kill_writers(place: &Place) {
    let mut random = fastrand::Rng::with_seed(14);
    let kills = in_matrix(3, 30);
    for kill in 0..kills {
        let days = [3, 40, 90].get(kill).copied().unwrap_or_else(|| random.u32(1..90));
        let place = place.another();
        kill_a_writer_after(&place, days);

        let ledger = place.ledger().await;
        lock_when_free(&ledger).await;
        let last = ledger.checkpoint(&account(), &provider(), "coupons").await.unwrap().unwrap();
        let batches = u64::try_from((last - date(2000, 1, 1)).get_days()).unwrap();
        assert!(batches >= u64::from(days));
        assert_eq!(ledger.counts().await.unwrap()[0].rows, batches * ROWS);
        let kept = ledger.digest(LedgerTable::Coupons, None).await.unwrap();
        assert_eq!(kept, ledger.recomputed_digest(LedgerTable::Coupons, None).await.unwrap());
    }
    let store = if matches!(place, Place::File(_)) { "SQLite" } else { "PostgreSQL" };
    passed_in_matrix("R5", &format!("kills of a writer, {store}"), kills);
}

fn kill_a_writer_after(place: &Place, days: u32) {
    let mut writer = Command::new(env::current_exe().unwrap())
        .args(["--exact", "killed::a_checkpoint_stands_for_its_rows_after_a_kill"])
        .env(WRITER, place.address())
        .spawn()
        .unwrap();
    let reached = || {
        let day: Option<Date> = place.ask("SELECT day FROM checkpoints").ok()?.parse().ok();
        Some((day? - date(2000, 1, 1)).get_days() >= i32::try_from(days).unwrap())
    };
    while reached() != Some(true) {
        assert!(writer.try_wait().unwrap().is_none(), "the writer ended by itself");
        thread::sleep(Duration::from_millis(10));
    }
    writer.kill().unwrap();
    writer.wait().unwrap();
}

/// The system lets go of a file at once; on a server the lease has to end.
async fn lock_when_free(ledger: &Ledger) {
    for _ in 0..200 {
        if ledger.lock_account(&account(), SHORT).is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the account of a dead process stays taken");
}

async fn write_for_ever(address: &str) {
    let ledger = open(address, Environment::Real, true).unwrap();
    ledger.register_account(&account(), "qince", "f1").await.unwrap();
    let _lock = ledger.lock_account(&account(), SHORT).unwrap();
    let mut day = date(2000, 1, 1);
    loop {
        day = day.tomorrow().unwrap();
        let rows = (0..ROWS).map(|n| coupon(&format!("{day}-{n}"), "a"));
        let checkpoint = Some(Checkpoint { stream: "coupons".to_owned(), day });
        drop(ledger.queue(Batch { checkpoint, ..of_coupons(0, rows) }).await.unwrap());
    }
}
