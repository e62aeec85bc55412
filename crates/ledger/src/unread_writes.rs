//! Writes of ours that no reading followed: the ledger's row may be older than the vendor's.

use std::collections::BTreeMap;

use coupon_domain::{AccountName, ProviderName, TemplateId};
use jiff::Timestamp;

use crate::{
    error::LedgerError,
    journal::{JournalEntry, JournalFilter, WriteSubject},
    ledger::Ledger,
};

/// The writes after which the rows that they change were not read, by row. It is read once and asked for many rows.
#[derive(Debug, Clone, Default)]
pub struct UnreadWrites(BTreeMap<(AccountName, ProviderName, WriteSubject), JournalEntry>);

impl UnreadWrites {
    /// When the last write that may have changed a template was sent, if that was after `since`, when the row's version came.
    pub fn of_template(
        &self,
        account: &AccountName,
        provider: &ProviderName,
        id: &TemplateId,
        since: Timestamp,
    ) -> Option<Timestamp> {
        self.of(account, provider, WriteSubject::Template(id.clone()), since)
    }

    /// As [`of_template`](Self::of_template), of a coupon by its code.
    pub fn of_coupon(
        &self,
        account: &AccountName,
        provider: &ProviderName,
        code: &str,
        since: Timestamp,
    ) -> Option<Timestamp> {
        self.of(account, provider, WriteSubject::Coupon(code.to_owned()), since)
    }

    fn of(
        &self,
        account: &AccountName,
        provider: &ProviderName,
        subject: WriteSubject,
        since: Timestamp,
    ) -> Option<Timestamp> {
        if self.0.is_empty() {
            return None;
        }
        let entry = self.0.get(&(account.clone(), provider.clone(), subject))?;
        entry.sent_at.filter(|_| entry.is_unread(since))
    }
}

impl Ledger {
    /// The writes that no reading followed.
    pub async fn unread_writes(&self) -> Result<UnreadWrites, LedgerError> {
        let filter = JournalFilter { unread: true, ..JournalFilter::default() };
        let mut last = BTreeMap::new();
        // The latest come first, and the latest that may have had an effect counts.
        for entry in self.journal_list(&filter, u32::MAX).await? {
            let Some(subject) = entry.entry.subject.clone() else { continue };
            let key = (entry.entry.account.clone(), entry.entry.provider.clone(), subject);
            if entry.is_unread(Timestamp::MIN) {
                last.entry(key).or_insert(entry);
            }
        }
        Ok(UnreadWrites(last))
    }
}
