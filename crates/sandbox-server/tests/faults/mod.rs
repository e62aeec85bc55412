//! Every fault over a real socket: what the caller meets, and what the state shows afterwards.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod pages;
mod raw;

use std::{io::ErrorKind, time::Duration};

use crate::support::*;
use bytes::Bytes;
use coupon_sandbox::{FaultRule, Sandbox};
use coupon_sandbox_server::FAULT_TEXTS;
use http::Request;
use serde_json::{Value, json};

use raw::Heard;

/// How often the call was carried out.
const NOT: usize = 0;
const ONCE: usize = 1;

/// The visible effects of a fault: how it is asked for here, how often the call happened, and the check of the answer.
fn expected(text: &str) -> (&str, usize, fn(&Heard)) {
    match text {
        "latency=30000" => ("latency=150", ONCE, |heard| {
            whole(heard);
            assert!(heard.time >= Duration::from_millis(150), "{:?}", heard.time);
        }),
        "latency=100..300" => (text, ONCE, |heard| {
            whole(heard);
            assert!(heard.time >= Duration::from_millis(100), "{:?}", heard.time);
        }),
        "latency=tail:200" => ("latency=tail:40", ONCE, |heard| {
            whole(heard);
            assert!(heard.time >= Duration::from_millis(20), "{:?}", heard.time);
        }),
        "reset-before" => (text, NOT, reset),
        "reset-after" => (text, ONCE, reset),
        "cut-body" => (text, ONCE, |heard| {
            let promised: usize = heard.headers["content-length"].parse().unwrap();
            assert_eq!((heard.status, heard.body.len()), (200, promised / 2));
        }),
        "slow-body=2000" => ("slow-body=200", ONCE, |heard| {
            whole(heard);
            assert!(heard.time >= Duration::from_millis(200), "{:?}", heard.time);
        }),
        "bad-gzip" => (text, ONCE, |heard| {
            assert_eq!(heard.headers["content-encoding"], "gzip");
            assert!(heard.is_whole() && heard.body.starts_with(&[0x1f, 0x8b, 8]));
            let mut decoder = flate2::read::GzDecoder::new(&heard.body[..]);
            assert!(std::io::copy(&mut decoder, &mut Vec::new()).is_err());
        }),
        "html" => (text, NOT, |heard| page(heard, 200)),
        "html-after" => (text, ONCE, |heard| page(heard, 200)),
        "302" => (text, NOT, |heard| {
            page(heard, 302);
            assert_eq!(heard.headers["location"], "/login");
        }),
        "401" => (text, NOT, |heard| page(heard, 401)),
        "403" => (text, NOT, |heard| page(heard, 403)),
        "429" => (text, NOT, |heard| {
            page(heard, 429);
            assert!(!heard.headers.contains_key("retry-after"));
        }),
        "429=5" => (text, NOT, |heard| {
            page(heard, 429);
            assert_eq!(heard.headers["retry-after"], "5");
        }),
        "500" => (text, NOT, |heard| page(heard, 500)),
        "500-after" => (text, ONCE, |heard| page(heard, 500)),
        "502" => (text, NOT, |heard| page(heard, 502)),
        "502-after" => (text, ONCE, |heard| page(heard, 502)),
        "503" => (text, NOT, |heard| page(heard, 503)),
        "503-after" => (text, ONCE, |heard| page(heard, 503)),
        "busy" => (text, NOT, |heard| {
            assert_eq!(envelope(heard)["return_msg"], "系统繁忙,请稍后再试");
            assert_eq!(envelope(heard)["return_code"], "1007");
        }),
        "no-code" => (text, ONCE, |heard| {
            let envelope = envelope(heard);
            assert!(envelope.get("return_code").is_none() && envelope.get("msg_id").is_some());
        }),
        "cut-data" => (text, ONCE, |heard| {
            let envelope = envelope(heard);
            let data = envelope["response_data"].as_str().unwrap();
            assert!(data.starts_with("[{\"id\"") && !data.ends_with(']'), "{data}");
        }),
        "wrong-msg-id" => (text, ONCE, |heard| {
            let envelope = envelope(heard);
            let msg_id = envelope["msg_id"].as_str().unwrap();
            assert!(msg_id != "X000001" && msg_id.len() <= 32, "{msg_id}");
        }),
        "skew=-3600" => (text, NOT, |heard| {
            assert_eq!(envelope(heard)["return_code"], "1004");
            assert_eq!(heard.headers["date"], "Sun, 01 Mar 2026 03:00:00 GMT");
        }),
        // They are about pages: see the module for them.
        "rows-repeated" | "rows-shifted" => (text, NOT, |heard| {
            assert_eq!(heard.status, 400);
            assert!(heard.text().contains("cannot befall coupondetail.addCoupon"));
        }),
        unknown => panic!("no definition of {unknown} is tested"),
    }
}

fn whole(heard: &Heard) {
    assert!(heard.is_whole() && heard.status == 200, "{}", heard.text());
    assert_eq!(envelope(heard)["return_code"], "0");
}

fn reset(heard: &Heard) {
    assert_eq!((heard.status, heard.error), (0, Some(ErrorKind::ConnectionReset)));
}

fn page(heard: &Heard, status: u16) {
    assert_eq!((heard.status, heard.is_whole()), (status, true));
    assert_eq!(heard.headers["content-type"], "text/html;charset=utf-8");
    assert!(heard.text().starts_with("<html>"));
}

fn envelope(heard: &Heard) -> Value {
    serde_json::from_slice(&heard.body).unwrap()
}

const NO: &str = "FAULT-0001";

/// A signed addCoupon with a number of its own: carried out twice, the second is refused.
fn issue(sandbox: &Sandbox) -> Request<Bytes> {
    let access = sandbox.qince();
    let body = json!({
        "coupon_no": NO, "deal_name": "故障协议", "cm_id": access.customers[0].id,
        "start_date": "2026-03-01", "end_date": "2026-12-31",
        "prods": [{"product_id": access.products[0].id, "unit_name": "箱", "num": 3}],
    });
    let operation = coupon_qince_wire::operation("coupondetail.addCoupon").unwrap();
    let (account, stamp) = (qince_account(sandbox), stamp(sandbox));
    coupon_qince_wire::encode_raw(&account, &stamp, operation, body.to_string().into())
}

fn issued(sandbox: &Sandbox) -> usize {
    sandbox.coupon_rows().iter().filter(|(_, row)| row.contains(NO)).count()
}

#[tokio::test]
async fn every_fault_asked_for_by_header_does_what_its_definition_says() {
    for row in FAULT_TEXTS {
        let (text, times, check) = expected(row.text);
        let sandbox = sandbox();
        let (address, server) = raw::serve(&sandbox).await;
        let heard = raw::send(&address, &issue(&sandbox), text).await;
        check(&heard);
        assert_eq!(issued(&sandbox), times, "{text}: {}", row.en);
        server.abort();
    }
}

#[tokio::test]
async fn a_placed_fault_does_the_same_and_the_log_tells_of_it() {
    for row in FAULT_TEXTS.iter().filter(|row| !row.text.starts_with("rows-")) {
        let (text, times, check) = expected(row.text);
        let sandbox = sandbox();
        let operation = Some("coupondetail.addCoupon".to_owned());
        let rule =
            FaultRule { operation, count: Some(1), ..FaultRule::every(text.parse().unwrap()) };
        sandbox.place_fault(rule).unwrap();
        let (address, server) = raw::serve(&sandbox).await;
        check(&raw::send(&address, &issue(&sandbox), "").await);
        assert_eq!(issued(&sandbox), times, "{text}");
        assert_eq!(sandbox.faults()[0].befallen, 1);

        // Used up: the next call is an ordinary one, and what was carried out is refused a second time.
        let second = raw::send(&address, &issue(&sandbox), "").await;
        let code = if times == ONCE { "1" } else { "0" };
        assert_eq!(envelope(&second)["return_code"], code, "{text}: {}", second.text());
        assert_eq!(issued(&sandbox), 1, "{text}");
        let log = sandbox.log(0);
        assert_eq!((log.len(), log[0].fault.as_deref(), &log[1].fault), (2, Some(text), &None));
        server.abort();
    }
}

#[tokio::test]
async fn qmai_answers_with_its_own_words_when_it_is_busy_or_lacks_a_code() {
    let sandbox = sandbox();
    let (address, server) = raw::serve(&sandbox).await;
    let stamp = coupon_qmai_wire::AttemptParams::new(sandbox.now(), 7);
    let operation = coupon_qmai_wire::operation("v3.getCustomerCoupons").unwrap();
    let params = Bytes::from(json!({"customerId": sandbox.qmai().customers[0]}).to_string());
    let account = qmai_account(&sandbox);
    let request = coupon_qmai_wire::encode_raw(&account, &stamp, operation, params);

    let busy = envelope(&raw::send(&address, &request, "busy").await);
    assert_eq!(
        (&busy["status"], &busy["message"]),
        (&json!(false), &json!("接口限流,请求过于频繁"))
    );
    let bare = envelope(&raw::send(&address, &request, "no-code").await);
    assert!(bare.get("code").is_none() && bare["data"].is_array(), "{bare}");
    let late = envelope(&raw::send(&address, &request, "skew=3600").await);
    assert_eq!((&late["status"], &late["code"]), (&json!(false), &json!("110003")));
    let refused = raw::send(&address, &request, "cut-data").await;
    assert_eq!(refused.status, 400);
    assert!(refused.text().contains("the fault cut-data cannot befall v3.getCustomerCoupons"));
    server.abort();
}

#[tokio::test]
async fn the_same_seed_befalls_the_same_calls() {
    let befallen = async |seed| {
        let sandbox = sandbox();
        let rule = FaultRule { probability: 0.4, seed, ..FaultRule::every("503".parse().unwrap()) };
        sandbox.place_fault(rule).unwrap();
        let mut statuses = Vec::new();
        for _ in 0..60 {
            let operation = coupon_qince_wire::operation("voucher.getVoucherInfos").unwrap();
            let (account, stamp) = (qince_account(&sandbox), stamp(&sandbox));
            let body = Bytes::from_static(b"{}");
            let request = coupon_qince_wire::encode_raw(&account, &stamp, operation, body);
            statuses.push(send(&sandbox, request).await.status().as_u16());
        }
        statuses
    };
    let first = befallen(7).await;
    assert!(first.contains(&503) && first.contains(&200));
    assert_eq!(first, befallen(7).await);
    assert_ne!(first, befallen(8).await);
}
