//! `coupon quarantine`: rows that a vendor sent and that could not be read.

use clap::Subcommand;
use coupon_domain::{AccountName, ProviderName};
use coupon_ledger::QuarantinedRow;
use coupon_sign::hex_lower;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use crate::{app::App, error::CliError};

/// Digits of a row's id: enough to tell the rows of a quarantine apart, and short enough to type.
const ID_DIGITS: usize = 12;

/// The two ways to look at the quarantine.
#[derive(Debug, Subcommand)]
pub(crate) enum QuarantineCommand {
    /// All rows that could not be read, with the reason of each
    List {
        /// At most this many rows
        #[arg(long, value_name = "N", default_value_t = u32::MAX, hide_default_value = true)]
        limit: u32,
        /// The rows that were read later, with the time, instead of those that still wait
        #[arg(long)]
        closed: bool,
    },
    /// One row with the vendor's own text
    Show {
        /// Its id in the list, or the first digits of it
        id: String,
    },
}

/// A row as it is printed.
#[derive(Debug, Serialize)]
struct QuarantineEntry<'a> {
    id: String,
    account: &'a str,
    provider: &'a str,
    stream: &'a str,
    first_seen: Timestamp,
    /// When the row was read after all.
    closed_at: Option<Timestamp>,
    reason: &'a str,
    /// The vendor's text, only where one row is shown. It is text, not JSON, if the row is no JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<RowText<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum RowText<'a> {
    Json(&'a RawValue),
    Text(&'a str),
}

pub(crate) async fn run(app: &mut App, command: QuarantineCommand) -> Result<(), CliError> {
    let ledger = app.ledger()?;
    let account = app.global.account.as_deref().map(AccountName::from);
    let provider = app.global.provider.as_deref().map(ProviderName::from);
    let mut rows = ledger.quarantine_history(account.as_ref(), u32::MAX).await?;
    rows.retain(|row| provider.as_ref().is_none_or(|provider| row.provider == *provider));
    match command {
        QuarantineCommand::List { limit, closed } => {
            rows.retain(|row| row.closed_at.is_some() == closed);
            rows.truncate(limit as usize);
            list(app, &rows, closed)
        }
        QuarantineCommand::Show { id } => show(app, &rows, &id),
    }
}

fn list(app: &mut App, rows: &[QuarantinedRow], closed: bool) -> Result<(), CliError> {
    let lang = app.lang;
    let headers = [
        lang.pick("id", "编号"),
        lang.pick("account", "账户"),
        lang.pick("provider", "提供方"),
        lang.pick("stream", "数据流"),
        if closed {
            lang.pick("read", "读取时间")
        } else {
            lang.pick("first seen", "首次出现")
        },
        lang.pick("reason", "原因"),
    ];
    let mut list = app.out.list(&headers);
    for row in rows {
        list.push(&entry(row), cells)?;
    }
    Ok(list.finish()?)
}

fn show(app: &mut App, rows: &[QuarantinedRow], id: &str) -> Result<(), CliError> {
    let wanted = id.to_lowercase();
    let mut found = rows.iter().filter(|row| id_of(row).starts_with(&wanted));
    let (Some(row), another) = (found.next(), found.next()) else {
        return Err(CliError::NotFound(app.lang.no_quarantined_row(id)));
    };
    if another.is_some() || wanted.is_empty() {
        return Err(CliError::Usage(app.lang.several_quarantined_rows(id)));
    }
    let text = row.row.as_str();
    let text = serde_json::from_str(text).map_or(RowText::Text(text), RowText::Json);
    Ok(app.out.record(&QuarantineEntry { row: Some(text), ..entry(row) })?)
}

fn entry(row: &QuarantinedRow) -> QuarantineEntry<'_> {
    QuarantineEntry {
        id: id_of(row),
        account: row.account.as_str(),
        provider: row.provider.as_str(),
        stream: &row.stream,
        first_seen: row.first_seen,
        closed_at: row.closed_at,
        reason: &row.reason,
        row: None,
    }
}

/// The first digits of the SHA-256 of the vendor's text: the same in every ledger and on every day.
fn id_of(row: &QuarantinedRow) -> String {
    let mut id = hex_lower(&Sha256::digest(row.row.as_bytes()));
    id.truncate(ID_DIGITS);
    id
}

fn cells(entry: &QuarantineEntry<'_>) -> Vec<String> {
    vec![
        entry.id.clone(),
        entry.account.to_owned(),
        entry.provider.to_owned(),
        entry.stream.to_owned(),
        entry.closed_at.unwrap_or(entry.first_seen).strftime("%Y-%m-%d %H:%M:%SZ").to_string(),
        entry.reason.to_owned(),
    ]
}
