//! The console's pages without a browser: what they hold, what they change, and whom they refuse.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::support::{now, sandbox, settings};
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use coupon_sandbox::{Sandbox, SandboxConfig};
use http::{Request, Response, StatusCode};
use std::net::SocketAddr;
use tower::ServiceExt;

async fn get(sandbox: &Sandbox, path: &str) -> Response<String> {
    send(sandbox, Request::get(path).body(Body::empty()).unwrap()).await
}

async fn post(sandbox: &Sandbox, path: &str, form: &str) -> Response<String> {
    send(sandbox, Request::post(path).body(form.to_owned().into()).unwrap()).await
}

async fn send(sandbox: &Sandbox, request: Request<Body>) -> Response<String> {
    let (parts, body) =
        coupon_sandbox_server::router(sandbox.clone()).oneshot(request).await.unwrap().into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    Response::from_parts(parts, String::from_utf8(body.to_vec()).unwrap())
}

const PAGES: [&str; 9] = [
    "/",
    "/console/log",
    "/console/doctor",
    "/console/state",
    "/console/state?kind=qmai-coupons&page=99999999999999999999",
    "/console/state?kind=coupons&page=18446744073709551615",
    "/console/clock",
    "/console/faults",
    "/console/quirks",
];

#[tokio::test]
async fn every_page_is_there_with_its_policy_also_where_there_is_no_data() {
    for sandbox in [sandbox(), Sandbox::new(SandboxConfig { coupons: 0, ..settings() })] {
        let calls = coupon_qince_wire::OPERATIONS.iter().map(|one| one.name);
        let calls = calls.chain(coupon_qmai_wire::OPERATIONS.iter().map(|one| one.name));
        let calls = calls.map(|name| format!("/console/call/{name}?sample=1"));
        for page in PAGES.into_iter().map(str::to_owned).chain(calls) {
            let shown = get(&sandbox, &page).await;
            assert_eq!(shown.status(), 200, "{page}");
            let policy = shown.headers()["content-security-policy"].to_str().unwrap();
            assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"));
            assert!(
                !shown.body().contains("style=") && !shown.body().contains("onclick"),
                "{page}"
            );
            for link in ["href=\"http", "src=\"http", "href=\"//", "src=\"//", "url("] {
                assert!(!shown.body().contains(link), "{page} needs nothing from outside");
            }
        }
    }
    let nowhere = get(&sandbox(), "/console/nowhere").await;
    assert_eq!(nowhere.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_language_is_the_browsers_until_it_is_chosen() {
    let sandbox = sandbox();
    let chinese = Request::get("/").header("accept-language", "zh-TW,en;q=0.8");
    let shown = send(&sandbox, chinese.body(Body::empty()).unwrap()).await;
    assert!(shown.body().contains("<html lang=\"zh-CN\">") && shown.body().contains("试一个接口"));
    let shown = get(&sandbox, "/?lang=zh").await;
    assert!(shown.headers()["set-cookie"].to_str().unwrap().starts_with("lang=zh;"));
    assert!(get(&sandbox, "/").await.body().contains("Try a call"));
}

#[tokio::test]
async fn what_comes_from_outside_is_shown_as_text() {
    let sandbox = sandbox();
    let nasty = "%3Cscript%3Ealert(1)%3C/script%3E";
    for path in [
        format!("/console/log?q={nasty}"),
        format!("/console/call/voucher.finishVoucher?body=%7B%22voucherId%22:%22{nasty}%22%7D"),
        format!("/console/call/voucher.finishVoucher?body={nasty}"),
    ] {
        let shown = get(&sandbox, &path).await;
        assert!(shown.body().contains("&lt;script&gt;"), "{path}");
        assert!(!shown.body().contains("<script>"), "{path}");
    }
    let path = "/console/call/voucher.finishVoucher";
    post(&sandbox, path, &format!("voucherId={nasty}")).await;
    let shown = get(&sandbox, "/console/log/1").await;
    assert!(shown.body().contains("&lt;script&gt;") && !shown.body().contains("<script>"));
}

#[tokio::test]
async fn a_call_is_logged_replayed_and_opened_again() {
    let sandbox = sandbox();
    let sent = post(&sandbox, "/console/call/voucher.getVoucherInfos", "page_length=2").await;
    assert!(
        sent.body().contains("2 rows")
            && sent.body().contains("curl &#39;") | sent.body().contains("curl '")
    );
    let replayed = post(&sandbox, "/console/log/1/replay", "").await;
    assert_eq!(replayed.status(), StatusCode::SEE_OTHER);
    assert_eq!(replayed.headers()["location"], "/console/log/2");
    let log = sandbox.log(0);
    assert_eq!((log.len(), &log[0].path, &log[0].request), (2, &log[1].path, &log[1].request));
    assert!(get(&sandbox, "/console/log/2").await.body().contains("page_length%22%3A2"));
    let filtered = get(&sandbox, "/console/log?result=refused").await;
    assert!(filtered.body().contains("No call yet"));
    assert_eq!(post(&sandbox, "/console/log/9/replay", "").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_broken_key_is_explained_here_and_by_the_doctor() {
    let sandbox = sandbox();
    for name in
        ["voucher.getVoucherInfos", "v3.getCustomerCoupons", "v2.user-coupons-detail.by-ids"]
    {
        let shown = post(&sandbox, &format!("/console/call/{name}"), "%40key=another").await;
        assert!(shown.body().contains("differs") && shown.body().contains("签名错误"), "{name}");
    }
    // A key as people paste it: a browser sends the line end as CR LF.
    for (vendor, name, key) in [
        ("qince", "voucher.getVoucherInfos", sandbox.qince().app_key),
        ("qmai", "v3.getCustomerCoupons", sandbox.qmai().open_key),
    ] {
        for around in ["%0D%0A", "+"] {
            let form = format!("%40key={key}{around}");
            let shown = post(&sandbox, &format!("/console/call/{name}"), &form).await;
            assert!(shown.body().contains("key-with-line-end"), "{vendor} {around}");
        }
    }
    let shown = get(&sandbox, "/console/doctor?id=1&lang=zh").await;
    assert!(shown.body().contains("differs") && shown.body().contains("密钥"));
    let shown = post(&sandbox, "/console/doctor", "url=not%20an%20address&body=").await;
    assert!(shown.body().contains("This is no address."));
}

#[tokio::test]
async fn clock_faults_quirks_and_state_are_changed() {
    let sandbox = sandbox();
    post(&sandbox, "/console/clock", "advance=86400").await;
    assert_eq!(sandbox.now().duration_since(now()).as_secs(), 86_400);
    post(&sandbox, "/console/clock", "set=2027-01-02T03%3A04%3A05").await;
    assert_eq!(sandbox.now().to_string(), "2027-01-01T19:04:05Z");
    assert_eq!(
        post(&sandbox, "/console/clock", "set=soon").await.status(),
        StatusCode::BAD_REQUEST
    );

    let form = "fault=500&operation=voucher.finishVoucher&probability=0.5&count=3";
    assert_eq!(post(&sandbox, "/console/faults", form).await.status(), StatusCode::SEE_OTHER);
    let placed = sandbox.faults();
    assert_eq!((placed[0].rule.count, placed[0].rule.probability), (Some(3), 0.5));
    assert!(get(&sandbox, "/console/faults").await.body().contains("voucher.finishVoucher"));
    post(&sandbox, "/console/faults", &format!("remove={}", placed[0].id)).await;
    assert!(sandbox.faults().is_empty());
    let unknown = post(&sandbox, "/console/faults", "fault=gremlins").await;
    assert_eq!(unknown.status(), StatusCode::BAD_REQUEST);

    post(&sandbox, "/console/quirks", "response-data=inline&voucher-id=text").await;
    let inline = |sandbox: &Sandbox| {
        sandbox
            .quirks()
            .iter()
            .any(|(quirk, value)| quirk.name() == "response-data" && value == "inline")
    };
    assert!(inline(&sandbox));
    post(&sandbox, "/console/quirks", "profile=as-documented").await;
    assert!(!inline(&sandbox));

    let coupon = crate::support::running_coupon(&sandbox);
    let step =
        format!("step=%7B%22step%22%3A%22use_coupon%22%2C%22coupon_no%22%3A%22{coupon}%22%7D");
    let path = "/console/state?kind=coupons";
    assert_eq!(post(&sandbox, path, &step).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(post(&sandbox, path, &step).await.status(), StatusCode::CONFLICT);
}

#[tokio::test]
async fn neither_another_site_nor_another_machine_gets_in() {
    let sandbox = sandbox();
    let foreign = |name: &str, value: &str| {
        let request = Request::post("/console/clock").header("host", "127.0.0.1:8080");
        request.header(name, value).body(Body::from("advance=60")).unwrap()
    };
    for request in [
        foreign("origin", "https://example.com"),
        foreign("origin", "null"),
        foreign("sec-fetch-site", "cross-site"),
    ] {
        assert_eq!(send(&sandbox, request).await.status(), StatusCode::FORBIDDEN);
    }
    assert_eq!(sandbox.now(), now());
    let own = send(&sandbox, foreign("origin", "http://127.0.0.1:8080")).await;
    assert_eq!(own.status(), StatusCode::SEE_OTHER);

    let mut request = Request::get("/").body(Body::empty()).unwrap();
    let peer: SocketAddr = "192.0.2.1:1234".parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    assert_eq!(send(&sandbox, request).await.status(), StatusCode::FORBIDDEN);
}
