//! The end of a write, as programs read it.

use coupon_domain::WriteOutcome;
use coupon_ledger::{JournalEntry, JournalState};
use serde::Serialize;
use serde_json::{Value, json, value::RawValue};

use crate::send::created_ids;

/// The end of a write.
#[derive(Debug, Serialize)]
pub struct WriteReport {
    /// Its name in the journal.
    pub key: String,
    /// `done`, or the state in which it was before.
    pub state: &'static str,
    /// Through which account.
    pub account: String,
    /// To where.
    pub provider: String,
    /// The kind of a neutral command.
    pub operation: String,
    /// The ids of what was made.
    #[serde(flatten)]
    pub ids: Value,
    /// The vendor's answer, verbatim, where there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<Box<RawValue>>,
}

impl WriteReport {
    /// A write that was done now; `place` is its account and its provider.
    pub fn done(
        key: String,
        (account, provider): (String, String),
        operation: &str,
        outcome: WriteOutcome,
    ) -> Self {
        Self {
            key,
            state: JournalState::Done.as_str(),
            account,
            provider,
            operation: operation.to_owned(),
            ids: created_ids(&outcome),
            answer: outcome.row.and_then(|row| RawValue::from_string(row.as_str().to_owned()).ok()),
        }
    }

    /// A write that had ended before.
    pub fn before(stored: JournalEntry) -> Self {
        let JournalEntry { entry, state, ids, .. } = stored;
        Self {
            key: entry.key,
            state: state.as_str(),
            account: entry.account.to_string(),
            provider: entry.provider.to_string(),
            operation: entry.operation,
            ids: ids.and_then(|ids| serde_json::from_str(&ids).ok()).unwrap_or_else(|| json!({})),
            answer: None,
        }
    }
}
