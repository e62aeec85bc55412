//! The handle that everything goes through.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
    sync::Arc,
    thread,
    time::Duration,
};

use coupon_domain::{AccountName, ProviderName, TemplateId};
use jiff::{Timestamp, civil::Date};

use crate::{
    batch::{Batch, WriteSummary},
    closed_reconciliation::ClosedReconciliation,
    connection_worker::{ConnectionWorker, WriteHandle},
    error::LedgerError,
    lock::AccountLock,
    read::{AccountRow, CheckpointRow, LedgerTable, OpenTemplate, QuarantinedRow, RowCount},
};
#[cfg(feature = "postgres")]
use crate::{postgres::Coordination, server_lease::ServerLease};

/// An open ledger. Clones share one connection on one thread; several processes may open one file or one database. When the
/// last clone is dropped, what is queued is written and the connection is closed.
#[derive(Debug, Clone)]
pub struct Ledger {
    pub(crate) worker: Arc<ConnectionWorker>,
    /// None where the ledger is a file.
    #[cfg(feature = "postgres")]
    server: Option<ServerLease>,
}

impl Ledger {
    #[cfg(feature = "sqlite")]
    pub(crate) fn over_file(worker: ConnectionWorker) -> Self {
        Self {
            worker: Arc::new(worker),
            #[cfg(feature = "postgres")]
            server: None,
        }
    }

    #[cfg(feature = "postgres")]
    pub(crate) fn over_server(worker: ConnectionWorker, server: ServerLease) -> Self {
        Self { worker: Arc::new(worker), server: Some(server) }
    }

    /// The file, or the server's address without its password.
    pub fn path(&self) -> &Path {
        self.worker.path()
    }

    /// The address as a configuration writes it, without the password: "sqlite:coupons.db", "postgres://ann@db:5432/shop".
    pub fn address(&self) -> String {
        #[cfg(feature = "postgres")]
        if self.server.is_some() {
            return self.path().display().to_string();
        }
        format!("sqlite:{}", self.path().display())
    }

    /// Makes an account known, or checks that the name still means the same one. `fingerprint` is any text that tells
    /// accounts apart, a hash: it is stored as it is.
    ///
    /// # Errors
    /// `OtherAccount` if the ledger knows the name with another vendor or fingerprint.
    pub async fn register_account(
        &self,
        name: &AccountName,
        vendor: &str,
        fingerprint: &str,
    ) -> Result<(), LedgerError> {
        let account = AccountRow {
            name: name.clone(),
            vendor: vendor.to_owned(),
            fingerprint: fingerprint.to_owned(),
        };
        self.worker.run(move |store| store.register_account(&account)).await
    }

    /// Takes an account for one sync, over all processes, and over all machines where the ledger is on a server. There a
    /// process that is silent for as long as `lease` loses the account: from then on no batch of it is written through this
    /// ledger. Blocks until the server has answered. A file's lock knows no silence and `lease` does nothing.
    ///
    /// # Errors
    /// `AccountLocked` at once if it is taken.
    #[cfg_attr(
        not(feature = "postgres"),
        allow(unused_variables, reason = "a file's lock needs no lease")
    )]
    pub fn lock_account(
        &self,
        name: &AccountName,
        lease: Duration,
    ) -> Result<AccountLock, LedgerError> {
        #[cfg(feature = "postgres")]
        if let Some(server) = &self.server {
            return server.lock_account(name, self.path(), lease);
        }
        AccountLock::file(self.path(), name)
    }

    /// As [`lock_account`](Self::lock_account), of several accounts at once, in their order. Of two processes that want the
    /// same accounts the one that takes the first gets the others too: the second gives it a second's time for that.
    pub fn lock_accounts(
        &self,
        names: impl IntoIterator<Item = AccountName>,
        lease: Duration,
    ) -> HashMap<AccountName, Result<AccountLock, LedgerError>> {
        let mut locks = HashMap::new();
        let mut is_second = false;
        for name in names {
            let lock = self.lock_account(&name, lease);
            if lock.is_err() && !is_second {
                is_second = true;
                thread::sleep(Duration::from_secs(1));
            }
            locks.insert(name, lock);
        }
        locks
    }

    /// The state that machines share besides the rows, over at most `connections` connections. None where the ledger is a
    /// file.
    ///
    /// # Errors
    /// `Tls`. Nothing is connected yet.
    #[cfg(feature = "postgres")]
    pub fn shared(&self, connections: usize) -> Result<Option<Coordination>, LedgerError> {
        self.server.as_ref().map(|server| server.shared(connections)).transpose()
    }

    /// Writes a batch, and all that were queued before it, and returns when they are in the file.
    ///
    /// # Errors
    /// If a batch cannot be written, none of its transaction is, and no later batch is taken through this handle or its
    /// clones: a checkpoint must not pass over rows that are missing.
    pub async fn commit(&self, batch: Batch) -> Result<WriteSummary, LedgerError> {
        self.worker.write(batch, true).await?.written().await
    }

    /// Hands a batch over and returns as soon as there is room for it, so that the next page can be read meanwhile. Batches
    /// are written in the order of this call, up to twenty in one transaction; a pause or any other call ends it.
    ///
    /// # Errors
    /// If the thread has stopped. Errors of writing come with the receipt, and with that of every later batch.
    pub async fn queue(&self, batch: Batch) -> Result<WriteHandle, LedgerError> {
        self.worker.write(batch, false).await
    }

    /// How many batches [`queue`](Self::queue) would take without waiting: none while the writing is behind the reading.
    pub fn capacity(&self) -> usize {
        self.worker.capacity()
    }

    /// True if most coupons of the last batch were known as they were: then those of the next are better left unread.
    pub fn knows_most(&self) -> bool {
        self.worker.knows_most()
    }

    /// Ends the transaction of what was queued, so that its receipts need not wait for the pause.
    ///
    /// # Errors
    /// If the thread has stopped.
    pub async fn flush(&self) -> Result<(), LedgerError> {
        self.worker.run(|_| Ok(())).await
    }

    /// Begins a reading of everything: from here on, the rows that batches of this provider bring are noted (in memory, one
    /// bit a row). If the process stops before [`finish_full`](Self::finish_full), nothing is marked.
    pub async fn begin_full(
        &self,
        account: &AccountName,
        provider: &ProviderName,
    ) -> Result<(), LedgerError> {
        let source = (account.clone(), provider.clone());
        self.worker.run(move |store| store.begin_full(&source)).await
    }

    /// Ends a reading of everything in one table: its rows that did not come are gone since `at`, and their number is
    /// returned. Nothing is deleted; a row that comes again is back. Call it only after a reading without gaps and without
    /// unreadable rows: what cannot be read tells no id, so that its row would be marked.
    ///
    /// # Errors
    /// `NoFullReading` if none was begun through this handle or its clones, or this table was finished already.
    pub async fn finish_full(
        &self,
        account: &AccountName,
        provider: &ProviderName,
        table: LedgerTable,
        at: Timestamp,
    ) -> Result<u64, LedgerError> {
        let source = (account.clone(), provider.clone());
        self.worker.run(move |store| store.finish_full(&source, table, at)).await
    }

    /// The registered accounts, by name.
    pub async fn accounts(&self) -> Result<Vec<AccountRow>, LedgerError> {
        self.worker.run(|store| store.accounts()).await
    }

    /// How far a stream is read; none if it never was.
    pub async fn checkpoint(
        &self,
        account: &AccountName,
        provider: &ProviderName,
        stream: &str,
    ) -> Result<Option<Date>, LedgerError> {
        let all = self.checkpoints().await?;
        let found = all.into_iter().find(|row| {
            row.account == *account && row.provider == *provider && row.stream == stream
        });
        Ok(found.map(|row| row.day))
    }

    /// Every checkpoint, by account, provider and stream.
    pub async fn checkpoints(&self) -> Result<Vec<CheckpointRow>, LedgerError> {
        self.worker.run(|store| store.checkpoints()).await
    }

    /// Rows that cannot be read, in the order in which they came, of one account or of all.
    pub async fn quarantine(
        &self,
        account: Option<&AccountName>,
        limit: u32,
    ) -> Result<Vec<QuarantinedRow>, LedgerError> {
        let account = account.cloned();
        self.worker.run(move |store| store.quarantine(account.as_ref(), false, limit)).await
    }

    /// As [`Ledger::quarantine`], with the rows that could not be read once and were read later.
    pub async fn quarantine_history(
        &self,
        account: Option<&AccountName>,
        limit: u32,
    ) -> Result<Vec<QuarantinedRow>, LedgerError> {
        let account = account.cloned();
        self.worker.run(move |store| store.quarantine(account.as_ref(), true, limit)).await
    }

    /// How many rows cannot be read, by account. An account without such rows is left out.
    pub async fn quarantine_counts(&self) -> Result<BTreeMap<AccountName, u64>, LedgerError> {
        self.worker.run(|store| store.quarantine_counts()).await
    }

    /// How many rows are there, by account, provider and table. Rows that are gone do not count.
    pub async fn counts(&self) -> Result<Vec<RowCount>, LedgerError> {
        self.worker.run(|store| store.counts()).await
    }

    /// `<rows>:<32 hex digits>` over account, provider, id and raw hash of every row that is not gone, whatever the order in
    /// which they came and whatever the backend. It is kept while writing, so asking is free.
    pub async fn digest(
        &self,
        table: LedgerTable,
        account: Option<&AccountName>,
    ) -> Result<String, LedgerError> {
        let account = account.cloned();
        self.worker.run(move |store| store.digest(table, account.as_ref())).await
    }

    /// The same digest, computed from the rows as they are now.
    pub async fn recomputed_digest(
        &self,
        table: LedgerTable,
        account: Option<&AccountName>,
    ) -> Result<String, LedgerError> {
        let account = account.cloned();
        self.worker.run(move |store| store.recomputed_digest(table, account.as_ref())).await
    }

    /// Templates whose coupons can still change: no [`Usage`](crate::TemplateAspect::Usage) reading of them began 30 days after
    /// their end or later, or they changed since: a moved end moves that of their coupons. Without a known end they stay open. Those that are gone are not among them.
    pub async fn open_templates(
        &self,
        account: &AccountName,
        provider: &ProviderName,
    ) -> Result<Vec<OpenTemplate>, LedgerError> {
        let source = (account.clone(), provider.clone());
        self.worker.run(move |store| store.open_templates(&source)).await
    }

    /// When the vendor made the oldest coupon that is not over: that is not gone, and ended less than 30 days before `now` or
    /// has no known end. None if there is none with a known time.
    pub async fn oldest_open_coupon_created(
        &self,
        account: &AccountName,
        provider: &ProviderName,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, LedgerError> {
        let source = (account.clone(), provider.clone());
        self.worker.run(move |store| store.oldest_open_coupon_created(&source, now)).await
    }

    /// Template ids met in coupons of which no [`Details`](crate::TemplateAspect::Details) reading began at `since` or later.
    pub async fn templates_to_look_up(
        &self,
        account: &AccountName,
        provider: &ProviderName,
        since: Timestamp,
    ) -> Result<Vec<TemplateId>, LedgerError> {
        let source = (account.clone(), provider.clone());
        self.worker.run(move |store| store.templates_to_look_up(&source, since)).await
    }

    /// Templates that are new or changed since a [`Customers`](crate::TemplateAspect::Customers) reading of them began. Those that
    /// are gone are not among them.
    pub async fn templates_to_read_customers_of(
        &self,
        account: &AccountName,
        provider: &ProviderName,
    ) -> Result<Vec<TemplateId>, LedgerError> {
        let source = (account.clone(), provider.clone());
        self.worker.run(move |store| store.templates_to_read_customers_of(&source)).await
    }

    /// Keeps a reconciliation as it is, for good.
    ///
    /// # Errors
    /// `AlreadyClosed` if one of this name was closed before.
    pub async fn close_run(&self, run: ClosedReconciliation) -> Result<(), LedgerError> {
        self.worker.run(move |store| store.close_run(&run)).await
    }

    /// A closed reconciliation; none if there is none of this name.
    pub async fn closed_run(
        &self,
        name: &str,
    ) -> Result<Option<ClosedReconciliation>, LedgerError> {
        let name = name.to_owned();
        self.worker.run(move |store| store.closed_run(&name)).await
    }

    /// The names of the closed reconciliations, sorted.
    pub async fn closed_runs(&self) -> Result<Vec<String>, LedgerError> {
        self.worker.run(|store| store.closed_runs()).await
    }
}
