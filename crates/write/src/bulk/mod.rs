//! Many coupons of one template, one for each row of a file: read and checked, planned against earlier runs, then sent one
//! after the other, with a file of results.

mod batch;
mod history;
mod holdings;
mod issue_cell;
mod issue_columns;
mod issue_file;
mod issue_file_error;
mod results_file;
mod row;
mod run;

pub use self::{
    batch::{DifferentWrite, IssueBatch, IssuePlan, PlannedIssue, batch_name},
    history::BatchHistory,
    issue_file::IssueFile,
    issue_file_error::{IssueFileError, RowError, RowErrorCause},
    results_file::{ResultsError, ResultsFile},
    row::{IssueRow, RowDefaults},
    run::{BatchRun, BulkStop, IssueCounts, RowOutcome, RowReport},
};
