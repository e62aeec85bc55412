//! One attempt: a request goes out, an answer or an error comes back.

use std::error::Error;
use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;

/// Carries out one attempt. [`ReqwestConnector`](crate::ReqwestConnector) does it over the network; a test may serve it in its own process.
///
/// An implementation follows no redirect, repeats nothing, and puts neither URL nor headers nor body into a [`ConnectorError`].
/// It may be dropped at any point: that is how an attempt times out.
#[async_trait]
pub trait HttpConnector: Debug + Send + Sync {
    /// Sends `request` and reads the whole answer, decompressed, whatever its status.
    ///
    /// # Errors
    ///
    /// A [`ConnectorError`] when there is no complete answer. The body of a 2xx answer above `attempt.body_limit` is
    /// [`ConnectorErrorKind::TooLarge`]; of another answer a few KB are enough, and what is missing of them is no fault.
    async fn exchange(
        &self,
        request: http::Request<Bytes>,
        attempt: Attempt,
    ) -> Result<http::Response<Bytes>, ConnectorError>;
}

/// The conditions of one attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt {
    /// Read or write.
    pub purpose: Purpose,
    /// How long the attempt may take. The [`Client`](crate::Client) keeps to it by dropping the exchange.
    pub timeout: Duration,
    /// The most bytes a 2xx body may have once decompressed.
    pub body_limit: usize,
}

/// Whether a call changes anything at the vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Can be repeated without harm. Uses pooled connections.
    Read,
    /// Must not happen twice. Uses a fresh connection, so that a failure to connect proves that nothing was sent.
    Write,
}

/// Why an attempt has no answer. Its source holds no URL.
#[derive(Debug, thiserror::Error)]
#[error("{kind}")]
pub struct ConnectorError {
    kind: ConnectorErrorKind,
    source: Box<dyn Error + Send + Sync>,
}

/// The ways to have no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ConnectorErrorKind {
    /// No connection: name not found, refused, TLS or proxy handshake failed. No byte of the request has left.
    #[error("no connection could be made")]
    NeverConnected,
    /// The time was over before the answer was complete.
    #[error("no complete answer in time")]
    Timeout,
    /// Reset, cut, against the protocol, or not decompressible.
    #[error("the connection or the answer broke off")]
    Broken,
    /// The body is above the limit.
    #[error("the answer is larger than allowed")]
    TooLarge,
}

impl ConnectorError {
    /// A fault and what caused it, which may be a text. The cause must not hold URL, headers or body.
    pub fn new(kind: ConnectorErrorKind, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { kind, source: source.into() }
    }

    /// The way in which the attempt failed.
    #[must_use]
    pub fn kind(&self) -> ConnectorErrorKind {
        self.kind
    }

    /// Whether any byte of the request may have left: always, unless there never was a connection.
    #[must_use]
    pub fn sent(&self) -> bool {
        self.kind != ConnectorErrorKind::NeverConnected
    }
}
