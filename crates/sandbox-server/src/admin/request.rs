//! A route of the admin API, and a request to one.

use std::borrow::Cow;

use axum::http::Request;
use bytes::Bytes;
use coupon_sandbox::{Sandbox, SandboxError};
use percent_encoding::percent_decode_str;
use serde::{Serialize, de::DeserializeOwned};

pub(super) const PREFIX: &str = "/_sandbox/";

/// A route below `/_sandbox/`.
#[derive(Debug, Clone, Copy)]
pub struct AdminRoute {
    /// `GET`, `POST`, `PUT` or `DELETE`.
    pub method: &'static str,
    /// The path after `/_sandbox/`; `{name}` stands for one part of it.
    pub path: &'static str,
    /// Body or query; blank if it takes neither.
    pub takes: &'static str,
    /// The effect and the answer of the route.
    pub does: &'static str,
    pub(super) answer: fn(&AdminRequest<'_>) -> AdminResult,
}

/// A request to a route: what stands in the place of `{name}`, the query, the body.
#[derive(Debug)]
pub(super) struct AdminRequest<'a> {
    pub(super) sandbox: &'a Sandbox,
    pub(super) http: &'a Request<Bytes>,
    pub(super) name: &'a str,
    /// Every route there is.
    pub(super) routes: &'static [AdminRoute],
}

/// The JSON text of an answer.
pub(super) type AdminResult = Result<String, SandboxError>;

impl AdminRequest<'_> {
    pub(super) fn body<T: DeserializeOwned>(&self) -> Result<T, SandboxError> {
        serde_json::from_slice(self.http.body())
            .map_err(|error| SandboxError::new(format!("the body: {error}")))
    }

    /// A number of the query, or what counts without it.
    pub(super) fn number(&self, name: &str, otherwise: u64) -> Result<u64, SandboxError> {
        let Some(text) = self.query(name) else { return Ok(otherwise) };
        let wrong = || SandboxError::new(format!("{name}={text} in the query is no whole number"));
        text.parse().map_err(|_| wrong())
    }

    /// A part of the query.
    pub(super) fn query(&self, name: &str) -> Option<Cow<'_, str>> {
        let query = self.http.uri().query()?;
        let value = query.split('&').find_map(|part| part.strip_prefix(name)?.strip_prefix('='))?;
        Some(percent_decode_str(value).decode_utf8_lossy())
    }
}

pub(super) fn done(value: &impl Serialize) -> AdminResult {
    serde_json::to_string(value).map_err(|error| SandboxError::new(error.to_string()))
}
