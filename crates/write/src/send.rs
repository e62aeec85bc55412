//! One write: prepared in the journal, marked as sent, attempted once, settled.

use coupon_domain::{
    AccountName, Command, Effect, Error, ErrorText, ProviderName, RequestId, WriteOutcome,
};
use coupon_ledger::{
    JournalEntry, JournalError, JournalState, NewEntry, PrepareOutcome, Settlement, WriteSubject,
};
use serde_json::Value;

use crate::{
    context::{Notice, WriteContext},
    error::WriteError,
};

/// A write that is about to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingWrite {
    /// Its name in the journal. One key stands for one write.
    pub key: String,
    /// The account that sends it.
    pub account: AccountName,
    /// The provider that takes it.
    pub provider: ProviderName,
    /// The kind of a neutral command, or the vendor's name of the operation.
    pub operation: String,
    /// The business body, as JSON. It holds no URL, no envelope and no credential.
    pub body: String,
    /// The id that the request will bear at the vendor, if it bears one.
    pub request_id: Option<RequestId>,
    /// The number of coupons of the template that the customer holds before; see [`baseline`](crate::baseline).
    pub baseline: Option<u64>,
    /// The row of the ledger that it changes; see [`write_subject`](crate::write_subject).
    pub subject: Option<WriteSubject>,
}

/// The end of a write that was done.
#[derive(Debug)]
pub enum SentWrite<T> {
    /// It was done now.
    Done {
        /// The vendor's answer in neutral terms.
        outcome: WriteOutcome,
        /// The other value that the attempt returned.
        value: T,
    },
    /// The journal held the same write as done already. Nothing was sent.
    Before(Box<JournalEntry>),
}

/// Takes a write through its four steps: [`prepare`], [`mark_sent`], [`attempt`], [`settle`]. `call` sends the request
/// once and returns the outcome with a value of its own.
///
/// # Errors
/// A write without an outcome under this key, or a key that stands for another write, is a journal error, and nothing is
/// sent. The provider's error is returned after it was recorded. A write that was done is a journal error too if its
/// outcome could not be recorded.
pub async fn send<T, F>(
    context: &WriteContext<'_>,
    pending: &PendingWrite,
    call: impl FnOnce() -> F,
) -> Result<SentWrite<T>, WriteError>
where
    F: Future<Output = Result<(WriteOutcome, T), Error>>,
{
    if let Some(settled) = prepare(context, pending).await? {
        return match settled.state {
            JournalState::Done => {
                (context.notify)(Notice::AlreadyDone(&settled));
                Ok(SentWrite::Before(settled))
            }
            _ => Err(WriteError::AlreadyRefused(settled)),
        };
    }
    mark_sent(context, pending).await?;
    let result = attempt(context, pending, call).await;
    let settled = settle(context, &pending.key, result.as_ref().map(|(outcome, _)| outcome)).await;
    if let Err(error) = &settled {
        (context.notify)(Notice::NotRecorded { key: &pending.key, error });
    }
    let (outcome, value) = result?;
    settled?;
    Ok(SentWrite::Done { outcome, value })
}

/// Step 1: records the write before it is sent. Returns the stored entry if the same write has an outcome already.
///
/// # Errors
/// The key stands for another write, or for the same one without a known outcome.
pub async fn prepare(
    context: &WriteContext<'_>,
    pending: &PendingWrite,
) -> Result<Option<Box<JournalEntry>>, JournalError> {
    let entry = NewEntry {
        key: pending.key.clone(),
        account: pending.account.clone(),
        provider: pending.provider.clone(),
        operation: pending.operation.clone(),
        body: pending.body.clone(),
        request_id: pending.request_id.as_ref().map(ToString::to_string),
        baseline: pending.baseline,
        operator: context.operator.map(str::to_owned),
        subject: pending.subject.clone(),
        prepared_at: (context.now)(),
    };
    Ok(match context.ledger.journal_prepare(entry).await? {
        PrepareOutcome::Fresh => None,
        PrepareOutcome::Settled(stored) => Some(stored),
    })
}

/// Step 2: records that the write leaves now. A crash after this step leaves a write without a known outcome.
///
/// # Errors
/// The write was withdrawn or settled meanwhile. It must not be sent.
pub async fn mark_sent(
    context: &WriteContext<'_>,
    pending: &PendingWrite,
) -> Result<(), JournalError> {
    let request_id = pending.request_id.as_ref().map(RequestId::as_str);
    context.ledger.journal_sent(&pending.key, request_id, (context.now)()).await
}

/// Step 3: sends the request once.
///
/// # Errors
/// Those of `call`.
pub async fn attempt<T, F>(
    context: &WriteContext<'_>,
    pending: &PendingWrite,
    call: impl FnOnce() -> F,
) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    (context.notify)(Notice::Sending { key: &pending.key });
    call().await
}

/// Step 4: records the outcome. The error's [`Effect`] decides: none is refused, unknown is unknown, applied is done.
///
/// # Errors
/// The journal cannot be written, or holds another outcome already. The same outcome from another process is no error.
pub async fn settle(
    context: &WriteContext<'_>,
    key: &str,
    result: Result<&WriteOutcome, &Error>,
) -> Result<(), JournalError> {
    let at = (context.now)();
    let end = match result {
        Ok(outcome) => Settlement {
            state: JournalState::Done,
            code: None,
            message: None,
            ids: Some(created_ids(outcome).to_string()),
            at,
        },
        Err(error) => Settlement {
            state: match error.effect() {
                Effect::None => JournalState::Refused,
                Effect::Unknown => JournalState::Unknown,
                Effect::Applied => JournalState::Done,
            },
            code: error.details().code.clone(),
            message: Some(ErrorText::from(error).stored()),
            ids: None,
            at,
        },
    };
    let reached = end.state;
    match context.ledger.journal_settle(key, end).await {
        Err(JournalError::Settled { state, .. }) if state == reached => Ok(()),
        settled => settled,
    }
}

/// A command as the journal keeps it.
pub fn command_body(command: &Command) -> String {
    serde_json::to_string(command).expect("every map key of a command is text")
}

/// The ids of what a write made, as a JSON object: `template`, `coupon`, `code`, `customer` and `trace`, where there are
/// any.
pub(crate) fn created_ids(outcome: &WriteOutcome) -> Value {
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
