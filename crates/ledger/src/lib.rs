#![doc = include_str!("../README.md")]

mod backend;
mod batch;
mod closed;
mod columns;
mod digest;
mod error;
mod fault;
mod journal;
mod kept;
mod ledger;
mod lock;
mod postgres;
mod read;
mod realm;
mod recording;
mod seen;
mod sqlite;
mod version;
mod worker;

pub use batch::{Batch, Checkpoint, CustomersOf, Reading, Tally, TemplateRead, Written};
pub use closed::ClosedRun;
pub use error::{Holder, JournalError, LedgerError};
pub use journal::{JournalEntry, JournalFilter, JournalState, NewEntry, Prepared, Settlement};
pub use ledger::Ledger;
pub use lock::{AccountLock, LEASE};
pub use postgres::{AccountState, Shared};
pub use read::{
    AccountRow, CheckpointRow, CouponFilter, OpenTemplate, Paging, QuarantinedRow, RowCount,
    Stored, Table, TemplateFilter,
};
pub use realm::Realm;
pub use worker::Receipt;
