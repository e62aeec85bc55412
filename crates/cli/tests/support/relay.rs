//! Stands between the program and the sandbox, and stops one call where a test wants it.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]
#![allow(dead_code, reason = "every test file uses a part of it")]
#![allow(unreachable_pub, reason = "a module of tests")]

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        mpsc::{self, Receiver, Sender},
    },
    thread,
    time::Duration,
};

/// The treatment of the next call of an operation; every other call passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It leaves the program and never arrives.
    Lost,
    /// It arrives, and its answer is swallowed.
    Unanswered,
    /// It arrives, and the connection breaks off before the answer.
    Cut,
    /// Its answer waits for [`Relay::let_go`].
    Held,
}

/// A relay on a port of its own, for as long as the test runs.
pub struct Relay {
    pub address: SocketAddr,
    plan: Arc<Mutex<Option<Plan>>>,
    met: Receiver<()>,
    go: Sender<()>,
}

struct Plan {
    operation: &'static str,
    fate: Fate,
}

/// The ends of the channels that a conversation uses.
struct Ends {
    met: Sender<()>,
    go: Receiver<()>,
}

impl Relay {
    pub fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let plan: Arc<Mutex<Option<Plan>>> = Arc::default();
        let ((met, is_met), (go, may_go)) = (mpsc::channel(), mpsc::channel());
        let ends = Arc::new(Mutex::new(Ends { met, go: may_go }));
        let planned = Arc::clone(&plan);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (planned, ends) = (Arc::clone(&planned), Arc::clone(&ends));
                thread::spawn(move || converse(stream.unwrap(), server, &planned, &ends));
            }
        });
        Self { address, plan, met: is_met, go }
    }

    /// Stops the next call of that operation.
    pub fn stop(&self, operation: &'static str, fate: Fate) {
        *self.plan.lock().unwrap() = Some(Plan { operation, fate });
    }

    /// Waits until the call has come as far as its fate lets it.
    pub fn wait(&self) {
        self.met.recv_timeout(Duration::from_secs(120)).expect("the call never came to the relay");
    }

    /// Lets a held answer through and waits until the program has taken it.
    pub fn let_go(&self) {
        self.go.send(()).unwrap();
        self.wait();
    }
}

/// One connection, one call: both sides are told to close it after.
fn converse(
    mut client: TcpStream,
    server: SocketAddr,
    plan: &Mutex<Option<Plan>>,
    ends: &Mutex<Ends>,
) {
    let Some(request) = read_request(&mut client) else { return };
    let head = String::from_utf8_lossy(&request).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default();
    let fate = plan.lock().unwrap().take_if(|plan| path.contains(plan.operation));
    let fate = fate.map(|plan| plan.fate);
    let met = || ends.lock().unwrap().met.send(()).unwrap();
    if fate == Some(Fate::Lost) {
        met();
        return until_closed(client);
    }
    let answer = forwarded(server, &request);
    match fate {
        Some(Fate::Unanswered) => {
            met();
            until_closed(client);
        }
        Some(Fate::Cut) => met(),
        Some(Fate::Held) => {
            met();
            ends.lock().unwrap().go.recv_timeout(Duration::from_secs(120)).unwrap();
            client.write_all(&answer).unwrap();
            until_closed(client);
            met();
        }
        // The program may have been killed, which is the test's business.
        _ => drop(client.write_all(&answer)),
    }
}

fn read_request(client: &mut TcpStream) -> Option<Vec<u8>> {
    let (mut bytes, mut chunk) = (Vec::new(), [0; 4096]);
    loop {
        let read = client.read(&mut chunk).ok().filter(|&read| read > 0)?;
        bytes.extend_from_slice(&chunk[..read]);
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let length =
            head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        if bytes.len() >= end + 4 + length.unwrap_or(0) {
            return Some(bytes);
        }
    }
}

/// The whole answer of the server to a request that is its connection's last.
fn forwarded(server: SocketAddr, request: &[u8]) -> Vec<u8> {
    let line = request.windows(2).position(|two| two == b"\r\n").unwrap() + 2;
    let mut upstream = TcpStream::connect(server).unwrap();
    upstream.write_all(&request[..line]).unwrap();
    upstream.write_all(b"connection: close\r\n").unwrap();
    upstream.write_all(&request[line..]).unwrap();
    let mut answer = Vec::new();
    upstream.read_to_end(&mut answer).unwrap();
    answer
}

fn until_closed(mut client: TcpStream) {
    // However it ends: that it did is what counts.
    drop(client.read_to_end(&mut Vec::new()));
}
