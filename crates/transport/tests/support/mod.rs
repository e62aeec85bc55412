//! Servers that misbehave, and calls to send to them. Each test binary uses some of it.
#![allow(dead_code, unreachable_pub, reason = "shared by several test binaries")]

use std::future::Future;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use coupon_transport::{
    Call, Classification, Client, HttpConfig, Purpose, Rate, Reply, ReqwestConnector, RetryConfig,
    SendError,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A policy that loses no time.
pub fn hasty() -> RetryConfig {
    RetryConfig {
        attempt_timeout: Duration::from_secs(30),
        backoff: Duration::from_millis(1),
        body_limit: 1 << 20,
        ..RetryConfig::default()
    }
}

pub fn http_client(config: RetryConfig) -> Client {
    let http = ReqwestConnector::new(&HttpConfig::default()).expect("default settings work");
    Client::new(Arc::new(http), config, Rate::Unlimited)
}

pub fn post(url: &str) -> http::Request<Bytes> {
    http::Request::post(url).body(Bytes::from_static(b"{}")).expect("a valid request")
}

/// Sends a call for `url` whose every 2xx answer is fine.
pub async fn send(client: &Client, purpose: Purpose, url: &str) -> Result<Reply<()>, SendError> {
    let (prepare, classify) = (|_: &_| post(url), |_: &_, _: &_| Classification::Done(()));
    client
        .send(Call {
            operation: "test",
            purpose,
            body_limit: None,
            prepare: &prepare,
            classify: &classify,
        })
        .await
}

pub async fn fail(client: &Client, purpose: Purpose, url: &str) -> SendError {
    send(client, purpose, url).await.expect_err("a call that must fail")
}

/// A server on loopback that treats every connection in the given way.
pub struct Server {
    pub address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

impl Server {
    pub async fn start<F, R>(treat: F) -> Self
    where
        F: Fn(TcpStream) -> R + Send + 'static,
        R: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&connections);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(treat(stream));
            }
        });
        Self { address, connections }
    }

    /// Answers every request with these bytes, then closes.
    pub async fn answering(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes: Arc<[u8]> = bytes.into().into();
        Self::start(move |mut stream| {
            let bytes = Arc::clone(&bytes);
            async move {
                read_request(&mut stream).await;
                // The client may hang up at any time; that is its affair.
                let _ = stream.write_all(&bytes).await;
            }
        })
        .await
    }

    /// Resets every connection once something comes.
    pub async fn resetting() -> Self {
        Self::start(|stream| async move { stream.readable().await.expect("a connection") }).await
    }

    pub fn url(&self) -> String {
        format!("http://{}/path", self.address)
    }

    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// One request with its body; empty when the client has closed.
pub async fn read_request(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    let mut buffer = [0; 4096];
    while !complete(&text) {
        match stream.read(&mut buffer).await {
            Ok(length) if length > 0 => text.push_str(&String::from_utf8_lossy(&buffer[..length])),
            _ => break,
        }
    }
    text
}

fn complete(request: &str) -> bool {
    let Some((head, body)) = request.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    body.len() >= length.map_or(0, |length| length.parse().unwrap())
}

/// A port on which nobody listens.
pub async fn closed_port() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}/path", listener.local_addr().unwrap())
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A 200 answer with these header lines, of which there is at least one.
pub fn with_head(head: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").as_bytes(), body].concat()
}

/// A list that closures can share.
pub type Shared<T> = Arc<Mutex<Vec<T>>>;
