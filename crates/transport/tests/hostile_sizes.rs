//! Answers that are too large, too slow or too many, over real connections: each ends in time and in bounded memory.
#![allow(clippy::unwrap_used, reason = "a test panics where it fails")]

mod support;

use std::{
    future::Future,
    io::Write as _,
    pin::Pin,
    sync::{Arc, LazyLock},
    time::{Duration, Instant},
};

use coupon_testkit::passed_in_matrix;
use coupon_transport::{
    Client, HttpConfig, Purpose, Rate, ReqwestConnector, RetryConfig, SendErrorKind,
};
use tokio::{io::AsyncWriteExt, net::TcpStream, time::sleep};

use support::{Server, fail, read_request};

const MIB: usize = 1 << 20;
/// The memory that a client may take beyond that of the process.
const ROOM: usize = 32 * MIB;

type Treatment = Pin<Box<dyn Future<Output = ()> + Send>>;
type Treat = fn(TcpStream) -> Treatment;

/// So much of the process is, or was at most, in memory.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() << 10
}

/// Writes the same block until so much is written or nobody takes it.
async fn pour(stream: &mut TcpStream, block: &[u8], total: usize) {
    let mut written = 0;
    while written < total && stream.write_all(block).await.is_ok() {
        written += block.len();
    }
}

/// Answers a request with this head and then as much of the block.
fn with(head: &'static str, block: &'static [u8], total: usize, stream: TcpStream) -> Treatment {
    let mut stream = stream;
    Box::pin(async move {
        read_request(&mut stream).await;
        if stream.write_all(head.as_bytes()).await.is_ok() {
            pour(&mut stream, block, total).await;
        }
    })
}

const BLANKS: &[u8] = &[b' '; 64 << 10];
/// 64 KiB as a chunk.
static CHUNK: LazyLock<Vec<u8>> = LazyLock::new(|| [b"10000\r\n", BLANKS, b"\r\n"].concat());
const ANY: &str = "HTTP/1.1 200 OK\r\n\r\n";

/// A gigabyte of zeros in a megabyte.
fn bomb() -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..1024 {
        encoder.write_all(&[0; MIB]).unwrap();
    }
    encoder.finish().unwrap()
}

#[tokio::test]
#[cfg(target_os = "linux")]
#[allow(clippy::disallowed_methods, reason = "it holds answers to their deadline")]
async fn an_answer_of_any_size_ends_in_bounded_memory() {
    let bomb: &'static [u8] = bomb().leak();
    let cases: [(&str, Treat, SendErrorKind); 8] = [
        ("100 MB", |s| with(ANY, BLANKS, 100 * MIB, s), SendErrorKind::TooLarge),
        (
            "100 MB announced",
            |s| with("HTTP/1.1 200 OK\r\ncontent-length: 104857600\r\n\r\n", BLANKS, MIB, s),
            SendErrorKind::TooLarge,
        ),
        (
            "more announced than there is memory",
            |s| {
                let head = "HTTP/1.1 200 OK\r\ncontent-length: 9223372036854775807\r\n\r\n";
                with(head, BLANKS, 3 * MIB, s)
            },
            SendErrorKind::TooLarge,
        ),
        (
            "chunks without an end",
            |s| with("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", &CHUNK, 100 * MIB, s),
            SendErrorKind::TooLarge,
        ),
        (
            "100,000 headers",
            |s| with("HTTP/1.1 200 OK\r\n", b"x-header: value\r\n", 17 * 100_000, s),
            SendErrorKind::Broken,
        ),
        (
            "a header without an end",
            |s| with("HTTP/1.1 200 OK\r\nx: ", BLANKS, 100 * MIB, s),
            SendErrorKind::Broken,
        ),
        (
            "a byte now and then",
            |mut stream| {
                Box::pin(async move {
                    read_request(&mut stream).await;
                    let _ = stream.write_all(ANY.as_bytes()).await;
                    while stream.write_all(b" ").await.is_ok() {
                        sleep(Duration::from_millis(100)).await;
                    }
                })
            },
            SendErrorKind::Timeout,
        ),
        (
            "an error page without an end",
            |s| with("HTTP/1.1 500 Error\r\n\r\n", BLANKS, 100 * MIB, s),
            SendErrorKind::Status(500),
        ),
    ];
    let config = RetryConfig {
        attempts: 1,
        attempt_timeout: Duration::from_secs(2),
        body_limit: 8 * MIB,
        ..RetryConfig::default()
    };
    let connector = ReqwestConnector::new(&HttpConfig::default()).unwrap();
    let client = Client::new(Arc::new(connector), config, Rate::Unlimited);
    let before = peak();
    for (name, treat, kind) in cases {
        let server = Server::start(treat).await;
        let began = Instant::now();
        let error = fail(&client, Purpose::Read, &server.url()).await;
        assert_eq!(error.kind(), kind, "{name}");
        assert!(began.elapsed() < Duration::from_secs(10), "{name}: {:?}", began.elapsed());
        assert!(peak() < before + ROOM, "{name}: {} MiB more", (peak() - before) / MIB);
    }
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
        bomb.len()
    );
    let server = Server::answering([head.as_bytes(), bomb].concat()).await;
    let error = fail(&client, Purpose::Read, &server.url()).await;
    assert_eq!(error.kind(), SendErrorKind::TooLarge, "gzip 1,000:1");
    assert!(peak() < before + ROOM, "gzip: {} MiB more", (peak() - before) / MIB);
    passed_in_matrix("R10", "answers over connections, at most 32 MiB more", 9);
}
