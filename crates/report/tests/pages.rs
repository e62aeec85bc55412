//! The pages: what they count, that they need nothing from outside, and that nobody's name becomes markup.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{LedgerFolder, at, coupon, now, put_coupons};
use coupon_domain::{Coupon, CouponState, Item, ProviderName};
use coupon_ledger::{ClosedReconciliation, Ledger};
use coupon_report::{
    Mapping, PageLanguage, ReconcileOptions, Reconciliation, Report, reconcile,
    reconciliation_page, report, report_page,
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
    let report = report(&filled(&place).await, now()).await.unwrap();
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
    let report = report(&ledger, now()).await.unwrap();
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
    let report = report(&filled(&place).await, now()).await.unwrap();
    let (english, chinese) =
        (report_page(&report, PageLanguage::En), report_page(&report, PageLanguage::Zh));
    assert_eq!((english.matches("<svg").count(), chinese.matches("<svg").count()), (2, 2));
    assert!(english.contains("lang=\"en\"") && english.contains("Money at stake"));
    assert!(chinese.contains("lang=\"zh-CN\"") && chinese.contains("未使用金额"));
    assert!(english.contains("As of 2026-04-01 08:00, Beijing time"));
    assert!(chinese.contains("以最后变更日期计：qmai"));
    // Two bars of issue and use on 03-31, one of use on 04-01; one bar of ends on 04-10.
    let bars = |page: &str, colour: &str| page.matches(&format!(" fill=\"{colour}\"")).count();
    assert_eq!((bars(&english, "#0F766E"), bars(&english, "#D97706")), (2, 2));
}

#[tokio::test]
async fn an_empty_ledger_has_a_page_too() {
    let place = LedgerFolder::new();
    let page = report_page(&report(&place.ledger().await, now()).await.unwrap(), PageLanguage::En);
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
    reconcile(ledger, &b"order;amount\n"[..], &mapping, &terms, now()).await.unwrap()
}
