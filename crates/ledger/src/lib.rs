#![doc = include_str!("../README.md")]

mod backend;
mod batch;
mod closed;
mod columns;
mod digest;
mod environment;
mod error;
mod fault;
mod journal;
mod kept;
mod ledger;
mod lock;
mod postgres;
mod read;
mod recording;
mod seen;
mod sqlite;
mod version;
mod worker;

pub use batch::{
    AspectReadAt, Batch, Checkpoint, CustomersOf, RowCounts, TemplateAspect, WriteSummary,
};
pub use closed::ClosedReconciliation;
pub use environment::Environment;
pub use error::{Holder, JournalError, LedgerError};
pub use journal::{
    JournalEntry, JournalFilter, JournalState, NewEntry, PrepareOutcome, Settlement,
};
pub use ledger::Ledger;
pub use lock::{AccountLock, LEASE};
pub use postgres::{AccountState, Coordination};
pub use read::{
    AccountRow, CheckpointRow, CouponFilter, LedgerTable, OpenTemplate, Paging, QuarantinedRow,
    RowCount, Stored, TemplateFilter,
};
pub use worker::WriteHandle;
