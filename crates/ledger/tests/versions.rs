//! Which version of a row stays, and that an unchanged one costs nothing.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::common::*;
use coupon_ledger::{LedgerTable, RowCounts};
use futures_util::TryStreamExt as _;

on_both!(
    the_digest_does_not_know_the_order_and_follows_every_row,
    without_a_vendor_change_time_the_later_fetch_wins,
    the_later_vendor_change_time_wins_over_the_later_fetch,
    rows_of_other_accounts_and_providers_and_templates_do_not_meet,
);

fn tally(new: u64, changed: u64, same: u64) -> RowCounts {
    RowCounts { new, changed, same }
}

async fn stays(ledger: &coupon_ledger::Ledger, version: &str) {
    assert_eq!(versions(ledger).await, [("1".to_owned(), version.to_owned())]);
}

async fn without_a_vendor_change_time_the_later_fetch_wins(place: Place) {
    let ledger = place.ledger().await;
    let write = |minute, version| ledger.commit(of_coupons(minute, [coupon("1", version)]));

    assert_eq!(write(5, "a").await.unwrap().coupons, tally(1, 0, 0));
    assert_eq!(write(6, "b").await.unwrap().coupons, tally(0, 1, 0));
    stays(&ledger, "b").await;
    assert_eq!(write(4, "a").await.unwrap().coupons, tally(0, 0, 1));
    stays(&ledger, "b").await;

    let stored = &ledger.coupons(&Default::default(), ALL).await.unwrap()[0];
    assert_eq!((stored.first_seen, stored.changed_at), (at(5), at(6)));
    assert_eq!(stored.row.as_str(), r#"{"id":"1","v":"b"}"#);
}

async fn the_later_vendor_change_time_wins_over_the_later_fetch(place: Place) {
    let ledger = place.ledger().await;
    let write = |minute, version, vendor| {
        ledger.commit(of_coupons(minute, [changed(coupon("1", version), at(vendor))]))
    };

    write(10, "b", 3).await.unwrap();
    assert_eq!(write(20, "a", 2).await.unwrap().coupons, tally(0, 0, 1));
    stays(&ledger, "b").await;
    assert_eq!(write(5, "c", 4).await.unwrap().coupons, tally(0, 1, 0));
    stays(&ledger, "c").await;
    // The same vendor time again: the fetch tells.
    assert_eq!(write(30, "d", 4).await.unwrap().coupons, tally(0, 1, 0));
    stays(&ledger, "d").await;
}

async fn rows_of_other_accounts_and_providers_and_templates_do_not_meet(place: Place) {
    let ledger = place.ledger().await;
    ledger.register_account(&"other".into(), "qince", "f2").await.unwrap();
    for (account, provider) in [("trade", "p"), ("trade", "q"), ("other", "p")] {
        let mut batch = of_coupons(0, [coupon("1", account)]);
        (batch.account, batch.provider) = (account.into(), provider.into());
        assert_eq!(ledger.commit(batch).await.unwrap().coupons.new, 1);
    }
    for template in ["t1", "t2"] {
        let written = ledger.commit(of_customers(0, template, [customer("9")])).await.unwrap();
        assert_eq!(written.customers.new, 1);
        let (account, provider) = (account(), provider());
        let of = ledger.customers_stream(&account, &provider, &template.into());
        let of = of.try_concat().await.unwrap();
        assert_eq!(of.len(), 1);
        assert_eq!(of[0].value.code.as_deref(), Some("C9"));
    }
    assert_eq!(ledger.counts().await.unwrap().iter().map(|c| c.rows).sum::<u64>(), 5);
}

#[tokio::test]
async fn a_second_sync_of_the_same_rows_writes_nothing() {
    let place = Place::file();
    let ledger = place.ledger().await;
    let all = |minute| {
        let mut batch = of_coupons(minute, (0..500).map(|n| coupon(&n.to_string(), "a")));
        batch.templates = vec![template("t", "a")];
        batch.customers = of_customers(0, "t", [customer("1")]).customers;
        batch.bad =
            vec![coupon_domain::BadRow { row: "{".into(), id: None, reason: "cut".to_owned() }];
        batch.checkpoint = Some(coupon_ledger::Checkpoint {
            stream: "coupons".to_owned(),
            day: jiff::civil::date(2026, 3, 1),
        });
        batch
    };
    ledger.commit(all(0)).await.unwrap();
    let observer = place.sqlite();
    // Counts every commit of another connection that changed the file.
    let version =
        || -> i64 { observer.query_row("PRAGMA data_version", [], |r| r.get(0)).unwrap() };
    let (before, log) = (version(), std::fs::metadata(place.path().with_extension("db-wal")));

    let again = ledger.commit(all(1)).await.unwrap();
    assert_eq!((again.coupons, again.quarantined), (tally(0, 0, 500), 1));
    assert_eq!((again.templates, again.customers), (tally(0, 0, 1), tally(0, 0, 1)));
    assert_eq!(version(), before);
    let log_now = std::fs::metadata(place.path().with_extension("db-wal")).unwrap();
    assert_eq!(log_now.len(), log.unwrap().len());

    ledger.commit(of_coupons(2, [coupon("7", "b")])).await.unwrap();
    assert_ne!(version(), before);
}

async fn the_digest_does_not_know_the_order_and_follows_every_row(place: Place) {
    let rows: Vec<_> = (0..50).map(|n| coupon(&n.to_string(), "a")).collect();
    let other = place.another();
    let (one, two) = (place.ledger().await, other.ledger().await);
    one.commit(of_coupons(0, rows.clone())).await.unwrap();
    for row in rows.iter().rev() {
        let _receipt = two.queue(of_coupons(1, [row.clone()])).await.unwrap();
    }
    let digest = async |ledger: &coupon_ledger::Ledger| {
        let kept = ledger.digest(LedgerTable::Coupons, None).await.unwrap();
        assert_eq!(kept, ledger.recomputed_digest(LedgerTable::Coupons, None).await.unwrap());
        kept
    };
    let first = digest(&one).await;
    assert!(first.starts_with("50:"), "{first}");
    assert_eq!(first, digest(&two).await);
    assert_eq!(first, one.digest(LedgerTable::Coupons, Some(&account())).await.unwrap());
    assert!(
        one.digest(LedgerTable::Coupons, Some(&"other".into())).await.unwrap().starts_with("0:")
    );

    two.commit(of_coupons(2, [coupon("3", "b")])).await.unwrap();
    assert_ne!(first, digest(&two).await);
    two.commit(of_coupons(3, [coupon("3", "a")])).await.unwrap();
    assert_eq!(first, digest(&two).await);
    // Customers of two templates are two rows.
    one.commit(of_customers(0, "t", [customer("1")])).await.unwrap();
    let of_one = one.digest(LedgerTable::Customers, None).await.unwrap();
    two.commit(of_customers(0, "u", [customer("1")])).await.unwrap();
    assert_ne!(of_one, two.digest(LedgerTable::Customers, None).await.unwrap());
    assert_eq!(of_one, one.recomputed_digest(LedgerTable::Customers, None).await.unwrap());
}
