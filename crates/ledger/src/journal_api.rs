//! The journal's part of [`Ledger`].

use jiff::Timestamp;

use crate::{
    error::{JournalError, LedgerError},
    journal::{JournalEntry, JournalFilter, JournalState, NewEntry, PrepareOutcome, Settlement},
    ledger::Ledger,
};

impl Ledger {
    /// Records a write before it is sent. It is on the disk when this returns.
    ///
    /// # Errors
    /// `Unsettled` and `KeyReused`: do not send.
    pub async fn journal_prepare(&self, entry: NewEntry) -> Result<PrepareOutcome, JournalError> {
        self.worker.run_journal(move |backend| backend.journal_prepare(&entry)).await
    }

    /// Records that a write is about to be given to the network, under which name. Call it before every attempt.
    ///
    /// # Errors
    /// `NoEntry`; `Settled` if it has an outcome: do not send.
    pub async fn journal_sent(
        &self,
        key: &str,
        request_id: Option<&str>,
        at: Timestamp,
    ) -> Result<(), JournalError> {
        let (key, request_id) = (key.to_owned(), request_id.map(str::to_owned));
        self.worker
            .run_journal(move |backend| backend.journal_sent(&key, request_id.as_deref(), at))
            .await
    }

    /// Records how a write ended. Unknown may later become done or refused.
    ///
    /// # Errors
    /// `NoEntry`; `Settled` if it has an outcome already; `NoOutcome` for any other state.
    pub async fn journal_settle(&self, key: &str, end: Settlement) -> Result<(), JournalError> {
        let key = key.to_owned();
        self.worker.run_journal(move |backend| backend.journal_settle(&key, &end)).await
    }

    /// Settles a write that was recorded and never given to the network. Its state becomes refused, so that its own process
    /// cannot send it any more.
    ///
    /// # Errors
    /// `NoEntry`; `Settled` if it has an outcome already; `Unsettled` if it may have left meanwhile.
    pub async fn journal_withdraw(
        &self,
        key: &str,
        message: &str,
        at: Timestamp,
    ) -> Result<(), JournalError> {
        let end = Settlement {
            state: JournalState::Refused,
            code: None,
            message: Some(message.to_owned()),
            ids: None,
            at,
        };
        let key = key.to_owned();
        self.worker.run_journal(move |backend| backend.journal_withdraw(&key, &end)).await
    }

    /// Records that the subject of a write was read again after it.
    pub async fn journal_note_read(&self, key: &str, at: Timestamp) -> Result<(), JournalError> {
        let key = key.to_owned();
        self.worker.run_journal(move |backend| backend.journal_note_read(&key, at)).await
    }

    /// Journal entries, the latest first.
    pub async fn journal_list(
        &self,
        filter: &JournalFilter,
        limit: u32,
    ) -> Result<Vec<JournalEntry>, LedgerError> {
        let filter = filter.clone();
        self.worker.run(move |backend| backend.journal_list(&filter, limit)).await
    }

    /// One journal entry; none if the key is unknown.
    pub async fn journal_show(&self, key: &str) -> Result<Option<JournalEntry>, LedgerError> {
        let key = key.to_owned();
        self.worker.run(move |backend| backend.journal_show(&key)).await
    }
}
