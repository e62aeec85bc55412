//! P7: a call with a wrong signature beside a right one. The doctor's work is not in it: a diagnosis is made when it is read.

use std::hint::black_box;

use bytes::Bytes;
use coupon_qince_wire::{AttemptParams, coupondetail::QueryCouponDetail, encode};
use coupon_sandbox::{Clock, Sandbox, SandboxConfig};
use http::Request;

use crate::{
    measure::{Figure, Limit, Rounds, processor_seconds},
    sandbox::account,
};

const CALLS: usize = 20_000;
/// A body of 16 KB, and the shortest one.
const NAMES: [usize; 2] = [16_000, 0];

pub(crate) fn figures(rounds: Rounds) -> Vec<Figure> {
    NAMES.map(|length| figure(rounds, length)).into()
}

fn figure(rounds: Rounds, length: usize) -> Figure {
    let now = "2026-03-01T04:00:00Z".parse().unwrap();
    let clock = Clock::Fixed(now);
    let sandbox = Sandbox::new(SandboxConfig { clock, ..SandboxConfig::default() });
    let access = sandbox.qince();
    let call = QueryCouponDetail {
        deal_name: (length > 0).then(|| "x".repeat(length)),
        page_length: Some(10.into()),
        ..Default::default()
    };
    let signed = |key: String| {
        let account = account(access.base_url.clone(), access.openid.clone(), key);
        encode(&account, &AttemptParams::new(now, 7), &call)
    };
    let (right, wrong) = (signed(access.app_key.clone()), signed("another".to_owned()));
    let carried_out = |request: &Request<Bytes>| {
        processor_seconds(|| {
            for _ in 0..CALLS {
                black_box(sandbox.call(request));
            }
        }) * 1e6
            / CALLS as f64
    };
    let (ours, reference) = rounds.alternate(|| carried_out(&wrong), || carried_out(&right));
    let what = format!("call with a wrong signature, body of {length} bytes / the right one, CPU");
    Figure { id: "P7", what, ours, reference, unit: "us", limit: Limit::AtMostTimes(1.2) }
}
