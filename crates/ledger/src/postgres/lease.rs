//! Leases: an account has one sync at a time, over all machines. Its process renews the lease again and again; a process that
//! falls silent loses it.

use std::{
    collections::HashMap,
    io,
    path::Path,
    process,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, RecvTimeoutError},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant, SystemTime},
};

use coupon_domain::AccountName;
use postgres::Client;

use super::{address::Address, connection::Connection};
use crate::{
    backend_error::BackendError,
    error::{Holder, LedgerError},
};

const TAKE: &str = "
    INSERT INTO coupon.leases (account, epoch, holder, ends_at)
    VALUES ($1, 1, coalesce(host(inet_client_addr()), 'this host') || ', process ' || $2::text,
            clock_timestamp() + $3::bigint * interval '1 millisecond')
    ON CONFLICT (account) DO UPDATE
    SET epoch = leases.epoch + 1, holder = excluded.holder, ends_at = excluded.ends_at
    WHERE leases.ends_at <= clock_timestamp()
    RETURNING epoch";

const HOLDER: &str = "
    SELECT holder, ceil(extract(epoch FROM ends_at - clock_timestamp()))::bigint FROM coupon.leases WHERE account = $1";

/// An expired lease cannot be renewed, even if nobody took it.
const RENEW: &str = "
    UPDATE coupon.leases SET ends_at = clock_timestamp() + $3::bigint * interval '1 millisecond'
    WHERE account = $1 AND epoch = $2 AND ends_at > clock_timestamp()";

const RELEASE: &str =
    "UPDATE coupon.leases SET ends_at = clock_timestamp() WHERE account = $1 AND epoch = $2";

/// While this row is read so, nobody takes the account over.
const FENCE: &str = "SELECT epoch FROM coupon.leases WHERE account = $1 AND epoch = $2 FOR SHARE";

/// Holds an account until it is dropped or falls silent for too long.
#[derive(Debug)]
pub(crate) struct Lease {
    grant: Arc<LeaseGrant>,
    held: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Lease {
    /// Blocks until the server has answered. `length` is how long the account stays taken after the last sign of life.
    pub(crate) fn take(
        address: &Arc<Address>,
        leases: &Leases,
        name: &AccountName,
        length: Duration,
    ) -> Result<Self, LedgerError> {
        let path = address.shown().clone();
        let (held, until_dropped) = mpsc::channel();
        let (answer, answered) = mpsc::channel();
        let work = {
            let (address, name) = (Arc::clone(address), name.clone());
            move || match LeaseRenewer::take(address, name, length) {
                Ok(keeper) => {
                    drop(answer.send(Ok((keeper.epoch, Arc::clone(&keeper.grant)))));
                    keeper.keep(&until_dropped);
                }
                // `take` waits for this answer.
                Err(error) => drop(answer.send(Err(error))),
            }
        };
        // On a thread of its own, as the connection may not be waited for where tasks run.
        let thread = thread::Builder::new().name("coupon-ledger-lease".to_owned()).spawn(work);
        let thread = thread.map_err(|source: io::Error| LedgerError::Io {
            path: path.clone(),
            source: Arc::new(source),
        })?;
        let (epoch, grant) = answered.recv().map_err(|_| LedgerError::Stopped { path })??;
        leases.note(name, HeldLease { epoch, length });
        Ok(Self { grant, held: Some(held), thread: Some(thread) })
    }

    /// False once it fell silent for so long that another may take the account, or soon may.
    pub(crate) fn is_held(&self) -> bool {
        !self.grant.is_over()
    }
}

impl Drop for Lease {
    /// When this returns, the account is free.
    fn drop(&mut self) {
        drop(self.held.take());
        if let Some(thread) = self.thread.take() {
            // A lease that could not be released ends by itself.
            drop(thread.join());
        }
    }
}

/// The leases that writes through one ledger happen under.
#[derive(Debug, Default)]
pub(crate) struct Leases(Mutex<HashMap<AccountName, HeldLease>>);

/// Under which epoch an account was taken, and for how long a silence.
#[derive(Debug, Clone, Copy)]
struct HeldLease {
    epoch: i64,
    length: Duration,
}

impl Leases {
    fn note(&self, name: &AccountName, held: HeldLease) {
        // A map of numbers cannot be left half-changed, so a panic elsewhere does not matter.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.clone(), held);
    }

    fn of(&self, name: &AccountName) -> Option<HeldLease> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(name).copied()
    }

    /// Called at the beginning of a transaction. Its timeouts end the transaction of a process that stands still within it, so
    /// that the process that takes the account over can write the rows.
    pub(super) fn bound(
        &self,
        tx: &mut Connection,
        name: &AccountName,
    ) -> Result<(), BackendError> {
        let Some(HeldLease { length, .. }) = self.of(name) else { return Ok(()) };
        let (idle, busy) = (length.as_millis().max(1), length.as_millis().max(1) * 4);
        tx.batch(&format!(
            "SET LOCAL idle_in_transaction_session_timeout = {idle}; SET LOCAL statement_timeout = {busy}"
        ))
    }

    /// Before the end of a transaction: an error if another has taken the account since. Until the transaction has ended,
    /// nobody takes it. An account that was not taken through this ledger is free to write.
    pub(super) fn fence(
        &self,
        tx: &mut Connection,
        name: &AccountName,
    ) -> Result<(), BackendError> {
        let Some(HeldLease { epoch, .. }) = self.of(name) else { return Ok(()) };
        match tx.query_opt(FENCE, &[&name.as_str(), &epoch])? {
            Some(_) => Ok(()),
            None => Err(BackendError::TakenOver(name.to_string())),
        }
    }
}

/// The thread that says that the account is still held.
struct LeaseRenewer {
    address: Arc<Address>,
    client: Client,
    name: AccountName,
    epoch: i64,
    grant: Arc<LeaseGrant>,
}

impl LeaseRenewer {
    fn take(
        address: Arc<Address>,
        name: AccountName,
        length: Duration,
    ) -> Result<Self, LedgerError> {
        let begun = ClockReading::from_system();
        let taken = || {
            let mut client = address.connect()?;
            let process = process::id().to_string();
            match client.query_opt(TAKE, &[&name.as_str(), &process, &millis(length)])? {
                Some(row) => Ok((row.try_get(0)?, client)),
                None => Err(taken_by(&mut client, &name, address.shown())?.into()),
            }
        };
        let (epoch, client) = taken().map_err(|fault: BackendError| fault.at(address.shown()))?;
        let grant = Arc::new(LeaseGrant::new(begun, length));
        Ok(Self { address, client, name, epoch, grant })
    }

    fn keep(mut self, until_dropped: &mpsc::Receiver<()>) {
        let (usual, soon) = (self.grant.length / 3, self.grant.length / 15);
        let mut wait = usual;
        loop {
            match until_dropped.recv_timeout(wait) {
                Err(RecvTimeoutError::Timeout) => {}
                Ok(()) | Err(RecvTimeoutError::Disconnected) => return self.release(),
            }
            let begun = ClockReading::from_system();
            wait = match self.renew() {
                Ok(true) => {
                    self.grant.goes_on(begun);
                    usual
                }
                Ok(false) => return self.grant.end(),
                // A server that cannot be reached may be back before the term is over.
                Err(_) if !self.grant.is_over() => soon,
                Err(_) => return self.grant.end(),
            };
        }
    }

    fn renew(&mut self) -> Result<bool, BackendError> {
        if self.grant.is_over() {
            return Ok(false);
        }
        if self.client.is_closed() {
            self.client = self.address.connect()?;
        }
        let length = millis(self.grant.length);
        let renewed = self.client.execute(RENEW, &[&self.name.as_str(), &self.epoch, &length])?;
        Ok(renewed == 1)
    }

    /// If this fails, the lease ends by itself.
    fn release(mut self) {
        drop(self.client.execute(RELEASE, &[&self.name.as_str(), &self.epoch]));
    }
}

fn taken_by(
    client: &mut Client,
    name: &AccountName,
    path: &Path,
) -> Result<LedgerError, BackendError> {
    let row = client.query_one(HOLDER, &[&name.as_str()])?;
    let (process, seconds): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
    Ok(LedgerError::AccountLocked {
        path: path.to_owned(),
        name: name.to_string(),
        holder: Some(Holder { process, seconds: seconds.max(1).unsigned_abs() }),
    })
}

/// How long a lease is sure to last, as far as this machine can tell.
#[derive(Debug)]
struct LeaseGrant {
    length: Duration,
    /// None once it is over: what is over does not go on.
    said: Mutex<Option<ClockReading>>,
}

impl LeaseGrant {
    fn new(begun: ClockReading, length: Duration) -> Self {
        Self { length, said: Mutex::new(Some(begun)) }
    }

    /// True for the last third of the lease: a call that is on its way then has that long to end before another begins one.
    fn is_over(&self) -> bool {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        if said.as_ref().is_some_and(|said| said.is_past(self.length * 2 / 3)) {
            *said = None;
        }
        said.is_none()
    }

    fn goes_on(&self, begun: ClockReading) {
        if !self.is_over() {
            *self.said.lock().unwrap_or_else(PoisonError::into_inner) = Some(begun);
        }
    }

    fn end(&self) {
        *self.said.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Both clocks: the one that never jumps stands still while a machine sleeps.
#[derive(Debug, Clone, Copy)]
struct ClockReading {
    steady: Instant,
    wall: SystemTime,
}

impl ClockReading {
    #[expect(
        clippy::disallowed_methods,
        reason = "how long this process was silent is no argument"
    )]
    fn from_system() -> Self {
        Self { steady: Instant::now(), wall: SystemTime::now() }
    }

    /// A wall clock that was set back tells nothing.
    fn is_past(&self, length: Duration) -> bool {
        let now = Self::from_system();
        now.steady.duration_since(self.steady) > length
            || now.wall.duration_since(self.wall).is_ok_and(|passed| passed > length)
    }
}

fn millis(length: Duration) -> i64 {
    i64::try_from(length.as_millis()).unwrap_or(i64::MAX)
}
