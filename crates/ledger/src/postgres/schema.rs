//! Making the schema, and bringing it up to date.

use std::path::Path;

use super::connection::Connection;
use crate::{backend_error::BackendError, environment::Environment, error::LedgerError};

/// Step n brings version n - 1 to version n. A step that was published never changes.
const STEPS: &[&str] = &[
    include_str!("schema/1-store.sql"),
    include_str!("schema/2-team.sql"),
    include_str!("schema/3-quarantine.sql"),
    include_str!("schema/4-operator.sql"),
    include_str!("schema/5-terms.sql"),
    include_str!("schema/6-typed.sql"),
];

/// "coupon" in hexadecimal: the advisory lock of the process that makes or changes the schema.
const MIGRATION: i64 = 0x0000_636f_7570_6f6e;

pub(super) fn open(
    connection: &mut Connection,
    path: &Path,
    environment: Environment,
    create: bool,
) -> Result<(), BackendError> {
    if version(connection, path)? != Some(STEPS.len()) {
        connection.transaction(|tx| migrate(tx, path, environment, create))?;
    }
    check_realm(connection, path, environment)
}

/// Of two processes the second finds the work of the first done.
fn migrate(
    tx: &mut Connection,
    path: &Path,
    environment: Environment,
    create: bool,
) -> Result<(), BackendError> {
    tx.execute("SELECT pg_advisory_xact_lock($1)", &[&MIGRATION])?;
    let found = version(tx, path)?;
    if found.is_none() {
        if !create {
            return Err(LedgerError::NotFound { path: path.to_owned() }.into());
        }
        make_room(tx)?;
    }
    let done = found.unwrap_or_default();
    for step in &STEPS[done..] {
        tx.batch(step)?;
    }
    let sql = "INSERT INTO meta (key, value) VALUES ('realm', $1) ON CONFLICT DO NOTHING";
    tx.execute(sql, &[&environment.as_str()])?;
    let sql = "INSERT INTO meta (key, value) VALUES ('version', $1) \
               ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    tx.execute(sql, &[&STEPS.len().to_string()])?;
    Ok(())
}

/// An empty schema may be there: where we may not make one, somebody made it for us.
fn make_room(tx: &mut Connection) -> Result<(), BackendError> {
    let encoding: String = tx.query_one("SHOW server_encoding", &[])?.try_get(0)?;
    if encoding != "UTF8" {
        let english = format!("a database in {encoding}, not UTF8");
        let chinese = format!("数据库编码为 {encoding}，应为 UTF8");
        return Err(BackendError::NotALedger((english, chinese).into()));
    }
    let sql = "SELECT 1::bigint FROM pg_namespace WHERE nspname = 'coupon'";
    if tx.query_opt(sql, &[])?.is_none() {
        tx.batch("CREATE SCHEMA coupon")?;
    }
    Ok(())
}

/// None where there is no ledger yet. A newer one is refused.
fn version(connection: &mut Connection, path: &Path) -> Result<Option<usize>, BackendError> {
    let sql = "SELECT count(*), count(*) FILTER (WHERE relname = 'meta') FROM pg_class \
               JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'coupon'";
    let row = connection.query_one(sql, &[])?;
    match (row.try_get::<_, i64>(0)?, row.try_get::<_, i64>(1)?) {
        (0, _) => return Ok(None),
        (_, 0) => return Err(others()),
        _ => {}
    }
    let row = connection.query_opt("SELECT value FROM meta WHERE key = 'version'", &[])?;
    let found = row.ok_or_else(others)?.try_get::<_, String>(0)?;
    let found: u32 = found.parse().map_err(|_| others())?;
    let ours = u32::try_from(STEPS.len()).expect("few steps");
    if found > ours {
        return Err(LedgerError::Newer { path: path.to_owned(), found, ours }.into());
    }
    Ok(Some(found as usize))
}

fn others() -> BackendError {
    let what = ("its schema `coupon` is another program's", "其中的 `coupon` 属于另一程序");
    BackendError::NotALedger(what.into())
}

fn check_realm(
    connection: &mut Connection,
    path: &Path,
    environment: Environment,
) -> Result<(), BackendError> {
    let row = connection.query_opt("SELECT value FROM meta WHERE key = 'realm'", &[])?;
    let found: String = row.ok_or_else(others)?.try_get(0)?;
    if found == environment.as_str() {
        return Ok(());
    }
    let asked = environment.as_str().to_owned();
    Err(LedgerError::OtherRealm { path: path.to_owned(), found, asked }.into())
}
