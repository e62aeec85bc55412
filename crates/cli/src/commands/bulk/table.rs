//! The rows of a file, all checked before anything is sent.

use std::{collections::BTreeSet, path::PathBuf};

use coupon_messages::{Lang, issue_file_error, issue_row_error, table_notes, vendor_message};
use coupon_write::{IssueBatch, IssueFile, IssueRow};

use crate::{error::CliError, output::say};

/// A file of customers.
#[derive(Debug)]
pub(super) struct CustomerTable {
    pub(super) path: PathBuf,
    pub(super) rows: Vec<IssueRow>,
}

impl CustomerTable {
    /// Reads the rows, and says how the file was read and everything that is wrong with any row.
    ///
    /// # Errors
    /// `Usage` if the file holds no table of customers, `Broken` if rows are broken.
    pub(super) fn read(
        path: PathBuf,
        bytes: &[u8],
        batch: &IssueBatch,
        duplicates: bool,
        lang: Lang,
    ) -> Result<Self, CliError> {
        let mut table = Self { path, rows: Vec::new() };
        let file = IssueFile::read(bytes, duplicates).map_err(|error| {
            let (line, why) = issue_file_error(&error, lang);
            let place = line.map_or_else(|| table.path.display().to_string(), |at| table.place(at));
            CliError::Usage(lang.unreadable_file(place, why))
        })?;
        for note in table_notes(&file.notes, lang) {
            say(&lang.unreadable_file(table.path.display(), note));
        }
        let broken =
            file.errors.iter().map(|error| (error.line, issue_row_error(&error.cause, lang)));
        let refused = batch.check(&file.rows).into_iter();
        let refused = refused.map(|(line, error)| (line, vendor_message(&error, lang)));
        let mut errors: Vec<(u64, String)> = broken.chain(refused).collect();
        if errors.is_empty() {
            table.rows = file.rows;
            return Ok(table);
        }
        errors.sort_by_key(|(line, _)| *line);
        for (line, why) in &errors {
            say(&lang.unreadable_file(table.place(*line), why));
        }
        let lines: BTreeSet<u64> = errors.iter().map(|(line, _)| *line).collect();
        Err(CliError::Broken(lang.bulk_broken(lines.len(), table.path.display())))
    }

    /// `customers.csv:17`.
    pub(super) fn place(&self, line: u64) -> String {
        format!("{}:{line}", self.path.display())
    }
}
