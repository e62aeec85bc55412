//! Load on a server in another process: as many connections as fit, each with one call at a time, for a while.

use std::{fs, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    runtime::Runtime,
    task::JoinSet,
    time::{Instant, timeout_at},
};

use crate::{measure::nanoseconds_of, server::Server};

/// Calls that are under way at the same time: the bound of the load.
const CONNECTIONS: usize = 16;
/// A call that takes longer is an error.
const LONGEST: Duration = Duration::from_secs(5);

/// One request, ready to be sent, and what its answer must hold.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) address: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) holds: &'static [u8],
}

impl Call {
    pub(crate) fn post(address: &str, path: &str, body: &[u8], holds: &'static [u8]) -> Self {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n",
            body.len()
        );
        let bytes = [head.as_bytes(), body].concat();
        Self { address: address.to_owned(), bytes, holds }
    }

    /// One call on a connection of its own.
    pub(crate) fn alone(&self, runtime: &Runtime) {
        runtime.block_on(async {
            let mut stream = TcpStream::connect(&self.address).await.unwrap();
            stream.set_nodelay(true).unwrap();
            self.once(&mut stream, &mut Vec::with_capacity(64 * 1024)).await;
        });
    }

    /// Microseconds of the server's processor time for each call, over that time; it has one thread. What else runs does not
    /// matter. An error ends the bench.
    pub(crate) fn repeat(&self, runtime: &Runtime, time: Duration, server: &Server) -> f64 {
        let before = nanoseconds_of(server.process());
        let calls = runtime.block_on(async {
            let mut connections = JoinSet::new();
            for _ in 0..CONNECTIONS {
                connections.spawn(self.clone().keep_calling(time));
            }
            connections.join_all().await.into_iter().sum::<u64>()
        });
        (nanoseconds_of(server.process()) - before) as f64 / 1e3 / calls as f64
    }

    async fn keep_calling(self, time: Duration) -> u64 {
        #[allow(clippy::disallowed_methods, reason = "a bench measures time")]
        let end = Instant::now() + time;
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let mut answer = Vec::with_capacity(64 * 1024);
        let mut calls = 0;
        loop {
            let done = timeout_at(end + LONGEST, self.once(&mut stream, &mut answer)).await;
            done.expect("an answer comes within seconds");
            calls += 1;
            #[allow(clippy::disallowed_methods, reason = "a bench measures time")]
            if Instant::now() >= end {
                return calls;
            }
        }
    }

    async fn once(&self, stream: &mut TcpStream, answer: &mut Vec<u8>) {
        stream.write_all(&self.bytes).await.unwrap();
        answer.clear();
        let whole = loop {
            assert!(stream.read_buf(answer).await.unwrap() > 0, "the connection ended");
            if let Some(length) = whole_length(answer) {
                break length;
            }
        };
        while answer.len() < whole {
            assert!(stream.read_buf(answer).await.unwrap() > 0, "the answer broke off");
        }
        let right = answer.starts_with(b"HTTP/1.1 200 ")
            && answer.windows(self.holds.len()).take(400).any(|part| part == self.holds);
        assert!(right, "no success: {}", String::from_utf8_lossy(&answer[..answer.len().min(600)]));
    }
}

/// Length of head and body, once the head is there.
fn whole_length(answer: &[u8]) -> Option<usize> {
    const NAME: &[u8] = b"content-length: ";
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let begin = answer[..end].windows(NAME.len()).position(|part| part == NAME)? + NAME.len();
    let digits = answer[begin..end].iter().take_while(|byte| byte.is_ascii_digit());
    let body = digits.fold(0, |length, digit| 10 * length + usize::from(digit - b'0'));
    Some(end + 4 + body)
}

/// Resident memory of a process, in MB of a million bytes.
pub(crate) fn resident(process: u32) -> f64 {
    let text = fs::read_to_string(format!("/proc/{process}/status")).expect("Linux");
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("it runs");
    let kilobytes: f64 =
        line.trim().split(' ').next().and_then(|n| n.parse().ok()).expect("a number");
    kilobytes * 1024.0 / 1e6
}
