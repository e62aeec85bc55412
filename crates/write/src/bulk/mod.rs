//! Many coupons of one template, one for each row: planned against earlier runs, then sent one after the other.

mod batch;
mod history;
mod holdings;
mod row;
mod run;

pub use self::{
    batch::{DifferentWrite, IssueBatch, IssuePlan, PlannedIssue, batch_name},
    history::BatchHistory,
    row::{IssueRow, RowDefaults},
    run::{BatchRun, BulkStop, IssueCounts, RowOutcome, RowReport},
};
