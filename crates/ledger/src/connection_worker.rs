//! The thread that owns the connection. Batches gather in a transaction; every other job finds it committed.

use std::{
    fmt, io,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use coupon_domain::BadRow;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use crate::{
    backend::Backend,
    backend_error::BackendError,
    batch::{Batch, HashedBatch, RowCounts, WriteSummary},
    error::{JournalError, LedgerError},
    journal_failure::JournalFailure,
};

/// Random ids make small transactions dear: each rewrites many pages of the index for few rows.
const ROWS_PER_TRANSACTION: usize = 20_000;
/// With the pause below, a transaction of small pages holds the file for two seconds at most.
const BATCHES_PER_TRANSACTION: usize = 20;
/// Where pages come slower than this, the network sets the pace and a transaction each costs nothing.
const PAUSE: Duration = Duration::from_millis(100);
/// Pages wait here while one is written; more would only take memory.
const CAPACITY: usize = 4;

enum ConnectionJob {
    Write {
        batch: Box<HashedBatch>,
        reply: WriteReply,
        at_once: bool,
        _permit: OwnedSemaphorePermit,
    },
    Run(BackendCall),
}

type BackendCall = Box<dyn FnOnce(&mut dyn Backend) + Send>;

type WriteReply = oneshot::Sender<Result<WrittenBatch, LedgerError>>;

/// A batch that was written.
#[derive(Debug)]
struct WrittenBatch {
    summary: WriteSummary,
    /// Its unread rows that proved unreadable.
    bad: Vec<BadRow>,
}

/// The handle of the thread.
pub(crate) struct ConnectionWorker {
    path: PathBuf,
    capacity: Arc<Semaphore>,
    jobs: Option<mpsc::Sender<ConnectionJob>>,
    /// Batches that are written come back to be freed where they were made: freed on the writing thread, they would hold up
    /// both threads at the allocator's locks.
    spent: Mutex<mpsc::Receiver<Box<HashedBatch>>>,
    /// Most coupons of the last batch were known as they were.
    knows_most: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl ConnectionWorker {
    /// Opens the store on a thread of its own, and waits until it is open. `path` names it in errors.
    pub(crate) fn start<S: Backend>(
        path: &Path,
        open: impl FnOnce() -> Result<S, LedgerError> + Send + 'static,
    ) -> Result<Self, LedgerError> {
        let path = path.to_owned();
        let (jobs, inbox) = mpsc::channel();
        let (give_back, spent) = mpsc::channel();
        let (opened, is_open) = mpsc::channel();
        let knows_most = Arc::new(AtomicBool::new(false));
        let note = Arc::clone(&knows_most);
        let serve = move || {
            let store = match open() {
                Ok(store) => store,
                // `start` waits for this answer.
                Err(error) => return drop(opened.send(Err(error))),
            };
            drop(opened.send(Ok(())));
            TransactionWriter { store, give_back, knows_most: note, open: Vec::new(), rows: 0 }
                .serve(&inbox);
        };
        let thread = thread::Builder::new().name("coupon-ledger".to_owned()).spawn(serve).map_err(
            |source: io::Error| LedgerError::Io { path: path.clone(), source: Arc::new(source) },
        )?;
        is_open.recv().map_err(|_| LedgerError::Stopped { path: path.clone() })??;
        let capacity = Arc::new(Semaphore::new(CAPACITY));
        let spent = Mutex::new(spent);
        Ok(Self { path, capacity, jobs: Some(jobs), spent, knows_most, thread: Some(thread) })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut dyn Backend) -> Result<T, BackendError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        self.ask(move |backend| job(backend).map_err(|error| error.at(backend.path()))).await?
    }

    pub(crate) async fn run_journal<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut dyn Backend) -> Result<T, JournalFailure> + Send + 'static,
    ) -> Result<T, JournalError> {
        self.ask(move |backend| job(backend).map_err(|error| error.at(backend.path()))).await?
    }

    /// Runs a call on the thread, behind every job that was sent before, and returns its answer.
    async fn ask<T: Send + 'static>(
        &self,
        call: impl FnOnce(&mut dyn Backend) -> T + Send + 'static,
    ) -> Result<T, LedgerError> {
        let (reply, answer) = oneshot::channel();
        self.send(ConnectionJob::Run(Box::new(move |backend| {
            // `send` fails if the caller was dropped. The call has run anyway, so the failure is ignored.
            drop(reply.send(call(backend)));
        })))?;
        answer.await.map_err(|_| self.stopped())
    }

    pub(crate) async fn write(
        &self,
        batch: Batch,
        at_once: bool,
    ) -> Result<WriteHandle, LedgerError> {
        let batch = Box::new(HashedBatch::new(batch));
        let capacity =
            Arc::clone(&self.capacity).acquire_owned().await.map_err(|_| self.stopped())?;
        self.free_spent();
        let (reply, answer) = oneshot::channel();
        self.send(ConnectionJob::Write { batch, reply, at_once, _permit: capacity })?;
        Ok(WriteHandle { answer, path: self.path.clone() })
    }

    /// How many batches find room at once.
    pub(crate) fn capacity(&self) -> usize {
        self.capacity.available_permits()
    }

    /// True if most coupons of the last batch were known as they were.
    pub(crate) fn knows_most(&self) -> bool {
        self.knows_most.load(Ordering::Relaxed)
    }

    fn free_spent(&self) {
        // If another task is freeing them, this one need not.
        if let Ok(spent) = self.spent.try_lock() {
            drop(spent.try_iter().collect::<Vec<_>>());
        }
    }

    fn send(&self, job: ConnectionJob) -> Result<(), LedgerError> {
        let jobs = self.jobs.as_ref().ok_or_else(|| self.stopped())?;
        jobs.send(job).map_err(|_| self.stopped())
    }

    fn stopped(&self) -> LedgerError {
        LedgerError::Stopped { path: self.path.clone() }
    }
}

impl Drop for ConnectionWorker {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the thread was reported to its callers; a second panic here would abort the process.
            drop(thread.join());
        }
    }
}

impl fmt::Debug for ConnectionWorker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker").field("path", &self.path).finish_non_exhaustive()
    }
}

/// A batch on its way into the file. Dropping it does not stop the batch.
#[derive(Debug)]
#[must_use = "whether the batch was written is only known from `written`"]
pub struct WriteHandle {
    answer: oneshot::Receiver<Result<WrittenBatch, LedgerError>>,
    path: PathBuf,
}

impl WriteHandle {
    /// Waits until the batch is in the file. The last queued batch waits for the pause that ends its transaction, a tenth of a
    /// second; `Ledger::flush` spares that.
    ///
    /// # Errors
    /// If it, or a batch before it, could not be written.
    pub async fn written(self) -> Result<WriteSummary, LedgerError> {
        Ok(self.written_with_bad().await?.0)
    }

    /// As [`written`](Self::written), with those of the batch's unread coupons that proved unreadable.
    ///
    /// # Errors
    /// As there.
    pub async fn written_with_bad(self) -> Result<(WriteSummary, Vec<BadRow>), LedgerError> {
        let written = self.answer.await.map_err(|_| LedgerError::Stopped { path: self.path })??;
        Ok((written.summary, written.bad))
    }
}

/// The thread's side: the store, and the batches in its open transaction.
struct TransactionWriter<S> {
    store: S,
    give_back: mpsc::Sender<Box<HashedBatch>>,
    knows_most: Arc<AtomicBool>,
    open: Vec<(WriteReply, WrittenBatch)>,
    rows: usize,
}

impl<S: Backend> TransactionWriter<S> {
    fn serve(mut self, inbox: &mpsc::Receiver<ConnectionJob>) {
        loop {
            let wait = if self.open.is_empty() { Duration::MAX } else { PAUSE };
            match inbox.recv_timeout(wait) {
                Ok(ConnectionJob::Write { mut batch, reply, at_once, _permit }) => {
                    self.write(&mut batch, reply, at_once);
                    // If the handle is gone, the batch is freed here.
                    drop(self.give_back.send(batch));
                }
                Ok(ConnectionJob::Run(job)) => {
                    self.commit();
                    job(&mut self.store);
                }
                Err(RecvTimeoutError::Timeout) => self.commit(),
                Err(RecvTimeoutError::Disconnected) => break self.commit(),
            }
        }
    }

    fn write(&mut self, batch: &mut HashedBatch, reply: WriteReply, at_once: bool) {
        match self.store.apply(batch) {
            Ok(summary) => {
                let RowCounts { new, changed, same } = summary.coupons;
                if new + changed + same > 0 {
                    self.knows_most.store(same > new + changed, Ordering::Relaxed);
                }
                let bad = batch.found_bad().to_vec();
                self.open.push((reply, WrittenBatch { summary, bad }));
                self.rows += batch.rows;
            }
            Err(error) => {
                drop(reply.send(Err(error.clone())));
                self.settle(Err(error));
            }
        }
        if at_once
            || self.open.len() >= BATCHES_PER_TRANSACTION
            || self.rows >= ROWS_PER_TRANSACTION
        {
            self.commit();
        }
    }

    fn commit(&mut self) {
        if !self.open.is_empty() {
            let result = self.store.commit();
            self.settle(result);
        }
    }

    /// Tells everyone whose batch was in the transaction. Those who were dropped need not know.
    fn settle(&mut self, result: Result<(), LedgerError>) {
        self.rows = 0;
        for (reply, written) in self.open.drain(..) {
            drop(reply.send(result.clone().map(|()| written)));
        }
    }
}
