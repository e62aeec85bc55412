//! Confirming a write, sending it once, and printing how it ended.

use std::io::{self, IsTerminal, Write};

use coupon_config::Account;
use coupon_domain::{AccountName, Command, Effect, Provider, ProviderName, WriteOutcome};
use coupon_ledger::{JournalEntry, Ledger};
use coupon_transport::AttemptContext;
use coupon_write::{
    Notice, SentWrite, WriteContext, WriteError, command_body, created_ids, fresh_key,
    write_command,
};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json, value::RawValue};

use crate::{
    app::App,
    error::{CliError, journal_message, vendor_message},
    messages::Lang,
    options::WriteArgs,
    output::say,
};

/// The parts of a write that a user confirms.
pub(crate) struct WritePreview<'a> {
    pub(crate) account: &'a AccountName,
    pub(crate) provider: &'a ProviderName,
    /// The kind of a neutral command, or the vendor's name of the operation.
    pub(crate) operation: &'a str,
    /// JSON.
    pub(crate) body: &'a str,
}

/// The end of a write, as it is printed.
#[derive(Debug, Serialize)]
pub(crate) struct WriteReport {
    key: String,
    state: &'static str,
    account: String,
    provider: String,
    operation: String,
    /// The ids of what was made.
    #[serde(flatten)]
    ids: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<Box<RawValue>>,
}

/// Sends a neutral command and prints its end. A command that cannot be sent uses up no key.
pub(crate) async fn command(
    app: &mut App,
    account: &Account,
    provider: &dyn Provider,
    command: &Command,
    args: &WriteArgs,
) -> Result<(), CliError> {
    provider.check(command)?;
    let operation = command.kind().as_str();
    let (name, body) = (provider.name(), command_body(command));
    let preview = WritePreview { account: &account.name, provider: name, operation, body: &body };
    confirm(app, &preview, args)?;
    let ledger = app.ledger_for(std::slice::from_ref(account)).await?;
    let key = args.key.clone().unwrap_or_else(new_key);
    let notify = notify(app.lang);
    let context = context(&ledger, &notify);
    let sent = write_command(&context, &account.name, provider, command, key.clone()).await;
    let report = match ended(app, &key, sent)? {
        SentWrite::Before(stored) => reported_before(*stored),
        SentWrite::Done { outcome, value: () } => {
            let place = (account.name.to_string(), name.to_string());
            reported(key, place, operation, outcome)
        }
    };
    Ok(app.out.record(&report)?)
}

/// Shows the write and asks for a yes, unless `--yes` was given.
pub(crate) fn confirm(
    app: &App,
    write: &WritePreview<'_>,
    args: &WriteArgs,
) -> Result<(), CliError> {
    if args.yes {
        return Ok(());
    }
    say(&app.lang.plan(write.operation, write.account, write.provider));
    say(&crate::json::pretty(write.body));
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Err(CliError::Usage(app.lang.not_confirmed()));
    }
    let _ = write!(io::stderr(), "{}", app.lang.confirm());
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    match answer.trim().to_lowercase().as_str() {
        "y" | "yes" | "是" => Ok(()),
        _ => Err(CliError::Usage(app.lang.declined())),
    }
}

/// The clock and the randomness of the system, for writes.
pub(crate) fn context<'a>(
    ledger: &'a Ledger,
    notify: &'a (dyn Fn(Notice<'_>) + Sync),
) -> WriteContext<'a> {
    WriteContext { ledger, now: &now, random: &random, notify }
}

pub(crate) fn now() -> Timestamp {
    AttemptContext::from_system().now
}

pub(crate) fn random() -> u128 {
    AttemptContext::from_system().random
}

pub(crate) fn new_key() -> String {
    fresh_key(random())
}

/// Says the key of a write before it is sent, and everything else as a warning.
pub(crate) fn notify(lang: Lang) -> impl Fn(Notice<'_>) + Sync {
    move |notice| match notice {
        Notice::Sending { key } => say(&lang.key_line(key)),
        notice => say_warning(lang, &notice),
    }
}

/// Says the warning of a notice, if it is one.
pub(crate) fn say_warning(lang: Lang, notice: &Notice<'_>) {
    let text = match notice {
        Notice::AlreadyDone(stored) => lang.already_done(&stored.entry.key, stored.state.as_str()),
        Notice::NotRecorded { key, error } => {
            lang.settled_not_kept(key, journal_message(error, lang))
        }
        Notice::BaselineFailed(error) => lang.baseline_failed(vendor_message(error, lang)),
        Notice::BaselinesIncomplete => lang.bulk_no_baseline(),
        Notice::UnreadableRow(row) => row.reason.clone(),
        Notice::Sending { .. } => return,
    };
    say(&lang.warning(text));
}

/// The end of a single write. A lost answer comes with the command that resolves it.
pub(crate) fn ended<T>(
    app: &App,
    key: &str,
    sent: Result<SentWrite<T>, WriteError>,
) -> Result<SentWrite<T>, CliError> {
    sent.map_err(|error| {
        if let WriteError::Provider(error) = &error
            && error.effect() == Effect::Unknown
        {
            app.warn(&app.lang.resolve_hint(key));
        }
        failure(error, app.lang)
    })
}

pub(crate) fn failure(error: WriteError, lang: Lang) -> CliError {
    match error {
        WriteError::Journal(error) => error.into(),
        WriteError::Provider(error) => error.into(),
        WriteError::AlreadyRefused(stored) => {
            CliError::Usage(lang.already_done(&stored.entry.key, stored.state.as_str()))
        }
    }
}

fn reported(
    key: String,
    (account, provider): (String, String),
    operation: &str,
    outcome: WriteOutcome,
) -> WriteReport {
    WriteReport {
        key,
        state: coupon_ledger::JournalState::Done.as_str(),
        account,
        provider,
        operation: operation.to_owned(),
        ids: created_ids(&outcome),
        answer: outcome.row.and_then(|row| RawValue::from_string(row.as_str().to_owned()).ok()),
    }
}

fn reported_before(stored: JournalEntry) -> WriteReport {
    let JournalEntry { entry, state, ids, .. } = stored;
    WriteReport {
        key: entry.key,
        state: state.as_str(),
        account: entry.account.to_string(),
        provider: entry.provider.to_string(),
        operation: entry.operation,
        ids: ids.and_then(|ids| serde_json::from_str(&ids).ok()).unwrap_or_else(|| json!({})),
        answer: None,
    }
}
