//! Requests that do not arrive whole: the connection ends in time, the answer has the vendor's shape, the log says why.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{net::SocketAddr, time::Duration};

use crate::support::sandbox;
use coupon_sandbox::{LogEntry, Sandbox};
use coupon_sandbox_server::ServerConfig;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::{Instant, timeout},
};

const PATIENCE: Duration = Duration::from_secs(30);
const PATH: &str = "/api/voucher/v1/getVoucherInfos/1/20260301120000/abc/X1";

struct Served {
    sandbox: Sandbox,
    address: SocketAddr,
}

impl Served {
    async fn new(header: u64, body: u64, idle: u64) -> Self {
        let sandbox = sandbox();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let config = ServerConfig {
            header_timeout: Duration::from_millis(header),
            body_timeout: Duration::from_millis(body),
            idle_timeout: Duration::from_millis(idle),
            ..ServerConfig::default()
        };
        tokio::spawn(coupon_sandbox_server::serve(sandbox.clone(), listener, config));
        Self { sandbox, address }
    }

    /// Sends this, then closes its side if asked to, and reads until the server closes.
    async fn exchange(&self, text: &[u8], close: bool) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(text).await.unwrap();
        if close {
            stream.shutdown().await.unwrap();
        }
        let mut answer = Vec::new();
        timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("it ends").unwrap();
        String::from_utf8(answer).unwrap()
    }

    /// The one entry of the log, once it is there.
    async fn entry(&self) -> LogEntry {
        let begun = Instant::now();
        loop {
            let mut log = self.sandbox.log(0);
            if let Some(entry) = log.pop() {
                assert!(log.is_empty(), "{log:?}");
                return entry;
            }
            assert!(begun.elapsed() < PATIENCE, "nothing is noted");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

const LONG: u64 = 60_000;

#[tokio::test]
async fn a_head_that_never_ends_is_not_waited_for() {
    for begin in ["", "POST /api/v2 HTTP/1.1\r\nhost: x\r\n"] {
        let served = Served::new(50, LONG, LONG).await;
        assert_eq!(served.exchange(begin.as_bytes(), false).await, "");
        let entry = served.entry().await;
        assert_eq!((entry.method.as_str(), entry.vendor, entry.status), ("", "", 0));
        let error = entry.error.unwrap();
        assert_eq!(error, "the head of a request did not arrive within 0 s");
    }
}

/// Prints how many connections ended, and the entries of the log.
#[tokio::test]
async fn every_half_open_or_stalled_connection_ends_with_an_entry() {
    const EACH: usize = 100;
    let served = Served::new(1_000, 1_000, LONG).await;
    let half_open = "POST /api/v2 HTTP/1.1\r\nhost: x\r\n";
    let stalled = format!(
        "POST {PATH} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 9\r\n\r\n{{}}"
    );
    let mut streams = Vec::new();
    for text in std::iter::repeat_n([half_open, &stalled], EACH).flatten() {
        let mut stream = TcpStream::connect(served.address).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        streams.push(stream);
    }
    let connections = streams.len();
    for mut stream in streams {
        // By a close or a reset.
        let mut answer = Vec::new();
        let _end = timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("it ends");
    }
    let begun = Instant::now();
    while served.sandbox.log(0).len() < connections && begun.elapsed() < PATIENCE {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let log = served.sandbox.log(0);
    let noted = |part: &str| {
        let errors = log.iter().filter_map(|entry| entry.error.as_deref());
        errors.filter(|error| error.contains(part)).count()
    };
    let (heads, bodies) = (noted("the head of a request"), noted("the body did not arrive"));
    println!("{connections} connections ended; the log has {heads} heads and {bodies} bodies");
    assert_eq!((heads, bodies), (EACH, EACH));
}

#[tokio::test]
async fn a_connection_without_another_request_is_closed_without_an_entry() {
    let served = Served::new(LONG, LONG, 50).await;
    let head = format!("POST {PATH} HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{{}}");
    let answer = served.exchange(head.as_bytes(), false).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert_eq!(served.entry().await.error, None);
}

#[tokio::test]
async fn a_body_that_stalls_is_answered_in_the_vendors_shape() {
    let served = Served::new(LONG, 50, LONG).await;
    let head = format!(
        "POST {PATH} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 9\r\n\r\n{{}}"
    );
    let answer = served.exchange(head.as_bytes(), false).await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(
        answer
            .contains(r#"{"return_code":"1008","return_msg":"请求体未在0秒内到达","msg_id":"X1""#)
    );
    let entry = served.entry().await;
    assert_eq!((entry.status, entry.vendor), (408, "qince"));
    assert_eq!(entry.error.as_deref(), Some("the body did not arrive within 0 s"));
}

#[tokio::test]
async fn a_body_of_the_admin_api_that_stalls_is_answered_in_its_own_shape() {
    let served = Served::new(LONG, 50, LONG).await;
    let head = "POST /_sandbox/clock HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\ncontent-length: 9\r\n\r\n{}";
    let answer = served.exchange(head.as_bytes(), false).await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.ends_with(r#"{"error":"the body did not arrive within 0 s"}"#), "{answer}");
    assert!(served.sandbox.log(0).is_empty());
}

#[tokio::test]
async fn a_body_shorter_than_its_length_is_noted() {
    let served = Served::new(LONG, LONG, LONG).await;
    let head = format!("POST {PATH} HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{{}}");
    served.exchange(head.as_bytes(), true).await;
    let entry = served.entry().await;
    let error = entry.error.unwrap();
    assert_eq!(error, "the body ended before its content-length of 9 bytes");
    assert_eq!((entry.status, entry.path.as_str()), (400, PATH));
}

#[tokio::test]
async fn a_broken_chunk_is_400_and_too_much_is_413() {
    let served = Served::new(LONG, LONG, LONG).await;
    let head =
        "POST /v3/x HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
    let answer = served.exchange(format!("{head}zz\r\n{{}}\r\n0\r\n\r\n").as_bytes(), false).await;
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    assert!(answer.contains(r#"{"status":false,"code":"100002","message":"请求体分块格式错误""#));
    assert_eq!(served.entry().await.error.as_deref(), Some("the body's chunks are malformed"));

    let served = Served::new(LONG, LONG, LONG).await;
    let mut text = format!("{head}900000\r\n").into_bytes();
    text.extend(vec![b' '; 0x90_0000]);
    text.extend(b"\r\n0\r\n\r\n");
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    // The server does not read it to its end.
    let _broken = stream.write_all(&text).await;
    let entry = served.entry().await;
    assert_eq!(
        (entry.status, entry.error.as_deref()),
        (413, Some("the body is larger than 8 MiB"))
    );
}

#[tokio::test]
async fn a_call_is_answered_at_once_beside_half_open_connections() {
    let served = Served::new(LONG, LONG, LONG).await;
    let mut open = Vec::new();
    for _ in 0..500 {
        let mut stream = TcpStream::connect(served.address).await.unwrap();
        stream.write_all(b"POST /v3/x HTTP/1.1\r\n").await.unwrap();
        open.push(stream);
    }
    let head = format!(
        "POST {PATH} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{{}}"
    );
    let answer = served.exchange(head.as_bytes(), false).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    drop(open);
}
