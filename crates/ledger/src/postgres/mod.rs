//! The PostgreSQL backend: all of its SQL is in this folder.

use std::{collections::BTreeMap, fmt, path::Path, sync::Arc};

use coupon_domain::{AccountName, Coupon, Customer, ProviderName, Template, TemplateId};
use jiff::Timestamp;

use crate::{
    backend::{Backend, SourceName},
    backend_error::BackendError,
    batch::{HashedBatch, WriteSummary},
    closed_reconciliation::ClosedReconciliation,
    environment::Environment,
    error::LedgerError,
    journal::{JournalEntry, JournalFilter, NewEntry, PrepareOutcome, Settlement},
    journal_failure::JournalFailure,
    read::{
        AccountRow, CheckpointRow, CouponFilter, LedgerTable, NameRow, OpenTemplate, PageRequest,
        QuarantinedRow, RowCount, Stored, TemplateFilter,
    },
    row_bit_set::RowBitSet,
};

mod address;
mod address_options;
mod cache;
mod closed;
mod connection;
mod coordination;
mod copy_encoder;
mod digest;
mod journal;
mod lease;
mod mark_gone;
mod names;
mod pending;
mod quarantine;
mod read;
mod registry;
mod rows;
mod schema;
mod tls;
mod write;

pub(crate) use address::Address;
use cache::PostgresCache;
use connection::Connection;
pub use coordination::{AccountState, Coordination};
pub(crate) use lease::{Lease, Leases};

/// The open connection and what is remembered while it is.
pub(crate) struct PostgresBackend {
    address: Arc<Address>,
    leases: Arc<Leases>,
    connection: Connection,
    in_transaction: bool,
    /// Once a transaction of batches is lost, so is every later batch: its checkpoint could pass over the loss.
    failed: Option<LedgerError>,
    cache: PostgresCache,
}

impl PostgresBackend {
    pub(crate) fn open(
        address: Arc<Address>,
        leases: Arc<Leases>,
        environment: Environment,
        create: bool,
    ) -> Result<Self, LedgerError> {
        let path = address.shown().clone();
        let open = || {
            let mut connection = Connection::over(address.connect()?, address.keeps_session());
            schema::open(&mut connection, &path, environment, create)?;
            Ok(connection)
        };
        let connection = open().map_err(|fault: BackendError| fault.at(&path))?;
        let cache = PostgresCache::default();
        Ok(Self { address, leases, connection, in_transaction: false, failed: None, cache })
    }

    /// A connection that broke is made anew, but never within a transaction.
    fn connected(&mut self) -> Result<&mut Connection, BackendError> {
        if self.connection.is_closed() && !self.in_transaction {
            let client = self.address.connect()?;
            self.connection = Connection::over(client, self.address.keeps_session());
        }
        Ok(&mut self.connection)
    }

    fn try_apply(&mut self, batch: &mut HashedBatch) -> Result<WriteSummary, BackendError> {
        if !self.in_transaction {
            self.connected()?.begin()?;
            self.in_transaction = true;
            self.leases.bound(&mut self.connection, &batch.batch.account)?;
        }
        let source = (batch.batch.account.clone(), batch.batch.provider.clone());
        let number = match self.cache.held.get(&source) {
            Some(number) => *number,
            None => {
                let number = write::hold_source(&mut self.connection, &source)?;
                self.cache.held.insert(source, number);
                number
            }
        };
        write::apply(&mut self.connection, &mut self.cache, number, batch)
    }

    fn try_commit(&mut self) -> Result<(), BackendError> {
        for (account, _) in self.cache.held.keys() {
            self.leases.fence(&mut self.connection, account)?;
        }
        self.connection.commit()
    }

    fn fail(&mut self, fault: BackendError) -> LedgerError {
        let error = fault.at(self.address.shown());
        self.connection.roll_back();
        self.in_transaction = false;
        self.cache = PostgresCache::default();
        self.failed = Some(error.clone());
        error
    }
}

impl Backend for PostgresBackend {
    fn path(&self) -> &Path {
        self.address.shown()
    }

    fn apply(&mut self, batch: &mut HashedBatch) -> Result<WriteSummary, LedgerError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        self.try_apply(batch).map_err(|fault| self.fail(fault))
    }

    fn commit(&mut self) -> Result<(), LedgerError> {
        if !self.in_transaction {
            return Ok(());
        }
        self.try_commit().map_err(|fault| self.fail(fault))?;
        self.in_transaction = false;
        self.cache.held.clear();
        Ok(())
    }

    fn register_account(&mut self, account: &AccountRow) -> Result<(), BackendError> {
        let address = Arc::clone(&self.address);
        registry::register_account(self.connected()?, address.shown(), account)
    }

    fn begin_full(&mut self, source: &SourceName) -> Result<(), BackendError> {
        let number = write::hold_source(self.connected()?, source)?;
        for table in LedgerTable::ALL {
            self.cache.full.insert((number, table), RowBitSet::default());
        }
        Ok(())
    }

    fn finish_full(
        &mut self,
        source: &SourceName,
        table: LedgerTable,
        at: Timestamp,
    ) -> Result<u64, BackendError> {
        if let Some(error) = &self.failed {
            return Err(error.clone().into());
        }
        let number = write::hold_source(self.connected()?, source)?;
        let Some(seen) = self.cache.full.remove(&(number, table)) else {
            return Err(LedgerError::NoFullReading {
                path: self.address.shown().clone(),
                account: source.0.to_string(),
                provider: source.1.to_string(),
            }
            .into());
        };
        mark_gone::mark_gone(&mut self.connection, &self.leases, source, table, &seen, at)
    }

    fn templates(
        &mut self,
        filter: &TemplateFilter,
        request: PageRequest,
    ) -> Result<Vec<Stored<Template>>, BackendError> {
        read::templates(self.connected()?, filter, request)
    }

    fn coupons(
        &mut self,
        filter: &CouponFilter,
        request: PageRequest,
    ) -> Result<Vec<Stored<Coupon>>, BackendError> {
        read::coupons(self.connected()?, filter, request)
    }

    fn whole_coupon_rows(
        &mut self,
        filter: &CouponFilter,
        request: PageRequest,
    ) -> Result<Vec<Stored<Coupon>>, BackendError> {
        read::whole_coupon_rows(self.connected()?, filter, request)
    }

    fn rows_by_code(
        &mut self,
        filter: &CouponFilter,
    ) -> Result<Vec<(SourceName, String, u64)>, BackendError> {
        names::rows_by_code(self.connected()?, filter)
    }

    fn names(
        &mut self,
        of: LedgerTable,
        source: (Option<AccountName>, Option<ProviderName>),
    ) -> Result<Vec<NameRow>, BackendError> {
        names::names(self.connected()?, of, source)
    }

    fn customers(
        &mut self,
        source: &SourceName,
        template: &TemplateId,
        request: PageRequest,
    ) -> Result<Vec<Stored<Customer>>, BackendError> {
        read::customers(self.connected()?, source, template, request)
    }

    fn accounts(&mut self) -> Result<Vec<AccountRow>, BackendError> {
        registry::accounts(self.connected()?)
    }

    fn checkpoints(&mut self) -> Result<Vec<CheckpointRow>, BackendError> {
        registry::checkpoints(self.connected()?)
    }

    fn quarantine(
        &mut self,
        account: Option<&AccountName>,
        also_closed: bool,
        limit: u32,
    ) -> Result<Vec<QuarantinedRow>, BackendError> {
        quarantine::list(self.connected()?, account, also_closed, limit)
    }

    fn quarantine_counts(&mut self) -> Result<BTreeMap<AccountName, u64>, BackendError> {
        quarantine::counts(self.connected()?)
    }

    fn counts(&mut self) -> Result<Vec<RowCount>, BackendError> {
        digest::counts(self.connected()?)
    }

    fn digest(
        &mut self,
        table: LedgerTable,
        account: Option<&AccountName>,
    ) -> Result<String, BackendError> {
        digest::kept(self.connected()?, table, account)
    }

    fn recomputed_digest(
        &mut self,
        table: LedgerTable,
        account: Option<&AccountName>,
    ) -> Result<String, BackendError> {
        self.connected()?.transaction(|tx| digest::recomputed(tx, table, account))
    }

    fn open_templates(&mut self, source: &SourceName) -> Result<Vec<OpenTemplate>, BackendError> {
        pending::open_templates(self.connected()?, source)
    }

    fn oldest_open_coupon_created(
        &mut self,
        source: &SourceName,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, BackendError> {
        pending::oldest_open_coupon_created(self.connected()?, source, now)
    }

    fn templates_to_look_up(
        &mut self,
        source: &SourceName,
        since: Timestamp,
    ) -> Result<Vec<TemplateId>, BackendError> {
        pending::templates_to_look_up(self.connected()?, source, since)
    }

    fn templates_to_read_customers_of(
        &mut self,
        source: &SourceName,
    ) -> Result<Vec<TemplateId>, BackendError> {
        pending::templates_to_read_customers_of(self.connected()?, source)
    }

    fn journal_prepare(&mut self, entry: &NewEntry) -> Result<PrepareOutcome, JournalFailure> {
        self.connected()?.transaction(|tx| journal::prepare(tx, entry))
    }

    fn journal_sent(
        &mut self,
        key: &str,
        request_id: Option<&str>,
        at: Timestamp,
    ) -> Result<(), JournalFailure> {
        self.connected()?.transaction(|tx| journal::sent(tx, key, request_id, at))
    }

    fn journal_settle(&mut self, key: &str, end: &Settlement) -> Result<(), JournalFailure> {
        self.connected()?.transaction(|tx| journal::settle(tx, key, end))
    }

    fn journal_withdraw(&mut self, key: &str, end: &Settlement) -> Result<(), JournalFailure> {
        self.connected()?.transaction(|tx| journal::withdraw(tx, key, end))
    }

    fn journal_note_read(&mut self, key: &str, at: Timestamp) -> Result<(), JournalFailure> {
        self.connected()?.transaction(|tx| journal::note_read(tx, key, at))
    }

    fn journal_list(
        &mut self,
        filter: &JournalFilter,
        limit: u32,
    ) -> Result<Vec<JournalEntry>, BackendError> {
        journal::list(self.connected()?, filter, limit)
    }

    fn journal_show(&mut self, key: &str) -> Result<Option<JournalEntry>, BackendError> {
        journal::show(self.connected()?, key)
    }

    fn close_run(&mut self, run: &ClosedReconciliation) -> Result<(), BackendError> {
        let address = Arc::clone(&self.address);
        closed::close(self.connected()?, address.shown(), run)
    }

    fn closed_run(&mut self, name: &str) -> Result<Option<ClosedReconciliation>, BackendError> {
        closed::show(self.connected()?, name)
    }

    fn closed_runs(&mut self) -> Result<Vec<String>, BackendError> {
        closed::names(self.connected()?)
    }
}

impl fmt::Debug for PostgresBackend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("address", &self.address).finish_non_exhaustive()
    }
}
