//! How a ledger is opened.

#[cfg(feature = "sqlite")]
use std::path::Path;

use crate::{
    connection_worker::ConnectionWorker, environment::Environment, error::LedgerError,
    ledger::Ledger,
};

/// The choices with which a ledger is opened. One that is not there is an error unless [`create`](Self::create) was called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenOptions {
    environment: Environment,
    create: bool,
}

impl OpenOptions {
    /// Opens a ledger of this environment that is there.
    pub fn new(environment: Environment) -> Self {
        Self { environment, create: false }
    }

    /// Makes the ledger if there is none.
    #[must_use]
    pub fn create(self, create: bool) -> Self {
        Self { create, ..self }
    }

    /// Opens a SQLite file; one of an older version is brought up to date. Blocks for as long as that takes.
    ///
    /// # Errors
    /// `NotFound` if there is no file and none is to be made; `Newer`, `OtherRealm`, `NotALedger`.
    #[cfg(feature = "sqlite")]
    pub fn open(self, path: impl AsRef<Path>) -> Result<Ledger, LedgerError> {
        let path = path.as_ref().to_owned();
        let worker = ConnectionWorker::start(&path.clone(), move || {
            crate::sqlite::SqliteBackend::open(&path, self.environment, self.create)
        })?;
        Ok(Ledger::over_file(worker))
    }

    /// Opens a SQLite file to look at it: also one that this user may not write, or whose folder takes no new file. Only what
    /// reads may be called, and no file is made. One of an older version is brought up to date first, where that is possible.
    ///
    /// # Errors
    /// As those of [`open`](Self::open); `Older`, `LogOfOthers`.
    #[cfg(feature = "sqlite")]
    pub fn open_for_reading(self, path: impl AsRef<Path>) -> Result<Ledger, LedgerError> {
        let path = path.as_ref().to_owned();
        let worker = ConnectionWorker::start(&path.clone(), move || {
            crate::sqlite::SqliteBackend::open_for_reading(&path, self.environment)
        })?;
        Ok(Ledger::over_file(worker))
    }

    /// Opens the ledger of a PostgreSQL database: `postgres://USER:PASSWORD@HOST:PORT/DATABASE`, which lies in its schema
    /// `coupon`. One of an older version is brought up to date, by one process at a time. The way there is encrypted, and the
    /// server's certificate checked, unless the host is this one or the address says `sslmode=disable`. Blocks for as long as
    /// that takes.
    ///
    /// # Errors
    /// `NotFound` if the database holds no ledger and none is to be made; `BadAddress`, `Tls`, `Postgres`, `Newer`,
    /// `OtherRealm`, `NotALedger`.
    #[cfg(feature = "postgres")]
    pub fn open_postgres(self, url: &str) -> Result<Ledger, LedgerError> {
        use crate::{postgres, server_lease::ServerLease};

        let server = ServerLease::new(url)?;
        let ServerLease { address, leases } = server.clone();
        let Self { environment, create } = self;
        let open = move || postgres::PostgresBackend::open(address, leases, environment, create);
        let worker = ConnectionWorker::start(server.address.shown(), open)?;
        Ok(Ledger::over_server(worker, server))
    }
}
