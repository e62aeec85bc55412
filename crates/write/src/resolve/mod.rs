//! Writes without a known outcome: read back at the vendor and settled.

mod decide;
mod grace;
mod observation;
mod observe;
mod other_writes;
mod reason;

use coupon_domain::Provider;
use coupon_ledger::{
    JournalEntry, JournalError, JournalFilter, JournalState, Ledger, NewEntry, Settlement,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

pub(crate) use self::observe::entry_postcondition;
use self::observe::{ObserveError, ResolveContext};
pub use self::{
    decide::{Resolution, decide},
    observation::{CouponChange, ExpectedTemplate, HoldingsDelta, Observation},
    reason::Reason,
};
use crate::context::WriteContext;

/// The longest time that a write which is still `Prepared` may belong to a running process. Between preparing and sending
/// there are milliseconds, or as long as another process holds the ledger.
const ABOUT_TO_BE_SENT: SignedDuration = SignedDuration::from_secs(60);

/// Resolves writes one at a time.
#[derive(Clone, Copy)]
pub struct Resolver<'a> {
    /// The ledger, the clock and the receiver of notices.
    pub context: WriteContext<'a>,
    /// Words the reason of an outcome, for the journal.
    pub message: &'a (dyn Fn(&Reason) -> String + Sync),
}

/// The end of one write, before and after it was looked up.
#[derive(Debug)]
pub struct ResolvedWrite {
    /// The journal entry as it was.
    pub before: JournalEntry,
    /// The journal entry as it is now. Its state may be unsettled still.
    pub after: JournalEntry,
    /// The reason of its state.
    pub reason: Reason,
}

/// The outcome that somebody found at the vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ManualOutcome {
    /// The vendor did it.
    Done,
    /// The vendor did not do it.
    NotDone,
}

/// A write that could not be resolved.
#[derive(Debug, thiserror::Error)]
pub enum ResolveError {
    /// The journal could not be read or written, or knows no such write.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The write was never sent, so it cannot be done.
    #[error("write {key} was recorded and never sent, so it cannot be done")]
    NeverSent {
        /// Its key in the journal.
        key: String,
    },
}

/// The writes without a known outcome, in the order in which they are best resolved: those that were never sent come
/// first, because they do not affect the others.
///
/// # Errors
/// The ledger cannot be read.
pub async fn unsettled_writes(
    ledger: &Ledger,
    wanted: impl Fn(&NewEntry) -> bool,
) -> Result<Vec<JournalEntry>, JournalError> {
    let mut journal = ledger.journal_list(&JournalFilter::default(), u32::MAX).await?;
    journal.retain(|stored| !stored.state.is_settled() && wanted(&stored.entry));
    journal.sort_by_key(|stored| stored.state != JournalState::Prepared);
    Ok(journal)
}

impl Resolver<'_> {
    /// Finds out how a write ended and records it. A write that was never sent is withdrawn; `even_if_young` withdraws it
    /// also when its process may be about to send it. `provider` is the one that sent the write.
    ///
    /// # Errors
    /// The journal cannot be read or written. A provider that cannot be read is [`Reason::ReadFailed`].
    pub async fn resolve(
        &self,
        stored: JournalEntry,
        provider: Option<&dyn Provider>,
        even_if_young: bool,
    ) -> Result<ResolvedWrite, JournalError> {
        let resolution = match stored.state {
            JournalState::Prepared if !even_if_young && self.is_young(&stored) => {
                Resolution::Unclear(Reason::AboutToBeSent)
            }
            JournalState::Prepared => self.withdraw(&stored).await?,
            _ => self.read_back(&stored, provider).await?,
        };
        self.record(stored, resolution).await
    }

    /// Settles a write with the outcome that somebody found at the vendor.
    ///
    /// # Errors
    /// There is no such write, it has an outcome already, or it was never sent and is said to be done.
    pub async fn settle_manually(
        &self,
        key: &str,
        outcome: ManualOutcome,
    ) -> Result<ResolvedWrite, ResolveError> {
        let stored = self.stored(key).await?;
        if stored.state.is_settled() {
            let (key, state) = (key.to_owned(), stored.state);
            return Err(JournalError::Settled { key, state }.into());
        }
        let resolution = match (stored.state, outcome) {
            (JournalState::Prepared, ManualOutcome::Done) => {
                return Err(ResolveError::NeverSent { key: key.to_owned() });
            }
            (JournalState::Prepared, ManualOutcome::NotDone) => self.withdraw(&stored).await?,
            (_, ManualOutcome::Done) => Resolution::Done(Reason::SettledManually, None),
            (_, ManualOutcome::NotDone) => Resolution::NotDone(Reason::SettledManually),
        };
        Ok(self.record(stored, resolution).await?)
    }

    fn is_young(&self, stored: &JournalEntry) -> bool {
        let age = (self.context.now)().duration_since(stored.entry.prepared_at);
        age < ABOUT_TO_BE_SENT
    }

    /// Refuses a write that was never sent. Every process records a write as sent before it sends it, and cannot do so
    /// once the write is refused.
    async fn withdraw(&self, stored: &JournalEntry) -> Result<Resolution, JournalError> {
        let message = (self.message)(&Reason::NeverSent);
        let WriteContext { ledger, now, .. } = self.context;
        match ledger.journal_withdraw(&stored.entry.key, &message, now()).await {
            Ok(()) => Ok(Resolution::NotDone(Reason::NeverSent)),
            Err(JournalError::Settled { .. }) => Ok(Resolution::Unclear(Reason::SettledBefore)),
            Err(JournalError::Unsettled { .. }) => Ok(Resolution::Unclear(Reason::AboutToBeSent)),
            Err(error) => Err(error),
        }
    }

    /// Reads at the vendor whether a write that may have left was done.
    async fn read_back(
        &self,
        stored: &JournalEntry,
        provider: Option<&dyn Provider>,
    ) -> Result<Resolution, JournalError> {
        if stored.state.is_settled() {
            return Ok(Resolution::Unclear(Reason::SettledBefore));
        }
        let readable = |provider| Some((provider, entry_postcondition(&stored.entry, provider)?));
        let (Some((provider, postcondition)), Some(sent_at)) =
            (provider.and_then(readable), stored.sent_at)
        else {
            return Ok(Resolution::Unclear(Reason::NotReadable));
        };
        let context = &self.context;
        let write =
            ResolveContext { context, provider, stored, postcondition: &postcondition, sent_at };
        let now: Timestamp = (self.context.now)();
        match write.observe(now).await {
            Ok(observation) => Ok(decide(observation).after_grace_period(now, sent_at)),
            Err(ObserveError::Provider(error)) => {
                Ok(Resolution::Unclear(Reason::ReadFailed(error)))
            }
            Err(ObserveError::Ledger(error)) => Err(error.into()),
        }
    }

    /// Records the outcome, if there is one. The process that sent the write may have been faster; its outcome stays.
    async fn record(
        &self,
        stored: JournalEntry,
        resolution: Resolution,
    ) -> Result<ResolvedWrite, JournalError> {
        let key = &stored.entry.key;
        let (state, reason, ids) = match resolution {
            Resolution::Done(reason, ids) => (Some(JournalState::Done), reason, ids),
            Resolution::NotDone(reason) => (Some(JournalState::Refused), reason, None),
            Resolution::Unclear(reason) => (None, reason, None),
        };
        if let Some(state) = state {
            let end = Settlement {
                state,
                code: stored.code.clone(),
                message: Some((self.message)(&reason)),
                ids: ids.as_ref().map(Value::to_string),
                at: (self.context.now)(),
            };
            match self.context.ledger.journal_settle(key, end).await {
                Ok(()) | Err(JournalError::Settled { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        let after = self.stored(key).await?;
        let overtaken = after.state.is_settled() && state != Some(after.state);
        let reason = if overtaken { Reason::SettledBefore } else { reason };
        Ok(ResolvedWrite { before: stored, after, reason })
    }

    async fn stored(&self, key: &str) -> Result<JournalEntry, JournalError> {
        let found = self.context.ledger.journal_show(key).await?;
        found.ok_or_else(|| JournalError::NoEntry { key: key.to_owned() })
    }
}

impl std::fmt::Debug for Resolver<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Resolver").field("context", &self.context).finish_non_exhaustive()
    }
}
