//! Batches of one transaction are written together or lost together.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::common::*;
use coupon_domain::BadRow;
use coupon_ledger::{Checkpoint, Ledger, LedgerError, LedgerTable};
use jiff::civil::{Date, date};

on_both!(
    a_checkpoint_never_moves_back,
    after_a_batch_that_cannot_be_written_no_checkpoint_passes,
    a_batch_is_in_the_file_when_its_receipt_says_so,
    an_unreadable_row_waits_in_quarantine_until_its_text_is_readable,
    an_unreadable_row_is_one_entry_by_its_id_and_is_closed_when_the_id_is_read,
);

fn to(day: Date) -> Option<Checkpoint> {
    Some(Checkpoint { stream: "coupons".to_owned(), day })
}

async fn day(ledger: &Ledger) -> Option<Date> {
    ledger.checkpoint(&account(), &provider(), "coupons").await.unwrap()
}

async fn a_checkpoint_never_moves_back(place: Place) {
    let ledger = place.ledger().await;
    assert_eq!(day(&ledger).await, None);
    for (given, then) in [(5, 5), (3, 5), (9, 9), (9, 9), (8, 9)] {
        let checkpoint = to(date(2026, 3, given));
        ledger.commit(coupon_ledger::Batch { checkpoint, ..batch(0) }).await.unwrap();
        assert_eq!(day(&ledger).await, Some(date(2026, 3, then)));
    }
    assert_eq!(ledger.checkpoints().await.unwrap().len(), 1);
    assert_eq!(ledger.checkpoint(&account(), &"other".into(), "coupons").await.unwrap(), None);
}

async fn after_a_batch_that_cannot_be_written_no_checkpoint_passes(place: Place) {
    let ledger = place.ledger().await;
    let first = ledger.queue(of_coupons(0, [coupon("1", "a")])).await.unwrap();
    // Its account is unknown: it fails, and takes the open transaction with it.
    let mut lost = of_coupons(0, [coupon("2", "a")]);
    lost.account = "nobody".into();
    let lost = ledger.queue(lost).await.unwrap();
    let mut later = of_coupons(0, [coupon("3", "a")]);
    later.checkpoint = to(date(2026, 3, 1));
    let later = ledger.queue(later).await.unwrap();

    for receipt in [first, lost, later] {
        let error = receipt.written().await.unwrap_err();
        assert!(matches!(error, LedgerError::UnknownAccount { .. }), "{error}");
    }
    assert_eq!(versions(&ledger).await, []);
    assert_eq!(day(&ledger).await, None);
    drop(ledger);

    let ledger = place.ledger().await;
    ledger.commit(of_coupons(0, [coupon("3", "a")])).await.unwrap();
    assert_eq!(versions(&ledger).await.len(), 1);
}

async fn a_batch_is_in_the_file_when_its_receipt_says_so(place: Place) {
    let ledger = place.ledger().await;
    let rows = || place.ask("SELECT count(*) FROM coupons").unwrap();
    let receipt = ledger.queue(of_coupons(0, [coupon("1", "a")])).await.unwrap();
    receipt.written().await.unwrap();
    assert_eq!(rows(), "1");
    // Any reading finds what was queued before it.
    let _receipt = ledger.queue(of_coupons(0, [coupon("2", "a")])).await.unwrap();
    assert_eq!(versions(&ledger).await.len(), 2);
    assert_eq!(rows(), "2");
}

async fn an_unreadable_row_waits_in_quarantine_until_its_text_is_readable(place: Place) {
    let ledger = place.ledger().await;
    let good = coupon("1", "a");
    let bad = |reason: &str| {
        let bad = vec![BadRow { row: good.row.clone(), id: None, reason: reason.to_owned() }];
        coupon_ledger::Batch { bad, ..batch(0) }
    };
    assert_eq!(ledger.commit(bad("no id")).await.unwrap().quarantined, 1);
    assert_eq!(ledger.commit(bad("no id, says a newer version")).await.unwrap().quarantined, 1);
    let held = ledger.quarantine(Some(&account()), 10).await.unwrap();
    assert_eq!(held.len(), 1);
    assert_eq!(held[0].reason, "no id, says a newer version");
    assert_eq!((held[0].row.clone(), held[0].first_seen), (good.row.clone(), at(0)));
    assert_eq!(ledger.quarantine(Some(&"other".into()), 10).await.unwrap(), []);

    ledger.commit(of_coupons(1, [coupon("2", "b")])).await.unwrap();
    assert_eq!(ledger.quarantine(None, 10).await.unwrap().len(), 1);
    assert_eq!(ledger.quarantine_counts().await.unwrap(), [(account(), 1)].into());
    let written = ledger.commit(of_coupons(2, [good.clone()])).await.unwrap();
    assert_eq!(written.released, 1);
    assert_eq!(ledger.quarantine(None, 10).await.unwrap(), []);
    assert_eq!(ledger.quarantine_counts().await.unwrap(), [].into());
    let history = ledger.quarantine_history(Some(&account()), 10).await.unwrap();
    assert_eq!((history.len(), history[0].closed_at), (1, Some(at(2))));
    assert_eq!(history[0].reason, "no id, says a newer version");
}

async fn an_unreadable_row_is_one_entry_by_its_id_and_is_closed_when_the_id_is_read(place: Place) {
    let ledger = place.ledger().await;
    let bad = |stream: &str, id: Option<&str>, text: &str| {
        let bad = BadRow { row: text.into(), id: id.map(str::to_owned), reason: "cut".to_owned() };
        let mut batch = coupon_ledger::Batch { bad: vec![bad], ..batch(0) };
        batch.stream = stream.to_owned();
        batch
    };
    let open = async || ledger.quarantine(None, 10).await.unwrap().len();
    // Of two streams, with two texts, first without its id: one row.
    ledger.commit(bad("coupons.created", None, "{1")).await.unwrap();
    ledger.commit(bad("coupons.changed", Some("1"), "{1")).await.unwrap();
    ledger.commit(bad("coupons.created", Some("1"), "{1,")).await.unwrap();
    assert_eq!(open().await, 1);
    // A template and a customer of the same id are others, and so are customers of two templates.
    let other =
        coupon_ledger::Batch { bad_in: LedgerTable::Templates, ..bad("t", Some("1"), "{t") };
    ledger.commit(other).await.unwrap();
    for template in ["t1", "t2"] {
        let mut batch = bad("c", Some("1"), "{c");
        batch.bad_in = LedgerTable::Customers;
        batch.customers = of_customers(0, template, []).customers;
        ledger.commit(batch).await.unwrap();
    }
    assert_eq!(open().await, 4);
    assert_eq!(ledger.commit(of_customers(1, "t1", [customer("1")])).await.unwrap().released, 1);
    assert_eq!(open().await, 3);
    // The id beside an unreadable row of the same id in one answer proves nothing.
    let mut both = bad("coupons.created", Some("1"), "{1,");
    both.coupons = vec![coupon("1", "a")];
    assert_eq!(ledger.commit(both).await.unwrap().released, 0);
    assert_eq!(open().await, 3);
    assert_eq!(ledger.commit(of_coupons(2, [coupon("1", "a")])).await.unwrap().released, 1);
    assert_eq!(ledger.commit(of_coupons(3, [coupon("1", "a")])).await.unwrap().released, 0);
    assert_eq!(ledger.commit(of_templates(4, [template("1", "a")])).await.unwrap().released, 1);
    assert_eq!((open().await, ledger.quarantine_history(None, 10).await.unwrap().len()), (1, 4));
}
