//! Pages whose rows stay unread as long as the ledger has them as they are.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

#[allow(dead_code, reason = "each test file uses a part")]
mod support;

use std::sync::atomic::Ordering;

use coupon_ledger::RowCounts;
use coupon_sync::SyncSummary;

use support::{Desk, Shelf, Wish, at, kept};

fn coupons(summary: &SyncSummary) -> RowCounts {
    let mut all = RowCounts::default();
    summary.streams.iter().for_each(|stream| all += stream.written.coupons);
    all
}

#[tokio::test]
async fn rows_that_are_known_as_they_are_are_not_read() {
    let rows = (0..25).map(|n| kept(n, "2024-02-20")).collect();
    let (desk, shelf) = (Desk::new().await, Shelf::new(rows, 10));
    desk.sync(&shelf, at("2024-03-10T04:00:00Z")).await.unwrap();
    desk.sync(&shelf, at("2024-03-10T05:00:00Z")).await.unwrap();
    assert!(desk.ledger.knows_most());
    shelf.reads.store(0, Ordering::Relaxed);
    let summary = desk.sync(&shelf, at("2024-03-10T06:00:00Z")).await.unwrap();
    assert!(coupons(&summary).same >= 25);
    assert_eq!(shelf.reads.load(Ordering::Relaxed), 1, "for the template that the coupons name");

    // One row changes, and one can no longer be read.
    shelf.rows.lock().unwrap()[3].text = "v2".to_owned();
    shelf.rows.lock().unwrap()[4].text = "unreadable".to_owned();
    let summary = desk.sync(&shelf, at("2024-03-10T07:00:00Z")).await.unwrap();
    assert_eq!((coupons(&summary).changed, summary.quarantined), (1, 1));
    assert!(!summary.is_complete());
    assert_eq!(desk.ledger.quarantine(None, 10).await.unwrap().len(), 1);
    assert!((2..=10).contains(&shelf.reads.load(Ordering::Relaxed)), "{:?}", shelf.reads);
    let full = Wish { full: true, ..at("2024-03-10T08:00:00Z") };
    let summary = desk.sync(&shelf, full).await.unwrap();
    let gone: u64 = summary.streams.iter().map(|stream| stream.gone).sum();
    assert_eq!((summary.is_complete(), gone), (false, 0), "an unreadable row prevents marks");
}
