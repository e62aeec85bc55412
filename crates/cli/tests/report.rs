//! The page for a manager.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

use std::fs;

use crate::support::{Place, rows};

fn page(place: &Place, lang: &str) -> String {
    let ran = place.good(&["report", "--html", "report.html", "--lang", lang]);
    assert!(ran.out.contains("report.html"), "{}", ran.out);
    fs::read_to_string(place.path("report.html")).unwrap()
}

#[test]
fn the_report_is_one_file_that_needs_nothing_else() {
    let place = Place::new();
    place.good(&["sync"]);
    // The sandbox's data are of fixed days; the charts show the days around today.
    let database = rusqlite::Connection::open(place.path("sandbox.db")).unwrap();
    let today = "UPDATE coupon_rows SET received_at = unixepoch() * 1000000 WHERE place % 3 = 0";
    assert!(database.execute(today, []).unwrap() > 0);
    for (lang, title) in [("en", "<title>Coupons</title>"), ("zh", "<title>优惠券概况</title>")]
    {
        let page = page(&place, lang);
        assert!(page.contains(title), "{page:.600}");
        assert!(page.contains("<svg"), "charts");
        // The name of SVG's own vocabulary is no address that is asked.
        let addresses = page.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
        for outside in ["http:", "https:", "src=", "<script", "@import", "url("] {
            assert!(!addresses.contains(outside), "{lang}: {outside}");
        }
        let links = addresses.matches("href=").count();
        assert_eq!(links, addresses.matches("href=\"data:,\"").count(), "{lang}");
    }
}

#[test]
fn the_report_counts_what_the_ledger_holds() {
    let place = Place::new();
    place.good(&["sync"]);
    let page = page(&place, "en");
    // A 兑货券 of three products is one coupon.
    let sql =
        "select count(distinct provider || coalesce(code, id)) from coupons where gone_at is null";
    let held = &rows(&place.path("sandbox.db"), sql)[0][0];
    let figure = format!("<dt>coupons</dt><dd>{held}</dd>");
    assert!(page.contains(&figure), "{figure}");
    for name in ["tea", "trade", "qmai", "qince.voucher", "qince.coupondetail"] {
        assert!(page.contains(&format!("<td>{name}</td>")), "{name}");
    }
}

#[test]
fn programs_are_told_the_file_and_a_report_needs_a_ledger() {
    let place = Place::new();
    let ran = place.run(&["report", "--html", "report.html"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(!place.path("report.html").exists());
    for (option, name) in [("--account", "tea"), ("--provider", "qmai")] {
        let ran = place.run(&["report", "--html", "report.html", option, name]);
        assert_eq!((ran.code, ran.err.contains("the whole ledger")), (Some(2), true), "{ran:?}");
    }
    place.good(&["sync"]);
    assert_eq!(place.json(&["report", "--html", "report.html"])["html"], "report.html");
    let ran = place.run(&["report", "--html", "nowhere/report.html"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.err.contains("nowhere/report.html"), "{}", ran.err);
}
