//! The SQLite backend: all of its SQL is in this folder.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use coupon_domain::{AccountName, Coupon, Customer, ProviderName, Template, TemplateId};
use jiff::Timestamp;
use rusqlite::Connection;

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

mod cache;
mod closed;
mod digest;
mod journal;
mod mark_gone;
mod names;
mod open_for_reading;
mod parameters;
mod pending;
mod quarantine;
mod read;
mod registry;
mod rows;
mod schema;
mod write;

use cache::SqliteCache;

/// The open file and what is remembered while it is.
#[derive(Debug)]
pub(crate) struct SqliteBackend {
    connection: Connection,
    path: PathBuf,
    in_transaction: bool,
    /// Once a transaction of batches is lost, so is every later batch: its checkpoint could pass over the loss.
    failed: Option<LedgerError>,
    cache: SqliteCache,
}

impl SqliteBackend {
    pub(crate) fn open(
        path: &Path,
        environment: Environment,
        create: bool,
    ) -> Result<Self, LedgerError> {
        let opened = schema::open(path, environment, create);
        opened.map(|connection| Self::over(connection, path)).map_err(|fault| fault.at(path))
    }

    pub(crate) fn open_for_reading(
        path: &Path,
        environment: Environment,
    ) -> Result<Self, LedgerError> {
        let opened = open_for_reading::open(path, environment);
        opened.map(|connection| Self::over(connection, path)).map_err(|fault| fault.at(path))
    }

    fn over(connection: Connection, path: &Path) -> Self {
        Self {
            connection,
            path: path.to_owned(),
            in_transaction: false,
            failed: None,
            cache: SqliteCache::default(),
        }
    }

    fn try_apply(&mut self, batch: &mut HashedBatch) -> Result<WriteSummary, BackendError> {
        if !self.in_transaction {
            self.connection.execute_batch("BEGIN IMMEDIATE")?;
            self.in_transaction = true;
        }
        let source = (batch.batch.account.clone(), batch.batch.provider.clone());
        let number = self.number_for_writing(source)?;
        write::apply(&self.connection, &mut self.cache, number, batch)
    }

    fn fail(&mut self, fault: BackendError) -> LedgerError {
        let error = fault.at(&self.path);
        if !self.connection.is_autocommit() {
            // Should even this fail, closing the connection undoes the transaction; the first error is the one to tell.
            drop(self.connection.execute_batch("ROLLBACK"));
        }
        self.in_transaction = false;
        self.cache = SqliteCache::default();
        self.failed = Some(error.clone());
        error
    }

    fn number_for_writing(&mut self, source: SourceName) -> Result<i64, BackendError> {
        if let Some(number) = self.cache.numbers.get(&source) {
            return Ok(*number);
        }
        let number = write::source_number(&self.connection, &source)?;
        self.cache.numbers.insert(source, number);
        Ok(number)
    }
}

impl Backend for SqliteBackend {
    fn path(&self) -> &Path {
        &self.path
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
        self.connection.execute_batch("COMMIT").map_err(|error| self.fail(error.into()))?;
        self.in_transaction = false;
        Ok(())
    }

    fn register_account(&mut self, account: &AccountRow) -> Result<(), BackendError> {
        registry::register_account(&mut self.connection, &self.path, account)
    }

    fn begin_full(&mut self, source: &SourceName) -> Result<(), BackendError> {
        let number = self.number_for_writing(source.clone())?;
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
        let number = self.number_for_writing(source.clone())?;
        let Some(seen) = self.cache.full.remove(&(number, table)) else {
            return Err(LedgerError::NoFullReading {
                path: self.path.clone(),
                account: source.0.to_string(),
                provider: source.1.to_string(),
            }
            .into());
        };
        mark_gone::mark_gone(&mut self.connection, (source, number), table, &seen, at)
    }

    fn templates(
        &mut self,
        filter: &TemplateFilter,
        request: PageRequest,
    ) -> Result<Vec<Stored<Template>>, BackendError> {
        read::templates(&self.connection, filter, request)
    }

    fn coupons(
        &mut self,
        filter: &CouponFilter,
        request: PageRequest,
    ) -> Result<Vec<Stored<Coupon>>, BackendError> {
        read::coupons(&self.connection, filter, request)
    }

    fn whole_coupon_rows(
        &mut self,
        filter: &CouponFilter,
        request: PageRequest,
    ) -> Result<Vec<Stored<Coupon>>, BackendError> {
        read::whole_coupon_rows(&self.connection, filter, request)
    }

    fn rows_by_code(
        &mut self,
        filter: &CouponFilter,
    ) -> Result<Vec<(SourceName, String, u64)>, BackendError> {
        names::rows_by_code(&self.connection, filter)
    }

    fn names(
        &mut self,
        of: LedgerTable,
        source: (Option<AccountName>, Option<ProviderName>),
    ) -> Result<Vec<NameRow>, BackendError> {
        names::names(&self.connection, of, source)
    }

    fn customers(
        &mut self,
        source: &SourceName,
        template: &TemplateId,
        request: PageRequest,
    ) -> Result<Vec<Stored<Customer>>, BackendError> {
        read::customers(&self.connection, source, template, request)
    }

    fn accounts(&mut self) -> Result<Vec<AccountRow>, BackendError> {
        registry::accounts(&self.connection)
    }

    fn checkpoints(&mut self) -> Result<Vec<CheckpointRow>, BackendError> {
        registry::checkpoints(&self.connection)
    }

    fn quarantine(
        &mut self,
        account: Option<&AccountName>,
        also_closed: bool,
        limit: u32,
    ) -> Result<Vec<QuarantinedRow>, BackendError> {
        quarantine::list(&self.connection, account, also_closed, limit)
    }

    fn quarantine_counts(&mut self) -> Result<BTreeMap<AccountName, u64>, BackendError> {
        quarantine::counts(&self.connection)
    }

    fn counts(&mut self) -> Result<Vec<RowCount>, BackendError> {
        digest::counts(&self.connection)
    }

    fn digest(
        &mut self,
        table: LedgerTable,
        account: Option<&AccountName>,
    ) -> Result<String, BackendError> {
        digest::kept(&self.connection, table, account)
    }

    fn recomputed_digest(
        &mut self,
        table: LedgerTable,
        account: Option<&AccountName>,
    ) -> Result<String, BackendError> {
        digest::recomputed(&self.connection, table, account)
    }

    fn open_templates(&mut self, source: &SourceName) -> Result<Vec<OpenTemplate>, BackendError> {
        pending::open_templates(&self.connection, source)
    }

    fn oldest_open_coupon_created(
        &mut self,
        source: &SourceName,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, BackendError> {
        pending::oldest_open_coupon_created(&self.connection, source, now)
    }

    fn templates_to_look_up(
        &mut self,
        source: &SourceName,
        since: Timestamp,
    ) -> Result<Vec<TemplateId>, BackendError> {
        pending::templates_to_look_up(&self.connection, source, since)
    }

    fn templates_to_read_customers_of(
        &mut self,
        source: &SourceName,
    ) -> Result<Vec<TemplateId>, BackendError> {
        pending::templates_to_read_customers_of(&self.connection, source)
    }

    fn journal_prepare(&mut self, entry: &NewEntry) -> Result<PrepareOutcome, JournalFailure> {
        journal::durably(&mut self.connection, |tx| journal::prepare(tx, entry))
    }

    fn journal_sent(
        &mut self,
        key: &str,
        request_id: Option<&str>,
        at: Timestamp,
    ) -> Result<(), JournalFailure> {
        journal::durably(&mut self.connection, |tx| journal::sent(tx, key, request_id, at))
    }

    fn journal_settle(&mut self, key: &str, end: &Settlement) -> Result<(), JournalFailure> {
        journal::durably(&mut self.connection, |tx| journal::settle(tx, key, end))
    }

    fn journal_withdraw(&mut self, key: &str, end: &Settlement) -> Result<(), JournalFailure> {
        journal::durably(&mut self.connection, |tx| journal::withdraw(tx, key, end))
    }

    fn journal_note_read(&mut self, key: &str, at: Timestamp) -> Result<(), JournalFailure> {
        journal::durably(&mut self.connection, |tx| journal::note_read(tx, key, at))
    }

    fn journal_list(
        &mut self,
        filter: &JournalFilter,
        limit: u32,
    ) -> Result<Vec<JournalEntry>, BackendError> {
        journal::list(&self.connection, filter, limit)
    }

    fn journal_show(&mut self, key: &str) -> Result<Option<JournalEntry>, BackendError> {
        journal::show(&self.connection, key)
    }

    fn close_run(&mut self, run: &ClosedReconciliation) -> Result<(), BackendError> {
        closed::close(&self.connection, &self.path, run)
    }

    fn closed_run(&mut self, name: &str) -> Result<Option<ClosedReconciliation>, BackendError> {
        closed::show(&self.connection, name)
    }

    fn closed_runs(&mut self) -> Result<Vec<String>, BackendError> {
        closed::names(&self.connection)
    }
}
