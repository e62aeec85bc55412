//! The SQLite backend: all of its SQL is in this folder.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
};

use coupon_domain::{AccountName, Coupon, Customer, Template, TemplateId};
use jiff::Timestamp;
use rusqlite::Connection;

use crate::{
    backend::{Backend, JournalAnswer, Source},
    batch::{Hashed, WriteSummary},
    closed::ClosedReconciliation,
    environment::Environment,
    error::LedgerError,
    fault::Fault,
    journal::{JournalEntry, JournalFilter, NewEntry, PrepareOutcome, Settlement},
    read::{
        AccountRow, CheckpointRow, CouponFilter, LedgerTable, OpenTemplate, Paging, QuarantinedRow,
        RowCount, Stored, TemplateFilter,
    },
    seen::Seen,
};

mod books;
mod closed;
mod columns;
mod digest;
mod full;
mod journal;
mod open_pass;
mod read;
mod rows;
mod schema;
mod write;

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
    full: HashMap<(i64, LedgerTable), Seen>,
    /// Templates that coupons name and the file knows of.
    met: HashMap<i64, HashSet<TemplateId>>,
}

impl Store {
    pub(crate) fn open(
        path: &Path,
        environment: Environment,
        create: bool,
    ) -> Result<Self, LedgerError> {
        let connection = schema::open(path, environment, create).map_err(|fault| fault.at(path))?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            in_transaction: false,
            failed: None,
            memory: Memory::default(),
        })
    }

    fn try_apply(&mut self, batch: &Hashed) -> Result<WriteSummary, Fault> {
        if !self.in_transaction {
            self.connection.execute_batch("BEGIN IMMEDIATE")?;
            self.in_transaction = true;
        }
        let source = (batch.batch.account.clone(), batch.batch.provider.clone());
        let number = self.number_for_writing(source)?;
        write::apply(&self.connection, &mut self.memory, number, batch)
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
}

impl Backend for Store {
    fn path(&self) -> &Path {
        &self.path
    }

    fn apply(&mut self, batch: &Hashed) -> Result<WriteSummary, LedgerError> {
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

    fn register_account(&mut self, account: &AccountRow) -> Result<(), Fault> {
        books::register_account(&mut self.connection, &self.path, account)
    }

    fn begin_full(&mut self, source: &Source) -> Result<(), Fault> {
        let number = self.number_for_writing(source.clone())?;
        for table in LedgerTable::ALL {
            self.memory.full.insert((number, table), Seen::default());
        }
        Ok(())
    }

    fn finish_full(
        &mut self,
        source: &Source,
        table: LedgerTable,
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

    fn templates(
        &mut self,
        filter: &TemplateFilter,
        paging: Paging,
    ) -> Result<Vec<Stored<Template>>, Fault> {
        read::templates(&self.connection, filter, paging)
    }

    fn coupons(
        &mut self,
        filter: &CouponFilter,
        paging: Paging,
    ) -> Result<Vec<Stored<Coupon>>, Fault> {
        read::coupons(&self.connection, filter, paging)
    }

    fn customers(
        &mut self,
        source: &Source,
        template: &TemplateId,
        paging: Paging,
    ) -> Result<Vec<Stored<Customer>>, Fault> {
        read::customers(&self.connection, source, template, paging)
    }

    fn accounts(&mut self) -> Result<Vec<AccountRow>, Fault> {
        books::accounts(&self.connection)
    }

    fn checkpoints(&mut self) -> Result<Vec<CheckpointRow>, Fault> {
        books::checkpoints(&self.connection)
    }

    fn quarantine(
        &mut self,
        account: Option<&AccountName>,
        limit: u32,
    ) -> Result<Vec<QuarantinedRow>, Fault> {
        books::quarantine(&self.connection, account, limit)
    }

    fn counts(&mut self) -> Result<Vec<RowCount>, Fault> {
        digest::counts(&self.connection)
    }

    fn digest(
        &mut self,
        table: LedgerTable,
        account: Option<&AccountName>,
    ) -> Result<String, Fault> {
        digest::kept(&self.connection, table, account)
    }

    fn recomputed_digest(
        &mut self,
        table: LedgerTable,
        account: Option<&AccountName>,
    ) -> Result<String, Fault> {
        digest::recomputed(&self.connection, table, account)
    }

    fn open_templates(&mut self, source: &Source) -> Result<Vec<OpenTemplate>, Fault> {
        open_pass::open_templates(&self.connection, source)
    }

    fn oldest_open_coupon_created(
        &mut self,
        source: &Source,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, Fault> {
        open_pass::oldest_open_coupon_created(&self.connection, source, now)
    }

    fn templates_to_look_up(
        &mut self,
        source: &Source,
        since: Timestamp,
    ) -> Result<Vec<TemplateId>, Fault> {
        open_pass::templates_to_look_up(&self.connection, source, since)
    }

    fn templates_to_read_customers_of(
        &mut self,
        source: &Source,
    ) -> Result<Vec<TemplateId>, Fault> {
        open_pass::templates_to_read_customers_of(&self.connection, source)
    }

    fn journal_prepare(&mut self, entry: &NewEntry) -> JournalAnswer<PrepareOutcome> {
        journal::durably(&mut self.connection, |tx| journal::prepare(tx, entry))
    }

    fn journal_sent(
        &mut self,
        key: &str,
        msg_id: Option<&str>,
        at: Timestamp,
    ) -> JournalAnswer<()> {
        journal::durably(&mut self.connection, |tx| journal::sent(tx, key, msg_id, at))
    }

    fn journal_settle(&mut self, key: &str, end: &Settlement) -> JournalAnswer<()> {
        journal::durably(&mut self.connection, |tx| journal::settle(tx, key, end))
    }

    fn journal_withdraw(&mut self, key: &str, end: &Settlement) -> JournalAnswer<()> {
        journal::durably(&mut self.connection, |tx| journal::withdraw(tx, key, end))
    }

    fn journal_list(
        &mut self,
        filter: &JournalFilter,
        limit: u32,
    ) -> Result<Vec<JournalEntry>, Fault> {
        journal::list(&self.connection, filter, limit)
    }

    fn journal_show(&mut self, key: &str) -> Result<Option<JournalEntry>, Fault> {
        journal::show(&self.connection, key)
    }

    fn close_run(&mut self, run: &ClosedReconciliation) -> Result<(), Fault> {
        closed::close(&self.connection, &self.path, run)
    }

    fn closed_run(&mut self, name: &str) -> Result<Option<ClosedReconciliation>, Fault> {
        closed::show(&self.connection, name)
    }

    fn closed_runs(&mut self) -> Result<Vec<String>, Fault> {
        closed::names(&self.connection)
    }
}
