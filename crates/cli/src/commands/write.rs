//! Every write of the command line: plan, record, send once, settle, print.

use std::io::{self, IsTerminal, Write};

use coupon_config::Account;
use coupon_domain::{
    Command, Effect, Error, Postcondition, Provider, ProviderName, RequestId, WriteOutcome,
};
use coupon_ledger::{
    JournalEntry, JournalError, JournalState, Ledger, NewEntry, PrepareOutcome, Settlement,
};
use coupon_transport::AttemptContext;
use serde::Serialize;
use serde_json::{Value, json, value::RawValue};

use crate::{app::App, commands::issue::baseline, exit::Failure, options::WriteArgs, output::say};

/// A write that is about to be sent.
pub(crate) struct Draft<'a> {
    pub(crate) account: &'a Account,
    pub(crate) provider: ProviderName,
    /// A neutral verb, or the vendor's name of the operation.
    pub(crate) operation: &'a str,
    /// The business body, nothing else.
    pub(crate) body: String,
    /// The id that the request bears at the vendor.
    pub(crate) request_id: Option<RequestId>,
    /// How many of these coupons the customer holds before.
    pub(crate) baseline: Option<u64>,
}

/// How a write ended, as it is printed.
#[derive(Debug, Serialize)]
pub(crate) struct Ended {
    pub(crate) key: String,
    pub(crate) state: &'static str,
    pub(crate) account: String,
    pub(crate) provider: String,
    pub(crate) operation: String,
    /// What the vendor called what it made.
    #[serde(flatten)]
    pub(crate) ids: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) answer: Option<Box<RawValue>>,
}

/// Sends a neutral command.
pub(crate) async fn command(
    app: &mut App,
    account: &Account,
    provider: &dyn Provider,
    command: &Command,
    args: &WriteArgs,
) -> Result<(), Failure> {
    // What cannot be sent uses up no key.
    provider.check(command)?;
    let body = serde_json::to_string(command).map_err(io::Error::from)?;
    let (name, operation) = (provider.name(), command.kind().as_str());
    let request_id = provider.request_id(AttemptContext::from_system().random);
    let sent_id = request_id.clone();
    let provider_name = name.clone();
    let mut draft =
        Draft { account, provider: provider_name, operation, body, request_id, baseline: None };
    confirm(app, &draft, args)?;
    let ledger = app.ledger_for(std::slice::from_ref(account)).await?;
    draft.baseline = baseline(app, provider, &Postcondition::from(command)).await;
    let write = || provider.write(command, sent_id.as_ref());
    let ended = send(app, &ledger, draft, args, write).await?;
    Ok(app.out.record(&ended)?)
}

/// Shows what will be sent and asks, unless `--yes` was given.
pub(crate) fn confirm(app: &App, draft: &Draft<'_>, args: &WriteArgs) -> Result<(), Failure> {
    if args.yes {
        return Ok(());
    }
    say(&app.lang.plan(draft.operation, &draft.account.name, &draft.provider));
    say(&crate::json::pretty(&draft.body));
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Err(Failure::Usage(app.lang.not_confirmed()));
    }
    let _ = write!(io::stderr(), "{}", app.lang.confirm());
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    match answer.trim().to_lowercase().as_str() {
        "y" | "yes" | "是" => Ok(()),
        _ => Err(Failure::Usage(app.lang.declined())),
    }
}

/// Records a write, sends it once and settles it.
pub(crate) async fn send<F>(
    app: &App,
    ledger: &Ledger,
    draft: Draft<'_>,
    args: &WriteArgs,
    send: impl FnOnce() -> F,
) -> Result<Ended, Failure>
where
    F: Future<Output = Result<WriteOutcome, Error>>,
{
    let key = args.key.clone().unwrap_or_else(fresh_key);
    let line = app.lang.key_line(&key);
    let said = || {
        say(&line);
        send()
    };
    let ended = recorded(app, ledger, draft, key.clone(), said).await;
    if let Err(Failure::Vendor(error)) = &ended
        && error.effect() == Effect::Unknown
    {
        app.warn(&app.lang.resolve_hint(&key));
    }
    ended
}

/// The same under a key that need not be said.
pub(crate) async fn recorded<F>(
    app: &App,
    ledger: &Ledger,
    draft: Draft<'_>,
    key: String,
    send: impl FnOnce() -> F,
) -> Result<Ended, Failure>
where
    F: Future<Output = Result<WriteOutcome, Error>>,
{
    let msg_id = draft.request_id.as_ref().map(ToString::to_string);
    let entry = NewEntry {
        key: key.clone(),
        account: draft.account.name.clone(),
        provider: draft.provider.clone(),
        operation: draft.operation.to_owned(),
        body: draft.body,
        msg_id: msg_id.clone(),
        baseline: draft.baseline,
        prepared_at: AttemptContext::from_system().now,
    };
    if let PrepareOutcome::Settled(stored) = ledger.journal_prepare(entry).await? {
        return before(app, *stored);
    }
    ledger.journal_sent(&key, msg_id.as_deref(), AttemptContext::from_system().now).await?;
    let result = send().await;
    let end = settlement(&result);
    let told = end.state;
    let settled = match ledger.journal_settle(&key, end).await {
        // Somebody looked it up meanwhile and found the same.
        Err(JournalError::Settled { state, .. }) if state == told => Ok(()),
        settled => settled,
    };
    if let Err(error) = settled {
        // The outcome itself is said all the same.
        let failure = Failure::from(error);
        let why = failure.message(app.lang).map(|(_, why)| why).unwrap_or_default();
        app.warn(&app.lang.settled_not_kept(&key, why));
        if result.is_ok() {
            return Err(failure);
        }
    }
    let outcome = result?;
    Ok(Ended {
        key,
        state: JournalState::Done.as_str(),
        account: draft.account.name.to_string(),
        provider: draft.provider.to_string(),
        operation: draft.operation.to_owned(),
        ids: ids(&outcome),
        answer: outcome.row.and_then(|row| RawValue::from_string(row.as_str().to_owned()).ok()),
    })
}

/// The same write has an outcome already: nothing is sent, and the outcome is that one.
fn before(app: &App, stored: JournalEntry) -> Result<Ended, Failure> {
    let JournalEntry { entry, state, ids, .. } = stored;
    let said = app.lang.already_done(&entry.key, state.as_str());
    if state != JournalState::Done {
        return Err(Failure::Usage(said));
    }
    app.warn(&said);
    let ids = ids.and_then(|ids| serde_json::from_str(&ids).ok()).unwrap_or_else(|| json!({}));
    Ok(Ended {
        key: entry.key,
        state: state.as_str(),
        account: entry.account.to_string(),
        provider: entry.provider.to_string(),
        operation: entry.operation,
        ids,
        answer: None,
    })
}

fn settlement(result: &Result<WriteOutcome, Error>) -> Settlement {
    let at = AttemptContext::from_system().now;
    match result {
        Ok(outcome) => Settlement {
            state: JournalState::Done,
            code: None,
            message: None,
            ids: Some(ids(outcome).to_string()),
            at,
        },
        Err(error) => Settlement {
            state: match error.effect() {
                Effect::None => JournalState::Refused,
                Effect::Unknown => JournalState::Unknown,
                Effect::Applied => JournalState::Done,
            },
            code: error.details().code.clone(),
            message: Some(error.to_string()),
            ids: None,
            at,
        },
    }
}

fn ids(outcome: &WriteOutcome) -> Value {
    let WriteOutcome { template, coupon, code, customer, trace, .. } = outcome;
    let named = [
        ("template", template.as_ref().map(|id| id.as_str())),
        ("coupon", coupon.as_ref().map(|id| id.as_str())),
        ("code", code.as_deref()),
        ("customer", customer.as_ref().map(|id| id.as_str())),
        ("trace", trace.as_deref()),
    ];
    named.into_iter().filter_map(|(name, id)| Some((name.to_owned(), Value::from(id?)))).collect()
}

/// Short enough to type, too many to meet twice.
pub(crate) fn fresh_key() -> String {
    format!("{:016x}", AttemptContext::from_system().random >> 64)
}
