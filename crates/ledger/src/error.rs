//! Errors of a ledger: the place, the cause and the fix.

use std::{error::Error, io, path::PathBuf, sync::Arc};

use coupon_domain::ErrorText;
use thiserror::Error as ThisError;

use crate::journal::JournalEntry;

/// Why a ledger could not be opened, read or written.
#[derive(Debug, Clone, ThisError)]
#[non_exhaustive]
pub enum LedgerError {
    /// There is no such file, and none was to be made.
    #[error("{}: no ledger here", path.display())]
    NotFound {
        /// The file.
        path: PathBuf,
    },
    /// A later version of this program made it.
    #[error(
        "{}: written by a newer version (schema {found}, this one knows {ours}); update this program",
        path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema version.
        found: u32,
        /// The latest that is known here.
        ours: u32,
    },
    /// An earlier version of this program made it, and this user may not bring it up to date.
    #[error(
        "{}: written by an older version, and this user may not change it; let its owner run any command on it once",
        path.display()
    )]
    Older {
        /// The file.
        path: PathBuf,
    },
    /// Rows are in the write-ahead log of a file that this user may not write.
    #[error(
        "{0}: some of its rows are still in {0}-wal, which this user cannot read without {0}-shm; let the owner of the \
         ledger run any command on it once, which moves them",
        path.display()
    )]
    LogOfOthers {
        /// The file.
        path: PathBuf,
    },
    /// The file may be written, and a file that SQLite keeps beside it may not.
    #[error(
        "{0}: {source}; {0}-wal and {0}-shm beside it belong to it: give them its owner and rights, and never delete a -wal \
         that is not empty",
        path.display()
    )]
    FilesBeside {
        /// The file.
        path: PathBuf,
        /// The error of SQLite.
        source: Arc<dyn Error + Send + Sync>,
    },
    /// It holds sandbox data and real data was asked for, or the reverse.
    #[error("{}: this ledger is for {found} accounts, not {asked}", path.display())]
    OtherRealm {
        /// The file.
        path: PathBuf,
        /// "sandbox" or "real".
        found: String,
        /// "sandbox" or "real".
        asked: String,
    },
    /// Something else than a ledger.
    #[error("{}: not a ledger, or a damaged one: {}", path.display(), what.english)]
    NotALedger {
        /// The file.
        path: PathBuf,
        /// The kind of file or the damage.
        what: ErrorText,
    },
    /// The name stands for another account than before.
    #[error(
        "{}: account {name} is another one than the ledger knows under this name (vendor, address or credentials \
         differ); give it a new name or use a new ledger",
        path.display()
    )]
    OtherAccount {
        /// The file.
        path: PathBuf,
        /// The account.
        name: String,
    },
    /// Nothing is kept for an account before it is registered.
    #[error("{}: account {name} is not registered; register it before writing its rows", path.display())]
    UnknownAccount {
        /// The file.
        path: PathBuf,
        /// The account.
        name: String,
    },
    /// Another sync of the same account runs.
    #[error(
        "{}: another sync of account {name} is running{}; wait until it ends",
        path.display(), shown(holder.as_ref())
    )]
    AccountLocked {
        /// The lock file, or the server without its password.
        path: PathBuf,
        /// The account.
        name: String,
        /// Who holds it and for how long, where the ledger is on a server.
        holder: Option<Holder>,
    },
    /// This process stood still, or could not reach the server, for so long that the account is another's.
    #[error(
        "{}: account {name} was given away because this process fell silent; what it had not written yet is dropped, and \
         the next sync reads it again",
        path.display()
    )]
    TakenOver {
        /// The server, without its password.
        path: PathBuf,
        /// The account.
        name: String,
    },
    /// A reconciliation of this name is closed, and what is closed stays.
    #[error("{}: reconciliation {name} is closed already; take another name", path.display())]
    AlreadyClosed {
        /// The file.
        path: PathBuf,
        /// The reconciliation.
        name: String,
    },
    /// Another program writes and does not end.
    #[error("{}: another program has been writing for too long; end it, or try again", path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// A stored value cannot be read.
    #[error(
        "{}: {table}, place {place}: column {column} cannot be read; restore a copy, or sync into a new ledger",
        path.display()
    )]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// The table.
        table: &'static str,
        /// The row's place in it.
        place: i64,
        /// The column.
        column: String,
    },
    /// A full reading was ended that was not begun in this process.
    #[error("{}: no full reading of {account} {provider} is under way; begin it first", path.display())]
    NoFullReading {
        /// The file.
        path: PathBuf,
        /// The account.
        account: String,
        /// The provider.
        provider: String,
    },
    /// The database refused something.
    #[error("{}: {source}; check the disk and the file's permissions", path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// The error of SQLite.
        source: Arc<dyn Error + Send + Sync>,
    },
    /// The server refused something, or could not be reached.
    #[error("{}: {what}; check the address, the server and the rights there", path.display())]
    Postgres {
        /// The server, without its password.
        path: PathBuf,
        /// The error with its causes.
        what: String,
        /// The same for programs.
        source: Arc<dyn Error + Send + Sync>,
    },
    /// A pooler stands before the server and gives each transaction another connection, so that statements are lost.
    #[error(
        "{}: {what}; a pooler in transaction mode stands before the server: name the server itself, set the pooler to session \
         mode (pgbouncer: pool_mode = session), or, with PgBouncer 1.21 or later and its max_prepared_statements, add \
         ?pool_mode=transaction to the address",
        path.display()
    )]
    Pooler {
        /// The address, without its password.
        path: PathBuf,
        /// The error with its causes.
        what: String,
    },
    /// A server's address that cannot be read. It is not repeated: it may hold a password.
    #[error(
        "not the address of a PostgreSQL server: {}; write postgres://USER:PASSWORD@HOST/DATABASE, special \
         characters of the password as %XX",
        what.english
    )]
    BadAddress {
        /// The fault in the address. It names an option at most, never a value.
        what: ErrorText,
    },
    /// No encrypted connection can be made from this system.
    #[error(
        "{}: {}; install the system's certificates, name a file of them with ?sslrootcert=, or add ?sslmode=disable where \
         the network is your own",
        path.display(), what.english
    )]
    Tls {
        /// The server, without its password.
        path: PathBuf,
        /// The missing part.
        what: ErrorText,
    },
    /// A file beside the ledger could not be used.
    #[error("{}: {source}; check the directory's permissions", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: Arc<io::Error>,
    },
    /// The writing thread ended, which only a fault of ours can do.
    #[error("{}: the ledger's thread has stopped; start again and report it", path.display())]
    Stopped {
        /// The file.
        path: PathBuf,
    },
}

/// Who holds an account on a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Its machine's address and its process number, as "10.0.0.7, process 4711".
    pub process: String,
    /// The account is free after so many seconds, unless the holder gives a sign of life.
    pub seconds: u64,
}

fn shown(holder: Option<&Holder>) -> String {
    holder.map_or_else(String::new, |Holder { process, seconds }| {
        format!(" ({process}; free in {seconds} s if that process is gone)")
    })
}

/// Why a write could not be recorded or settled.
#[derive(Debug, Clone, ThisError)]
#[non_exhaustive]
pub enum JournalError {
    /// The same write under the same key has no known outcome yet.
    #[error(
        "journal {}: the same write is recorded as {} without a known outcome; settle it first",
        stored.entry.key, stored.state.as_str()
    )]
    Unsettled {
        /// The entry as it is recorded.
        stored: Box<JournalEntry>,
    },
    /// The key stands for another write.
    #[error(
        "journal {}: this key stands for another write ({} {} of account {}); take another key",
        stored.entry.key, stored.entry.provider, stored.entry.operation, stored.entry.account
    )]
    KeyReused {
        /// The entry as it is recorded.
        stored: Box<JournalEntry>,
        /// The body that was given now.
        given: String,
    },
    /// An outcome that is known does not change, and a write is not sent again.
    #[error("journal {key}: already {}; what is settled stays", state.as_str())]
    Settled {
        /// The key.
        key: String,
        /// The entry as it is recorded.
        state: crate::journal::JournalState,
    },
    /// An outcome is done, refused or unknown.
    #[error("journal {key}: {} is no outcome; settle as done, refused or unknown", state.as_str())]
    NoOutcome {
        /// The key.
        key: String,
        /// The state that was given.
        state: crate::journal::JournalState,
    },
    /// No write is recorded under the key.
    #[error("journal {key}: no such entry")]
    NoEntry {
        /// The key.
        key: String,
    },
    /// The ledger failed.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}
