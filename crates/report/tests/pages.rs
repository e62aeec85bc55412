//! The pages: what they count, that they need nothing from outside, and that nobody's name becomes markup.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::io::Cursor;

use common::{LedgerFolder, at, coupon, now, put_coupons};
use coupon_domain::{
    Coupon, CouponState, Discount, Item, ProviderName, Record, Template, TemplateState,
};
use coupon_ledger::{Batch, Checkpoint, ClosedReconciliation, Ledger};
use coupon_report::{
    Mapping, MonthCount, PageLanguage, ReconcileOptions, Reconciliation, Report, TopGroups,
    month_page, month_report, reconcile, reconciliation_page, report, report_page,
};
use jiff::civil::date;
use rust_decimal::Decimal;

const EVIL: &str = "<script src=\"http://example.com/x.js\">&'";

/// As of 2026-04-01 08:00 in Beijing.
async fn filled(place: &LedgerFolder) -> Ledger {
    let ledger = place.ledger().await;
    let yuan = |value: i64| Some(Decimal::new(value, 2));
    let received = Some(at("2026-03-30T16:00:00Z"));
    let vouchers = [
        Coupon {
            amount: yuan(1050),
            ends_at: Some(at("2026-04-10T15:59:59Z")),
            received_at: received,
            ..coupon("1")
        },
        Coupon { amount: yuan(205), ends_at: Some(at("2026-06-30T15:59:59Z")), ..coupon("2") },
        Coupon { amount: yuan(9900), ends_at: Some(at("2026-03-31T15:59:59Z")), ..coupon("over") },
        Coupon { ends_at: Some(at("2026-04-10T15:59:59Z")), ..coupon("a share") },
        Coupon {
            state: CouponState::Used,
            used_at: Some(at("2026-03-31T16:00:00Z")),
            order_no: Some(EVIL.to_owned()),
            ..coupon(EVIL)
        },
    ];
    put_coupons(&ledger, "trade", "qince.voucher", vouchers).await;
    let goods = |id: &str| {
        let item = Item { quantity: Some(Decimal::ONE), ..Item::default() };
        Coupon { code: Some("QD-1".to_owned()), item: Some(item), ..coupon(id) }
    };
    put_coupons(&ledger, "trade", "qince.coupondetail", [goods("g1"), goods("g2"), goods("g3")])
        .await;
    let used = Coupon {
        state: CouponState::Used,
        changed_at: Some(at("2026-03-31T15:59:59Z")),
        ..coupon("q")
    };
    put_coupons(&ledger, "tea", "qmai", [used]).await;
    ledger
}

fn count(report: &Report, provider: &str, state: CouponState) -> u64 {
    let of = |name: &ProviderName| name.as_str() == provider;
    report
        .states
        .iter()
        .filter(|((_, name, is), _)| of(name) && *is == state)
        .map(|(_, count)| count)
        .sum()
}

#[tokio::test]
async fn a_report_counts_coupons_once_and_expiry_by_the_clock() {
    let place = LedgerFolder::new();
    let report = report(&filled(&place).await, Vec::new(), now()).await.unwrap();
    assert_eq!(count(&report, "qince.voucher", CouponState::Available), 3);
    assert_eq!(count(&report, "qince.voucher", CouponState::Expired), 1);
    assert_eq!(
        count(&report, "qince.coupondetail", CouponState::Available),
        1,
        "three rows, one code"
    );
    assert_eq!(report.days.len(), 30);
    assert_eq!(report.days[&date(2026, 4, 1)].used, 1);
    assert_eq!(report.days[&date(2026, 3, 31)], coupon_report::Day { issued: 1, used: 1 });
    assert_eq!(report.approximate, ["qmai".into()]);

    let worth = report.at_stake[&("trade".into(), "qince.voucher".into())];
    assert_eq!(
        (worth.fixed, worth.money.unwrap().to_string(), worth.others),
        (2, "12.55".to_owned(), 1)
    );
    let tenth = report.ending[&date(2026, 4, 10)];
    assert_eq!(
        (tenth.fixed, tenth.money.unwrap().to_string(), tenth.others),
        (1, "10.50".to_owned(), 1)
    );
    assert_eq!(report.ending.values().map(|worth| worth.fixed + worth.others).sum::<u64>(), 2);
}

#[tokio::test]
async fn pages_need_nothing_from_outside_and_names_are_no_markup() {
    let place = LedgerFolder::new();
    let ledger = filled(&place).await;
    let report = report(&ledger, Vec::new(), now()).await.unwrap();
    let run = closed(&ledger).await;
    for lang in [PageLanguage::En, PageLanguage::Zh] {
        for page in [report_page(&report, lang), reconciliation_page(&run, lang)] {
            assert!(page.starts_with("<!doctype html>"));
            assert!(!page.contains("<script"), "no script");
            for outside in ["src=\"", "url(", "@import", "href=\"http", "<link rel=\"stylesheet\""]
            {
                assert!(!page.contains(outside), "{outside}");
            }
            // The one address that an SVG needs is a name, not a place.
            let addresses = page.matches("http").count();
            let names = page.matches("http://www.w3.org/2000/svg").count();
            let shown = page.matches("http://example.com/x.js&quot;&gt;").count();
            let policy = page.matches("http-equiv").count();
            assert_eq!(addresses, names + shown + policy);
            assert!(page.contains("default-src 'none'"));
            assert!(page.contains("prefers-color-scheme: dark") && page.contains("@media print"));
        }
    }
    assert!(
        reconciliation_page(&run, PageLanguage::En).contains("&lt;script src="),
        "the name is shown"
    );
}

#[tokio::test]
async fn a_report_speaks_both_languages_and_draws_both_charts() {
    let place = LedgerFolder::new();
    let report = report(&filled(&place).await, Vec::new(), now()).await.unwrap();
    let (english, chinese) =
        (report_page(&report, PageLanguage::En), report_page(&report, PageLanguage::Zh));
    assert_eq!((english.matches("<svg").count(), chinese.matches("<svg").count()), (2, 2));
    assert!(english.contains("lang=\"en\"") && english.contains("Money at stake"));
    assert!(chinese.contains("lang=\"zh-CN\"") && chinese.contains("未使用金额"));
    assert!(english.contains("Made 2026-04-01 08:00, Beijing time"));
    assert!(chinese.contains("以最后变更日期计：qmai"));
    // Two bars of issue and use on 03-31, one of use on 04-01; one bar of ends on 04-10.
    let bars = |page: &str, colour: &str| page.matches(&format!(" fill=\"{colour}\"")).count();
    assert_eq!((bars(&english, "#0F766E"), bars(&english, "#D97706")), (2, 2));
}

#[tokio::test]
async fn an_empty_ledger_has_a_page_too() {
    let place = LedgerFolder::new();
    let page = report_page(
        &report(&place.ledger().await, Vec::new(), now()).await.unwrap(),
        PageLanguage::En,
    );
    assert!(page.contains("<p class=\"none\">None.</p>"));
}

#[tokio::test]
async fn a_closed_run_is_shown_again_as_it_was() {
    let place = LedgerFolder::new();
    let ledger = filled(&place).await;
    let run = closed(&ledger).await;
    assert_eq!(run.breaks.len(), 1);
    let (before, json) =
        (reconciliation_page(&run, PageLanguage::Zh), serde_json::to_string(&run).unwrap());
    let closed = ClosedReconciliation { name: "2026-04".to_owned(), closed_at: now(), body: json };
    ledger.close_run(closed).await.unwrap();
    // A later change does not change it.
    let later = Coupon { state: CouponState::Available, ..coupon(EVIL) };
    put_coupons(&ledger, "trade", "qince.voucher", [later]).await;
    let stored = ledger.closed_run("2026-04").await.unwrap().unwrap();
    let again: Reconciliation = serde_json::from_str(&stored.body).unwrap();
    assert_eq!(reconciliation_page(&again, PageLanguage::Zh), before);
}

async fn closed(ledger: &Ledger) -> Reconciliation {
    let mapping = Mapping {
        order_no: "order".to_owned(),
        voucher_amount: Some("amount".to_owned()),
        delimiter: Some(';'),
        ..Mapping::default()
    };
    let terms = ReconcileOptions {
        account: Some("trade".into()),
        since: date(2026, 4, 1),
        until: date(2026, 4, 30),
        tolerance: Decimal::ZERO,
        without_orders: vec!["qmai".into()],
    };
    reconcile(ledger, Cursor::new("order;amount\n"), &mapping, &terms, now()).await.unwrap()
}

/// Rows of a template and its coupons at Qmai, whose coupons tell no amount, with a checkpoint.
async fn put_month(ledger: &Ledger, read_until: Option<jiff::civil::Date>) {
    let mut batch =
        Batch::new("tea".into(), "qmai".into(), "coupons.customer", at("2026-03-31T16:00:00Z"));
    let mut template = Template::new("895".into(), TemplateState::Open);
    template.name = Some("六元券".to_owned());
    template.discount = Some(Discount::Amount(Decimal::new(600, 2)));
    batch.templates = vec![Record { value: template, row: "{}".into() }];
    let of = |id: &str, state: CouponState| Coupon {
        template: Some("895".into()),
        received_at: Some(at("2026-03-02T02:00:00Z")),
        ends_at: Some(at("2026-03-20T15:59:59Z")),
        state,
        ..coupon(id)
    };
    let used = |id: &str, used_at: &str| Coupon {
        used_at: Some(at(used_at)),
        customer_code: Some("CUS1".to_owned()),
        customer_name: Some("浦东店".to_owned()),
        ..of(id, CouponState::Used)
    };
    let coupons = [
        used("m1", "2026-03-05T02:00:00Z"),
        // The last second of the month in Beijing, and the first of the next.
        used("m2", "2026-03-31T15:59:59Z"),
        used("m3", "2026-03-31T16:00:00Z"),
        of("m4", CouponState::Available),
    ];
    let row = |value: Coupon| Record { row: serde_json::to_string(&value).unwrap().into(), value };
    batch.coupons = coupons.into_iter().map(row).collect();
    batch.checkpoint =
        read_until.map(|day| Checkpoint { stream: "coupons.customer".to_owned(), day });
    ledger.commit(batch).await.unwrap();
}

#[tokio::test]
async fn a_month_counts_what_happened_in_it_with_the_money_of_the_template() {
    let place = LedgerFolder::new();
    let ledger = place.ledger().await;
    put_month(&ledger, Some(date(2026, 3, 31))).await;
    let report = month_report(&ledger, Vec::new(), date(2026, 3, 9), now()).await.unwrap();
    assert_eq!((report.first, report.last), (date(2026, 3, 1), date(2026, 3, 31)));
    assert_eq!(report.days.len(), 31);
    let counts = |count: &MonthCount| {
        [count.issued, count.used, count.expired]
            .map(|value| (value.coupons(), value.money.map(|money| money.to_string())))
    };
    let yuan = |text: &str| Some(text.to_owned());
    let all = [(4, yuan("24.00")), (2, yuan("12.00")), (1, yuan("6.00"))];
    assert_eq!(counts(&report.total), all);
    assert_eq!(counts(&report.by_source[&("tea".into(), "qmai".into())]), all);
    assert_eq!(report.days[&date(2026, 3, 31)].used.coupons(), 1);
    let names = |top: &TopGroups| -> Vec<(String, u64)> {
        let groups = top.groups.iter();
        groups.map(|group| (group.name.clone(), group.count.used.coupons())).collect()
    };
    assert_eq!(names(&report.by_template), [("六元券".to_owned(), 2)]);
    assert_eq!(names(&report.by_customer), [("浦东店".to_owned(), 2)]);
    assert!(report.is_whole());
    assert_eq!(report.as_of(), Some(at("2026-03-31T16:00:00Z")));
    let page = month_page(&report, PageLanguage::Zh);
    assert!(page.contains("2026 年 3 月优惠券月报") && page.contains("浦东店"), "{page}");
    assert!(!page.contains("class=\"notice bad\""), "nothing is missing");
    let before = month_report(&ledger, Vec::new(), date(2026, 2, 1), now()).await.unwrap();
    assert_eq!(counts(&before.total), [(0, None), (0, None), (0, None)]);
}

#[tokio::test]
async fn a_page_says_first_how_old_its_oldest_data_are_and_what_is_missing() {
    let place = LedgerFolder::new();
    let ledger = place.ledger().await;
    put_month(&ledger, Some(date(2026, 3, 28))).await;
    let expected = vec![("trade".into(), "qince.voucher".into())];
    let known = month_report(&ledger, Vec::new(), date(2026, 3, 1), now()).await.unwrap();
    assert!(!known.is_whole());
    let page = month_page(&known, PageLanguage::En);
    assert!(page.contains("As of 2026-03-29 00:00, Beijing time"), "{page}");
    assert!(page.contains("tea qmai is read up to 2026-03-28 alone"), "{page}");
    assert!(page.contains("the figures will still grow"), "{page}");
    // Its templates are read, and none of its coupons.
    let (day, stream) = (date(2026, 3, 31), "templates.created");
    let mut batch = Batch::new("trade".into(), "qince.voucher".into(), stream, now());
    batch.checkpoint = Some(Checkpoint { stream: stream.to_owned(), day });
    ledger.commit(batch).await.unwrap();
    let report = report(&ledger, expected, now()).await.unwrap();
    let page = report_page(&report, PageLanguage::En);
    assert!(!page.contains("As of "), "one source was never read: {page}");
    let missing = page.find("trade qince.voucher was never read in full").unwrap();
    assert!(missing < page.find("<dl class=\"figures\"").unwrap(), "before the figures");
    // Qmai's coupons tell no amount; their template does.
    let worth = report.at_stake.get(&("tea".into(), "qmai".into()));
    assert_eq!(worth, None, "the one that is available is over");
}

#[tokio::test]
async fn where_nothing_happened_of_late_the_last_days_with_anything_are_shown() {
    let place = LedgerFolder::new();
    let later = at("2026-09-01T00:00:00Z");
    let report = report(&filled(&place).await, Vec::new(), later).await.unwrap();
    assert_eq!(report.days.len(), 30);
    assert_eq!(report.days.last_key_value().unwrap().0, &date(2026, 4, 1));
    assert_eq!(report.days[&date(2026, 3, 31)], coupon_report::Day { issued: 1, used: 1 });
    let page = report_page(&report, PageLanguage::En);
    assert!(page.contains("the 30 days up to 2026-04-01; nothing since"), "{page}");
}
