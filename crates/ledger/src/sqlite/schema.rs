//! Opening a file, and bringing its schema up to date.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension as _, TransactionBehavior};

use crate::{backend_error::BackendError, environment::Environment, error::LedgerError};

/// Step n brings version n - 1 to version n. A step that was published never changes.
const STEPS: &[&str] = &[
    include_str!("schema/1-store.sql"),
    include_str!("schema/2-journal.sql"),
    include_str!("schema/3-closed.sql"),
    include_str!("schema/4-quarantine.sql"),
    include_str!("schema/5-operator.sql"),
    include_str!("schema/6-terms.sql"),
];

/// The version that this program writes.
pub(super) fn newest() -> u32 {
    u32::try_from(STEPS.len()).expect("few steps")
}

/// "coup": marks a SQLite file as a ledger.
const APPLICATION_ID: u32 = 0x636f_7570;

const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

pub(super) fn open(
    path: &Path,
    environment: Environment,
    create: bool,
) -> Result<Connection, BackendError> {
    if !create && !path.exists() {
        return Err(LedgerError::NotFound { path: path.to_owned() }.into());
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let create_flag = if create { OpenFlags::SQLITE_OPEN_CREATE } else { OpenFlags::empty() };
    let mut connection = Connection::open_with_flags(path, flags | create_flag)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    version(&connection)?;
    configure(&connection)?;
    migrate(&mut connection, path, environment, STEPS)?;
    check_realm(&connection, path, environment)?;
    Ok(connection)
}

/// The settings of a connection that only reads.
pub(super) fn configure_for_reading(connection: &Connection) -> Result<(), BackendError> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// The version of a ledger that is there; a newer one is refused.
pub(super) fn accepted_version(connection: &Connection, path: &Path) -> Result<u32, BackendError> {
    match version(connection)? {
        0 => Err(BackendError::NotALedger(("an empty SQLite file", "空的 SQLite 文件").into())),
        found if found > newest() => {
            Err(LedgerError::Newer { path: path.to_owned(), found, ours: newest() }.into())
        }
        found => Ok(found),
    }
}

fn configure(connection: &Connection) -> Result<(), BackendError> {
    // Only an empty file takes a page size.
    connection.pragma_update(None, "page_size", 8192)?;
    enter_wal(connection)?;
    // A killed process loses nothing in WAL mode; only a power cut can take the last transactions, and then in order, with
    // their checkpoints. The journal is stricter.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // Holds the unique index of a million rows, so that random ids do not go to the disk one by one. KiB, negative.
    connection.pragma_update(None, "cache_size", -32 * 1024)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Changes the file to WAL. SQLite does not wait for other connections here, and one of them may be making the same change.
fn enter_wal(connection: &Connection) -> Result<(), BackendError> {
    for _ in 0..100 {
        match connection.pragma_update(None, "journal_mode", "WAL") {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                std::thread::sleep(Duration::from_millis(20));
            }
            other => return other.map_err(BackendError::from),
        }
    }
    Ok(connection.pragma_update(None, "journal_mode", "WAL")?)
}

fn migrate(
    connection: &mut Connection,
    path: &Path,
    environment: Environment,
    steps: &[&str],
) -> Result<(), BackendError> {
    let ours = u32::try_from(steps.len()).expect("few steps");
    if version(connection)? == ours && is_marked(connection)? {
        return Ok(());
    }
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Asked again: another process may have been first.
    let found = version(&tx)?;
    if found > ours {
        return Err(LedgerError::Newer { path: path.to_owned(), found, ours }.into());
    }
    for step in &steps[found as usize..] {
        tx.execute_batch(step)?;
    }
    if found == 0 {
        tx.execute("INSERT INTO meta (key, value) VALUES ('realm', ?)", [environment.as_str()])?;
    }
    // In the table too: a `.dump` leaves out what stands in the header.
    let sql = "INSERT INTO meta (key, value) VALUES ('version', ?) \
               ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    tx.execute(sql, [ours.to_string()])?;
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", ours)?;
    Ok(tx.commit()?)
}

fn is_marked(connection: &Connection) -> Result<bool, BackendError> {
    let id: u32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    Ok(id == APPLICATION_ID)
}

/// The version of a ledger; 0 of a file that holds nothing yet. A file of another program is refused.
fn version(connection: &Connection) -> Result<u32, BackendError> {
    // The tables first: another process may be making both just now, at once.
    let has_tables = has_table(connection, "%")?;
    let id: u32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    match (id, has_tables) {
        (APPLICATION_ID, _) => {
            Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
        }
        (0, false) => Ok(0),
        (0, true) => restored_version(connection),
        _ => Err(others()),
    }
}

/// The version by the tables: a file that was restored from a `.dump` has neither mark of its header any more.
fn restored_version(connection: &Connection) -> Result<u32, BackendError> {
    for table in ["meta", "accounts", "sources", "template_rows", "coupon_rows", "digests"] {
        if !has_table(connection, table)? {
            return Err(others());
        }
    }
    let sql = "SELECT value FROM meta WHERE key = 'version'";
    let noted: Option<String> = connection.query_row(sql, [], |row| row.get(0)).optional()?;
    if let Some(noted) = noted {
        return noted.parse().map_err(|_| others());
    }
    // Versions that did not note themselves.
    let newest = [("closed_runs", 3), ("journal", 2)];
    for (table, version) in newest {
        if has_table(connection, table)? {
            return Ok(version);
        }
    }
    Ok(1)
}

fn has_table(connection: &Connection, name: &str) -> Result<bool, BackendError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name LIKE ?)";
    Ok(connection.query_row(sql, [name], |row| row.get(0))?)
}

fn others() -> BackendError {
    BackendError::NotALedger(("a SQLite file of another program", "另一程序的 SQLite 文件").into())
}

pub(super) fn check_realm(
    connection: &Connection,
    path: &Path,
    environment: Environment,
) -> Result<(), BackendError> {
    let sql = "SELECT value FROM meta WHERE key = 'realm'";
    let found: String = connection.query_row(sql, [], |row| row.get(0))?;
    if found == environment.as_str() {
        return Ok(());
    }
    let asked = environment.as_str().to_owned();
    Err(LedgerError::OtherRealm { path: path.to_owned(), found, asked }.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_version(path: &Path, version: usize) -> Connection {
        let mut connection = Connection::open(path).unwrap();
        migrate(&mut connection, path, Environment::Real, &STEPS[..version]).unwrap();
        connection
    }

    #[test]
    fn every_older_version_is_brought_up_to_date_and_keeps_its_rows() {
        for old in 1..STEPS.len() {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("coupons.db");
            let before = at_version(&path, old);
            before.execute_batch("INSERT INTO accounts VALUES ('tea', 'qmai', 'f')").unwrap();
            drop(before);

            let now = open(&path, Environment::Real, false).unwrap();
            let name: String =
                now.query_row("SELECT name FROM accounts", [], |row| row.get(0)).unwrap();
            assert_eq!(name, "tea");
            assert_eq!(version(&now).unwrap() as usize, STEPS.len());
            now.query_row("SELECT count(*) FROM journal", [], |row| row.get::<_, u32>(0)).unwrap();
            for column in
                ["closed_at) FROM quarantine", "operator) FROM journal", "threshold) FROM coupons"]
            {
                let sql = format!("SELECT count({column}");
                now.query_row(&sql, [], |row| row.get::<_, u32>(0)).unwrap();
            }
        }
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_at_its_version() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("coupons.db");
        let mut connection = at_version(&path, 1);
        let steps = [STEPS[0], "CREATE TABLE half (a); SELECT * FROM nowhere;"];
        assert!(migrate(&mut connection, &path, Environment::Real, &steps).is_err());
        assert_eq!(version(&connection).unwrap(), 1);
        assert!(connection.execute_batch("SELECT * FROM half").is_err());
    }
}
