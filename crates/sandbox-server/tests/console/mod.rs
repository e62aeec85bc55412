//! The console in a real browser.
#![allow(
    unreachable_pub,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test may panic, and says aloud what it cannot check"
)]

mod browser;

use std::{path::Path, time::Duration};

use browser::Browser;
use coupon_sandbox::{Sandbox, SandboxConfig};
use tokio::net::TcpListener;

/// A desk and a phone.
const SCREENS: [(u32, u32); 2] = [(1280, 900), (390, 844)];

/// Where screenshots go, if anybody wants to look at them.
const SHOTS: &str = "COUPON_CONSOLE_SHOTS";

const PAGES: [&str; 12] = [
    "/",
    "/console/call/voucher.addVoucherInfo?sample=1",
    "/console/call/coupondetail.addCoupon",
    "/console/call/v3.getCustomerCoupons",
    "/console/log",
    "/console/log/1",
    "/console/doctor?id=2",
    "/console/state",
    "/console/state?kind=coupons",
    "/console/clock",
    "/console/faults",
    "/console/quirks",
];

#[tokio::test]
async fn somebody_sends_a_call_in_chinese_breaks_the_key_and_reads_why() {
    let Some(browser) = Browser::open().await else {
        eprintln!(
            "SKIPPED: chromedriver and chromium are not installed; nothing was checked of the console in a browser"
        );
        return;
    };
    let base = serve().await;
    for (width, height) in SCREENS {
        browser.size(width, height).await;
        fill_and_send(&browser, &base, width).await;
        break_the_key(&browser, width).await;
    }
    by_keyboard(&browser, &base).await;
    on_every_screen(&browser, &base).await;
    let foreign: Vec<String> = browser
        .asked()
        .await
        .into_iter()
        .filter(|url| !url.starts_with(&base) && !url.starts_with("data:"))
        .collect();
    assert!(foreign.is_empty(), "asked for from outside: {foreign:?}");
    let complaints = browser.complaints().await;
    assert!(complaints.is_empty(), "{complaints:?}");
}

async fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let _ends_with_the_test = tokio::spawn(coupon_sandbox_server::serve(
        Sandbox::new(SandboxConfig::default()),
        listener,
        Default::default(),
    ));
    base
}

async fn fill_and_send(browser: &Browser, base: &str, width: u32) {
    browser.go(base).await;
    assert_eq!(browser.text("h1").await, "试一个接口");
    browser.follow("a[href='/console/call/voucher.addVoucherInfo']").await;
    assert!(
        browser.text("main").await.contains("新建一种优惠券")
            || browser.text("main").await.contains("优惠券")
    );
    browser.follow("a[href$='?sample=1']").await;
    browser.fill("#name", "中秋赏月满百减十").await;
    shot(browser, &format!("{width}-form")).await;
    browser.follow(".call .actions .primary").await;
    let result = browser.text("#result").await;
    assert!(result.contains("成功") && result.contains("voucherId"), "{result}");
    assert!(
        result.contains("\"name\":\"中秋赏月满百减十\""),
        "the request shows what was typed: {result}"
    );
    assert!(result.contains("|sandbox-qince-app-key|"), "the string to sign: {result}");
    fits(browser, "the reply").await;
    shot(browser, &format!("{width}-reply")).await;
}

async fn break_the_key(browser: &Browser, width: u32) {
    browser.run("document.getElementById('@key').closest('details').open = true").await;
    browser.fill("[id='@key']", "不是这个密钥").await;
    browser.follow(".call .actions .primary").await;
    let result = browser.text("#result").await;
    assert!(result.contains("未成功") && result.contains("签名错误"), "{result}");
    let diagnosis = browser.text(".diagnosis").await;
    assert!(diagnosis.contains("differs") && diagnosis.contains("密钥"), "{diagnosis}");
    assert!(
        diagnosis.contains("***") && !diagnosis.contains("sandbox-qince-app-key"),
        "{diagnosis}"
    );
    fits(browser, "the diagnosis").await;
    shot(browser, &format!("{width}-diagnosis")).await;
}

async fn by_keyboard(browser: &Browser, base: &str) {
    const CONTROL_ENTER: &str = "\u{E009}\u{E007}";
    browser.go(&format!("{base}/console/call/coupondetail.updateCouponExt?sample=1")).await;
    browser.click("[data-add]").await;
    browser.fill("[id='exts[1].ext_key']", "活动渠道").await;
    browser.keys("[id='exts[1].ext_value']", "校园").await;
    browser.leave().await;
    browser.keys("[id='exts[1].ext_value']", CONTROL_ENTER).await;
    browser.arrive().await;
    let result = browser.text("#result").await;
    assert!(result.contains("成功") && result.contains("活动渠道"), "{result}");
    browser.go(&format!("{base}/console/log")).await;
    assert!(browser.text("table").await.contains("coupondetail.updateCouponExt"));
}

/// No page is wider than a phone, in either language.
async fn on_every_screen(browser: &Browser, base: &str) {
    for (width, height) in SCREENS {
        browser.size(width, height).await;
        for (dark, lang) in [(false, "zh"), (true, "en")] {
            browser.dark(dark).await;
            for page in PAGES {
                let mark = if page.contains('?') { '&' } else { '?' };
                browser.go(&format!("{base}{page}{mark}lang={lang}")).await;
                fits(browser, page).await;
                let name = page.trim_start_matches("/console").replace(['/', '?', '=', '.'], "-");
                shot(browser, &format!("{width}-{lang}{name}")).await;
            }
        }
    }
}

async fn fits(browser: &Browser, page: &str) {
    let script = "return document.documentElement.scrollWidth - innerWidth";
    let mut wide = browser.run(script).await;
    // A busy machine lays a page out some time after it is loaded.
    for _ in 0..100 {
        if wide.as_i64() <= Some(0) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        wide = browser.run(script).await;
    }
    panic!("{page} is {wide} px too wide");
}

async fn shot(browser: &Browser, name: &str) {
    if let Ok(folder) = std::env::var(SHOTS) {
        std::fs::write(Path::new(&folder).join(format!("{name}.png")), browser.screenshot().await)
            .unwrap();
    }
}
