//! P7: how long a right call takes beside connections that send no whole head, and beside calls with a wrong signature.

use std::{
    io::Write,
    net::TcpStream,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
};

use tokio::runtime::Runtime;

use crate::{
    load::Call,
    measure::{Figure, Limit, Rounds, median, seconds},
    sandbox::{signed, signed_wrongly},
    server::Server,
};

const COUPONS: usize = 1_000;
const HALF_OPEN: usize = 5_000;
const CALLERS: usize = 20;
const WRONG_CALLS: usize = 100;
/// Right calls of a round, one after another.
const CALLS: usize = 50;

pub(crate) fn figures(rounds: Rounds) -> Vec<Figure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    vec![half_open(rounds, &runtime), wrong_calls(rounds, &runtime)]
}

/// Milliseconds of one call, on a connection of its own: the median of several.
fn one_call(server: &Server, runtime: &Runtime) -> f64 {
    let call = signed(server);
    median((0..CALLS).map(|_| seconds(|| call.alone(runtime)).0 * 1e3).collect())
}

fn half_open(rounds: Rounds, runtime: &Runtime) -> Figure {
    let (free, busy) = (Server::start(COUPONS), Server::start(COUPONS));
    let open: Vec<TcpStream> = (0..HALF_OPEN)
        .map(|_| {
            let mut stream = TcpStream::connect(busy.address()).expect("ulimit -n allows it");
            stream.write_all(b"POST /v3/x HTTP/1.1\r\n").unwrap();
            stream
        })
        .collect();
    let (ours, reference) =
        rounds.alternate(|| one_call(&busy, runtime), || one_call(&free, runtime));
    let what = format!("right call beside {} half-open connections / alone", open.len());
    Figure { id: "P7", what, ours, reference, unit: "ms", limit: Limit::AtMost(50.0) }
}

/// Sets a flag when it is dropped, also by a panic.
struct SetWhenDropped<'a>(&'a AtomicBool);

impl Drop for SetWhenDropped<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn wrong_calls(rounds: Rounds, runtime: &Runtime) -> Figure {
    let server = Server::start(COUPONS);
    let right = signed(&server);
    let wrong = signed_wrongly(&server);
    // Beside right calls the machine is as busy: the figure is the price of the mistake alone.
    let beside = |other: &Call| {
        let done = AtomicBool::new(false);
        let sent = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..CALLERS {
                scope.spawn(|| {
                    let runtime =
                        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                    while !done.load(Ordering::Relaxed) {
                        other.alone(&runtime);
                        sent.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
            // Also where a call panics: the scope waits for the callers.
            let _ends = SetWhenDropped(&done);
            let mut took = one_call(&server, runtime);
            while sent.load(Ordering::Relaxed) < WRONG_CALLS {
                took = one_call(&server, runtime);
            }
            took
        })
    };
    let (ours, reference) = rounds.alternate(|| beside(&wrong), || beside(&right));
    let what = format!(
        "right call beside {CALLERS} threads of wrong calls / beside as many threads of right ones"
    );
    Figure { id: "P7", what, ours, reference, unit: "ms", limit: Limit::AtMostTimes(2.0) }
}
