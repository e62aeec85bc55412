//! Rows come back as they went in, and filters find them.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::common::*;
use coupon_domain::{
    CouponKey, CouponState, CustomerRef, Discount, Item, NO_BEGINNING, NO_END, TemplateRef,
    TemplateState,
};
use coupon_ledger::{AspectReadAt, CouponFilter, Ledger, TemplateAspect, TemplateFilter};
use futures_util::TryStreamExt as _;

on_both!(
    every_field_comes_back_as_it_went_in,
    a_person_who_asks_the_database_reads_plain_columns,
    no_end_and_no_beginning_are_kept_shown_and_found,
    a_text_that_a_database_cannot_hold_costs_a_sign_and_not_the_sync,
    coupons_are_found_by_every_filter,
    a_list_is_read_in_parts,
    a_template_is_open_until_its_usage_was_read_a_month_after_its_end,
    the_oldest_coupon_that_is_not_over_tells_how_far_back_to_read,
    templates_met_in_coupons_are_looked_up_again_after_a_while,
    customers_are_read_again_when_their_template_changes,
    a_value_that_no_version_wrote_is_named_by_table_place_and_column,
);

fn full_coupon() -> coupon_domain::Record<coupon_domain::Coupon> {
    let mut record = coupon("18446744073709551616000", "a");
    let value = &mut record.value;
    value.code = Some("QD-001".to_owned());
    value.template = Some("t1".into());
    value.template_name = Some("兑货券".to_owned());
    value.customer = Some("c1".into());
    value.customer_code = Some("C-1".to_owned());
    value.customer_name = Some("小店".to_owned());
    value.state = CouponState::Other("转赠".to_owned());
    value.amount = Some("10.50".parse().unwrap());
    value.share = Some("0.85".parse().unwrap());
    value.threshold = Some("100.00".parse().unwrap());
    (value.begins_at, value.ends_at) = (Some(at(1)), Some(at(2)));
    (value.created_at, value.changed_at) =
        (Some(at(3)), Some("2026-03-01T00:00:00.123456Z".parse().unwrap()));
    (value.received_at, value.used_at) = (Some(at(5)), Some(at(6)));
    (value.order_id, value.order_no) = (Some("o".to_owned()), Some("n".to_owned()));
    value.order_amount = Some("79228162514264337593543950335".parse().unwrap());
    value.used_amount = Some("-0.01".parse().unwrap());
    value.item = Some(Item {
        product: Some("p1".into()),
        code: Some("P-1".to_owned()),
        name: Some("可乐".to_owned()),
        quantity: Some("1.5".parse().unwrap()),
        unit: Some("箱".to_owned()),
        price: Some("3".parse().unwrap()),
    });
    (value.recovered_at, value.recovered_quantity) = (Some(at(7)), Some("1".parse().unwrap()));
    record
}

async fn every_field_comes_back_as_it_went_in(place: Place) {
    let ledger = place.ledger().await;
    let coupons = [full_coupon(), coupon("empty", "a")];
    let mut amount = template("t1", "满减");
    amount.value.discount = Some(Discount::Amount("5.00".parse().unwrap()));
    amount.value.threshold = Some("100".parse().unwrap());
    (amount.value.total, amount.value.per_customer) = (Some(1000), Some(1));
    (amount.value.claimed, amount.value.used) = (Some(7), Some(0));
    (amount.value.begins_at, amount.value.ends_at) = (Some(at(1)), Some(at(2)));
    (amount.value.created_at, amount.value.changed_at) = (Some(at(3)), Some(at(4)));
    let mut share = template("t2", "折扣");
    share.value.discount = Some(Discount::Percent {
        share: "0.85".parse().unwrap(),
        at_most: Some("20".parse().unwrap()),
    });
    (share.value.state, share.value.derived) = (TemplateState::Ended, true);
    let mut odd = template("t3", "c");
    odd.value.state = TemplateState::Other("审批中".to_owned());
    let templates = [amount, share, odd];
    let mut batch = of_coupons(9, coupons.clone());
    batch.templates = templates.to_vec();
    ledger.commit(batch).await.unwrap();

    let stored = ledger.coupons(&CouponFilter::default(), ALL).await.unwrap();
    for (stored, sent) in stored.iter().zip(&coupons) {
        assert_eq!((&stored.value, &stored.row), (&sent.value, &sent.row));
        assert_eq!((&stored.account, &stored.provider), (&account(), &provider()));
        assert_eq!((stored.first_seen, stored.changed_at, stored.gone_at), (at(9), at(9), None));
    }
    assert_eq!(stored.len(), 2);
    let stored = ledger.templates(&TemplateFilter::default(), ALL).await.unwrap();
    let values: Vec<_> = stored.into_iter().map(|t| t.value).collect();
    assert_eq!(values, templates.map(|t| t.value));
}

async fn a_person_who_asks_the_database_reads_plain_columns(place: Place) {
    let ledger = place.ledger().await;
    ledger.commit(of_coupons(0, [full_coupon()])).await.unwrap();
    drop(ledger);
    let sql = "SELECT account || ' ' || provider || ' ' || id || ' ' || code || ' ' || state || ' ' \
               || amount || ' ' || ends_at || ' ' || vendor_changed_at || ' ' || raw FROM coupons";
    let line = place.ask(sql).unwrap();
    assert_eq!(
        line,
        "trade qince.coupondetail 18446744073709551616000 QD-001 转赠 10.50 2026-03-01T00:02:00Z \
         2026-03-01T00:00:00Z {\"id\":\"18446744073709551616000\",\"v\":\"a\"}"
    );
}

async fn no_end_and_no_beginning_are_kept_shown_and_found(place: Place) {
    let ledger = place.ledger().await;
    let mut endless = coupon("endless", "a");
    endless.value.begins_at = Some(NO_BEGINNING);
    endless.value.ends_at = Some(NO_END);
    ledger.commit(of_coupons(0, [endless.clone()])).await.unwrap();
    let in_state =
        |state| CouponFilter { state: Some(state), as_of: Some(days(700)), ..Default::default() };
    assert_eq!(found(&ledger, in_state(CouponState::Available)).await, ["endless"]);
    assert_eq!(found(&ledger, in_state(CouponState::Expired)).await, [""; 0]);
    let stored = ledger.coupons(&CouponFilter::default(), ALL).await.unwrap();
    assert_eq!(stored[0].value, endless.value);
    drop(ledger);
    let shown = place.ask("SELECT begins_at || ' ' || ends_at FROM coupons").unwrap();
    assert_eq!(shown, "0001-01-01T00:00:00Z 9999-12-30T16:00:00Z");
    let valid = "SELECT count(*) FROM coupons WHERE ends_at > '2026-03-01T00:00:00Z'";
    assert_eq!(place.ask(valid).unwrap(), "1");
}

async fn a_text_that_a_database_cannot_hold_costs_a_sign_and_not_the_sync(place: Place) {
    let ledger = place.ledger().await;
    let rows = || [coupon("a\0b", "c\0d\t\\N\n"), coupon("\\N", "\\.")];
    assert_eq!(ledger.commit(of_coupons(0, rows())).await.unwrap().coupons.new, 2);
    assert_eq!(ledger.commit(of_coupons(1, rows())).await.unwrap().coupons.same, 2);
    let stored = versions(&ledger).await;
    let expected = [("\\N", "\\."), ("a\u{2400}b", "c\u{2400}d\t\\N\n")];
    assert_eq!(stored, expected.map(|(id, version)| (id.to_owned(), version.to_owned())));
    let code =
        |id: &str| CouponFilter { name: Some(CouponKey::Id(id.into())), ..Default::default() };
    assert_eq!(found(&ledger, code("a\0b")).await, ["a\u{2400}b"]);
    drop(ledger);
    let shown = place.ask("SELECT id || customer_name FROM coupons WHERE id LIKE 'a%'").unwrap();
    assert_eq!(shown, "a\u{2400}bc\u{2400}d\t\\N\n");
}

async fn found(ledger: &Ledger, filter: CouponFilter) -> Vec<String> {
    let rows = ledger.coupons(&filter, ALL).await.unwrap();
    rows.into_iter().map(|row| row.value.id.into_string()).collect()
}

async fn coupons_are_found_by_every_filter(place: Place) {
    let ledger = place.ledger().await;
    let mut live = coupon("live", "a");
    live.value.ends_at = Some(at(100));
    let mut unlimited = coupon("unlimited", "a");
    unlimited.value.code = Some("live".to_owned());
    let mut over = coupon("over", "a");
    over.value.ends_at = Some(at(10));
    let mut said = coupon("said", "a");
    said.value.state = CouponState::Expired;
    let mut used = full_coupon();
    used.value.id = "used".into();
    used.value.state = CouponState::Used;
    ledger.commit(of_coupons(0, [live, unlimited, over, said, used])).await.unwrap();
    let any = CouponFilter::default;
    let state = |state, as_of| CouponFilter { state: Some(state), as_of, ..any() };

    let now = Some(at(50));
    assert_eq!(found(&ledger, state(CouponState::Available, now)).await, ["live", "unlimited"]);
    assert_eq!(found(&ledger, state(CouponState::Expired, now)).await, ["over", "said"]);
    assert_eq!(found(&ledger, state(CouponState::Used, now)).await, ["used"]);
    assert_eq!(found(&ledger, state(CouponState::Expired, None)).await, ["said"]);
    let customer = |c| CouponFilter { customer: Some(c), ..any() };
    assert_eq!(found(&ledger, customer(CustomerRef::Id("c1".into()))).await, ["used"]);
    assert_eq!(found(&ledger, customer(CustomerRef::Code("C-1".into()))).await, ["used"]);
    assert_eq!(found(&ledger, customer(CustomerRef::SourceCode("C-1".into()))).await, [""; 0]);
    let template = |t| CouponFilter { template: Some(t), ..any() };
    assert_eq!(found(&ledger, template(TemplateRef::Id("t1".into()))).await, ["used"]);
    assert_eq!(found(&ledger, template(TemplateRef::Name("兑货券".into()))).await, ["used"]);
    let name = |n| CouponFilter { name: Some(n), ..any() };
    assert_eq!(found(&ledger, name(CouponKey::Id("live".into()))).await, ["live"]);
    assert_eq!(found(&ledger, name(CouponKey::Code("live".into()))).await, ["unlimited"]);
    let provider = |p: &str| CouponFilter { provider: Some(p.into()), ..any() };
    assert_eq!(found(&ledger, provider("qmai")).await, [""; 0]);
    assert_eq!(found(&ledger, CouponFilter { account: Some(account()), ..any() }).await.len(), 5);

    let named =
        TemplateFilter { template: Some(TemplateRef::Name("b".into())), ..Default::default() };
    ledger
        .commit(of_templates(0, [template_row("t1", "a"), template_row("t2", "b")]))
        .await
        .unwrap();
    assert_eq!(ledger.templates(&named, ALL).await.unwrap()[0].value.id.as_str(), "t2");
}

use crate::common::template as template_row;

async fn a_list_is_read_in_parts(place: Place) {
    let ledger = place.ledger().await;
    let all = |ledger: &Ledger| {
        let pages = ledger.coupons_stream(&CouponFilter::default());
        pages.map_ok(|page| page.into_iter().map(|row| row.value.id.into_string()).collect())
    };
    let none: Vec<Vec<String>> = all(&ledger).try_collect().await.unwrap();
    assert_eq!(none, [[""; 0]; 0]);

    for (rows, lengths) in [(0..2_000, vec![1_000, 1_000]), (2_000..2_500, vec![1_000, 1_000, 500])]
    {
        ledger
            .commit(of_coupons(0, rows.clone().map(|n| coupon(&n.to_string(), "a"))))
            .await
            .unwrap();
        let pages: Vec<Vec<String>> = all(&ledger).try_collect().await.unwrap();
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), lengths);
        assert_eq!(pages.concat(), (0..rows.end).map(|n| n.to_string()).collect::<Vec<_>>());
    }
}

fn read(template: &str, what: TemplateAspect, began_at: jiff::Timestamp) -> coupon_ledger::Batch {
    let reads = vec![AspectReadAt { template: template.into(), what, began_at }];
    coupon_ledger::Batch { reads, ..batch(0) }
}

async fn a_template_is_open_until_its_usage_was_read_a_month_after_its_end(place: Place) {
    let ledger = place.ledger().await;
    let mut ends = template("ends", "a");
    ends.value.ends_at = Some(days(10));
    ledger.commit(of_templates(0, [ends, template("endless", "a")])).await.unwrap();
    let open = async || {
        let open = ledger.open_templates(&account(), &provider()).await.unwrap();
        open.into_iter().map(|t| (t.id.into_string(), t.ends_at)).collect::<Vec<_>>()
    };
    let both = [("ends".to_owned(), Some(days(10))), ("endless".to_owned(), None)];
    assert_eq!(open().await, both);
    ledger.commit(read("ends", TemplateAspect::Usage, days(39))).await.unwrap();
    ledger.commit(read("ends", TemplateAspect::Customers, days(90))).await.unwrap();
    ledger.commit(read("endless", TemplateAspect::Usage, days(90))).await.unwrap();
    assert_eq!(open().await, both);
    ledger.commit(read("ends", TemplateAspect::Usage, days(40))).await.unwrap();
    // An earlier reading that ends later takes nothing back.
    ledger.commit(read("ends", TemplateAspect::Usage, days(39))).await.unwrap();
    assert_eq!(open().await, both[1..]);
    // The end moves: open again.
    let mut moved = template("ends", "b");
    moved.value.ends_at = Some(days(11));
    ledger.commit(of_templates(1, [moved])).await.unwrap();
    assert_eq!(open().await.len(), 2);
}

async fn the_oldest_coupon_that_is_not_over_tells_how_far_back_to_read(place: Place) {
    let ledger = place.ledger().await;
    let oldest = async |now| {
        ledger.oldest_open_coupon_created(&account(), &provider(), days(now)).await.unwrap()
    };
    assert_eq!(oldest(0).await, None);
    let made = |id: &str, created: Option<i64>, ends: Option<i64>| {
        let mut record = coupon(id, "a");
        (record.value.created_at, record.value.ends_at) = (created.map(days), ends.map(days));
        record.value.state = CouponState::Used;
        record
    };
    let rows = [
        made("1", Some(1), Some(10)),
        made("2", Some(2), Some(50)),
        made("3", Some(3), None),
        made("4", None, None),
    ];
    ledger.commit(of_coupons(0, rows)).await.unwrap();
    assert_eq!(oldest(39).await, Some(days(1)));
    assert_eq!(oldest(40).await, Some(days(2)));
    assert_eq!(oldest(500).await, Some(days(3)));
}

async fn templates_met_in_coupons_are_looked_up_again_after_a_while(place: Place) {
    let ledger = place.ledger().await;
    let of = |id: &str, template: Option<&str>| {
        let mut record = coupon(id, "a");
        record.value.template = template.map(Into::into);
        record
    };
    let due = async |since| {
        let due = ledger.templates_to_look_up(&account(), &provider(), days(since)).await.unwrap();
        due.into_iter().map(|id| id.into_string()).collect::<Vec<_>>()
    };
    assert_eq!(due(0).await, [""; 0]);
    let rows = [of("1", Some("b")), of("2", Some("a")), of("3", Some("b")), of("4", None)];
    ledger.commit(of_coupons(0, rows)).await.unwrap();
    assert_eq!(due(0).await, ["a", "b"]);
    ledger.commit(read("a", TemplateAspect::Details, days(1))).await.unwrap();
    assert_eq!(due(0).await, ["b"]);
    assert_eq!(due(2).await, ["a", "b"]);
}

async fn customers_are_read_again_when_their_template_changes(place: Place) {
    let ledger = place.ledger().await;
    let due = async || {
        let due = ledger.templates_to_read_customers_of(&account(), &provider()).await.unwrap();
        due.into_iter().map(|id| id.into_string()).collect::<Vec<_>>()
    };
    ledger.commit(of_templates(0, [template("t", "a")])).await.unwrap();
    assert_eq!(due().await, ["t"]);
    ledger.commit(read("t", TemplateAspect::Customers, at(1))).await.unwrap();
    assert_eq!(due().await, [""; 0]);
    ledger.commit(of_templates(2, [template("t", "a")])).await.unwrap();
    assert_eq!(due().await, [""; 0]);
    ledger.commit(of_templates(3, [template("t", "b")])).await.unwrap();
    assert_eq!(due().await, ["t"]);
}

async fn a_value_that_no_version_wrote_is_named_by_table_place_and_column(place: Place) {
    let ledger = place.ledger().await;
    ledger.commit(of_coupons(0, [coupon("1", "a")])).await.unwrap();
    place.tamper("UPDATE coupon_rows SET used_amount = '一百'");
    let error = ledger.coupons(&CouponFilter::default(), ALL).await.unwrap_err();
    assert!(error.to_string().contains("coupons, place 1: column used_amount"), "{error}");
}
