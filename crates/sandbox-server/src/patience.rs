//! How long a connection is waited for: until the head of a request is there, and until the next request begins.

use std::sync::{Mutex, MutexGuard};

use tokio::time::{Duration, Instant};

/// The state of one connection.
#[derive(Debug)]
pub(crate) struct Patience {
    header: Duration,
    idle: Duration,
    phase: Mutex<Phase>,
}

#[derive(Debug, Clone, Copy)]
enum Phase {
    /// The head of a request is waited for since then.
    Header(Instant),
    /// A request is being answered: its handler has limits of its own.
    Answering,
    /// The answer is made; it was sent, or the last piece of it, at that time.
    Idle(Instant),
}

impl Patience {
    pub(crate) fn new(header: Duration, idle: Duration) -> Self {
        Self { header, idle, phase: Mutex::new(Phase::Header(Instant::now())) }
    }

    /// Bytes came in.
    pub(crate) fn received(&self) {
        let mut phase = self.phase();
        if let Phase::Idle(_) = *phase {
            *phase = Phase::Header(Instant::now());
        }
    }

    /// Bytes went out.
    pub(crate) fn sent(&self) {
        let mut phase = self.phase();
        if let Phase::Idle(_) = *phase {
            *phase = Phase::Idle(Instant::now());
        }
    }

    pub(crate) fn answering(&self) {
        *self.phase() = Phase::Answering;
    }

    pub(crate) fn answered(&self) {
        *self.phase() = Phase::Idle(Instant::now());
    }

    /// When the connection ends unless bytes come in.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        match *self.phase() {
            Phase::Header(since) => Some(since + self.header),
            Phase::Answering => None,
            Phase::Idle(since) => Some(since + self.idle),
        }
    }

    /// The seconds in which no head of a request arrived, if one is waited for.
    pub(crate) fn without_head(&self) -> Option<u64> {
        matches!(*self.phase(), Phase::Header(_)).then(|| self.header.as_secs())
    }

    fn phase(&self) -> MutexGuard<'_, Phase> {
        self.phase.lock().expect("no step panics while it holds the phase")
    }
}
