//! The error of the sandbox.

use std::{error::Error, fmt};

/// An action that the state does not allow, or that names what does not exist. `Display` says what and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SandboxError(String);

impl SandboxError {
    /// An error that says why.
    pub fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }

    /// An error that says that there is no such thing: `there is no fault "7"`.
    pub fn unknown(what: &str, id: &str) -> Self {
        Self(format!("there is no {what} {id:?}"))
    }
}

impl fmt::Display for SandboxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for SandboxError {}
