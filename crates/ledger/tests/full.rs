//! Readings of everything.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::common::*;
use coupon_ledger::{CouponFilter, Ledger, LedgerError, LedgerTable};

on_both!(
    what_a_full_reading_does_not_find_is_gone_and_can_come_back,
    a_full_reading_that_stopped_marks_nothing,
    a_full_reading_is_about_one_provider_and_one_table,
    many_gone_rows_are_marked_in_parts,
    a_row_that_another_process_brought_meanwhile_is_not_gone,
);

async fn finish(ledger: &Ledger, minute: i64) -> Result<u64, LedgerError> {
    ledger.finish_full(&account(), &provider(), LedgerTable::Coupons, at(minute)).await
}

async fn three(place: &Place) -> Ledger {
    let ledger = place.ledger().await;
    let rows = ["1", "2", "3"].map(|id| coupon(id, "a"));
    ledger.commit(of_coupons(0, rows)).await.unwrap();
    ledger
}

async fn check_digest(ledger: &Ledger, rows: u32) {
    let kept = ledger.digest(LedgerTable::Coupons, None).await.unwrap();
    assert!(kept.starts_with(&format!("{rows}:")), "{kept}");
    assert_eq!(kept, ledger.recomputed_digest(LedgerTable::Coupons, None).await.unwrap());
}

async fn what_a_full_reading_does_not_find_is_gone_and_can_come_back(place: Place) {
    let ledger = three(&place).await;
    let before = ledger.digest(LedgerTable::Coupons, None).await.unwrap();

    ledger.begin_full(&account(), &provider()).await.unwrap();
    let rows = [coupon("1", "a"), coupon("3", "b"), coupon("4", "a")];
    let _receipt = ledger.queue(of_coupons(1, rows)).await.unwrap();
    assert_eq!(finish(&ledger, 2).await.unwrap(), 1);
    let ids = |rows: Vec<(String, String)>| rows.into_iter().map(|r| r.0).collect::<Vec<_>>();
    assert_eq!(ids(versions(&ledger).await), ["1", "3", "4"]);
    let all = CouponFilter { gone: true, ..CouponFilter::default() };
    let all = ledger.coupons(&all, ALL).await.unwrap();
    assert_eq!(all.len(), 4);
    assert_eq!(all[1].gone_at, Some(at(2)));
    check_digest(&ledger, 3).await;

    // An answer from before says nothing about now.
    assert_eq!(ledger.commit(of_coupons(1, [coupon("2", "a")])).await.unwrap().coupons.same, 1);
    assert_eq!(versions(&ledger).await.len(), 3);
    let back = ledger.commit(of_coupons(3, [coupon("2", "a"), coupon("3", "a")])).await.unwrap();
    assert_eq!(back.coupons.changed, 2);
    assert_eq!(versions(&ledger).await.len(), 4);
    check_digest(&ledger, 4).await;
    assert_ne!(before, ledger.digest(LedgerTable::Coupons, None).await.unwrap());
}

async fn a_full_reading_that_stopped_marks_nothing(place: Place) {
    let ledger = three(&place).await;
    ledger.begin_full(&account(), &provider()).await.unwrap();
    ledger.commit(of_coupons(1, [coupon("1", "a")])).await.unwrap();
    drop(ledger);

    let ledger = place.ledger().await;
    let error = finish(&ledger, 2).await.unwrap_err();
    assert!(matches!(error, LedgerError::NoFullReading { .. }), "{error}");
    // Begun again, it begins with nothing.
    ledger.begin_full(&account(), &provider()).await.unwrap();
    ledger.commit(of_coupons(3, [coupon("1", "a")])).await.unwrap();
    ledger.begin_full(&account(), &provider()).await.unwrap();
    ledger.commit(of_coupons(4, ["2", "3"].map(|id| coupon(id, "a")))).await.unwrap();
    assert_eq!(finish(&ledger, 5).await.unwrap(), 1);
    assert!(finish(&ledger, 6).await.is_err());
    assert_eq!(versions(&ledger).await[0].0, "2");
}

async fn a_full_reading_is_about_one_provider_and_one_table(place: Place) {
    let ledger = three(&place).await;
    let mut other = of_coupons(0, [coupon("9", "a")]);
    other.provider = "qince.voucher".into();
    ledger.commit(other).await.unwrap();
    ledger.commit(of_templates(0, [template("t", "a")])).await.unwrap();
    ledger.commit(of_customers(0, "t", [customer("1"), customer("2")])).await.unwrap();

    ledger.begin_full(&account(), &provider()).await.unwrap();
    ledger.commit(of_customers(1, "t", [customer("2")])).await.unwrap();
    let customers =
        ledger.finish_full(&account(), &provider(), LedgerTable::Customers, at(2)).await;
    assert_eq!(customers.unwrap(), 1);
    assert_eq!(finish(&ledger, 2).await.unwrap(), 3);
    let left = ledger.counts().await.unwrap();
    let left: Vec<_> =
        left.iter().map(|c| (c.provider.as_str(), c.table.as_str(), c.rows)).collect();
    assert_eq!(
        left,
        [
            ("qince.coupondetail", "templates", 1),
            ("qince.coupondetail", "coupons", 0),
            ("qince.voucher", "coupons", 1),
            ("qince.coupondetail", "template_customers", 1),
        ]
    );
}

async fn many_gone_rows_are_marked_in_parts(place: Place) {
    let ledger = place.ledger().await;
    ledger.commit(of_coupons(0, (0..25_000).map(|n| coupon(&n.to_string(), "a")))).await.unwrap();
    ledger.begin_full(&account(), &provider()).await.unwrap();
    let kept = (0..25_000).step_by(1_000).map(|n| coupon(&n.to_string(), "a"));
    ledger.commit(of_coupons(1, kept)).await.unwrap();
    assert_eq!(finish(&ledger, 2).await.unwrap(), 24_975);
    check_digest(&ledger, 25).await;
}

async fn a_row_that_another_process_brought_meanwhile_is_not_gone(place: Place) {
    let ledger = three(&place).await;
    ledger.begin_full(&account(), &provider()).await.unwrap();
    ledger.commit(of_coupons(11, [coupon("1", "a")])).await.unwrap();
    let other = place.open(coupon_ledger::Environment::Real, false).unwrap();
    let read_after_a_write = [coupon("2", "b"), coupon("9", "a")];
    other.commit(of_coupons(12, read_after_a_write)).await.unwrap();
    assert_eq!(finish(&ledger, 10).await.unwrap(), 1, "the third alone");
    let ids: Vec<String> = versions(&ledger).await.into_iter().map(|row| row.0).collect();
    assert_eq!(ids, ["1", "2", "9"]);
    check_digest(&ledger, 3).await;
}
