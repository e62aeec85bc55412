//! The server side of one vendor, as the rest of the sandbox knows it.

use std::{fmt, ops::Range};

use bytes::Bytes;
use coupon_wire::Diagnosis;
use http::{Request, Response};
use jiff::Timestamp;
use serde_json::Value;

use crate::{
    clock::SignatureTimes, config::SandboxConfig, context::Context, error::SandboxError,
    quirks::Quirks, record_kind::RecordText, served_vendor::ServedVendor,
};

/// A base URL for calls that never leave the process.
pub(crate) const IN_PROCESS: &str = "http://127.0.0.1";

/// How many records of a kind the access to an account names, where there are many.
pub(crate) const NAMED: usize = 20;

/// The server side of one vendor: its account, its state, its answers.
pub(crate) trait VendorSide {
    /// Its row in the table of vendors.
    fn vendor(&self) -> &'static ServedVendor;

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

    /// Tries a key.
    ///
    /// # Errors
    ///
    /// No account can have such a key.
    fn check_key(&self, key: &str) -> Result<(), SandboxError>;

    /// Replaces the key of the account; `None` restores the first one. A call that is signed with another is refused.
    ///
    /// # Errors
    ///
    /// No account can have such a key.
    fn set_key(&self, key: Option<&str>, settings: &SandboxConfig) -> Result<(), SandboxError>;

    /// How many records of that kind there are, by the kind's word.
    fn record_count(&self, kind: &str) -> usize;

    /// JSON texts of the records at those positions, in the vendor's order.
    fn record_texts(&self, kind: &str, range: Range<usize>, context: Context) -> Vec<String>;

    /// Every record with its id; none where such records have no ids.
    fn record_rows(&self, kind: &str, context: Context) -> Vec<RecordText>;

    /// The body of a call that would be carried out now; of a call that undoes another, after the sample of that one. `None`
    /// for an operation that is not this vendor's.
    fn sample(&self, operation: &str, context: Context) -> Option<Value>;
}

/// Judges a signature.
pub(crate) trait SignatureExaminer: fmt::Debug + Send + Sync {
    /// The mistake in the signature; none if it is right, or if the request is no call.
    fn diagnose(&self, request: &Request<Bytes>, now: Option<Timestamp>) -> Option<Diagnosis>;
}
