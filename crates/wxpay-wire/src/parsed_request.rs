//! The server's side: reads a request and verifies its signature.

use bytes::Bytes;
use coupon_sign::{Secret, constant_time_eq};
use coupon_wire::internal::excerpt;
use http::{HeaderMap, Request, header};

use crate::{
    account::Account,
    encode::{SCHEME, signed_text},
    endpoint::Operation,
    operations::OPERATIONS,
    placed_params::{gather, segments_of},
};

/// A request as it describes itself. None of it is proven before [`ParsedRequest::verify`].
#[derive(Debug, Clone)]
pub struct ParsedRequest {
    /// The operation it calls; none that is not in [`OPERATIONS`].
    pub operation: Option<&'static Operation>,
    /// The merchant's number in the header.
    pub mchid: Secret,
    /// Serial number of the certificate in the header.
    pub serial_no: String,
    /// Unix seconds, as written.
    pub timestamp: String,
    /// The random text, as written.
    pub nonce: String,
    /// The parameters as one JSON object, whatever their place. Of an operation that is not listed, the body.
    pub params: Bytes,
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) body: Bytes,
    pub(crate) signature: Secret,
}

/// Reason why a request is not accepted. Never holds a key or a signature.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// Nothing answers at this path.
    #[error("nothing answers at {0}: the operations stand under /v3/marketing/busifavor/")]
    Path(String),
    /// There is no header `Authorization`, or one of another scheme.
    #[error("the header Authorization must begin with {SCHEME} and a space")]
    Scheme,
    /// A part of the header is missing or blank.
    #[error("the header Authorization has no {0}, in double quotes")]
    Missing(&'static str),
    /// The time is no Unix time in seconds.
    #[error("the timestamp must be Unix time in seconds, 10 digits")]
    Timestamp,
    /// Another merchant.
    #[error("the mchid is not this account's")]
    Mchid,
    /// Another certificate.
    #[error("the serial_no is not this account's")]
    SerialNo,
    /// The signature is that of another text or another key.
    #[error(
        "the signature is not that of method, URL, time, random text and body with this account's key"
    )]
    Signature,
}

/// Reads a request, also one of an operation that is not in [`OPERATIONS`].
pub fn parse_request(request: &Request<Bytes>) -> Result<ParsedRequest, VerifyError> {
    let (uri, body) = (request.uri(), request.body());
    let (path, query) = (uri.path(), uri.query().unwrap_or_default());
    let operation = operation_at(request.method().as_str(), path);
    if operation.is_none() && !path.contains("/v3/") {
        return Err(VerifyError::Path(excerpt(path)));
    }
    let parts = authorization(request.headers())?;
    let part = |name: &'static str| {
        let found = parts.iter().find(|(found, _)| *found == name).map(|(_, value)| *value);
        found.filter(|value| !value.is_empty()).ok_or(VerifyError::Missing(name))
    };
    let timestamp = part("timestamp")?;
    if timestamp.len() != 10 || !timestamp.bytes().all(|b| b.is_ascii_digit()) {
        return Err(VerifyError::Timestamp);
    }
    let params = operation.and_then(|operation| gather(operation, path, query, body));
    Ok(ParsedRequest {
        operation,
        mchid: Secret::new(part("mchid")?),
        serial_no: part("serial_no")?.to_owned(),
        timestamp: timestamp.to_owned(),
        nonce: part("nonce_str")?.to_owned(),
        params: params.unwrap_or_else(|| body.clone()),
        method: request.method().as_str().to_owned(),
        target: uri.path_and_query().map_or("/", |target| target.as_str()).to_owned(),
        body: body.clone(),
        signature: Secret::new(part("signature")?),
    })
}

/// The operation of [`OPERATIONS`] that answers to this method at the end of this path.
pub fn operation_at(method: &str, path: &str) -> Option<&'static Operation> {
    let is_it = |one: &&Operation| one.method() == method && segments_of(one, path).is_some();
    OPERATIONS.iter().find(is_it)
}

/// The parts of the header, in any order.
fn authorization(headers: &HeaderMap) -> Result<Vec<(&str, &str)>, VerifyError> {
    let text = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let text = text.and_then(|text| text.strip_prefix(SCHEME)?.strip_prefix(' '));
    let parts = text.ok_or(VerifyError::Scheme)?.split(',').map(|part| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let quoted = value.trim().strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        (name.trim(), quoted.unwrap_or_default())
    });
    Ok(parts.collect())
}

impl ParsedRequest {
    /// Whether this account signed it. The same text has the same signature, so that the account's own key says so.
    pub fn verify(&self, account: &Account) -> Result<(), VerifyError> {
        if self.mchid != *account.mchid() {
            return Err(VerifyError::Mchid);
        }
        if !self.serial_no.eq_ignore_ascii_case(account.serial_no()) {
            return Err(VerifyError::SerialNo);
        }
        let Self { method, target, timestamp, nonce, body, .. } = self;
        if self.is_signature_of(account, &signed_text(method, target, timestamp, nonce, body)) {
            return Ok(());
        }
        Err(VerifyError::Signature)
    }

    pub(crate) fn is_signature_of(&self, account: &Account, text: &[u8]) -> bool {
        let expected = account.signer().sign_base64(text);
        constant_time_eq(self.signature.expose_secret().as_bytes(), expected.as_bytes())
    }
}
