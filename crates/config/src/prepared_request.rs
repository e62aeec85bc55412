//! A signed request as text.

use std::{collections::BTreeMap, fmt};

use bytes::Bytes;
use http::Request;
use serde::Serialize;

/// A signed request as it would be sent. It is a credential.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct PreparedRequest {
    /// Its method.
    pub method: String,
    /// Where it goes.
    pub url: String,
    /// Its headers, by name.
    pub headers: BTreeMap<String, String>,
    /// Its body.
    pub body: String,
}

/// Method alone: the rest may be printed on request only.
impl fmt::Debug for PreparedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreparedRequest").field("method", &self.method).finish_non_exhaustive()
    }
}

/// Method and place, the headers, a blank line, the body.
impl fmt::Display for PreparedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.method, self.url)?;
        self.headers.iter().try_for_each(|(name, value)| writeln!(f, "{name}: {value}"))?;
        write!(f, "\n{}", self.body)
    }
}

impl From<&Request<Bytes>> for PreparedRequest {
    fn from(request: &Request<Bytes>) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let headers = request.headers().iter();
        Self {
            method: request.method().to_string(),
            url: request.uri().to_string(),
            headers: headers
                .map(|(name, value)| (name.to_string(), text(value.as_bytes())))
                .collect(),
            body: text(request.body()),
        }
    }
}
