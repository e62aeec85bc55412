//! Errors in the caller's terms: the kind says what can be done about it, the effect what may have happened.

use std::{error, fmt};

use serde::Serialize;

use crate::{error_text::ErrorText, id::ProviderName};

/// A result whose error is [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failed call. One word wide. Neither `Display` nor `Debug` ever holds a URL, header, body or key.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    effect: Effect,
    details: Details,
}

/// The kind of an error, by the caller's remedy.
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorKind {
    /// Rules of the vendor's documents are broken; nothing was sent. Mend the fields.
    Rule(Vec<RuleViolation>),
    /// The vendor understood and said no.
    Refused,
    /// The vendor does not accept the signature, the credentials or the permission.
    Credentials,
    /// The vendor could not be reached, or broke off.
    Unreachable,
    /// The vendor asks for fewer calls. Come back later.
    Throttled,
    /// The answer could not be read.
    NotUnderstood,
    /// The provider cannot do this, or cannot carry one of the fields.
    Unsupported,
}

/// The effect that a failed call may have had at the vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Nothing.
    None,
    /// Perhaps it was done, perhaps not. Do not repeat it before you have looked.
    Unknown,
    /// It was done; only the answer could not be read.
    Applied,
}

/// A broken rule of the vendor's documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleViolation {
    /// The rule: "ADD-5".
    pub rule: String,
    /// The field in the vendor's words: `doorsillAmount`, `prods[1].num`.
    pub field: String,
    /// The value, shortened. Empty if there was none.
    pub value: String,
    /// The problem and its remedy, in English.
    pub problem: String,
    /// The same in Chinese.
    pub problem_zh: String,
}

/// Everything known about an error beyond its kind. Every field is optional.
#[derive(Debug, Default)]
pub struct Details {
    /// The provider that was asked.
    pub provider: Option<ProviderName>,
    /// The vendor operation that was called.
    pub operation: Option<&'static str>,
    /// The vendor's code, verbatim.
    pub code: Option<String>,
    /// The vendor's message, verbatim.
    pub message: Option<String>,
    /// Our own words, where the vendor gave none, or beside them.
    pub own: Option<ErrorText>,
    /// HTTP status.
    pub status: Option<u16>,
    /// The vendor's name for this call: msg_id or traceId.
    pub trace: Option<String>,
    /// How often it was tried.
    pub attempts: Option<u32>,
    /// The cause.
    pub source: Option<Box<dyn error::Error + Send + Sync>>,
}

impl Error {
    /// Puts an error together.
    pub fn new(kind: ErrorKind, effect: Effect, details: Details) -> Self {
        Self(Box::new(Inner { kind, effect, details }))
    }

    /// The provider cannot do this; `what` says what, in both languages or in one.
    pub fn unsupported(provider: &ProviderName, what: impl Into<ErrorText>) -> Self {
        let details = Details {
            provider: Some(provider.clone()),
            own: Some(what.into()),
            ..Details::default()
        };
        Self::new(ErrorKind::Unsupported, Effect::None, details)
    }

    /// The kind of the error.
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The effect that the call may have had at the vendor.
    pub fn effect(&self) -> Effect {
        self.0.effect
    }

    /// Everything else that is known.
    pub fn details(&self) -> &Details {
        &self.0.details
    }
}

impl ErrorKind {
    /// One word for programs: "rule", "refused", "credentials", "unreachable", "throttled", "not_understood", "unsupported".
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Rule(_) => "rule",
            Self::Refused => "refused",
            Self::Credentials => "credentials",
            Self::Unreachable => "unreachable",
            Self::Throttled => "throttled",
            Self::NotUnderstood => "not_understood",
            Self::Unsupported => "unsupported",
        }
    }

    fn words(&self) -> &'static str {
        match self {
            Self::Rule(_) => "rules are broken, nothing was sent",
            Self::Refused => "refused by the vendor",
            Self::Credentials => "signature, credentials or permission not accepted",
            Self::Unreachable => "the vendor could not be reached",
            Self::Throttled => "the vendor asks for fewer calls",
            Self::NotUnderstood => "the answer could not be read",
            Self::Unsupported => "the provider does not support this",
        }
    }
}

/// One line: where, what, the vendor's code and message, what may have happened. Never the source.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Details { provider, operation, code, message, own, status, trace, attempts, .. } =
            self.details();
        if let Some(provider) = provider {
            write!(f, "{provider}: ")?;
        }
        if let Some(operation) = operation {
            write!(f, "{operation}: ")?;
        }
        f.write_str(self.kind().words())?;
        if let ErrorKind::Rule(broken) = self.kind() {
            for rule in broken {
                write!(f, "; {rule}")?;
            }
        }
        if let Some(code) = code {
            write!(f, "; code {code}")?;
        }
        match (message, own) {
            (Some(message), Some(own)) => write!(f, "; {message} ({})", own.english)?,
            (Some(message), None) => write!(f, "; {message}")?,
            (None, Some(own)) => write!(f, "; {}", own.english)?,
            (None, None) => {}
        }
        if let Some(status) = status {
            write!(f, "; HTTP {status}")?;
        }
        if let Some(trace) = trace {
            write!(f, "; call {trace}")?;
        }
        if let Some(attempts) = attempts.filter(|&n| n > 1) {
            write!(f, "; {attempts} attempts")?;
        }
        match self.effect() {
            Effect::None => Ok(()),
            Effect::Unknown => f.write_str("; it may have been done: look before you repeat it"),
            Effect::Applied => f.write_str("; it was done"),
        }
    }
}

impl fmt::Display for RuleViolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, field, value, problem, .. } = self;
        write!(f, "{field}: {problem} ({rule}")?;
        if !value.is_empty() {
            write!(f, ", was {value:?}")?;
        }
        f.write_str(")")
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", self.kind())
            .field("effect", &self.effect())
            .field("details", self.details())
            .finish()
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.0.details.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_word_wide() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }

    #[test]
    fn display_names_the_place_the_vendors_words_and_the_effect() {
        let details = Details {
            provider: Some("qince.voucher".into()),
            operation: Some("voucher.finishVoucher"),
            code: Some("1".to_owned()),
            message: Some("已终止".to_owned()),
            own: Some("ended".into()),
            trace: Some("X000001".to_owned()),
            ..Details::default()
        };
        let error = Error::new(ErrorKind::Refused, Effect::Unknown, details);
        insta::assert_snapshot!(error, @"qince.voucher: voucher.finishVoucher: refused by the vendor; code 1; 已终止 (ended); call X000001; it may have been done: look before you repeat it");
    }
}
