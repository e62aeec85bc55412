//! P7: the sandbox under load beside a bare axum handler that sends as many bytes, and how fast it makes its pages.

use std::{hint::black_box, time::Duration};

use bytes::Bytes;
use coupon_qince_wire::{
    Account, AccountConfig, AttemptParams, TimestampForm, coupondetail::QueryCouponDetail, encode,
};
use coupon_sandbox::{Clock, Sandbox, SandboxConfig, SeedSizes};
use coupon_sign::Secret;
use tokio::runtime::Runtime;
use tower::ServiceExt;

use crate::{
    load::{Call, resident},
    measure::{Figure, Limit, Rounds, median, processor_seconds},
    server::{BARE, Server},
};

/// Rows of the page that the signed route answers.
const ROWS: u32 = 10;
/// Load on the sandbox in all rounds together, and on the bare handler in each.
const LOAD: Duration = Duration::from_secs(63);
const QUICK_LOAD: Duration = Duration::from_secs(9);
const BARE_LOAD: Duration = Duration::from_secs(3);

pub(crate) fn figures(rounds: Rounds, coupons: usize, quick: bool, show: &mut impl FnMut(Figure)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    route(rounds, coupons, if quick { QUICK_LOAD } else { LOAD }, &runtime, show);
    show(page(rounds, &runtime));
}

fn route(
    rounds: Rounds,
    coupons: usize,
    load: Duration,
    runtime: &Runtime,
    show: &mut impl FnMut(Figure),
) {
    let server = Server::start(coupons);
    let length = answer_length(&server, runtime);
    let bare = Server::start_as(BARE, length);
    let bare_call = Call::post(&bare.address(), "/", b"{}", b"content-length");
    let memory = std::cell::RefCell::new(Vec::new());
    let (ours, reference) = rounds.alternate(
        || {
            // Signed anew: the rounds together take longer than a signature is good for.
            let each = signed(&server).repeat(runtime, load / rounds.0 as u32, &server);
            memory.borrow_mut().push(resident(server.process()));
            each
        },
        || bare_call.repeat(runtime, BARE_LOAD, &bare),
    );
    let what = format!(
        "signed call for {ROWS} of {coupons} coupons / bare axum handler of {length} bytes, CPU, {} s of load",
        load.as_secs()
    );
    // At least 0.8 times as many calls in the same time.
    let limit = Limit::AtMostTimes(1.25);
    show(Figure { id: "P7", what, ours, reference, unit: "us", limit });
    // The first round fills the log.
    let memory = memory.into_inner();
    let what = "the sandbox's memory after the load / after its first round".to_owned();
    let (ours, reference) = (memory[memory.len() - 1], memory[0]);
    show(Figure { id: "P7", what, ours, reference, unit: "MB", limit: Limit::AtMostMore(16.0) });
}

/// Of now.
pub(crate) fn stamp() -> AttemptParams {
    #[allow(clippy::disallowed_methods, reason = "the sandbox compares with its clock")]
    AttemptParams::new(jiff::Timestamp::now(), 7)
}

fn request(server: &Server, stamp: &AttemptParams, rows: u32) -> http::Request<Bytes> {
    request_with(server, server.qince("app_key"), stamp, rows)
}

fn request_with(
    server: &Server,
    key: String,
    stamp: &AttemptParams,
    rows: u32,
) -> http::Request<Bytes> {
    let account = account(server.qince("base_url"), server.qince("openid"), key);
    encode(&account, stamp, &query(1, rows))
}

/// A call whose signature is made with another key; its refusal is what is expected.
pub(crate) fn signed_wrongly(server: &Server) -> Call {
    let request = request_with(server, "another".to_owned(), &stamp(), ROWS);
    Call::post(&server.address(), request.uri().path(), request.body(), b"\"return_code\":\"1003\"")
}

pub(crate) fn signed(server: &Server) -> Call {
    let request = request(server, &stamp(), ROWS);
    Call::post(&server.address(), request.uri().path(), request.body(), b"\"return_code\":\"0\"")
}

fn query(page: u32, rows: u32) -> QueryCouponDetail {
    let (page_number, page_length) = (Some(page.into()), Some(rows.into()));
    QueryCouponDetail { page_number, page_length, ..Default::default() }
}

pub(crate) fn account(base_url: String, openid: String, app_key: String) -> Account {
    let (openid, app_key) = (Secret::new(openid), Secret::new(app_key));
    let timestamp = TimestampForm::Beijing;
    Account::new(AccountConfig { base_url, openid, app_key, timestamp, allow_http: false }).unwrap()
}

/// Bytes of the signed call's answer, so that the bare handler sends as many.
fn answer_length(server: &Server, runtime: &Runtime) -> usize {
    answer(server, runtime, &stamp(), ROWS).len()
}

/// The sandbox's answer to a call that is signed with this stamp.
pub(crate) fn answer(
    server: &Server,
    runtime: &Runtime,
    stamp: &AttemptParams,
    rows: u32,
) -> Bytes {
    let request = request(server, stamp, rows);
    let client = coupon_testkit::bare_http_client();
    let post = client.post(request.uri().to_string()).body(request.into_body());
    runtime.block_on(async { post.send().await.unwrap().bytes().await.unwrap() })
}

const PAGES: u32 = 200;
/// How often the same pages are asked for in a round: processor time is counted coarsely.
const TIMES: usize = 20;
const LONGEST_PAGE: u32 = 1000;

/// Millions of bytes that one core answers in a second: pages of a thousand rows, signature, log and all. Beside it, the same
/// bytes copied once.
fn page(rounds: Rounds, runtime: &Runtime) -> Figure {
    let mix = SeedSizes { vouchers: 0, goods: 1, qmai: 0 };
    let now = "2026-03-01T04:00:00Z".parse().unwrap();
    let coupons = (PAGES * LONGEST_PAGE) as usize;
    let settings = SandboxConfig {
        coupons,
        mix,
        most_products: 1,
        clock: Clock::Fixed(now),
        ..SandboxConfig::default()
    };
    let sandbox = Sandbox::new(settings);
    let access = sandbox.qince();
    let account = account(access.base_url, access.openid, access.app_key);
    let requests: Vec<http::Request<Bytes>> = (1..=PAGES)
        .map(|page| encode(&account, &AttemptParams::new(now, 7), &query(page, LONGEST_PAGE)))
        .collect();
    let router = coupon_sandbox_server::router(sandbox.clone());
    let answer = |request: &http::Request<Bytes>| {
        let request = request.clone().map(axum::body::Body::from);
        let answer = runtime.block_on(router.clone().oneshot(request)).unwrap();
        let body = axum::body::to_bytes(answer.into_body(), usize::MAX);
        runtime.block_on(body).unwrap()
    };
    let first = answer(&requests[0]);
    assert!(first.len() > 500_000, "a page of a thousand rows: {}", first.len());
    let mut speeds = Vec::new();
    let mut copies = Vec::new();
    for _ in 0..rounds.0 {
        let mut bytes = 0;
        let seconds = processor_seconds(|| {
            let all = std::iter::repeat_n(&requests, TIMES).flatten();
            bytes = all.map(|request| black_box(answer(request)).len()).sum();
        });
        speeds.push(bytes as f64 / 1e6 / seconds);
        let seconds = processor_seconds(|| {
            (0..bytes / first.len()).for_each(|_| drop(black_box(black_box(&first).to_vec())));
        });
        copies.push(bytes as f64 / 1e6 / seconds);
    }
    let what =
        "pages of 1000 rows on one core, without gzip / the same bytes copied once".to_owned();
    let (ours, reference) = (median(speeds), median(copies));
    Figure { id: "P7", what, ours, reference, unit: "MB/s", limit: Limit::AtLeast(1000.0) }
}
