//! A connection that remembers its statements.

use std::{collections::HashMap, io::Write as _};

use postgres::{Client, Row, Statement, types::ToSql};

use crate::backend_error::BackendError;

pub(super) type SqlParameters<'a> = &'a [&'a (dyn ToSql + Sync)];

/// The settings of a session, for a transaction that a pooler gives a connection of its own.
const BEGIN_WITHOUT_SESSION: &str = "
    BEGIN;
    SET LOCAL search_path = coupon;
    SET LOCAL lock_timeout = '30s';
    SET LOCAL client_min_messages = warning;
    SET LOCAL plan_cache_mode = force_custom_plan;
    SET LOCAL synchronous_commit = on";

pub(super) struct Connection {
    client: Client,
    prepared: HashMap<String, Statement>,
    /// False behind a pooler that gives each transaction another connection.
    keeps_session: bool,
    in_transaction: bool,
}

impl Connection {
    pub(super) fn over(client: Client, keeps_session: bool) -> Self {
        Self { client, prepared: HashMap::new(), keeps_session, in_transaction: false }
    }

    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    pub(super) fn query(
        &mut self,
        sql: &str,
        values: SqlParameters<'_>,
    ) -> Result<Vec<Row>, BackendError> {
        self.alone(|it| {
            let statement = it.statement(sql)?;
            Ok(it.client.query(&statement, values)?)
        })
    }

    pub(super) fn query_opt(
        &mut self,
        sql: &str,
        values: SqlParameters<'_>,
    ) -> Result<Option<Row>, BackendError> {
        self.alone(|it| {
            let statement = it.statement(sql)?;
            Ok(it.client.query_opt(&statement, values)?)
        })
    }

    pub(super) fn query_one(
        &mut self,
        sql: &str,
        values: SqlParameters<'_>,
    ) -> Result<Row, BackendError> {
        self.alone(|it| {
            let statement = it.statement(sql)?;
            Ok(it.client.query_one(&statement, values)?)
        })
    }

    /// Goes through the rows of a question some at a time, within a transaction.
    pub(super) fn each_part(
        &mut self,
        sql: &str,
        mut work: impl FnMut(&mut Self, &[Row]) -> Result<(), BackendError>,
    ) -> Result<(), BackendError> {
        self.batch(&format!("DECLARE part NO SCROLL CURSOR FOR {sql}"))?;
        loop {
            let rows = self.client.query("FETCH 10000 FROM part", &[])?;
            if rows.is_empty() {
                return self.batch("CLOSE part");
            }
            work(self, &rows)?;
        }
    }

    /// How many rows were written.
    pub(super) fn execute(
        &mut self,
        sql: &str,
        values: SqlParameters<'_>,
    ) -> Result<u64, BackendError> {
        self.alone(|it| {
            let statement = it.statement(sql)?;
            Ok(it.client.execute(&statement, values)?)
        })
    }

    /// Statements without parameters.
    pub(super) fn batch(&mut self, sql: &str) -> Result<(), BackendError> {
        Ok(self.client.batch_execute(sql)?)
    }

    /// Rows in COPY's text format.
    pub(super) fn copy(&mut self, sql: &str, rows: &[u8]) -> Result<(), BackendError> {
        let statement = self.statement(sql)?;
        let mut writer = self.client.copy_in(&statement)?;
        if let Err(error) = writer.write_all(rows) {
            let error = error.downcast::<postgres::Error>();
            return Err(error.expect("it fails as the server does").into());
        }
        writer.finish()?;
        Ok(())
    }

    /// Runs `work` in a transaction. If it fails, the transaction is rolled back.
    pub(super) fn transaction<T, E: From<BackendError>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.begin()?;
        let done = work(self).and_then(|done| {
            self.commit()?;
            Ok(done)
        });
        if done.is_err() {
            self.roll_back();
        }
        done
    }

    pub(super) fn begin(&mut self) -> Result<(), BackendError> {
        let begun = self.batch(if self.keeps_session { "BEGIN" } else { BEGIN_WITHOUT_SESSION });
        if begun.is_err() {
            // One of several statements failed: the transaction is open all the same.
            self.roll_back();
            return begun;
        }
        self.in_transaction = true;
        Ok(())
    }

    pub(super) fn commit(&mut self) -> Result<(), BackendError> {
        self.batch("COMMIT")?;
        self.in_transaction = false;
        Ok(())
    }

    pub(super) fn roll_back(&mut self) {
        self.in_transaction = false;
        // Should even this fail, the server undoes it when the connection ends; the first error is the one to tell.
        drop(self.batch("ROLLBACK"));
    }

    /// A statement alone is a transaction too where settings hold only within one.
    fn alone<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, BackendError>,
    ) -> Result<T, BackendError> {
        if self.keeps_session || self.in_transaction { work(self) } else { self.transaction(work) }
    }

    fn statement(&mut self, sql: &str) -> Result<Statement, BackendError> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql)?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}
