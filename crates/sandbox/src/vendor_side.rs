//! The server side of one vendor, as the rest of the sandbox knows it.

use std::fmt;

use bytes::Bytes;
use coupon_wire::Diagnosis;
use http::{Request, Response};
use jiff::Timestamp;
use serde_json::Value;

use crate::{clock::SignatureTimes, context::Context, quirks::Quirks};

/// The server side of one vendor: its account, its state, its answers.
pub(crate) trait VendorSide {
    /// The answer to a call. The state has changed when this returns.
    fn handle(
        &self,
        request: &Request<Bytes>,
        times: SignatureTimes,
        context: Context,
        is_busy: bool,
    ) -> Response<Bytes>;

    /// The answer to a request that is not read as a call.
    fn refuse(&self, request: &Request<Bytes>, message: String) -> Response<Bytes>;

    /// As much of the account as the diagnosis of a signature asks for, as it is now.
    fn examiner(&self) -> Box<dyn SignatureExaminer>;

    /// Operations that may not be called.
    fn withheld(&self) -> Vec<String>;

    /// Gives or denies the permission to call an operation.
    fn permit(&self, operation: &str, permitted: bool);

    /// Sets all switches; every row will be written anew.
    fn switch(&self, quirks: Quirks);

    /// Writes every row, so that no page is rendered while a caller waits for it.
    fn write_all(&self, context: Context);

    /// The body of a call that would be carried out now; of a call that undoes another, after the sample of that one. `None`
    /// for an operation that is not this vendor's.
    fn sample(&self, operation: &str, context: Context) -> Option<Value>;
}

/// Judges a signature.
pub(crate) trait SignatureExaminer: fmt::Debug + Send + Sync {
    /// The mistake in the signature; none if it is right, or if the request is no call.
    fn diagnose(&self, request: &Request<Bytes>, now: Option<Timestamp>) -> Option<Diagnosis>;
}
