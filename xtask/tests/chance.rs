//! Inputs made by chance out of good ones, for everything that reads what others send: each is read or refused, and none ends
//! the process.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use coupon_domain::{CouponQuery, DateField, PageNumber, Provider as _, Scope, Window};
use coupon_qince::{CouponDetails, Qince, Vouchers};
use coupon_sandbox::SandboxConfig;
use coupon_testkit::{ScriptedConnector, in_matrix, passed_in_matrix};
use coupon_transport::{AttemptContext, Client, Rate, RetryConfig};
use http::{Request, Response};
use xtask::{
    derived::SampleSandbox,
    operations::{Operation, operations},
};

const BASE_URL: &str = "http://127.0.0.1:8080";

/// Texts that readers treat in a way of their own.
const WORDS: [&str; 24] = [
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "\\u0000",
    "\\ud800",
    "\u{feff}",
    "\0",
    "1E+3箱",
    "1,000.00",
    "¥",
    "９",
    "9999-12-31",
    "0001-01-01",
    "~",
    "\t",
    "\u{e5}",
    "-",
    "1e400",
];

struct Chance(fastrand::Rng);

impl Chance {
    /// Some bytes changed, left out, put in, or taken from elsewhere.
    fn changed(&mut self, seed: &[u8], other: &[u8]) -> Vec<u8> {
        let mut bytes = seed.to_vec();
        for _ in 0..self.0.usize(1..5) {
            let at = self.0.usize(..=bytes.len());
            let end = (at + self.0.usize(..40)).min(bytes.len());
            match self.0.u8(..7) {
                0 if at < bytes.len() => bytes[at] = self.0.u8(..),
                1 if at < bytes.len() => bytes[at] ^= 1 << self.0.u8(..8),
                2 => drop(bytes.drain(at..end)),
                3 => {
                    let word = WORDS[self.0.usize(..WORDS.len())];
                    bytes.splice(at..at, word.bytes());
                }
                4 => {
                    let piece = bytes[at..end].to_vec();
                    bytes.splice(at..at, piece);
                }
                5 => {
                    let from = self.0.usize(..=other.len());
                    let piece = &other[from..(from + self.0.usize(..60)).min(other.len())];
                    bytes.splice(at..end, piece.iter().copied());
                }
                _ => bytes.truncate(at),
            }
        }
        bytes
    }
}

/// An operation with a good request and its answer.
struct Seed {
    operation: Operation,
    request: Request<Bytes>,
    answer: Bytes,
}

fn samples() -> SampleSandbox {
    SampleSandbox::new(SandboxConfig { coupons: 30, ..SandboxConfig::default() }).unwrap()
}

/// Each is of a sandbox of its own.
fn seeds() -> Vec<Seed> {
    let of = |operation: Operation| {
        let samples = samples();
        let body = samples.body(operation.vendor, operation.name).unwrap();
        let request = if operation.vendor == "qmai" {
            let params = coupon_qmai_wire::AttemptParams::new(samples.now(), 7);
            let known = coupon_qmai_wire::operation(operation.name).unwrap();
            coupon_qmai_wire::encode_raw(&samples.qmai(BASE_URL).unwrap(), &params, known, body)
        } else {
            let params = coupon_qince_wire::AttemptParams::new(samples.now(), 7);
            let known = coupon_qince_wire::operation(operation.name).unwrap();
            coupon_qince_wire::encode_raw(&samples.qince(BASE_URL).unwrap(), &params, known, body)
        };
        let answer = samples.sandbox.call(&request).response.into_body();
        Seed { operation, request, answer }
    };
    operations().into_iter().map(of).collect()
}

#[tokio::test]
async fn what_chance_makes_of_an_answer_is_read_or_refused() {
    let rounds = in_matrix(800, 20_000);
    let samples = samples();
    let seeds = seeds();
    let mut chance = Chance(fastrand::Rng::with_seed(8));
    let [mut answers, mut rows, mut neutral, mut requests, mut redacted] = [0; 5];
    let now = samples.now();
    for _ in 0..rounds {
        for seed in &seeds {
            let other = &seeds[chance.0.usize(..seeds.len())].answer;
            for _ in 0..5 {
                let bytes = Bytes::from(chance.changed(&seed.answer, other));
                let found = read(seed, Response::new(bytes.clone()));
                rows += found;
                answers += 1;
                if seed.operation.name.starts_with("voucher.get")
                    || seed.operation.name.ends_with("queryCouponDetail")
                {
                    neutral += in_neutral_terms(now, seed, bytes).await;
                }
            }
            let body = chance.changed(seed.request.body(), other);
            let uri = seed.request.uri().to_string();
            let path = chance.changed(uri.as_bytes(), other);
            let target = if chance.0.bool() { path } else { uri.into_bytes() };
            let mut request = Request::post("/").body(Bytes::from(body)).unwrap();
            if let Ok(uri) = http::Uri::try_from(target) {
                *request.uri_mut() = uri;
            }
            let status = samples.sandbox.call(&request).response.status();
            assert!(!status.is_server_error(), "{status}");
            requests += 1;
            redacted += usize::from(is_redacted(&samples, &mut chance, other));
        }
    }
    assert!(rows > answers / 4 && neutral > rounds, "{rows} rows, {neutral} in neutral terms");
    passed_in_matrix("R8", "answers: envelope, cutter, bodies of V2 and V3", answers);
    passed_in_matrix("R8", "pages in neutral terms: dates, decimals, units", neutral);
    passed_in_matrix("R8", "requests to the sandbox", requests);
    passed_in_matrix("R8", "texts redacted", redacted);
}

/// Decodes an answer, and says how many rows there were. A row's own text is what the whole answer holds.
fn read(seed: &Seed, answer: Response<Bytes>) -> usize {
    if seed.operation.vendor == "qmai" {
        let known = coupon_qmai_wire::operation(seed.operation.name).unwrap();
        return known.decode(&answer).map_or(0, |answer| answer.rows.len());
    }
    let known = coupon_qince_wire::operation(seed.operation.name).unwrap();
    let params = coupon_qince_wire::AttemptParams::new("2026-03-02T04:00:00Z".parse().unwrap(), 7);
    known.decode(&params, &answer).map_or(0, |answer| answer.rows.len())
}

/// The rows of a page in neutral terms; each is read, or bad with a reason.
async fn in_neutral_terms(now: jiff::Timestamp, seed: &Seed, bytes: Bytes) -> usize {
    let connector =
        ScriptedConnector::new(move |_| (Duration::ZERO, Ok(Response::new(bytes.clone()))));
    let context = AttemptContext { now, random: 7 };
    let config = RetryConfig { attempts: 1, ..RetryConfig::default() };
    let client = Client::new(Arc::new(connector), config, Rate::Unlimited)
        .with_time_source(Arc::new(move || context));
    let samples = accounts();
    let qince = Arc::new(Qince::new(samples, client));
    let window = Window { by: DateField::Created, from: None, to: None };
    let reasons: Vec<Option<String>> = if seed.operation.name.ends_with("queryCouponDetail") {
        let query = CouponQuery { scope: Scope::Window(window), state: None };
        let page = CouponDetails::new(qince, 1_000).coupons(&query, PageNumber::FIRST).await;
        let rows = page.map(|page| page.rows).unwrap_or_default();
        rows.into_iter().map(|row| row.err().map(|bad| bad.reason)).collect()
    } else {
        let page = Vouchers::new(qince, 1_000).templates(&window, PageNumber::FIRST).await;
        let rows = page.map(|page| page.rows).unwrap_or_default();
        rows.into_iter().map(|row| row.err().map(|bad| bad.reason)).collect()
    };
    assert!(reasons.iter().flatten().all(|reason| !reason.is_empty()));
    reasons.len()
}

fn accounts() -> coupon_qince_wire::Account {
    coupon_qince_wire::Account::new(coupon_qince_wire::AccountConfig {
        base_url: BASE_URL.to_owned(),
        openid: coupon_sign::Secret::new("5465103569540931532"),
        app_key: coupon_sign::Secret::new("BFCO0PAgIUgd50c0l6"),
        timestamp: coupon_qince_wire::TimestampForm::Beijing,
        allow_http: false,
    })
    .unwrap()
}

/// A secret put anywhere into a text is not in it once it is redacted.
fn is_redacted(samples: &SampleSandbox, chance: &mut Chance, around: &[u8]) -> bool {
    let (access, key) = (samples.sandbox.qince(), samples.sandbox.qmai().open_key);
    let mut text = String::from_utf8_lossy(around).into_owned();
    for secret in [&access.app_key, &access.openid, &key] {
        let at = (0..=chance.0.usize(..=text.len())).rev().find(|at| text.is_char_boundary(*at));
        text.insert_str(at.unwrap(), secret);
    }
    let redacted = samples.qince(BASE_URL).unwrap().redact(&text);
    let redacted = samples.qmai(BASE_URL).unwrap().redact(&redacted);
    let leaks =
        [&access.app_key, &access.openid, &key].iter().any(|secret| redacted.contains(*secret));
    assert!(!leaks, "{redacted}");
    true
}
