//! Differences between clients that change no answer: over a socket, byte by byte.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

use std::{io::Read, net::SocketAddr};

use bytes::Bytes;
use coupon_qince_wire::encode_raw;
use coupon_sandbox::{Sandbox, SandboxConfig};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::support::{data, qince_account, qince_raw, qmai_account, sandbox, settings, stamp};

const LIST: &str = "voucher.getVoucherInfos";

async fn served(sandbox: &Sandbox) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(coupon_sandbox_server::serve(sandbox.clone(), listener, Default::default()));
    address
}

/// Path and body of a signed call.
fn signed(sandbox: &Sandbox, body: &'static str) -> (String, Bytes) {
    let operation = coupon_qince_wire::operation(LIST).unwrap();
    let body = Bytes::from_static(body.as_bytes());
    let request = encode_raw(&qince_account(sandbox), &stamp(sandbox), operation, body);
    (request.uri().path().to_owned(), request.into_body())
}

/// Sends these bytes and gives what comes back: the head, and the body as it was sent.
async fn exchange(address: SocketAddr, sent: &[&[u8]]) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    for piece in sent {
        stream.write_all(piece).await.unwrap();
        stream.flush().await.unwrap();
        tokio::task::yield_now().await;
    }
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(answer[..end].to_vec()).unwrap().to_ascii_lowercase();
    (head, answer[end + 4..].to_vec())
}

async fn post(address: SocketAddr, path: &str, headers: &str, body: &[u8]) -> (String, Vec<u8>) {
    let length = body.len();
    let head = format!("POST {path} HTTP/1.1\r\n{headers}content-length: {length}\r\n\r\n");
    exchange(address, &[head.as_bytes(), body]).await
}

const USUAL: &str = "host: sandbox\r\nconnection: close\r\n";

#[tokio::test]
async fn headers_may_have_any_case_order_and_charset() {
    let sandbox = sandbox();
    let address = served(&sandbox).await;
    let body = r#"{"page_length": 2}"#;
    let expected = qince_raw(&sandbox, LIST, body).await;
    let (path, body) = signed(&sandbox, body);
    for headers in [
        USUAL,
        "CONNECTION: close\r\nHOST: Sandbox:80\r\nCONTENT-TYPE: APPLICATION/JSON; CHARSET=UTF-8\r\n",
        "host: x\r\nContent-type: text/plain;charset=gbk\r\naccept-Encoding: identity\r\nconnection: close\r\n",
    ] {
        let (head, answer) = post(address, &path, headers, &body).await;
        assert!(head.starts_with("http/1.1 200"), "{head}");
        assert!(head.contains("content-type: application/json;charset=utf-8"), "{head}");
        assert!(head.contains(&format!("content-length: {}", expected.len())), "{head}");
        assert_eq!(String::from_utf8(answer).unwrap(), expected);
    }
}

#[tokio::test]
async fn a_body_may_come_in_chunks_cut_within_a_character() {
    let sandbox = sandbox();
    let address = served(&sandbox).await;
    let (path, body) = signed(&sandbox, r#"{"page_length": 1, "备注": "客户"}"#);
    let expected = qince_raw(&sandbox, LIST, r#"{"page_length": 1}"#).await;
    let head = format!("POST {path} HTTP/1.1\r\n{USUAL}Transfer-Encoding: Chunked\r\n\r\n");
    let mut sent = vec![head.into_bytes()];
    for piece in body.chunks(7) {
        sent.push([format!("{:X}\r\n", piece.len()).as_bytes(), piece, b"\r\n"].concat());
    }
    sent.push(b"0\r\n\r\n".to_vec());
    let sent: Vec<&[u8]> = sent.iter().map(Vec::as_slice).collect();
    let (_, answer) = exchange(address, &sent).await;
    assert_eq!(String::from_utf8(answer).unwrap(), expected);
}

#[tokio::test]
async fn a_client_may_wait_until_its_body_is_wanted() {
    let sandbox = sandbox();
    let address = served(&sandbox).await;
    let (path, body) = signed(&sandbox, r#"{"page_length": 1}"#);
    let headers = format!("{USUAL}expect: 100-continue\r\n");
    let (head, answer) = post(address, &path, &headers, &body).await;
    assert_eq!(head, "http/1.1 100 continue");
    assert!(String::from_utf8(answer).unwrap().starts_with("HTTP/1.1 200 OK"));
}

#[tokio::test]
async fn a_path_may_be_percent_encoded_where_it_need_not_be() {
    let sandbox = sandbox();
    let address = served(&sandbox).await;
    let body = r#"{"page_length": 1}"#;
    let expected = qince_raw(&sandbox, LIST, body).await;
    let (path, body) = signed(&sandbox, body);
    let encoded: String = path
        .bytes()
        .map(|byte| if byte == b'/' { "/".to_owned() } else { format!("%{byte:02x}") })
        .collect();
    for path in [encoded, format!("/some/base{path}"), format!("http://elsewhere:1{path}")] {
        let (_, answer) = post(address, &path, USUAL, &body).await;
        assert_eq!(String::from_utf8(answer).unwrap(), expected, "{path}");
    }
    let params = json!({"customerId": sandbox.qmai().customers[0]}).to_string();
    let operation = coupon_qmai_wire::operation("v3.getCustomerCoupons").unwrap();
    let stamp = coupon_qmai_wire::AttemptParams::new(sandbox.now(), 7);
    let account = qmai_account(&sandbox);
    let request = coupon_qmai_wire::encode_raw(&account, &stamp, operation, params.into());
    let path = request.uri().path().replace("/v3/", "/%763/").replace("get", "%67et");
    let (_, answer) = post(address, &path, USUAL, request.body()).await;
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    assert_eq!(answer["code"], "0");
}

#[tokio::test]
async fn gzip_is_answered_when_asked_for_and_only_then() {
    let sandbox = sandbox();
    let address = served(&sandbox).await;
    let expected = qince_raw(&sandbox, LIST, "{}").await;
    let (path, body) = signed(&sandbox, "{}");
    let asking = format!("{USUAL}Accept-Encoding: gzip, deflate\r\n");
    let (head, answer) = post(address, &path, &asking, &body).await;
    assert!(head.contains("content-encoding: gzip") && head.contains("content-length:"), "{head}");
    assert!(answer.len() * 2 < expected.len(), "{} of {}", answer.len(), expected.len());
    let mut text = String::new();
    flate2::read::GzDecoder::new(&answer[..]).read_to_string(&mut text).unwrap();
    assert_eq!(text, expected);
    let (head, answer) = post(address, &path, USUAL, &body).await;
    assert!(!head.contains("content-encoding"), "{head}");
    assert_eq!(String::from_utf8(answer).unwrap(), expected);

    let plain = Sandbox::new(SandboxConfig { gzip: false, ..settings() });
    let (path, body) = signed(&plain, "{}");
    let (head, _) = post(served(&plain).await, &path, &asking, &body).await;
    assert!(!head.contains("content-encoding"), "{head}");
}

#[tokio::test]
async fn numbers_may_be_texts_and_texts_of_digits_numbers() {
    let sandbox = sandbox();
    let voucher = data(&sandbox, LIST, json!({"page_length": 1})).await[0]["id"].clone();
    for (number, text) in [
        (
            json!({"page_number": 2, "page_length": 3}),
            json!({"page_number": "2", "page_length": "3"}),
        ),
        (json!({"page_number": null}), json!({"page_number": ""})),
    ] {
        assert_eq!(data(&sandbox, LIST, number).await, data(&sandbox, LIST, text).await);
    }
    for name in ["voucher.getCmInfos", "voucher.queryVoucherUsedInfo"] {
        let field = if name == "voucher.getCmInfos" { "voucher_id" } else { "voucherId" };
        let as_text = data(&sandbox, name, json!({field: voucher.to_string()})).await;
        assert_eq!(data(&sandbox, name, json!({field: voucher})).await, as_text);
    }
    let customer = &sandbox.qmai().customers[0];
    let number: u64 = customer.parse().unwrap();
    let answers = [json!({"customerId": number, "useStatus": ""}), json!({"customerId": customer})];
    let [one, other] = answers.map(|params| params.to_string());
    let name = "v3.getCustomerCoupons";
    let one = crate::support::qmai_raw(&sandbox, name, &one).await;
    assert_eq!(one, crate::support::qmai_raw(&sandbox, name, &other).await);
}
