//! The error of a backend, before the ledger's path is added.

use std::path::{Path, PathBuf};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use std::sync::Arc;

use coupon_domain::ErrorText;

use crate::error::LedgerError;

#[derive(Debug)]
pub(crate) enum BackendError {
    #[cfg(feature = "sqlite")]
    Sqlite(rusqlite::Error),
    #[cfg(feature = "postgres")]
    Postgres(postgres::Error),
    Column {
        table: &'static str,
        place: i64,
        column: String,
    },
    NotALedger(ErrorText),
    UnknownAccount(String),
    TakenOver(String),
    Ledger(LedgerError),
}

impl BackendError {
    pub(crate) fn at(self, path: &Path) -> LedgerError {
        let path = path.to_owned();
        match self {
            Self::Ledger(error) => error,
            Self::Column { table, place, column } => {
                LedgerError::Corrupt { path, table, place, column }
            }
            Self::NotALedger(what) => LedgerError::NotALedger { path, what },
            Self::UnknownAccount(name) => LedgerError::UnknownAccount { path, name },
            Self::TakenOver(name) => LedgerError::TakenOver { path, name },
            #[cfg(feature = "sqlite")]
            Self::Sqlite(error) => of_sqlite(error, path),
            #[cfg(feature = "postgres")]
            Self::Postgres(error) => of_postgres(error, path),
        }
    }
}

#[cfg(feature = "sqlite")]
fn of_sqlite(error: rusqlite::Error, path: PathBuf) -> LedgerError {
    use rusqlite::ErrorCode;

    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LedgerError::Busy { path },
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            let what = (error.to_string(), "SQLite 无法读取其内容").into();
            LedgerError::NotALedger { path, what }
        }
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied)
            if has_files_beside(&path) =>
        {
            LedgerError::FilesBeside { path, source: Arc::new(error) }
        }
        _ => LedgerError::Sqlite { path, source: Arc::new(error) },
    }
}

/// True if SQLite keeps its log or its index beside the file.
#[cfg(feature = "sqlite")]
fn has_files_beside(path: &Path) -> bool {
    ["-wal", "-shm"].iter().any(|ending| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        Path::new(&name).exists()
    })
}

#[cfg(feature = "postgres")]
fn of_postgres(error: postgres::Error, path: PathBuf) -> LedgerError {
    use postgres::error::SqlState;

    let what = with_causes(&error);
    match error.code() {
        Some(code)
            if [SqlState::LOCK_NOT_AVAILABLE, SqlState::T_R_DEADLOCK_DETECTED].contains(code) =>
        {
            LedgerError::Busy { path }
        }
        Some(code)
            if [SqlState::DUPLICATE_PSTATEMENT, SqlState::INVALID_SQL_STATEMENT_NAME]
                .contains(code) =>
        {
            LedgerError::Pooler { path, what }
        }
        _ => LedgerError::Postgres { path, what, source: Arc::new(error) },
    }
}

/// The library tells each cause apart from its effect.
#[cfg(feature = "postgres")]
fn with_causes(error: &postgres::Error) -> String {
    use std::error::Error as _;

    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(&format!(": {cause}"));
        next = cause.source();
    }
    text
}

#[cfg(feature = "sqlite")]
impl From<rusqlite::Error> for BackendError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

#[cfg(feature = "postgres")]
impl From<postgres::Error> for BackendError {
    fn from(error: postgres::Error) -> Self {
        Self::Postgres(error)
    }
}

impl From<LedgerError> for BackendError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}
