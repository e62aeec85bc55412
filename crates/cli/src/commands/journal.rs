//! `coupon journal`: the writes that were sent, and their outcomes.

use clap::{Subcommand, ValueEnum};
use coupon_ledger::{JournalEntry, JournalError, JournalFilter};
use coupon_write::ManualOutcome;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::{app::App, commands::resolve, error::CliError};

/// Subcommands of `coupon journal`.
#[derive(Debug, Subcommand)]
pub(crate) enum JournalCommand {
    /// All writes, the latest first
    List {
        /// At most this many
        #[arg(long, value_name = "N", default_value_t = u32::MAX, hide_default_value = true)]
        limit: u32,
    },
    /// One write
    Show {
        /// Its key
        key: String,
    },
    /// Look at the vendor for writes without a known outcome, and settle what can be told
    Resolve {
        /// Only this one
        key: Option<String>,
        /// Do not look: you did, and say how it ended
        #[arg(long, alias = "as", value_name = "OUTCOME", value_enum, requires = "key")]
        outcome: Option<OutcomeArg>,
    },
}

/// The outcome that somebody found at the vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutcomeArg {
    /// The vendor did it
    Done,
    /// The vendor did not do it
    NotDone,
}

#[derive(Debug, Serialize)]
struct Entry<'a> {
    key: &'a str,
    state: &'static str,
    account: &'a str,
    provider: &'a str,
    operation: &'a str,
    msg_id: Option<&'a str>,
    baseline: Option<u64>,
    prepared_at: Timestamp,
    sent_at: Option<Timestamp>,
    settled_at: Option<Timestamp>,
    code: Option<&'a str>,
    message: Option<&'a str>,
    /// Ids that the vendor answered with.
    ids: Option<&'a RawValue>,
    /// The business body as it was recorded; text if it is no JSON.
    body: Body<'a>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Body<'a> {
    Json(&'a RawValue),
    Text(&'a str),
}

pub(crate) async fn run(app: &mut App, command: JournalCommand) -> Result<(), CliError> {
    let ledger = match command {
        JournalCommand::Resolve { .. } => app.ledger_to_change()?,
        _ => app.ledger()?,
    };
    match command {
        JournalCommand::Resolve { key: Some(key), outcome: Some(outcome) } => {
            let outcome = match outcome {
                OutcomeArg::Done => ManualOutcome::Done,
                OutcomeArg::NotDone => ManualOutcome::NotDone,
            };
            resolve::settle_manually(app, &ledger, &key, outcome).await
        }
        JournalCommand::Resolve { key, .. } => resolve::resolve(app, &ledger, key).await,
        JournalCommand::List { limit } => {
            let filter = JournalFilter {
                account: app.global.account.as_deref().map(Into::into),
                provider: app.global.provider.as_deref().map(Into::into),
                ..JournalFilter::default()
            };
            let entries = ledger.journal_list(&filter, limit).await?;
            let lang = app.lang;
            let headers = [
                lang.pick("key", "流水号"),
                lang.pick("state", "状态"),
                lang.pick("account", "账户"),
                lang.pick("operation", "操作"),
                lang.pick("prepared", "记录时间"),
                lang.pick("message", "说明"),
            ];
            let mut list = app.out.list(&headers);
            for entry in &entries {
                list.push(&shown(entry), cells)?;
            }
            list.finish()?;
            Ok(())
        }
        JournalCommand::Show { key } => {
            let found = ledger.journal_show(&key).await?;
            let entry = found.ok_or(JournalError::NoEntry { key })?;
            Ok(app.out.record(&shown(&entry))?)
        }
    }
}

fn shown(stored: &JournalEntry) -> Entry<'_> {
    let JournalEntry { entry, state, sent_at, settled_at, code, message, ids } = stored;
    Entry {
        key: &entry.key,
        state: state.as_str(),
        account: entry.account.as_str(),
        provider: entry.provider.as_str(),
        operation: &entry.operation,
        msg_id: entry.msg_id.as_deref(),
        baseline: entry.baseline,
        prepared_at: entry.prepared_at,
        sent_at: *sent_at,
        settled_at: *settled_at,
        code: code.as_deref(),
        message: message.as_deref(),
        ids: ids.as_deref().and_then(|ids| serde_json::from_str(ids).ok()),
        body: serde_json::from_str(&entry.body).map_or(Body::Text(&entry.body), Body::Json),
    }
}

fn cells(entry: &Entry<'_>) -> Vec<String> {
    let texts = [entry.key, entry.state, entry.account, entry.operation];
    let mut cells: Vec<String> = texts.map(str::to_owned).to_vec();
    cells.push(entry.prepared_at.strftime("%Y-%m-%d %H:%M:%SZ").to_string());
    cells.push(entry.message.unwrap_or_default().to_owned());
    cells
}
