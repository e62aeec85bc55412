//! The SQLite backend: all of its SQL is in this folder.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use coupon_domain::{AccountName, Coupon, Customer, ProviderName, Template, TemplateId};
use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode};

use crate::{
    batch::{Hashed, Written},
    closed::ClosedRun,
    error::{JournalError, LedgerError},
    journal::{JournalEntry, JournalFilter, NewEntry, Prepared, Settlement},
    ledger::Realm,
    read::{
        AccountRow, CheckpointRow, CouponFilter, OpenTemplate, Paging, QuarantinedRow, RowCount,
        Stored, Table, TemplateFilter,
    },
};

mod books;
mod closed;
mod columns;
mod digest;
mod full;
mod journal;
mod kept;
mod open_pass;
mod read;
mod rows;
mod schema;
mod write;

use full::Seen;

/// An account's rows from one provider.
pub(crate) type Source = (AccountName, ProviderName);

/// The open file and what is remembered while it is.
#[derive(Debug)]
pub(crate) struct Store {
    connection: Connection,
    path: PathBuf,
    in_transaction: bool,
    /// Once a transaction of batches is lost, so is every later batch: its checkpoint could pass over the loss.
    failed: Option<LedgerError>,
    memory: Memory,
}

/// What is remembered of the file, so that it is not asked for with every row.
#[derive(Debug, Default)]
struct Memory {
    /// The numbers under which the rows of a source lie.
    numbers: HashMap<Source, i64>,
    /// Full readings under way.
    full: HashMap<(i64, Table), Seen>,
    /// Templates that coupons name and the file knows of.
    met: HashMap<i64, HashSet<TemplateId>>,
}

impl Store {
    pub(crate) fn open(path: &Path, realm: Realm, create: bool) -> Result<Self, LedgerError> {
        let connection = schema::open(path, realm, create).map_err(|fault| fault.at(path))?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            in_transaction: false,
            failed: None,
            memory: Memory::default(),
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a batch into the open transaction, or into a new one.
    pub(crate) fn apply(&mut self, batch: &Hashed) -> Result<Written, LedgerError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        self.try_apply(batch).map_err(|fault| self.fail(fault))
    }

    fn try_apply(&mut self, batch: &Hashed) -> Result<Written, Fault> {
        if !self.in_transaction {
            self.connection.execute_batch("BEGIN IMMEDIATE")?;
            self.in_transaction = true;
        }
        let source = (batch.batch.account.clone(), batch.batch.provider.clone());
        let number = self.number_for_writing(source)?;
        write::apply(&self.connection, &mut self.memory, number, batch)
    }

    /// Ends the transaction of the batches.
    pub(crate) fn commit(&mut self) -> Result<(), LedgerError> {
        if !self.in_transaction {
            return Ok(());
        }
        self.connection.execute_batch("COMMIT").map_err(|error| self.fail(error.into()))?;
        self.in_transaction = false;
        Ok(())
    }

    fn fail(&mut self, fault: Fault) -> LedgerError {
        let error = fault.at(&self.path);
        if !self.connection.is_autocommit() {
            // Should even this fail, closing the connection undoes the transaction; the first error is the one to tell.
            drop(self.connection.execute_batch("ROLLBACK"));
        }
        self.in_transaction = false;
        self.memory = Memory::default();
        self.failed = Some(error.clone());
        error
    }

    fn number_for_writing(&mut self, source: Source) -> Result<i64, Fault> {
        if let Some(number) = self.memory.numbers.get(&source) {
            return Ok(*number);
        }
        let number = write::source_number(&self.connection, &source)?;
        self.memory.numbers.insert(source, number);
        Ok(number)
    }

    pub(crate) fn register_account(&mut self, account: &AccountRow) -> Result<(), Fault> {
        books::register_account(&mut self.connection, &self.path, account)
    }

    pub(crate) fn begin_full(&mut self, source: &Source) -> Result<(), Fault> {
        let number = self.number_for_writing(source.clone())?;
        for table in Table::ALL {
            self.memory.full.insert((number, table), Seen::default());
        }
        Ok(())
    }

    pub(crate) fn finish_full(
        &mut self,
        source: &Source,
        table: Table,
        at: Timestamp,
    ) -> Result<u64, Fault> {
        if let Some(error) = &self.failed {
            return Err(error.clone().into());
        }
        let number = self.number_for_writing(source.clone())?;
        let Some(seen) = self.memory.full.remove(&(number, table)) else {
            return Err(LedgerError::NoFullReading {
                path: self.path.clone(),
                account: source.0.to_string(),
                provider: source.1.to_string(),
            }
            .into());
        };
        full::mark_gone(&mut self.connection, (source, number), table, &seen, at)
    }

    pub(crate) fn templates(
        &self,
        filter: &TemplateFilter,
        paging: Paging,
    ) -> Result<Vec<Stored<Template>>, Fault> {
        read::templates(&self.connection, filter, paging)
    }

    pub(crate) fn coupons(
        &self,
        filter: &CouponFilter,
        paging: Paging,
    ) -> Result<Vec<Stored<Coupon>>, Fault> {
        read::coupons(&self.connection, filter, paging)
    }

    pub(crate) fn customers(
        &self,
        source: &Source,
        template: &TemplateId,
        paging: Paging,
    ) -> Result<Vec<Stored<Customer>>, Fault> {
        read::customers(&self.connection, source, template, paging)
    }

    pub(crate) fn accounts(&self) -> Result<Vec<AccountRow>, Fault> {
        books::accounts(&self.connection)
    }

    pub(crate) fn checkpoints(&self) -> Result<Vec<CheckpointRow>, Fault> {
        books::checkpoints(&self.connection)
    }

    pub(crate) fn quarantine(
        &self,
        account: Option<&AccountName>,
        limit: u32,
    ) -> Result<Vec<QuarantinedRow>, Fault> {
        books::quarantine(&self.connection, account, limit)
    }

    pub(crate) fn counts(&self) -> Result<Vec<RowCount>, Fault> {
        digest::counts(&self.connection)
    }

    pub(crate) fn digest(
        &self,
        table: Table,
        account: Option<&AccountName>,
    ) -> Result<String, Fault> {
        digest::kept(&self.connection, table, account)
    }

    pub(crate) fn recomputed_digest(
        &self,
        table: Table,
        account: Option<&AccountName>,
    ) -> Result<String, Fault> {
        digest::recomputed(&self.connection, table, account)
    }

    pub(crate) fn open_templates(&self, source: &Source) -> Result<Vec<OpenTemplate>, Fault> {
        open_pass::open_templates(&self.connection, source)
    }

    pub(crate) fn oldest_open_coupon_created(
        &self,
        source: &Source,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, Fault> {
        open_pass::oldest_open_coupon_created(&self.connection, source, now)
    }

    pub(crate) fn templates_to_look_up(
        &self,
        source: &Source,
        since: Timestamp,
    ) -> Result<Vec<TemplateId>, Fault> {
        open_pass::templates_to_look_up(&self.connection, source, since)
    }

    pub(crate) fn templates_to_read_customers_of(
        &self,
        source: &Source,
    ) -> Result<Vec<TemplateId>, Fault> {
        open_pass::templates_to_read_customers_of(&self.connection, source)
    }

    pub(crate) fn journal_prepare(
        &mut self,
        entry: &NewEntry,
    ) -> Result<Result<Prepared, JournalError>, Fault> {
        journal::durably(&mut self.connection, |tx| journal::prepare(tx, entry))
    }

    pub(crate) fn journal_sent(
        &mut self,
        key: &str,
        msg_id: Option<&str>,
        at: Timestamp,
    ) -> Result<Result<(), JournalError>, Fault> {
        journal::durably(&mut self.connection, |tx| journal::sent(tx, key, msg_id, at))
    }

    pub(crate) fn journal_settle(
        &mut self,
        key: &str,
        end: &Settlement,
    ) -> Result<Result<(), JournalError>, Fault> {
        journal::durably(&mut self.connection, |tx| journal::settle(tx, key, end))
    }

    pub(crate) fn journal_list(
        &self,
        filter: &JournalFilter,
        limit: u32,
    ) -> Result<Vec<JournalEntry>, Fault> {
        journal::list(&self.connection, filter, limit)
    }

    pub(crate) fn journal_show(&self, key: &str) -> Result<Option<JournalEntry>, Fault> {
        journal::show(&self.connection, key)
    }

    pub(crate) fn close_run(&self, run: &ClosedRun) -> Result<(), Fault> {
        closed::close(&self.connection, &self.path, run)
    }

    pub(crate) fn closed_run(&self, name: &str) -> Result<Option<ClosedRun>, Fault> {
        closed::show(&self.connection, name)
    }

    pub(crate) fn closed_runs(&self) -> Result<Vec<String>, Fault> {
        closed::names(&self.connection)
    }
}

/// What went wrong, before it is known in which file.
#[derive(Debug)]
pub(crate) enum Fault {
    Sqlite(rusqlite::Error),
    Column { table: &'static str, place: i64, column: String },
    NotALedger(String),
    UnknownAccount(String),
    Ledger(LedgerError),
}

impl Fault {
    pub(crate) fn at(self, path: &Path) -> LedgerError {
        let path = path.to_owned();
        match self {
            Self::Ledger(error) => error,
            Self::Column { table, place, column } => {
                LedgerError::Corrupt { path, table, place, column }
            }
            Self::NotALedger(what) => LedgerError::NotALedger { path, what },
            Self::UnknownAccount(name) => LedgerError::UnknownAccount { path, name },
            Self::Sqlite(error) => match error.sqlite_error_code() {
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                    LedgerError::Busy { path }
                }
                Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                    LedgerError::NotALedger { path, what: error.to_string() }
                }
                _ => LedgerError::Sqlite { path, source: Arc::new(error) },
            },
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<LedgerError> for Fault {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}
