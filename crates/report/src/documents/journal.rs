//! An entry of the journal.

use coupon_domain::ErrorText;
use coupon_ledger::JournalEntry;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use super::row::TextOrJson;

/// An entry of the journal. The fields are those of [`JournalEntry`].
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are those of `coupon_ledger::JournalEntry`")]
pub struct JournalDocument<'a> {
    pub key: &'a str,
    pub state: &'static str,
    pub account: &'a str,
    pub provider: &'a str,
    pub operation: &'a str,
    pub operator: Option<&'a str>,
    pub role: Option<&'a str>,
    pub request_id: Option<&'a str>,
    pub baseline: Option<u64>,
    pub prepared_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    pub settled_at: Option<Timestamp>,
    /// When the row that it changes was read again after it.
    pub read_at: Option<Timestamp>,
    pub code: Option<&'a str>,
    /// Our words are English; [`JournalEntry`] has the Chinese ones too.
    pub message: Option<String>,
    /// Ids that the vendor answered with.
    pub ids: Option<&'a RawValue>,
    /// The business body as it was recorded; text if it is no JSON.
    pub body: TextOrJson<'a>,
}

impl<'a> From<&'a JournalEntry> for JournalDocument<'a> {
    fn from(stored: &'a JournalEntry) -> Self {
        let JournalEntry { entry, state, sent_at, settled_at, code, message, ids, role, read_at } =
            stored;
        Self {
            key: &entry.key,
            state: state.as_str(),
            account: entry.account.as_str(),
            provider: entry.provider.as_str(),
            operation: &entry.operation,
            operator: entry.operator.as_deref(),
            role: role.as_deref(),
            request_id: entry.request_id.as_deref(),
            baseline: entry.baseline,
            prepared_at: entry.prepared_at,
            sent_at: *sent_at,
            settled_at: *settled_at,
            read_at: *read_at,
            code: code.as_deref(),
            message: message.as_deref().map(|text| ErrorText::read(text).english),
            ids: ids.as_deref().and_then(|ids| serde_json::from_str(ids).ok()),
            body: entry.body.as_str().into(),
        }
    }
}
