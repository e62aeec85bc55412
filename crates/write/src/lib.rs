#![doc = include_str!("../README.md")]

mod bulk;
mod context;
mod error;
mod holdings;
mod issuers;
mod key;
mod line_item;
mod plan;
mod read_again;
mod report;
mod resolve;
mod send;
mod used_as;
mod write_command;

pub use bulk::{
    BatchHistory, BatchRun, BulkStop, DifferentWrite, IssueBatch, IssueCounts, IssueFile,
    IssueFileError, IssuePlan, IssueRow, PlannedIssue, ResultsError, ResultsFile, RowDefaults,
    RowError, RowErrorCause, RowOutcome, RowReport, batch_name,
};
pub use context::{Notice, WriteContext};
pub use error::WriteError;
pub use holdings::{baseline, can_issue_from};
pub use issuers::that_know_template;
pub use key::{assign_code, coupon_code, fresh_key};
pub use line_item::{LINE_ITEM_FORM, line_item};
pub use plan::{PlanFact, PlanSources};
pub use read_again::{read_again, write_subject};
pub use report::WriteReport;
pub use resolve::{
    CouponChange, ExpectedTemplate, HoldingsDelta, ManualOutcome, Observation, Reason, Resolution,
    ResolveError, ResolvedWrite, Resolver, decide, unsettled_writes,
};
pub use send::{PendingWrite, SentWrite, attempt, command_body, mark_sent, prepare, send, settle};
pub use used_as::used_as;
pub use write_command::write_command;
