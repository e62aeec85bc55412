//! Opening a file that is only looked at. Nothing is left beside it that could lock out its owner.

use std::{
    ffi::OsString,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags};

use super::schema;
use crate::{backend_error::BackendError, environment::Environment, error::LedgerError};

/// Opens a file for reading. Where this user may write it, SQLite shares it with writers and tidies up behind itself. Where
/// not, SQLite must not make a file beside it: that file would belong to this user, and its owner could not write it.
pub(super) fn open(path: &Path, environment: Environment) -> Result<Connection, BackendError> {
    if !path.exists() {
        return Err(LedgerError::NotFound { path: path.to_owned() }.into());
    }
    match shared(path, environment) {
        Ok(Some(connection)) => Ok(connection),
        Err(error) if !is_about_files(&error) => Err(error),
        Ok(None) | Err(_) => unshared(path, environment),
    }
}

/// None if this user may not write the file. SQLite is asked: a file opened and closed beside it would take its locks away.
fn shared(path: &Path, environment: Environment) -> Result<Option<Connection>, BackendError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    if connection.is_readonly(MAIN_DB)? {
        return Ok(None);
    }
    schema::configure_for_reading(&connection)?;
    if schema::accepted_version(&connection, path)? < schema::newest() {
        drop(connection);
        // This user may bring it up to date; then it is opened again.
        drop(schema::open(path, environment, false)?);
        return shared(path, environment);
    }
    connection.pragma_update(None, "query_only", true)?;
    schema::check_realm(&connection, path, environment)?;
    Ok(Some(connection))
}

/// Without a write-ahead log all is in the file itself, which is then read as it is. With one, the files beside it have to be
/// there already.
fn unshared(path: &Path, environment: Environment) -> Result<Connection, BackendError> {
    let (log, index) = (beside(path, "-wal"), beside(path, "-shm"));
    let has_log = fs::metadata(&log).is_ok_and(|found| found.len() > 0);
    if has_log && !index.exists() {
        return Err(LedgerError::LogOfOthers { path: path.to_owned() }.into());
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = match has_log {
        true => Connection::open_with_flags(path, flags)?,
        false => Connection::open_with_flags(immutable(path), flags | OpenFlags::SQLITE_OPEN_URI)?,
    };
    let opened = schema::configure_for_reading(&connection)
        .and_then(|()| schema::accepted_version(&connection, path));
    match opened {
        Ok(version) if version < schema::newest() => {
            return Err(LedgerError::Older { path: path.to_owned() }.into());
        }
        Err(error) if has_log && is_about_files(&error) => {
            return Err(LedgerError::LogOfOthers { path: path.to_owned() }.into());
        }
        other => other?,
    };
    schema::check_realm(&connection, path, environment)?;
    Ok(connection)
}

/// True if SQLite may not make or write one of its files.
fn is_about_files(error: &BackendError) -> bool {
    let BackendError::Sqlite(error) = error else { return false };
    let codes = [ErrorCode::CannotOpen, ErrorCode::ReadOnly, ErrorCode::PermissionDenied];
    error.sqlite_error_code().is_some_and(|code| codes.contains(&code))
}

/// A file beside the ledger.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    name.into()
}

/// The file as a URI that promises SQLite that nobody changes it meanwhile.
fn immutable(path: &Path) -> String {
    let mut uri = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                uri.push(char::from(*byte));
            }
            _ => write!(uri, "%{byte:02X}").expect("a string takes all"),
        }
    }
    uri + "?immutable=1"
}
