#![doc = include_str!("../README.md")]

mod bulk;
mod context;
mod error;
mod holdings;
mod key;
mod line_item;
mod resolve;
mod send;

pub use bulk::{
    BatchHistory, BatchRun, BulkStop, DifferentWrite, IssueBatch, IssueCounts, IssueFile,
    IssueFileError, IssuePlan, IssueRow, PlannedIssue, ResultsError, ResultsFile, RowDefaults,
    RowError, RowErrorCause, RowOutcome, RowReport, batch_name,
};
pub use context::{Notice, WriteContext};
pub use error::WriteError;
pub use holdings::{baseline, can_issue_from, count_coupons, customer_coupons};
pub use key::{assign_code, coupon_code, fresh_key};
pub use line_item::parse_line_item;
pub use resolve::{
    ExpectedTemplate, HoldingsDelta, ManualOutcome, Observation, Reason, Resolution, ResolveError,
    ResolvedWrite, Resolver, decide, entry_postcondition, unsettled_writes,
};
pub use send::{
    PendingWrite, SentWrite, attempt, command_body, created_ids, mark_sent, prepare, send, settle,
    write_command,
};
