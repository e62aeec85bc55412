//! Stands between every worker and every vendor, and notes who called what and when.

use std::{
    io::{Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

/// One call on its way.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) worker: usize,
    pub(crate) account: &'static str,
    /// The path without what signs it.
    pub(crate) operation: String,
    pub(crate) begun: Instant,
    /// None until the answer has begun.
    pub(crate) ended: Option<Instant>,
}

/// All calls since the watch began.
#[derive(Debug, Clone, Default)]
pub(crate) struct Watch {
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Watch {
    /// An address through which that worker calls that account.
    pub(crate) fn relay(&self, worker: usize, account: &'static str, to: SocketAddr) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let watch = self.clone();
        thread::spawn(move || {
            for client in listener.incoming() {
                let (watch, server) = (watch.clone(), TcpStream::connect(to).unwrap());
                thread::spawn(move || watch.converse(worker, account, client.unwrap(), server));
            }
        });
        address
    }

    pub(crate) fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }

    fn converse(
        self,
        worker: usize,
        account: &'static str,
        mut client: TcpStream,
        mut server: TcpStream,
    ) {
        let latest = Arc::new(Mutex::new(None));
        let (back, answered) = (client.try_clone().unwrap(), Arc::clone(&latest));
        let (from, watch) = (server.try_clone().unwrap(), self.clone());
        thread::spawn(move || watch.answers(from, back, &answered));
        let mut bytes = [0; 1 << 16];
        while let Ok(length @ 1..) = client.read(&mut bytes) {
            if bytes.starts_with(b"POST ") {
                let mut calls = self.calls.lock().unwrap();
                *latest.lock().unwrap() = Some(calls.len());
                let operation = operation(&bytes[..length]);
                let begun = Instant::now();
                calls.push(Call { worker, account, operation, begun, ended: None });
            }
            if server.write_all(&bytes[..length]).is_err() {
                break;
            }
        }
        // A worker that was killed in the middle of a call makes it no longer.
        self.end(*latest.lock().unwrap());
        let _ = server.shutdown(Shutdown::Both);
    }

    fn answers(&self, mut server: TcpStream, mut client: TcpStream, latest: &Mutex<Option<usize>>) {
        let mut bytes = vec![0; 1 << 16];
        while let Ok(length @ 1..) = server.read(&mut bytes) {
            self.end(*latest.lock().unwrap());
            if client.write_all(&bytes[..length]).is_err() {
                break;
            }
        }
        let _ = client.shutdown(Shutdown::Both);
    }

    fn end(&self, call: Option<usize>) {
        if let Some(call) = call {
            self.calls.lock().unwrap()[call].ended.get_or_insert_with(Instant::now);
        }
    }
}

/// `POST /api/voucher/v1/getVoucherInfos/…` without what follows.
fn operation(request: &[u8]) -> String {
    let line = String::from_utf8_lossy(request);
    let path = line.split(' ').nth(1).unwrap_or_default();
    path.split(['/', '?']).filter(|part| !part.is_empty()).take(4).collect::<Vec<_>>().join("/")
}

/// An error if two workers called one account at the same time.
pub(crate) fn one_at_a_time(calls: &[Call]) {
    for call in calls {
        let others = calls.iter().filter(|other| {
            other.account == call.account && other.worker != call.worker && other.begun > call.begun
        });
        for other in others {
            let ended = call.ended.expect("every call has ended");
            assert!(other.begun >= ended, "two at a time:\n{call:?}\n{other:?}");
        }
    }
}

/// The most calls of one operation of one account that any second holds.
pub(crate) fn most_in_a_second(calls: &[Call]) -> usize {
    let within = |first: &Call, other: &&Call| {
        (other.account, &other.operation) == (first.account, &first.operation)
            && other.begun >= first.begun
            && other.begun - first.begun < Duration::from_secs(1)
    };
    calls
        .iter()
        .map(|first| calls.iter().filter(|other| within(first, other)).count())
        .max()
        .unwrap_or(0)
}

/// Fails if calls of one operation of one account came faster than so many a second since then.
pub(crate) fn not_faster(calls: &[Call], since: Instant, rate: usize) {
    for call in calls {
        let same = |other: &&Call| {
            (other.account, &other.operation) == (call.account, &call.operation)
                && other.begun <= call.begun
        };
        let before = calls.iter().filter(same).count() - 1;
        let earliest = Duration::from_secs(before as u64) / rate as u32;
        let after = call.begun - since;
        assert!(after >= earliest, "{} calls within {after:?} of {call:?}", before + 1);
    }
}
