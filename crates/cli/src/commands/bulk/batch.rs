//! What a file asks for: checked whole before anything is sent, and set against what earlier runs did.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use coupon_config::Account;
use coupon_domain::{Command, CustomerRef, Issue, LineItem, Provider, TemplateRef};
use coupon_ledger::JournalEntry;
use coupon_sign::hex_lower;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::{
    file::{self, Complaint, Row},
    past::Past,
};
use crate::{
    commands::issue::code_of,
    exit::{Failure, vendor_message},
    output::say,
    text::Lang,
};

/// One file for one template, through one account.
#[derive(Debug)]
pub(super) struct Batch<'a> {
    pub(super) account: &'a Account,
    pub(super) provider: Arc<dyn Provider>,
    pub(super) template: TemplateRef,
    /// With what its keys in the journal begin.
    pub(super) name: String,
    pub(super) path: PathBuf,
    /// What counts for rows that say nothing else.
    pub(super) usual: Usual,
}

/// What the command line says of every row.
#[derive(Debug)]
pub(crate) struct Usual {
    pub(crate) from: Option<Date>,
    pub(crate) until: Option<Date>,
    pub(crate) items: Vec<LineItem>,
}

/// A coupon that is to be issued.
#[derive(Debug)]
pub(super) struct Job<'a> {
    pub(super) row: &'a Row,
    pub(super) key: String,
    pub(super) command: Command,
    pub(super) body: String,
}

/// What is to be done with the rows.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub(super) jobs: Vec<Job<'a>>,
    pub(super) done: Vec<(&'a Row, &'a JournalEntry)>,
    /// Sent in an earlier run, or being sent by another program: nobody knows how it ended.
    pub(super) unsettled: Vec<(&'a Row, &'a JournalEntry)>,
}

impl Job<'_> {
    /// False if the coupon has a code of ours, by which it can be looked up, and for a customer whom coupons do not name.
    pub(super) fn needs_baseline(&self) -> bool {
        let Command::Issue(issue) = &self.command else { return false };
        issue.code.is_none() && !matches!(issue.customer, CustomerRef::SourceCode(_))
    }
}

/// A name for a file's batch. Other words in the file, another template, another account: another batch. The options that
/// say what a coupon is like do not count: a coupon that was issued once is not issued again because they changed.
pub(super) fn name(
    bytes: &[u8],
    account: &Account,
    provider: &dyn Provider,
    template: &TemplateRef,
) -> String {
    let (kind, template) = match template {
        TemplateRef::Id(id) => ("id", id.as_str()),
        TemplateRef::Name(name) => ("name", name.as_str()),
    };
    let mut hash = Sha256::new();
    hash.update(Sha256::digest(bytes));
    for part in [account.name.as_str(), provider.name().as_str(), kind, template] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    format!("bulk:{}", hex_lower(&hash.finalize()[..8]))
}

impl Batch<'_> {
    /// Reads the rows, and lists everything that is wrong with any of them.
    ///
    /// # Errors
    /// `Usage` if the file is none of customers, `Broken` if rows are broken.
    pub(super) fn read(
        &self,
        bytes: &[u8],
        duplicates: bool,
        lang: Lang,
    ) -> Result<Vec<Row>, Failure> {
        let shapeless =
            |Complaint { line, why }| Failure::Usage(lang.unreadable_file(self.place(line), why));
        let (rows, mut complaints) = file::read(bytes, duplicates, lang).map_err(shapeless)?;
        complaints.extend(rows.iter().filter_map(|row| {
            let command = self.command(row, &self.name);
            let error = self.provider.check(&command).err()?;
            Some(Complaint { line: row.line, why: vendor_message(&error, lang) })
        }));
        if complaints.is_empty() {
            return Ok(rows);
        }
        complaints.sort_by_key(|complaint| complaint.line);
        for Complaint { line, why } in &complaints {
            say(&lang.unreadable_file(self.place(*line), why));
        }
        let lines: std::collections::BTreeSet<u64> = complaints.iter().map(|c| c.line).collect();
        Err(Failure::Broken(lang.bulk_broken(lines.len(), self.path.display())))
    }

    /// Sets the rows against what earlier runs did.
    ///
    /// # Errors
    /// An earlier run issued something else for one of the rows.
    pub(super) fn plan<'r>(
        &self,
        rows: &'r [Row],
        past: &'r Past,
        lang: Lang,
    ) -> Result<Plan<'r>, Failure> {
        let mut plan = Plan { jobs: Vec::new(), done: Vec::new(), unsettled: Vec::new() };
        for row in rows {
            let Some(before) = past.standing(row.line) else {
                let key = past.key(row.line);
                let command = self.command(row, &key);
                let body = body(&command)?;
                plan.jobs.push(Job { row, key, command, body });
                continue;
            };
            let entry = &before.entry;
            let now = body(&self.command(row, &entry.key))?;
            let same = entry.body == now
                && entry.account == self.account.name
                && entry.provider == *self.provider.name();
            if !same {
                let place = self.place(row.line);
                return Err(Failure::Usage(lang.bulk_otherwise(
                    place,
                    &entry.key,
                    &entry.body,
                    now,
                )));
            }
            let list = match before.state.is_settled() {
                true => &mut plan.done,
                false => &mut plan.unsettled,
            };
            list.push((row, before));
        }
        Ok(plan)
    }

    /// `customers.csv:17`.
    pub(super) fn place(&self, line: u64) -> String {
        place(&self.path, line)
    }

    /// A 兑货券 without a code of its own gets one from the key, as a single one does.
    fn command(&self, row: &Row, key: &str) -> Command {
        let by_name = matches!(self.template, TemplateRef::Name(_));
        let Usual { from, until, items } = &self.usual;
        Command::Issue(Box::new(Issue {
            template: self.template.clone(),
            customer: row.customer.clone(),
            code: row.code.clone().or_else(|| by_name.then(|| code_of(key))),
            begins: row.from.or(*from),
            ends: row.until.or(*until),
            lines: if row.items.is_empty() { items.clone() } else { row.items.clone() },
            threshold_percent: None,
            recovery_days: None,
            fields: Vec::new(),
            received_at: None,
        }))
    }
}

fn place(path: &Path, line: u64) -> String {
    format!("{}:{line}", path.display())
}

fn body(command: &Command) -> Result<String, Failure> {
    Ok(serde_json::to_string(command).map_err(std::io::Error::from)?)
}
