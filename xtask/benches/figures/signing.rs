//! P1: what a signature costs beyond the bare digest of the same bytes.

use std::hint::black_box;

use coupon_qince_wire as qince;
use coupon_qmai_wire as qmai;
use coupon_sign::Secret;
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use sha1::Sha1;

use crate::measure::{Figure, Limit, Rounds, processor_seconds};

const TIMES: u32 = 200_000;

pub(crate) fn figures(rounds: Rounds) -> Vec<Figure> {
    vec![qince_digest(rounds), qmai_token(rounds)]
}

fn qince_digest(rounds: Rounds) -> Figure {
    let (body, key, time) = ("x".repeat(166), Secret::new("BFCO0PAgIUgd50c0l6"), "20240102030405");
    let whole = format!("{body}|{}|{time}", key.expose_secret());
    let full = || qince::digest(black_box(body.as_bytes()), &key, time);
    let bare = || Md5::digest(black_box(whole.as_bytes()));
    let (ours, reference) = rounds.alternate(|| each(full), || each(bare));
    let what = format!("Qince digest of {} bytes / bare MD5", whole.len());
    Figure { id: "P1", what, ours, reference, unit: "us", limit: Limit::AtMostTimes(1.3) }
}

fn qmai_token(rounds: Rounds) -> Figure {
    let key = "fake-open-key-for-test-only-0001";
    let account = qmai::Account::new(qmai::AccountConfig {
        base_url: qmai::base_url::PRODUCTION.to_owned(),
        open_id: Secret::new("00000000000000000000000000000001"),
        grant_code: Secret::new("fakegrant1"),
        open_key: Secret::new(key),
        v2_signing: qmai::V2Signing::default(),
        v2_money: qmai::V2Money::default(),
        allow_http: false,
    })
    .unwrap();
    let stamp = qmai::AttemptParams::new("2024-01-01T19:04:05Z".parse().unwrap(), 24680);
    let operation = qmai::operation("v3.getCustomerCoupons").unwrap();
    let text = qmai::string_to_sign(&account, &stamp, operation);
    let full = || qmai::token(black_box(&account), &stamp, operation);
    // It takes its key anew for each text, as a program does that keeps nothing, and wipes it as ours does.
    let bare = || {
        let mut mac = Hmac::<Sha1>::new_from_slice(key.as_bytes()).unwrap();
        mac.update(black_box(text.as_bytes()));
        mac.finalize()
    };
    let (ours, reference) = rounds.alternate(|| each(full), || each(bare));
    let what = "Qmai token / bare HMAC-SHA1".to_owned();
    Figure { id: "P1", what, ours, reference, unit: "us", limit: Limit::AtMostTimes(1.3) }
}

/// Microseconds of one.
fn each<T>(work: impl Fn() -> T) -> f64 {
    let seconds = processor_seconds(|| (0..TIMES).for_each(|_| drop(black_box(work()))));
    seconds * 1e6 / f64::from(TIMES)
}
