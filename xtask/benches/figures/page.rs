//! P3: reading a page whose document stands in a string, beside serde_json twice.

use std::hint::black_box;

use axum::body::Bytes;
use coupon_qince_wire::{
    AttemptParams,
    coupondetail::{CouponDetail, QueryCouponDetail},
    decode,
};
use http::Response;
use serde_json::Value;

use crate::{
    measure::{Figure, Limit, Rounds, processor_seconds},
    sandbox,
    server::Server,
};

const ROWS: u32 = 1000;
const TIMES: u32 = 100;

pub(crate) fn figures(rounds: Rounds) -> Vec<Figure> {
    let server = Server::start(ROWS as usize);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let stamp = sandbox::stamp();
    let page = Response::new(sandbox::answer(&server, &runtime, &stamp, ROWS));
    assert_eq!(ours(&stamp, &page), typed(page.body()), "both read the same");

    let (read, reference) =
        rounds.alternate(|| each(|| ours(&stamp, &page)), || each(|| typed(page.body())));
    let what = format!("page of {ROWS} rows, with their text / serde_json's typed rows, without");
    let limit = Limit::FasterTimes(2.0);
    let typed = Figure { id: "P3", what, ours: read, reference, unit: "ms", limit };
    let (read, reference) =
        rounds.alternate(|| each(|| ours(&stamp, &page)), || each(|| untyped(page.body())));
    let what = format!("page of {ROWS} rows, with their text / serde_json's values");
    let limit = Limit::FasterTimes(2.0);
    vec![typed, Figure { id: "P3", what, ours: read, reference, unit: "ms", limit }]
}

fn ours(stamp: &AttemptParams, page: &Response<Bytes>) -> Vec<CouponDetail> {
    let answer = decode::<QueryCouponDetail>(stamp, page).unwrap();
    answer.rows.iter().map(|row| row.decode().unwrap()).collect()
}

fn typed(page: &Bytes) -> Vec<CouponDetail> {
    let envelope: Value = serde_json::from_slice(page).unwrap();
    serde_json::from_str(envelope["response_data"].as_str().unwrap()).unwrap()
}

fn untyped(page: &Bytes) -> Vec<Value> {
    let envelope: Value = serde_json::from_slice(page).unwrap();
    serde_json::from_str(envelope["response_data"].as_str().unwrap()).unwrap()
}

/// Milliseconds of one.
fn each<T>(work: impl Fn() -> T) -> f64 {
    let seconds = processor_seconds(|| (0..TIMES).for_each(|_| drop(black_box(work()))));
    seconds * 1e3 / f64::from(TIMES)
}
