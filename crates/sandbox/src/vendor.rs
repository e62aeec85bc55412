//! Which vendor and operation a request is for, as far as its path and body say.

use bytes::Bytes;
use http::Request;

/// The vendor whose server side answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServedVendor {
    /// Qince 勤策.
    Qince,
    /// Qmai 企迈.
    Qmai,
}

impl ServedVendor {
    pub(crate) fn of(path: &str) -> Self {
        if path.starts_with("/v3/") || path == "/api/v2" { Self::Qmai } else { Self::Qince }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Qince => "qince",
            Self::Qmai => "qmai",
        }
    }

    /// The operation that a call to this path with this body is for.
    pub(crate) fn operation(self, path: &str, body: &Bytes) -> Option<&'static str> {
        let request = Request::post(path).body(body.clone()).ok()?;
        match self {
            Self::Qince => {
                coupon_qince_wire::parse_request(&request).ok()?.operation.map(|one| one.name)
            }
            Self::Qmai => {
                coupon_qmai_wire::parse_request(&request).ok()?.operation.map(|one| one.name)
            }
        }
    }
}
