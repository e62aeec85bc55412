//! The rows of a file, all checked before anything is sent.

use std::{collections::BTreeSet, path::PathBuf};

use coupon_write::{IssueBatch, IssueRow};

use super::file::{self, RowError};
use crate::{
    exit::{Failure, vendor_message},
    output::say,
    text::Lang,
};

/// A file of customers.
#[derive(Debug)]
pub(super) struct CustomerTable {
    pub(super) path: PathBuf,
    pub(super) rows: Vec<IssueRow>,
}

impl CustomerTable {
    /// Reads the rows, and says everything that is wrong with any of them.
    ///
    /// # Errors
    /// `Usage` if the file holds no table of customers, `Broken` if rows are broken.
    pub(super) fn read(
        path: PathBuf,
        bytes: &[u8],
        batch: &IssueBatch,
        duplicates: bool,
        lang: Lang,
    ) -> Result<Self, Failure> {
        let mut table = Self { path, rows: Vec::new() };
        let shapeless =
            |RowError { line, why }| Failure::Usage(lang.unreadable_file(table.place(line), why));
        let (rows, mut errors) = file::read(bytes, duplicates, lang).map_err(shapeless)?;
        errors.extend(
            batch
                .check(&rows)
                .into_iter()
                .map(|(line, error)| RowError { line, why: vendor_message(&error, lang) }),
        );
        if errors.is_empty() {
            table.rows = rows;
            return Ok(table);
        }
        errors.sort_by_key(|error| error.line);
        for RowError { line, why } in &errors {
            say(&lang.unreadable_file(table.place(*line), why));
        }
        let lines: BTreeSet<u64> = errors.iter().map(|error| error.line).collect();
        Err(Failure::Broken(lang.bulk_broken(lines.len(), table.path.display())))
    }

    /// `customers.csv:17`.
    pub(super) fn place(&self, line: u64) -> String {
        format!("{}:{line}", self.path.display())
    }
}
