//! Why the journal's side of a backend failed.

use std::path::Path;

use crate::{backend_error::BackendError, error::JournalError};

/// The journal refused the step, or the database failed.
#[derive(Debug)]
pub(crate) enum JournalFailure {
    Journal(JournalError),
    Backend(BackendError),
}

impl JournalFailure {
    /// The public error; `path` names the ledger in it.
    pub(crate) fn at(self, path: &Path) -> JournalError {
        match self {
            Self::Journal(error) => error,
            Self::Backend(error) => error.at(path).into(),
        }
    }
}

impl From<JournalError> for JournalFailure {
    fn from(error: JournalError) -> Self {
        Self::Journal(error)
    }
}

impl From<BackendError> for JournalFailure {
    fn from(error: BackendError) -> Self {
        Self::Backend(error)
    }
}

#[cfg(feature = "sqlite")]
impl From<rusqlite::Error> for JournalFailure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Backend(error.into())
    }
}
