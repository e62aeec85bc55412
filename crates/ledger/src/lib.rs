#![doc = include_str!("../README.md")]
#![cfg_attr(
    not(all(feature = "sqlite", feature = "postgres")),
    allow(dead_code, unused_imports, reason = "each backend needs a part of what both share")
)]

mod backend;
mod backend_error;
mod batch;
mod closed_reconciliation;
mod column;
mod conditions;
mod connection_worker;
mod digest;
mod environment;
mod error;
mod error_zh;
mod filter_words;
mod journal;
mod journal_api;
mod journal_failure;
mod journal_row;
mod journal_rules;
mod ledger;
mod lists;
mod lock;
mod open_options;
#[cfg(feature = "postgres")]
mod postgres;
mod quarantine_key;
mod read;
mod row_bit_set;
mod row_reader;
mod row_version;
#[cfg(feature = "postgres")]
mod server_lease;
#[cfg(feature = "sqlite")]
mod sqlite;
mod table_row;
mod unread;
mod unread_writes;
mod whole_coupons;

pub use batch::{
    AspectReadAt, Batch, Checkpoint, CustomersOf, RowCounts, TemplateAspect, WriteSummary,
};
pub use closed_reconciliation::ClosedReconciliation;
pub use connection_worker::WriteHandle;
pub use environment::Environment;
pub use error::{Holder, JournalError, LedgerError};
pub use filter_words::{CustomerWord, UnknownWord};
pub use journal::{
    JournalEntry, JournalFilter, JournalState, NewEntry, PrepareOutcome, Settlement, WriteSubject,
};
pub use ledger::Ledger;
pub use lists::PageStream;
pub use lock::{AccountLock, LEASE};
pub use open_options::OpenOptions;
#[cfg(feature = "postgres")]
pub use postgres::{AccountState, Coordination};
pub use read::{
    AccountRow, CheckpointRow, CouponFilter, LedgerTable, OpenTemplate, QuarantinedRow, RowCount,
    Stored, TemplateFilter,
};
#[cfg(feature = "postgres")]
pub use server_lease::postgres_address;
pub use unread_writes::UnreadWrites;
pub use whole_coupons::{WholeCoupon, WholeCouponStream};
