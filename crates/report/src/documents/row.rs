//! A template or a customer with where it comes from.

use coupon_domain::{AccountName, ProviderName, RawRow, Record, Template, TemplateState};
use coupon_ledger::{Stored, UnreadWrites};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

/// A value with where it comes from and, from a ledger, since when.
#[derive(Debug, Serialize)]
pub struct RowDocument<'a, T> {
    /// Whose.
    pub account: &'a AccountName,
    /// From where.
    pub provider: &'a ProviderName,
    /// The row in neutral terms.
    #[serde(flatten)]
    pub value: &'a T,
    /// Templates alone: the state with the end by the clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_now: Option<TemplateState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_seen: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seen_changed_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gone_at: Option<Timestamp>,
    /// When a write of ours may have changed it that no reading followed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unread_write_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw: Option<&'a RawValue>,
}

impl<'a, T> RowDocument<'a, T> {
    /// A row of a ledger; with the vendor's text if `raw`.
    pub fn stored(stored: &'a Stored<T>, raw: bool) -> Self {
        Self {
            first_seen: Some(stored.first_seen),
            seen_changed_at: Some(stored.changed_at),
            gone_at: stored.gone_at,
            raw: verbatim(&stored.row, raw),
            ..Self::of(&stored.account, &stored.provider, &stored.value)
        }
    }

    /// A row of a vendor's answer; with the vendor's text if `raw`.
    pub fn asked(
        account: &'a AccountName,
        provider: &'a ProviderName,
        record: &'a Record<T>,
        raw: bool,
    ) -> Self {
        let raw = verbatim(&record.row, raw);
        Self { raw, ..Self::of(account, provider, &record.value) }
    }

    fn of(account: &'a AccountName, provider: &'a ProviderName, value: &'a T) -> Self {
        Self {
            account,
            provider,
            value,
            state_now: None,
            first_seen: None,
            seen_changed_at: None,
            gone_at: None,
            unread_write_at: None,
            raw: None,
        }
    }
}

impl RowDocument<'_, Template> {
    /// With the state as of now.
    pub fn at(mut self, now: Timestamp) -> Self {
        self.state_now = Some(self.value.state_at(now));
        self
    }

    /// With the time of a write of ours that no reading followed.
    pub fn marked(mut self, unread: &UnreadWrites) -> Self {
        let since = self.seen_changed_at.unwrap_or(Timestamp::MAX);
        let (account, provider) = (self.account, self.provider);
        self.unread_write_at = unread.of_template(account, provider, &self.value.id, since);
        self
    }
}

/// A text as JSON, if it is JSON.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum TextOrJson<'a> {
    /// It is JSON, verbatim.
    Json(&'a RawValue),
    /// It is none.
    Text(&'a str),
}

impl<'a> From<&'a str> for TextOrJson<'a> {
    fn from(text: &'a str) -> Self {
        serde_json::from_str(text).map_or(Self::Text(text), Self::Json)
    }
}

/// The row as it came; the vendors' rows are JSON.
pub(super) fn verbatim(row: &RawRow, wanted: bool) -> Option<&RawValue> {
    if wanted { serde_json::from_str(row.as_str()).ok() } else { None }
}
