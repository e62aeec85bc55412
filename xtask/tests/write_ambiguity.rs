//! Writes over real connections that are cut at any point: sent once, and told honestly.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use bytes::Bytes;
use coupon_domain::{Effect, Error};
use coupon_qince::Qince;
use coupon_qmai::Qmai;
use coupon_sandbox::SandboxConfig;
use coupon_testkit::passed_in_matrix;
use coupon_transport::{Client, HttpConfig, Rate, ReqwestConnector, RetryConfig};
use http::Request;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use xtask::{
    derived::SampleSandbox,
    operations::{Operation, operations},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    BeforeTheConnection,
    HalfTheHeaders,
    HalfTheBody,
    AllSent,
    NoByteBack,
    HalfTheAnswer,
    /// A connection of an earlier read is closed; what is sent next stands on a new one.
    StaleConnection,
    NoAnswerInTime,
}

const CUTS: [Cut; 8] = [
    Cut::BeforeTheConnection,
    Cut::HalfTheHeaders,
    Cut::HalfTheBody,
    Cut::AllSent,
    Cut::NoByteBack,
    Cut::HalfTheAnswer,
    Cut::StaleConnection,
    Cut::NoAnswerInTime,
];

/// The connections that the vendor saw, and the writes that it did.
#[derive(Default)]
struct Seen {
    connections: AtomicUsize,
    applied: AtomicUsize,
}

/// Cuts the connections of writes; whether the vendor does what it was asked is `applies`, where it was asked.
struct CuttingServer {
    samples: SampleSandbox,
    cut: Cut,
    applies: bool,
    seen: Seen,
}

impl CuttingServer {
    async fn treat(&self, mut stream: TcpStream, is_read: bool) {
        if is_read {
            // A read is answered, and its connection closed only once it is idle.
            if let Some(request) = whole_request(&mut stream).await {
                let answer = self.samples.sandbox.call(&request).response;
                let _ = stream.write_all(&on_the_wire(answer.body(), "keep-alive")).await;
            }
            return;
        }
        self.seen.connections.fetch_add(1, SeqCst);
        match self.cut {
            Cut::HalfTheHeaders => return read_some(&mut stream, 60).await,
            Cut::HalfTheBody => {
                let head = head(&mut stream).await;
                return read_some(&mut stream, content_length(&head) / 2).await;
            }
            _ => {}
        }
        let Some(request) = whole_request(&mut stream).await else { return };
        if !self.applies && self.cut != Cut::StaleConnection {
            if self.cut == Cut::NoAnswerInTime {
                tokio::time::sleep(Duration::from_secs(2)).await;
            }
            return;
        }
        let answer = self.samples.sandbox.call(&request).response;
        self.seen.applied.fetch_add(1, SeqCst);
        let bytes = on_the_wire(answer.body(), "close");
        match self.cut {
            Cut::HalfTheAnswer => drop(stream.write_all(&bytes[..bytes.len() / 2]).await),
            Cut::NoAnswerInTime => tokio::time::sleep(Duration::from_secs(2)).await,
            Cut::StaleConnection => drop(stream.write_all(&bytes).await),
            _ => {}
        }
    }
}

fn on_the_wire(body: &[u8], connection: &str) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: {connection}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

async fn read_some(stream: &mut TcpStream, count: usize) {
    let mut bytes = vec![0; count.max(1)];
    drop(stream.read_exact(&mut bytes).await);
}

async fn head(stream: &mut TcpStream) -> Vec<u8> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let Ok(byte) = stream.read_u8().await else { break };
        head.push(byte);
    }
    head
}

fn content_length(head: &[u8]) -> usize {
    let head = String::from_utf8_lossy(head).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    length.map_or(0, |length| length.parse().unwrap())
}

async fn whole_request(stream: &mut TcpStream) -> Option<Request<Bytes>> {
    let head = head(stream).await;
    let text = String::from_utf8(head.clone()).ok()?;
    let target = text.split(' ').nth(1)?.to_owned();
    let mut body = vec![0; content_length(&head)];
    stream.read_exact(&mut body).await.ok()?;
    let request = Request::post(target).header("content-type", "application/json");
    Some(request.body(body.into()).unwrap())
}

/// Sends the operation's sample call; the rows or the error.
async fn send(
    samples: &SampleSandbox,
    base_url: &str,
    client: Client,
    operation: &Operation,
    body: Bytes,
) -> Result<(), Error> {
    if operation.vendor == "qmai" {
        let known = coupon_qmai_wire::operation(operation.name).unwrap();
        let qmai = Qmai::new(samples.qmai(base_url).unwrap(), client);
        return qmai.call_raw(known, body, true).await.map(drop);
    }
    let known = coupon_qince_wire::operation(operation.name).unwrap();
    let qince = Qince::new(samples.qince(base_url).unwrap(), client);
    qince.call_raw(known, body, true, None).await.map(drop)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_that_is_cut_at_any_point_is_sent_once_and_told_honestly() {
    let mut cells = 0;
    let writes: Vec<_> = operations().into_iter().filter(|one| one.kind == "write").collect();
    assert!(writes.len() >= 7);
    for operation in &writes {
        for cut in CUTS {
            for applies in [false, true] {
                for reused in [false, true] {
                    cell(operation, cut, applies, reused).await;
                    cells += 1;
                }
            }
        }
    }
    passed_in_matrix(
        "R3",
        "writes x cuts x done or not x fresh or beside a used connection",
        cells,
    );
}

async fn cell(operation: &Operation, cut: Cut, applies: bool, reused: bool) {
    let place = format!("{} {cut:?} applies {applies} reused {reused}", operation.name);
    let config = SandboxConfig { coupons: 30, ..SandboxConfig::default() };
    let samples = SampleSandbox::new(config).unwrap();
    let body = samples.body(operation.vendor, operation.name).unwrap();
    let read = if operation.vendor == "qmai" {
        "v3.getCustomerCoupons"
    } else {
        "voucher.getVoucherInfos"
    };
    let read_body = samples.body(operation.vendor, read).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let base_url = format!("http://{address}");
    let server = Arc::new(CuttingServer { samples, cut, applies, seen: Seen::default() });

    let config = RetryConfig {
        attempt_timeout: Duration::from_millis(150),
        backoff: Duration::from_millis(1),
        ..RetryConfig::default()
    };
    let now = server.samples.now();
    let random = Arc::new(AtomicUsize::new(1));
    let contexts = move || coupon_transport::AttemptContext {
        now,
        random: random.fetch_add(1, SeqCst) as u128 * 0x1_0001,
    };
    let connector = ReqwestConnector::new(&HttpConfig::default()).unwrap();
    let client = || {
        Client::new(Arc::new(connector.clone()), config, Rate::Unlimited)
            .with_time_source(Arc::new(contexts.clone()))
    };
    if reused || cut == Cut::StaleConnection {
        let (accepted, read) = (listener.accept(), operation_of(read));
        let reading = send(&server.samples, &base_url, client(), &read, read_body);
        let serving = async {
            let (stream, _) = accepted.await.unwrap();
            server.treat(stream, true).await;
        };
        let (done, ()) = tokio::join!(reading, serving);
        done.unwrap();
    }
    let serving = match cut {
        Cut::BeforeTheConnection => {
            drop(listener);
            None
        }
        _ => {
            let server = server.clone();
            Some(tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    server.treat(stream, false).await;
                }
            }))
        }
    };
    let told = send(&server.samples, &base_url, client(), operation, body).await;
    if let Some(serving) = serving {
        serving.abort();
    }
    let (connections, applied) =
        (server.seen.connections.load(SeqCst), server.seen.applied.load(SeqCst));
    assert!(applied <= 1 && connections <= 1, "{place}: {connections} sent, {applied} done");
    match (cut, told) {
        (Cut::BeforeTheConnection, Err(error)) => {
            assert_eq!((error.effect(), connections), (Effect::None, 0), "{place}: {error}");
            assert_eq!(error.details().attempts, Some(3), "{place}");
        }
        (Cut::StaleConnection, Ok(())) => assert_eq!(applied, 1, "{place}"),
        (Cut::BeforeTheConnection | Cut::StaleConnection, told) => panic!("{place}: {told:?}"),
        (_, Ok(())) => panic!("{place}: said to be done"),
        (_, Err(error)) => {
            assert_eq!((error.effect(), connections), (Effect::Unknown, 1), "{place}: {error}");
            assert_eq!(error.details().attempts, Some(1), "{place}");
            // Qince names its calls; at Qmai the id stands in the body that was sent.
            assert!(operation.vendor == "qmai" || error.details().trace.is_some(), "{place}");
        }
    }
}

fn operation_of(name: &str) -> Operation {
    operations().into_iter().find(|operation| operation.name == name).unwrap()
}
