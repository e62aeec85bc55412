//! P2: the processor time of a whole signed call, beyond that of a bare POST of the same bytes.

use std::{future::Future, sync::Arc};

use coupon_qince::Qince;
use coupon_qince_wire::{
    Account, AccountConfig, AttemptParams, TimestampForm, coupondetail::QueryCouponDetail, encode,
};
use coupon_sign::Secret;
use coupon_transport::{Client, HttpConfig, Rate, ReqwestConnector, RetryConfig};
use tokio::{runtime::Runtime, task::JoinSet};

use crate::{
    measure::{Figure, Limit, Rounds, processor_seconds},
    server::Server,
};

const IN_FLIGHT: usize = 32;
const CALLS: usize = 6_400;

pub(crate) fn figures(rounds: Rounds) -> Vec<Figure> {
    let server = Server::start(10);
    // One thread, so that its processor time is that of the calls.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let http = ReqwestConnector::new(&HttpConfig::default()).unwrap();
    let client = Client::new(Arc::new(http), RetryConfig::default(), Rate::Unlimited);
    let qince = Arc::new(Qince::new(account(&server), client));
    let call = Arc::new(QueryCouponDetail { page_length: Some(1.into()), ..Default::default() });
    let ours = || {
        processor_time(&runtime, || {
            let (qince, call) = (qince.clone(), call.clone());
            async move { assert_eq!(qince.call(&*call).await.unwrap().rows.len(), 1) }
        })
    };

    let bare_client = coupon_testkit::bare_http_client();
    let (url, body) = signed(&server, &call);
    let reference = || {
        processor_time(&runtime, || {
            let post = bare_client.post(&url).body(body.clone());
            async move { assert!(post.send().await.unwrap().bytes().await.unwrap().len() > 100) }
        })
    };
    let (ours, reference) = rounds.alternate(ours, reference);
    let what = format!("signed call / bare reqwest POST, CPU, {IN_FLIGHT} in flight");
    vec![Figure { id: "P2", what, ours, reference, unit: "us", limit: Limit::AtMostTimes(1.25) }]
}

fn account(server: &Server) -> Account {
    Account::new(AccountConfig {
        base_url: server.qince("base_url"),
        openid: Secret::new(server.qince("openid")),
        app_key: Secret::new(server.qince("app_key")),
        timestamp: TimestampForm::Beijing,
        allow_http: false,
    })
    .unwrap()
}

/// Signed once, and sent again and again: the bare side does nothing but send.
fn signed(server: &Server, call: &QueryCouponDetail) -> (String, bytes::Bytes) {
    #[allow(clippy::disallowed_methods, reason = "the sandbox compares with its clock")]
    let now = jiff::Timestamp::now();
    let request = encode(&account(server), &AttemptParams::new(now, 7), call);
    (request.uri().to_string(), request.into_body())
}

/// Microseconds of processor time of one call.
fn processor_time<F: Future<Output = ()> + Send + 'static>(
    runtime: &Runtime,
    call: impl Fn() -> F + Clone + Send + Sync,
) -> f64 {
    let work = async {
        let mut calls = JoinSet::new();
        for begun in 0..CALLS {
            if begun >= IN_FLIGHT {
                calls.join_next().await.unwrap().unwrap();
            }
            calls.spawn(call());
        }
        while let Some(done) = calls.join_next().await {
            done.unwrap();
        }
    };
    processor_seconds(|| runtime.block_on(work)) * 1e6 / CALLS as f64
}
