//! A call without a usable answer.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};

use crate::attempt_context::AttemptContext;
use crate::http_connector::{ConnectorError, ConnectorErrorKind, Purpose};
use crate::retry::retry_after;

/// A call without a usable answer, after all the attempts that it was allowed.
///
/// Neither `Display` nor `Debug` nor any source holds a URL, a header, a body or a key. [`response`](Self::response)
/// holds the vendor's answer; it is for reading, not for printing.
pub struct SendError(Box<SendErrorParts>);

struct SendErrorParts {
    operation: &'static str,
    purpose: Purpose,
    context: AttemptContext,
    attempts: u32,
    failure: AttemptFailure,
}

/// The reason why one attempt failed, with its answer if there was one.
pub(crate) enum AttemptFailure {
    Connector(ConnectorError),
    Status(Response<Bytes>),
    Throttled(Response<Bytes>),
    NotMine(Response<Bytes>),
    Withheld(Box<dyn Error + Send + Sync>),
}

/// The ways in which a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendErrorKind {
    /// No connection could be made. Nothing was sent.
    Unreachable,
    /// No complete answer in time.
    Timeout,
    /// The connection was reset or cut, or the answer breaks the protocol or does not decompress.
    Broken,
    /// The answer is above the body limit.
    TooLarge,
    /// The vendor answered with a status that is neither 2xx nor 429. Redirects are among them; none is followed.
    Status(u16),
    /// The vendor limits the rate: HTTP 429, or an answer that the caller classified as
    /// [`Throttled`](crate::Classification::Throttled).
    Throttled {
        /// The time that the vendor asks to wait, if it names one.
        retry_after: Option<Duration>,
    },
    /// The answer belongs to another call.
    NotMine,
    /// A [`BeforeAttempt`](crate::BeforeAttempt) did not let it pass. Nothing was sent in this attempt.
    Withheld,
}

impl SendError {
    pub(crate) fn new(
        operation: &'static str,
        purpose: Purpose,
        context: AttemptContext,
        attempts: u32,
        failure: AttemptFailure,
    ) -> Self {
        Self(Box::new(SendErrorParts { operation, purpose, context, attempts, failure }))
    }

    pub(crate) fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// The failure of the last attempt.
    #[must_use]
    pub fn kind(&self) -> SendErrorKind {
        match &self.0.failure {
            AttemptFailure::Connector(fault) => match fault.kind() {
                ConnectorErrorKind::NeverConnected => SendErrorKind::Unreachable,
                ConnectorErrorKind::Timeout => SendErrorKind::Timeout,
                ConnectorErrorKind::Broken => SendErrorKind::Broken,
                ConnectorErrorKind::TooLarge => SendErrorKind::TooLarge,
            },
            AttemptFailure::Status(response) => SendErrorKind::Status(response.status().as_u16()),
            AttemptFailure::Throttled(_) => {
                SendErrorKind::Throttled { retry_after: self.retry_after() }
            }
            AttemptFailure::NotMine(_) => SendErrorKind::NotMine,
            AttemptFailure::Withheld(_) => SendErrorKind::Withheld,
        }
    }

    /// Whether the vendor may have carried the call out. Always false for a read, which changes nothing.
    ///
    /// For a write it is false if nothing was sent, for 4xx and for a limited rate; true for everything else. A 3xx
    /// counts as true: no vendor documents one, and a 303 is what servers answer after the deed.
    #[must_use]
    pub fn may_have_happened(&self) -> bool {
        self.0.purpose == Purpose::Write
            && match &self.0.failure {
                AttemptFailure::Connector(fault) => fault.sent(),
                AttemptFailure::Status(response) => !response.status().is_client_error(),
                AttemptFailure::Throttled(_) | AttemptFailure::Withheld(_) => false,
                AttemptFailure::NotMine(_) => true,
            }
    }

    /// The number of attempts, at least one.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The context of the last attempt, to compare its clock with the answer's `Date` and to name the call.
    #[must_use]
    pub fn context(&self) -> AttemptContext {
        self.0.context
    }

    /// The HTTP status of the last attempt, if there was an answer.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.response().map(|response| response.status().as_u16())
    }

    /// The answer of the last attempt, if there was one. Unless it is 2xx, its body is cut after a few KB.
    #[must_use]
    pub fn response(&self) -> Option<&Response<Bytes>> {
        match &self.0.failure {
            AttemptFailure::Connector(_) | AttemptFailure::Withheld(_) => None,
            AttemptFailure::Status(response)
            | AttemptFailure::Throttled(response)
            | AttemptFailure::NotMine(response) => Some(response),
        }
    }

    /// The `Retry-After` of the last answer, if there was one.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(self.response()?.headers(), self.0.context.now)
    }

    /// Whether the same call may be sent once more by us. A repeat cannot help against 4xx and oversized answers.
    pub(crate) fn is_retryable(&self) -> bool {
        match (self.0.purpose, self.kind()) {
            (_, SendErrorKind::Unreachable) => true,
            (_, SendErrorKind::Withheld) => false,
            (Purpose::Write, _) => false,
            (Purpose::Read, SendErrorKind::Status(status)) => {
                status >= StatusCode::INTERNAL_SERVER_ERROR.as_u16()
            }
            (Purpose::Read, kind) => kind != SendErrorKind::TooLarge,
        }
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.0.operation)?;
        match self.kind() {
            SendErrorKind::Unreachable => {
                f.write_str(
                    "no connection could be made; check the base URL, the network and the proxy",
                )?;
            }
            SendErrorKind::Timeout => f.write_str("no complete answer in time")?,
            SendErrorKind::Broken => f.write_str("the connection or the answer broke off")?,
            SendErrorKind::TooLarge => {
                f.write_str("the answer is larger than allowed; ask for less at a time")?
            }
            SendErrorKind::Status(status) => {
                write!(f, "the vendor answered with HTTP status {status}")?
            }
            SendErrorKind::Throttled { retry_after: None } => {
                f.write_str("the vendor limits the rate; try again later")?;
            }
            SendErrorKind::Throttled { retry_after: Some(wait) } => {
                write!(f, "the vendor limits the rate; try again in {} s", wait.as_secs())?;
            }
            SendErrorKind::NotMine => f.write_str("the answer belongs to another call")?,
            SendErrorKind::Withheld => {
                f.write_str("it was not sent")?;
                if let AttemptFailure::Withheld(why) = &self.0.failure {
                    write!(f, ": {why}")?;
                }
            }
        }
        if self.0.attempts > 1 {
            write!(f, " ({} attempts)", self.0.attempts)?;
        }
        if self.may_have_happened() {
            f.write_str("; the vendor may have carried the call out, look before repeating it")?;
        }
        Ok(())
    }
}

impl fmt::Debug for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendError")
            .field("operation", &self.0.operation)
            .field("purpose", &self.0.purpose)
            .field("kind", &self.kind())
            .field("attempts", &self.0.attempts)
            .field("status", &self.status())
            .field("source", &self.source().map(ToString::to_string))
            .finish_non_exhaustive()
    }
}

impl Error for SendError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0.failure {
            // The fault's own text is said by our kind, the gate's by us.
            AttemptFailure::Connector(fault) => fault.source(),
            AttemptFailure::Withheld(why) => why.source(),
            AttemptFailure::Status(_)
            | AttemptFailure::Throttled(_)
            | AttemptFailure::NotMine(_) => None,
        }
    }
}
