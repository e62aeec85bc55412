//! A process that is killed while it writes loses nothing that a checkpoint stands for.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::{env, path::Path, process::Command, thread, time::Duration};

use common::*;
use coupon_ledger::{Batch, Checkpoint, Ledger, Realm, Table};
use jiff::civil::date;

const ROWS: u64 = 50;
const WRITER: &str = "COUPON_LEDGER_TEST_WRITER";

/// The test starts itself again as the process that is killed.
#[tokio::test]
async fn a_checkpoint_stands_for_its_rows_after_a_kill() {
    if let Ok(path) = env::var(WRITER) {
        return write_for_ever(Path::new(&path)).await;
    }
    for days in [3, 40, 90] {
        let place = Place::new();
        kill_a_writer_after(&place, days);

        let ledger = place.ledger().await;
        ledger.lock_account(&account()).unwrap();
        let last = ledger.checkpoint(&account(), &provider(), "coupons").await.unwrap().unwrap();
        let batches = u64::try_from((last - date(2000, 1, 1)).get_days()).unwrap();
        assert!(batches >= u64::from(days));
        assert_eq!(ledger.counts().await.unwrap()[0].rows, batches * ROWS);
        let kept = ledger.digest(Table::Coupons, None).await.unwrap();
        assert_eq!(kept, ledger.recomputed_digest(Table::Coupons, None).await.unwrap());
    }
}

fn kill_a_writer_after(place: &Place, days: u32) {
    let mut writer = Command::new(env::current_exe().unwrap())
        .args(["--exact", "a_checkpoint_stands_for_its_rows_after_a_kill"])
        .env(WRITER, place.path())
        .spawn()
        .unwrap();
    let reached = |place: &Place| {
        let sql = "SELECT julianday(day) - julianday('2000-01-01') >= ? FROM checkpoints";
        place.path().exists()
            && place.sqlite().query_row(sql, [days], |row| row.get(0)).unwrap_or(false)
    };
    while !reached(place) {
        assert!(writer.try_wait().unwrap().is_none(), "the writer ended by itself");
        thread::sleep(Duration::from_millis(10));
    }
    writer.kill().unwrap();
    writer.wait().unwrap();
}

async fn write_for_ever(path: &Path) {
    let ledger = Ledger::open(path, Realm::Real, true).unwrap();
    ledger.register_account(&account(), "qince", "f1").await.unwrap();
    let _lock = ledger.lock_account(&account()).unwrap();
    let mut day = date(2000, 1, 1);
    loop {
        day = day.tomorrow().unwrap();
        let rows = (0..ROWS).map(|n| coupon(&format!("{day}-{n}"), "a"));
        let checkpoint = Some(Checkpoint { stream: "coupons".to_owned(), day });
        drop(ledger.queue(Batch { checkpoint, ..of_coupons(0, rows) }).await.unwrap());
    }
}
