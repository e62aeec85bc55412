//! HTTP as bytes on a socket, so that what a client library would hide can be seen.

use std::{collections::HashMap, io, time::Duration};

use bytes::Bytes;
use coupon_sandbox::Sandbox;
use http::Request;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
    time::Instant,
};

/// The bytes that came back before the connection ended.
pub(crate) struct Heard {
    pub(crate) status: u16,
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: Vec<u8>,
    pub(crate) time: Duration,
    /// How reading ended, if not by the other side's closing.
    pub(crate) error: Option<io::ErrorKind>,
}

impl Heard {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// Whether the body has the length that the head promised.
    pub(crate) fn is_whole(&self) -> bool {
        self.headers.get("content-length").map(String::as_str) == Some(&self.body.len().to_string())
    }
}

pub(crate) async fn serve(sandbox: &Sandbox) -> (String, JoinHandle<io::Result<()>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    (
        address,
        tokio::spawn(coupon_sandbox_server::serve(sandbox.clone(), listener, Default::default())),
    )
}

/// Sends a request with a header more and listens until the end.
pub(crate) async fn send(address: &str, request: &Request<Bytes>, fault: &str) -> Heard {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let path = request.uri().path_and_query().unwrap();
    let (method, length) = (request.method(), request.body().len());
    let fault =
        if fault.is_empty() { String::new() } else { format!("X-Sandbox-Fault: {fault}\r\n") };
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\n{fault}connection: close\r\n\r\n"
    );
    #[allow(clippy::disallowed_methods, reason = "a test of delays measures time")]
    let begun = Instant::now();
    stream.write_all(&[head.as_bytes(), request.body()].concat()).await.unwrap();
    let mut bytes = Vec::new();
    let error = stream.read_to_end(&mut bytes).await.err().map(|error| error.kind());
    let time = begun.elapsed();
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
    let Some(end) = end else {
        assert!(bytes.is_empty(), "half a head: {}", String::from_utf8_lossy(&bytes));
        return Heard { status: 0, headers: HashMap::new(), body: bytes, time, error };
    };
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let header = |line: &str| {
        let (name, value) = line.split_once(": ").unwrap();
        (name.to_owned(), value.to_owned())
    };
    let headers = lines.map(header).collect();
    Heard { status, headers, body: bytes[end + 4..].to_vec(), time, error }
}
