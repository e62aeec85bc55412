//! The commands of a batch, and the plan that sets them against earlier runs.

use std::sync::Arc;

use coupon_domain::{AccountName, Command, CustomerRef, Error, Issue, Provider, TemplateRef};
use coupon_ledger::JournalEntry;
use sha2::{Digest, Sha256};

use super::{
    history::BatchHistory,
    row::{IssueRow, RowDefaults},
};
use crate::{
    key::{assign_code, hex},
    send::command_body,
};

/// One table for one template, through one account.
#[derive(Debug, Clone)]
pub struct IssueBatch {
    /// The name of the batch. Every journal key of it begins with the name and a colon.
    pub name: String,
    /// The account that sends.
    pub account: AccountName,
    /// The provider that issues.
    pub provider: Arc<dyn Provider>,
    /// The template of every coupon.
    pub template: TemplateRef,
    /// The values of rows that name no others.
    pub defaults: RowDefaults,
}

/// A coupon that is to be issued.
#[derive(Debug)]
pub struct PlannedIssue<'r> {
    /// Its row.
    pub row: &'r IssueRow,
    /// Its key in the journal.
    pub key: String,
    /// The command that is sent.
    pub command: Command,
    /// The command as the journal keeps it.
    pub body: String,
}

/// The rows of a batch by what is to be done with them.
#[derive(Debug)]
pub struct IssuePlan<'r> {
    /// Rows to be sent, in the order of the table.
    pub issues: Vec<PlannedIssue<'r>>,
    /// Rows that an earlier run issued.
    pub done: Vec<(&'r IssueRow, &'r JournalEntry)>,
    /// Rows without a known outcome: sent in an earlier run, or being sent by another process.
    pub unsettled: Vec<(&'r IssueRow, &'r JournalEntry)>,
}

/// An earlier run of the batch issued something else for one of the rows.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {key} stands for another write")]
pub struct DifferentWrite {
    /// The line of the row.
    pub line: u64,
    /// The journal key of the earlier write.
    pub key: String,
    /// The body that was recorded.
    pub recorded: String,
    /// The body that the row asks for now.
    pub given: String,
}

/// A name for the batch of a file: `bulk:` and 16 hex digits. It depends on the bytes of the file, the account, the
/// provider and the template. The defaults do not count: a coupon that was issued once is not issued again because an
/// option changed.
pub fn batch_name(
    file: &[u8],
    account: &AccountName,
    provider: &dyn Provider,
    template: &TemplateRef,
) -> String {
    let (kind, template) = match template {
        TemplateRef::Id(id) => ("id", id.as_str()),
        TemplateRef::Name(name) => ("name", name.as_str()),
    };
    let mut hash = Sha256::new();
    hash.update(Sha256::digest(file));
    for part in [account.as_str(), provider.name().as_str(), kind, template] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    format!("bulk:{}", hex(&hash.finalize()[..8]))
}

impl IssueBatch {
    /// The rows that the provider would refuse without sending them, by line.
    pub fn check(&self, rows: &[IssueRow]) -> Vec<(u64, Error)> {
        let refused = |row: &IssueRow| {
            let error = self.provider.check(&self.command(row, &self.name)).err()?;
            Some((row.line, error))
        };
        rows.iter().filter_map(refused).collect()
    }

    /// Sets the rows against earlier runs of the batch. A row whose last attempt was refused is sent again under a new
    /// key.
    ///
    /// # Errors
    /// [`DifferentWrite`], about the first such row.
    pub fn plan<'r>(
        &self,
        rows: &'r [IssueRow],
        history: &'r BatchHistory,
    ) -> Result<IssuePlan<'r>, DifferentWrite> {
        let mut plan = IssuePlan { issues: Vec::new(), done: Vec::new(), unsettled: Vec::new() };
        for row in rows {
            let Some(before) = history.standing(row.line) else {
                let key = history.next_key(row.line);
                let command = self.command(row, &key);
                let body = command_body(&command);
                plan.issues.push(PlannedIssue { row, key, command, body });
                continue;
            };
            let entry = &before.entry;
            let given = command_body(&self.command(row, &entry.key));
            let same = entry.body == given
                && entry.account == self.account
                && entry.provider == *self.provider.name();
            if !same {
                let (key, recorded) = (entry.key.clone(), entry.body.clone());
                return Err(DifferentWrite { line: row.line, key, recorded, given });
            }
            let list = match before.state.is_settled() {
                true => &mut plan.done,
                false => &mut plan.unsettled,
            };
            list.push((row, before));
        }
        Ok(plan)
    }

    fn command(&self, row: &IssueRow, key: &str) -> Command {
        let RowDefaults { from, until, items } = &self.defaults;
        let mut issue = Issue {
            template: self.template.clone(),
            customer: row.customer.clone(),
            code: row.code.clone(),
            begins: row.from.or(*from),
            ends: row.until.or(*until),
            lines: if row.items.is_empty() { items.clone() } else { row.items.clone() },
            threshold_percent: None,
            recovery_days: None,
            fields: Vec::new(),
            received_at: None,
        };
        assign_code(&mut issue, key);
        Command::Issue(Box::new(issue))
    }
}

impl PlannedIssue<'_> {
    /// True if only counting can resolve a lost answer. False if the coupon has a code of ours, and for a customer whom
    /// coupons do not name.
    pub(super) fn needs_baseline(&self) -> bool {
        let Command::Issue(issue) = &self.command else { return false };
        issue.code.is_none() && !matches!(issue.customer, CustomerRef::SourceCode(_))
    }
}

impl IssuePlan<'_> {
    /// The lines of the rows without a known outcome.
    pub fn unsettled_lines(&self) -> Vec<u64> {
        self.unsettled.iter().map(|(row, _)| row.line).collect()
    }
}
