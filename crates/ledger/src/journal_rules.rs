//! The rules of the journal: which step an entry may take.

use crate::{
    error::JournalError,
    journal::{JournalEntry, JournalState, NewEntry, PrepareOutcome},
};

/// A new entry under a key that is taken.
pub(crate) fn meet(
    stored: Box<JournalEntry>,
    new: &NewEntry,
) -> Result<PrepareOutcome, JournalError> {
    let old = &stored.entry;
    let same = (&old.account, &old.provider, &old.operation, &old.body)
        == (&new.account, &new.provider, &new.operation, &new.body);
    if !same {
        return Err(JournalError::KeyReused { stored, given: new.body.clone() });
    }
    if stored.state.is_settled() {
        return Ok(PrepareOutcome::Settled(stored));
    }
    Err(JournalError::Unsettled { stored })
}

/// Refuses a key without an entry, and an entry that has its outcome.
pub(crate) fn unsettled(key: &str, stored: Option<JournalEntry>) -> Result<(), JournalError> {
    let key = key.to_owned();
    match stored {
        None => Err(JournalError::NoEntry { key }),
        Some(entry) if entry.state.is_settled() => {
            Err(JournalError::Settled { key, state: entry.state })
        }
        Some(_) => Ok(()),
    }
}

/// Refuses an entry whose write may have been sent.
pub(crate) fn still_here(key: &str, stored: Option<JournalEntry>) -> Result<(), JournalError> {
    match stored {
        Some(entry) if entry.state == JournalState::Prepared => Ok(()),
        Some(entry) if !entry.state.is_settled() => {
            Err(JournalError::Unsettled { stored: Box::new(entry) })
        }
        settled => unsettled(key, settled),
    }
}

/// Refuses a state that is no outcome.
pub(crate) fn outcome(key: &str, state: JournalState) -> Result<(), JournalError> {
    match state {
        JournalState::Prepared | JournalState::Sent => {
            Err(JournalError::NoOutcome { key: key.to_owned(), state })
        }
        JournalState::Done | JournalState::Refused | JournalState::Unknown => Ok(()),
    }
}
