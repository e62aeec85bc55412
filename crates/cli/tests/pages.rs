//! Report and reconciliation in a real browser, as a reader opens them: a file, light and dark, wide and narrow, printed.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]
#![allow(clippy::print_stderr, reason = "it says aloud what it cannot check")]

#[path = "../../sandbox-server/tests/console/browser.rs"]
#[allow(dead_code, unreachable_pub, reason = "a module of another test, of which we use a part")]
mod browser;

use std::{fs, path::Path, process::Command};

use crate::support::{Place, Served};
use browser::Browser;
use coupon_sandbox::SandboxConfig;
use jiff::Timestamp;

/// Where screenshots and prints go, if anybody wants to look at them.
const SHOTS: &str = "COUPON_PAGE_SHOTS";

/// A desk and a phone.
const SCREENS: [(u32, u32); 2] = [(1280, 2000), (390, 2600)];

#[tokio::test]
async fn both_pages_are_read_in_a_browser_that_asks_for_nothing_else() {
    let Some(browser) = Browser::open().await else {
        eprintln!("SKIPPED: chromedriver and chromium are not installed; no page was opened");
        return;
    };
    let place = with_pages();
    for (page, heading) in [
        ("report.html", "优惠券概况"),
        ("report-en.html", "Coupons"),
        ("coupons.html", "2025 年 6 月优惠券月报"),
        ("coupons-en.html", "Coupons in 2025-06"),
        ("month.html", "核销对账 2025-06-01 – 2025-06-30"),
        ("month-en.html", "Reconciliation 2025-06-01 – 2025-06-30"),
    ] {
        let path = place.path(page);
        let url = format!("file://{}", path.display());
        for (width, height) in SCREENS {
            for dark in [false, true] {
                browser.size(width, height).await;
                browser.dark(dark).await;
                browser.go(&url).await;
                assert_eq!(browser.text("h1").await, heading);
                let across = browser.run("return document.documentElement.scrollWidth").await;
                assert!(
                    across.as_u64().unwrap() <= u64::from(width),
                    "{page} at {width}: {across}"
                );
                let ground =
                    browser.run("return getComputedStyle(document.body).backgroundColor").await;
                assert_eq!(ground == "rgb(246, 247, 247)", !dark, "{page}: {ground}");
                keep(&format!("{page}-{width}-{dark}.png"), &browser.screenshot().await);
            }
        }
        printed(&path, &url);
        let foreign = browser.asked().await.into_iter();
        let foreign: Vec<String> =
            foreign.filter(|asked| *asked != url && !asked.starts_with("data:")).collect();
        assert!(foreign.is_empty(), "{page} asked for {foreign:?}");
        let complaints = browser.complaints().await;
        assert!(complaints.is_empty(), "{page}: {complaints:?}");
    }
}

/// The pages of a ledger with something in every part: the last days of the sandbox's data, and a month with breaks.
fn with_pages() -> Place {
    let served = Served::new(SandboxConfig { coupons: 2_000, ..SandboxConfig::default() });
    let place = Place::of(&served);
    place.good(&["sync"]);
    let database = rusqlite::Connection::open(place.path("coupons.db")).unwrap();
    // The sandbox's data are of fixed days; the report looks at the days around today.
    let latest: i64 = database
        .query_row("SELECT max(received_at) FROM coupon_rows", [], |row| row.get(0))
        .unwrap();
    #[allow(clippy::disallowed_methods, reason = "the program takes today from the clock, too")]
    let now = Timestamp::now().as_microsecond();
    let later = now - latest;
    let received = format!(
        "UPDATE coupon_rows SET received_at = received_at + {later}, used_at = used_at + {later} \
         WHERE received_at IS NOT NULL"
    );
    let ending = format!(
        "UPDATE coupon_rows SET ends_at = {now} + place % 40 * 86400000000 \
         WHERE state = 'available' AND place % 5 = 0"
    );
    for moved in [received, ending] {
        assert!(database.execute(&moved, []).unwrap() > 50, "{moved}");
    }

    place.write("map.toml", "order_no = \"order\"\ntime = \"day\"\nvoucher_amount = \"yuan\"\n");
    place.write("orders.csv", "order,day,yuan\nDD-1,2025-06-01,12.50\nDD-2,2025-06-30,8\n");
    for (lang, suffix) in [("zh", ""), ("en", "-en")] {
        let (report, month) = (format!("report{suffix}.html"), format!("month{suffix}.html"));
        place.good(&["report", "--html", &report, "--lang", lang]);
        let coupons = format!("coupons{suffix}.html");
        place.good(&["report", "--html", &coupons, "--month", "2025-06", "--lang", lang]);
        let files = ["reconcile", "--orders", "orders.csv", "--map", "map.toml", "--html", &month];
        let ran = place.run(&[&files[..], &["--account", "trade", "--lang", lang]].concat());
        assert_eq!(ran.code, Some(9), "{ran:?}");
    }
    place
}

/// Fails unless a printer gets a document of it.
fn printed(page: &Path, url: &str) {
    let to = page.with_extension("pdf");
    let mut print = Command::new("chromium");
    print.args(["--headless=new", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]);
    print.arg(format!("--print-to-pdf={}", to.display())).arg(url);
    let ran = print.output().unwrap();
    let document =
        fs::read(&to).unwrap_or_else(|error| panic!("{}: {error}: {ran:?}", to.display()));
    assert!(document.starts_with(b"%PDF-") && document.len() > 10_000, "{} bytes", document.len());
    keep(&to.file_name().unwrap().to_string_lossy(), &document);
}

fn keep(name: &str, bytes: &[u8]) {
    if let Some(folder) = std::env::var_os(SHOTS) {
        fs::create_dir_all(&folder).unwrap();
        fs::write(Path::new(&folder).join(name), bytes).unwrap();
    }
}
