//! The sandbox over a real socket, and its admin API.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::support::*;
use axum::body::Body;
use bytes::Bytes;
use http::{Method, Request};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tower::ServiceExt;

#[tokio::test]
async fn a_signed_call_is_answered_over_http() {
    let sandbox = sandbox();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server =
        tokio::spawn(coupon_sandbox_server::serve(sandbox.clone(), listener, Default::default()));

    let call = coupon_qince_wire::voucher::GetVoucherInfos::default();
    let request = coupon_qince_wire::encode(&qince_account(&sandbox), &stamp(&sandbox), &call);
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: {address}\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{{}}",
        request.uri().path()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    server.abort();

    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("content-type: application/json;charset=utf-8\r\n"), "{answer}");
    assert!(answer.contains(r#"{"return_code":"0","return_msg":"操作成功","msg_id":"X000001""#));
}

#[tokio::test]
async fn both_vendors_take_post_only() {
    for path in
        ["/api/voucher/v1/getVoucherInfos/1/2/3/4", "/v3/crm/coupon/getCustomerCoupons", "/other"]
    {
        let request = Request::get(path).body(Bytes::new()).unwrap();
        let answer = send(&sandbox(), request).await;
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["allow"]),
            (405, &"POST".parse().unwrap())
        );
    }
}

#[tokio::test]
async fn a_body_without_end_is_refused() {
    let body = vec![b' '; 9 * 1024 * 1024];
    let request = Request::post("/api/v2").body(Bytes::from(body)).unwrap();
    assert_eq!(send(&sandbox(), request).await.status(), 413);
}

async fn admin(
    sandbox: &coupon_sandbox::Sandbox,
    method: Method,
    path: &str,
    body: &str,
) -> (u16, String) {
    let request = Request::builder().method(method).uri(format!("/_sandbox/{path}"));
    let request = request.body(Bytes::copy_from_slice(body.as_bytes())).unwrap();
    let answer = send(sandbox, request).await;
    (answer.status().as_u16(), String::from_utf8(answer.into_body().to_vec()).unwrap())
}

#[tokio::test]
async fn the_clock_is_read_set_and_moved() {
    let sandbox = sandbox();
    let now = |text: &str| (200, format!(r#"{{"now":"{text}"}}"#));
    assert_eq!(admin(&sandbox, Method::GET, "clock", "").await, now("2026-03-01T04:00:00Z"));
    let set = r#"{"set":"2026-05-01T00:00:00Z"}"#;
    assert_eq!(admin(&sandbox, Method::POST, "clock", set).await, now("2026-05-01T00:00:00Z"));
    let advance = r#"{"advance_seconds":86400}"#;
    assert_eq!(admin(&sandbox, Method::POST, "clock", advance).await, now("2026-05-02T00:00:00Z"));
    let (status, error) = admin(&sandbox, Method::POST, "clock", r#"{"set":"gestern"}"#).await;
    assert!(status == 400 && error.starts_with(r#"{"error":"the body: "#), "{error}");
    assert_eq!(admin(&sandbox, Method::POST, "nothing", "").await.0, 404);
}

#[tokio::test]
async fn steps_and_grants_are_taken_over_http() {
    let sandbox = sandbox();
    let no = running_coupon(&sandbox);
    let step = format!(r#"{{"step":"use_coupon","coupon_no":"{no}","order":{{"no":"CK1"}}}}"#);
    assert_eq!(admin(&sandbox, Method::POST, "step", &step).await.0, 200);
    let (status, error) = admin(&sandbox, Method::POST, "step", &step).await;
    assert!(status == 400 && error.contains("used: true"), "{error}");
    let (status, error) = admin(&sandbox, Method::POST, "step", r#"{"step":"fly"}"#).await;
    assert!(status == 400 && error.contains("unknown variant `fly`"), "{error}");

    let withhold = r#"{"operation":"v3.getCustomerCoupons","granted":false}"#;
    assert_eq!(admin(&sandbox, Method::POST, "grants", withhold).await.0, 200);
    let answer = qmai_raw(&sandbox, "v3.getCustomerCoupons", r#"{"customerId":"1"}"#).await;
    assert_eq!(answer, r#"{"status":false,"code":"110005","message":"没有接口权限"}"#);
    let unknown = r#"{"operation":"v3.nothing","granted":false}"#;
    assert_eq!(admin(&sandbox, Method::POST, "grants", unknown).await.0, 400);
}

#[tokio::test]
async fn another_machine_is_not_let_into_the_admin_api() {
    let from = |peer: &str| {
        let mut request = Request::get("/_sandbox/clock").body(Body::empty()).unwrap();
        let peer: std::net::SocketAddr = peer.parse().unwrap();
        request.extensions_mut().insert(axum::extract::ConnectInfo(peer));
        coupon_sandbox_server::router(sandbox()).oneshot(request)
    };
    assert_eq!(from("127.0.0.1:5").await.unwrap().status(), 200);
    assert_eq!(from("[::1]:5").await.unwrap().status(), 200);
    assert_eq!(from("192.168.1.7:5").await.unwrap().status(), 403);
}
