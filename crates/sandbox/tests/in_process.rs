//! Calls within the process: the transport, and half-minute delays that take no time.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{sync::Arc, time::Duration};

use crate::support::*;
use coupon_domain::Effect;
use coupon_qince::Qince;
use coupon_qince_wire::{coupondetail::QueryCouponDetail, voucher::FinishVoucher};
use coupon_sandbox::{Fault, FaultRule, InProcess, Sandbox, SandboxConfig, SeedSizes};
use coupon_transport::{
    Attempt, AttemptContext, Client, ConnectorErrorKind, HttpConnector, Purpose, Rate, RetryConfig,
};

const CALLS: u32 = 10_000;

fn attempt() -> Attempt {
    Attempt { purpose: Purpose::Read, timeout: Duration::from_secs(60), body_limit: 1 << 20 }
}

fn call(sandbox: &Sandbox) -> http::Request<bytes::Bytes> {
    let call = QueryCouponDetail { page_length: Some(1.into()), ..QueryCouponDetail::default() };
    coupon_qince_wire::encode(&qince_account(sandbox), &stamp(sandbox), &call)
}

/// Tokio's clock is paused: a delay passes at once, and only simulated time counts it.
#[tokio::test(start_paused = true)]
async fn ten_thousand_calls_with_a_delay_of_thirty_seconds_take_simulated_time_alone() {
    let mix = SeedSizes { vouchers: 0, goods: 1, qmai: 0 };
    let sandbox = Sandbox::new(SandboxConfig { mix, coupons: 10, ..settings() });
    sandbox.place_fault(FaultRule::every("latency=30000".parse().unwrap())).unwrap();
    let (server, request) = (InProcess(sandbox.clone()), call(&sandbox));
    let begun = tokio::time::Instant::now();
    for number in 1..=CALLS {
        let answer = server.exchange(request.clone(), attempt()).await.unwrap();
        assert!(answer.body().starts_with(b"{\"return_code\":\"0\""));
        assert!(begun.elapsed() >= Duration::from_secs(30) * number, "call {number} did not wait");
    }
    // The timer is exact to a millisecond.
    assert!(begun.elapsed() <= Duration::from_millis(30_001) * CALLS, "{:?}", begun.elapsed());
    let answered: Vec<u64> = sandbox.log(0).iter().map(|entry| entry.id).collect();
    assert!(answered.is_sorted() && answered.last() == Some(&CALLS.into()), "{answered:?}");
}

/// The same client that talks to the vendors.
fn client(sandbox: &Sandbox) -> Qince {
    let clock = sandbox.clone();
    let moments = Arc::new(move || AttemptContext { now: clock.now(), random: 7 });
    let server = Arc::new(InProcess(sandbox.clone()));
    let client =
        Client::new(server, RetryConfig::default(), Rate::Unlimited).with_time_source(moments);
    Qince::new(qince_account(sandbox), client)
}

#[tokio::test(start_paused = true)]
async fn a_client_gives_up_waiting_and_the_write_has_happened() {
    let sandbox = sandbox();
    let voucher_id = open_voucher(&sandbox).await;
    sandbox.place_fault(FaultRule::every("latency=300000".parse().unwrap())).unwrap();
    let call = FinishVoucher { voucher_id: Some(voucher_id.clone()) };
    let error = client(&sandbox).call(&call).await.unwrap_err();
    assert_eq!(error.effect(), Effect::Unknown);
    let rows = sandbox.voucher_rows();
    let (_, row) = rows.iter().find(|(id, _)| *id == voucher_id).unwrap();
    assert!(row.contains(r#""isFinish":"Y""#), "{row}");
}

#[tokio::test]
async fn faults_of_the_network_are_faults_of_the_transport() {
    for (text, kind) in [
        ("reset-before", ConnectorErrorKind::Broken),
        ("reset-after", ConnectorErrorKind::Broken),
        ("cut-body", ConnectorErrorKind::Broken),
        ("bad-gzip", ConnectorErrorKind::Broken),
    ] {
        let sandbox = sandbox();
        let fault: Fault = text.parse().unwrap();
        sandbox.place_fault(FaultRule::every(fault)).unwrap();
        let error = InProcess(sandbox.clone()).exchange(call(&sandbox), attempt()).await;
        assert_eq!(error.unwrap_err().kind(), kind, "{text}");
    }
    let sandbox = sandbox();
    let small = Attempt { body_limit: 100, ..attempt() };
    let error = InProcess(sandbox.clone()).exchange(call(&sandbox), small).await.unwrap_err();
    assert_eq!(error.kind(), ConnectorErrorKind::TooLarge);
    let mut asking = call(&sandbox);
    asking.headers_mut().insert("accept-encoding", "gzip".parse().unwrap());
    let answer = InProcess(sandbox.clone()).exchange(asking, attempt()).await.unwrap();
    assert!(answer.body().starts_with(b"{"), "it comes decompressed");
}
