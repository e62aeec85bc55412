//! Coupons that come unread: those that are known as they are stay unread, and everything else is as if they had been read.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use crate::common::*;
use coupon_domain::{BadRow, Coupon, RawRow, Record, UnreadCoupons};
use coupon_ledger::{Batch, Ledger, LedgerTable, RowCounts, WriteSummary};

on_both!(
    only_new_and_changed_rows_are_read,
    the_ledger_is_the_same_as_after_reading_everything,
    an_unreadable_row_is_told_and_quarantined_once_and_released_when_it_is_as_it_was,
    an_unread_row_is_noted_by_a_full_reading_and_comes_back,
);

/// Rows by id and version; version "bad" cannot be read. `reads` counts the rows that were.
fn unread(minute: i64, rows: &[(&'static str, &'static str)], reads: &Arc<AtomicU64>) -> Batch {
    let read: Vec<Result<Record<Coupon>, BadRow>> = rows.iter().map(|row| record(*row)).collect();
    let text = |row: &Result<Record<Coupon>, BadRow>| match row {
        Ok(record) => record.row.clone(),
        Err(bad) => bad.row.clone(),
    };
    let texts: Vec<RawRow> = read.iter().map(text).collect();
    let keys = rows.iter().zip(texts).map(|((id, _), text)| ((*id).to_owned(), None, text));
    let reads = Arc::clone(reads);
    let unread = UnreadCoupons::new(keys, false, move |index| {
        reads.fetch_add(1, Ordering::Relaxed);
        read[index].clone()
    });
    Batch { unread: Some(unread), ..batch(minute) }
}

fn record((id, version): (&str, &str)) -> Result<Record<Coupon>, BadRow> {
    let record = coupon(id, version);
    match version {
        "bad" => Err(BadRow { row: record.row, id: Some(id.to_owned()), reason: "bad".to_owned() }),
        _ => Ok(record),
    }
}

async fn written(ledger: &Ledger, batch: Batch) -> (WriteSummary, Vec<BadRow>) {
    let handle = ledger.queue(batch).await.unwrap();
    ledger.flush().await.unwrap();
    handle.written_with_bad().await.unwrap()
}

async fn only_new_and_changed_rows_are_read(place: Place) {
    let (ledger, reads) = (place.ledger().await, Arc::new(AtomicU64::new(0)));
    let first = written(&ledger, unread(0, &[("1", "a"), ("2", "a"), ("3", "a")], &reads)).await.0;
    assert_eq!((first.coupons, reads.load(Ordering::Relaxed)), (counts(3, 0, 0), 3));
    assert!(!ledger.knows_most());
    let rows = [("3", "a"), ("2", "b"), ("1", "a"), ("4", "a")];
    let second = written(&ledger, unread(1, &rows, &reads)).await.0;
    assert_eq!((second.coupons, reads.load(Ordering::Relaxed)), (counts(1, 1, 2), 5));
    assert!(!ledger.knows_most());
    let third = written(&ledger, unread(2, &rows, &reads)).await.0;
    assert_eq!((third.coupons, reads.load(Ordering::Relaxed)), (counts(0, 0, 4), 5));
    assert!(ledger.knows_most());
}

fn counts(new: u64, changed: u64, same: u64) -> RowCounts {
    RowCounts { new, changed, same }
}

async fn the_ledger_is_the_same_as_after_reading_everything(place: Place) {
    let (lazy, eager) = (place.ledger().await, place.another().ledger().await);
    let reads = Arc::default();
    let passes: [&[(&str, &str)]; 5] = [
        &[("1", "a"), ("2", "a"), ("3", "bad"), ("4", "a")],
        &[("1", "a"), ("2", "b"), ("3", "a"), ("4", "a")],
        &[("1", "bad"), ("2", "b"), ("5", "a")],
        // Asked for before the last: only new rows count.
        &[("2", "a"), ("6", "a"), ("1", "a")],
        &[],
    ];
    for (minute, rows) in [1, 2, 3, 0, 4].into_iter().zip(passes) {
        let (records, bad): (Vec<_>, Vec<_>) =
            rows.iter().map(|row| record(*row)).partition(Result::is_ok);
        let bad = bad.into_iter().filter_map(Result::err).collect();
        let read = of_coupons(minute, records.into_iter().map(Result::unwrap));
        let expected = written(&eager, Batch { bad, ..read }).await.0;
        assert_eq!(written(&lazy, unread(minute, rows, &reads)).await.0, expected, "{rows:?}");
        assert_eq!(versions(&lazy).await, versions(&eager).await);
        let digest = lazy.digest(LedgerTable::Coupons, None).await.unwrap();
        assert_eq!(digest, eager.digest(LedgerTable::Coupons, None).await.unwrap());
        assert_eq!(digest, lazy.recomputed_digest(LedgerTable::Coupons, None).await.unwrap());
        assert_eq!(
            lazy.quarantine_history(None, ALL).await.unwrap(),
            eager.quarantine_history(None, ALL).await.unwrap()
        );
    }
}

async fn an_unreadable_row_is_told_and_quarantined_once_and_released_when_it_is_as_it_was(
    place: Place,
) {
    let (ledger, reads) = (place.ledger().await, Arc::default());
    written(&ledger, unread(0, &[("1", "a"), ("2", "a")], &reads)).await;
    for minute in 1..3 {
        let (summary, bad) =
            written(&ledger, unread(minute, &[("1", "bad"), ("2", "a")], &reads)).await;
        assert_eq!((summary.quarantined, bad.len()), (1, 1));
        assert_eq!(bad[0].id.as_deref(), Some("1"));
        assert_eq!(ledger.quarantine(None, ALL).await.unwrap().len(), 1);
    }
    let (summary, bad) = written(&ledger, unread(3, &[("1", "a"), ("2", "a")], &reads)).await;
    assert_eq!((summary.released, summary.coupons), (1, counts(0, 0, 2)));
    assert!(bad.is_empty());
    assert!(ledger.quarantine(None, ALL).await.unwrap().is_empty());
}

async fn an_unread_row_is_noted_by_a_full_reading_and_comes_back(place: Place) {
    let (ledger, reads) = (place.ledger().await, Arc::default());
    written(&ledger, unread(0, &[("1", "a"), ("2", "a"), ("3", "a")], &reads)).await;
    ledger.begin_full(&account(), &provider()).await.unwrap();
    written(&ledger, unread(1, &[("1", "a"), ("3", "a")], &reads)).await;
    let table = LedgerTable::Coupons;
    let gone = ledger.finish_full(&account(), &provider(), table, at(2)).await.unwrap();
    assert_eq!((gone, versions(&ledger).await.len()), (1, 2));
    let (back, _) = written(&ledger, unread(3, &[("2", "a"), ("3", "a")], &reads)).await;
    assert_eq!((back.coupons, versions(&ledger).await.len()), (counts(0, 1, 1), 3));
}
