//! Coupons are counted as people count them, and found by the words that people know.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::common::*;
use coupon_domain::{CouponKey, CouponState, CustomerRef, Item, TemplateRef};
use coupon_ledger::{CouponFilter, CustomerWord, Ledger};
use futures_util::{StreamExt as _, TryStreamExt as _};

on_both!(
    the_rows_of_one_code_of_goods_are_one_coupon,
    a_coupon_is_listed_once_although_a_sync_adds_rows_to_it_meanwhile,
    customers_and_templates_are_found_by_every_name_and_a_stranger_is_told_the_nearest,
);

/// A row of a coupon that is exchanged for goods.
fn goods(id: &str, code: &str, name: &str) -> coupon_domain::Record<coupon_domain::Coupon> {
    let mut record = coupon(id, "小店");
    record.value.code = Some(code.to_owned());
    record.value.item = Some(Item { name: Some(name.to_owned()), ..Item::default() });
    record
}

/// The coupons of a filter: the ids of the rows of each.
async fn whole(ledger: &Ledger, filter: CouponFilter) -> Vec<Vec<String>> {
    let coupons: Vec<_> = ledger.whole_coupons(&filter).try_concat().await.unwrap();
    let ids = |coupon: &coupon_ledger::WholeCoupon| {
        coupon.rows().map(|row| row.value.id.to_string()).collect()
    };
    coupons.iter().map(ids).collect()
}

async fn the_rows_of_one_code_of_goods_are_one_coupon(place: Place) {
    let ledger = place.ledger().await;
    let mut used = goods("3", "B", "茶");
    used.value.state = CouponState::Used;
    let mut same_code = coupon("5", "小店");
    same_code.value.code = Some("A".to_owned());
    let rows =
        [goods("1", "A", "可乐"), goods("2", "B", "水"), used, goods("4", "C", "糖"), same_code];
    ledger.commit(of_coupons(0, rows)).await.unwrap();
    // A row of a coupon that came long before, and one of another provider with the same code.
    ledger.commit(of_coupons(1, [goods("6", "A", "雪碧")])).await.unwrap();
    let mut elsewhere = of_coupons(2, [goods("1", "A", "可乐")]);
    elsewhere.provider = "other".into();
    ledger.commit(elsewhere).await.unwrap();

    let mut all = whole(&ledger, CouponFilter::default()).await;
    all.sort();
    assert_eq!(all, [vec!["1"], vec!["1", "6"], vec!["2", "3"], vec!["4"], vec!["5"]]);
    let counts = ledger.coupon_counts().await.unwrap();
    let count = |name: &str| counts[&(account(), name.into())];
    assert_eq!((count(provider().as_str()), count("other")), (4, 1));

    // The state is that of the first row, whichever row is in the state that is asked for.
    let in_state =
        |state, as_of| CouponFilter { state: Some(state), as_of, ..CouponFilter::default() };
    assert_eq!(whole(&ledger, in_state(CouponState::Used, None)).await, [[""; 0]; 0]);
    for as_of in [None, Some(at(9))] {
        let open = whole(&ledger, in_state(CouponState::Available, as_of)).await;
        assert_eq!(open.len(), 5, "{as_of:?}: {open:?}");
        assert!(open.contains(&vec!["2".to_owned(), "3".to_owned()]), "with all of its rows");
    }
    let named =
        CouponFilter { name: Some(CouponKey::Code("B".to_owned())), ..CouponFilter::default() };
    assert_eq!(whole(&ledger, named).await, [["2", "3"]]);
    let source = CouponFilter { provider: Some("other".into()), ..CouponFilter::default() };
    assert_eq!(whole(&ledger, source).await, [["1"]]);

    let rows = ledger.coupons(&CouponFilter::default(), ALL).await.unwrap();
    let grouped = coupon_ledger::WholeCoupon::group(rows);
    let mut ids: Vec<Vec<String>> = grouped
        .iter()
        .map(|coupon| coupon.rows().map(|row| row.value.id.to_string()).collect())
        .collect();
    ids.sort();
    assert_eq!(ids, all, "rows at hand are grouped alike");

    // More rows than a page has, with the rows of one coupon at both ends.
    let many = (10..2_500).map(|id| goods(&id.to_string(), &format!("M{}", id % 1_245), "茶"));
    ledger.commit(of_coupons(3, many)).await.unwrap();
    let all = whole(&ledger, CouponFilter::default()).await;
    assert_eq!(all.len(), 5 + 1_245);
    assert!(all.contains(&vec!["1244".to_owned(), "2489".to_owned()]));
}

async fn customers_and_templates_are_found_by_every_name_and_a_stranger_is_told_the_nearest(
    place: Place,
) {
    let ledger = place.ledger().await;
    let everywhere = || (None, None);
    let nobody = ledger.customer_named("小店", everywhere()).await.unwrap().unwrap_err();
    assert_eq!((nobody.known, nobody.nearest), (0, None), "nothing was synced");

    let mut held = coupon("1", "小店");
    held.value.customer = Some("7001".into());
    held.value.customer_code = Some("CUS-1".to_owned());
    (held.value.template, held.value.template_name) =
        (Some("9001".into()), Some("端午协议".to_owned()));
    ledger.commit(of_coupons(0, [held])).await.unwrap();
    ledger.commit(of_templates(0, [template("t1", "满减")])).await.unwrap();
    ledger.commit(of_customers(0, "t1", [customer("8001")])).await.unwrap();
    let mut padded = coupon("2", "北门店 ");
    padded.value.customer = Some("7002".into());
    ledger.commit(of_coupons(0, [padded])).await.unwrap();

    let by = |customer| Ok(CustomerWord::Ref(customer));
    let code = |code: &str| by(CustomerRef::Code(code.to_owned()));
    for (word, found) in [
        (" 7001 ", by(CustomerRef::Id("7001".into()))),
        ("CUS-1", code("CUS-1")),
        ("小店", Ok(CustomerWord::Name("小店".to_owned()))),
        ("北门店", Ok(CustomerWord::Name("北门店 ".to_owned()))),
        ("8001", by(CustomerRef::Id("8001".into()))),
        ("C8001", code("C8001")),
    ] {
        assert_eq!(ledger.customer_named(word, everywhere()).await.unwrap(), found, "{word}");
    }
    let stranger = ledger.customer_named("CUS-l", everywhere()).await.unwrap().unwrap_err();
    assert_eq!((stranger.word.as_str(), stranger.nearest.as_deref()), ("CUS-l", Some("CUS-1")));
    let elsewhere = (None, Some("qmai".into()));
    assert!(ledger.customer_named("小店", elsewhere).await.unwrap().is_err());

    for (word, found) in [
        ("9001", TemplateRef::Id("9001".into())),
        ("端午协议", TemplateRef::Name("端午协议".to_owned())),
        (" t1", TemplateRef::Id("t1".into())),
        ("满减", TemplateRef::Name("满减".to_owned())),
    ] {
        assert_eq!(ledger.template_named(word, everywhere()).await.unwrap(), Ok(found), "{word}");
    }
    let stranger = ledger.template_named("端午节协议", everywhere()).await.unwrap().unwrap_err();
    assert_eq!(stranger.nearest.as_deref(), Some("端午协议"));
    let named =
        CouponFilter { customer_name: Some("小店".to_owned()), ..CouponFilter::default() };
    assert_eq!(ledger.coupons(&named, ALL).await.unwrap().len(), 1);
}

#[allow(dead_code, reason = "the example's main function is not called")]
#[path = "../examples/two_versions.rs"]
mod example;

#[tokio::test]
async fn the_example_keeps_the_later_version_and_when_the_first_came() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = example::open(&folder.path().join("coupons.db")).await.unwrap();
    let first = "2026-03-01T02:00:00Z";
    let written = example::write(&ledger, CouponState::Available, first).await.unwrap();
    assert_eq!((written.coupons.new, written.coupons.changed), (1, 0));
    let written = example::write(&ledger, CouponState::Used, "2026-03-02T02:00:00Z").await.unwrap();
    assert_eq!((written.coupons.new, written.coupons.changed), (0, 1));
    assert_eq!(example::read(&ledger, CouponState::Available).await.unwrap(), []);
    let [stored] =
        <[_; 1]>::try_from(example::read(&ledger, CouponState::Used).await.unwrap()).unwrap();
    assert_eq!(stored.row.as_str(), r#"{"id":"c1","state":"used"}"#);
    assert_eq!(stored.first_seen, first.parse().unwrap());
}

async fn a_coupon_is_listed_once_although_a_sync_adds_rows_to_it_meanwhile(place: Place) {
    let ledger = place.ledger().await;
    // More rows than a page has; one code with a row, one with two on the first page, one with two that lie apart.
    let one = [goods("a1", "ONE", "茶"), goods("b1", "TWO", "茶"), goods("b2", "TWO", "糖")];
    let apart = [goods("c1", "APART", "茶")];
    let many = (0..2_500).map(|id| goods(&id.to_string(), &format!("M{id}"), "茶"));
    ledger.commit(of_coupons(0, one.into_iter().chain(apart).chain(many))).await.unwrap();
    ledger.commit(of_coupons(0, [goods("c2", "APART", "糖")])).await.unwrap();

    let mut pages = ledger.whole_coupons(&CouponFilter::default());
    let mut listed = pages.next().await.unwrap().unwrap();
    let late = ["ONE", "TWO", "APART"].map(|code| goods(&format!("late {code}"), code, "水"));
    ledger.commit(of_coupons(1, late)).await.unwrap();
    while let Some(page) = pages.next().await {
        listed.extend(page.unwrap());
    }
    for (code, rows) in [("ONE", 1), ("TWO", 2), ("APART", 2)] {
        let of_code: Vec<_> = listed
            .iter()
            .filter(|coupon| coupon.first().value.code.as_deref() == Some(code))
            .map(|coupon| coupon.rows().count())
            .collect();
        assert_eq!(of_code, [rows], "{code}: as it was when the list began");
    }
    assert_eq!(listed.len(), 2_503);
    let again: Vec<_> = ledger.whole_coupons(&CouponFilter::default()).try_concat().await.unwrap();
    let rows: Vec<usize> = again.iter().map(|coupon| coupon.rows().count()).collect();
    assert_eq!((again.len(), rows.iter().sum::<usize>()), (2_503, 2_508));
}
