//! Examining a captured call: why its signature is refused. Nothing is sent.

use std::collections::BTreeMap;

use bytes::Bytes;
use coupon_domain::ErrorText;
use coupon_sign::Secret;
use coupon_wire::Diagnosis;
use http::Request;
use jiff::Timestamp;

/// How a vendor's calls are examined.
#[derive(Debug)]
pub struct Diagnosing {
    /// The name of the key: "app-key".
    pub key: &'static str,
    /// One line of English about the key.
    pub key_help: &'static str,
    /// The choices that a request does not tell.
    pub choices: &'static [DiagnoseChoice],
    pub(crate) diagnose: fn(&CapturedCall<'_>) -> Result<ExaminedCall, DiagnoseError>,
}

impl Diagnosing {
    /// Examines a captured call.
    ///
    /// # Errors
    ///
    /// The request is no call of this vendor, or no account can have such a key.
    pub fn diagnose(&self, call: &CapturedCall<'_>) -> Result<ExaminedCall, DiagnoseError> {
        (self.diagnose)(call)
    }
}

/// A choice with a few named values.
#[derive(Debug)]
pub struct DiagnoseChoice {
    /// Its name: "v2".
    pub name: &'static str,
    /// One line of English.
    pub help: &'static str,
    /// Its values; the first one is the default.
    pub values: &'static [&'static str],
}

/// A request that was captured, and what is known about it.
#[derive(Debug)]
pub struct CapturedCall<'a> {
    /// The request.
    pub request: &'a Request<Bytes>,
    /// Its body in the other encoding: GBK of a body in UTF-8, UTF-8 of a body in GBK.
    pub recoded: Option<&'a [u8]>,
    /// The key of the account.
    pub key: Secret,
    /// Values of [`Diagnosing::choices`], by name; a choice that is not given has its default.
    pub choices: BTreeMap<&'static str, String>,
    /// When the request was sent. Without it the time of a right signature is not judged.
    pub sent_at: Option<Timestamp>,
}

/// The result of examining a call.
#[derive(Debug)]
pub struct ExaminedCall {
    /// The operation that it calls, if it can be told.
    pub operation: Option<&'static str>,
    /// The mistake in the signature; none if it is right.
    pub diagnosis: Option<Diagnosis>,
}

/// Why a request cannot be examined.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DiagnoseError {
    /// The request is no call of this vendor, with the reason.
    #[error("{}", .0.english)]
    NotThisVendor(ErrorText),
    /// The vendor has no such path. The path is not repeated: another vendor's holds id and signature.
    #[error("nothing of this vendor answers at this path")]
    OtherPath,
    /// The vendor's own check of the account, in words that name the field.
    #[error("{}", .0.english)]
    Account(ErrorText),
}
