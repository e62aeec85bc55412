//! The server's side: reads a request and verifies its signature.

use bytes::Bytes;
use http::Request;

use crate::{
    account::Account,
    encode::{digest, masked_string_to_sign},
    endpoint::Operation,
    operations::OPERATIONS,
};

/// A request as it describes itself. None of it is proven before [`ParsedRequest::verify`].
#[derive(Debug, Clone)]
pub struct ParsedRequest {
    /// The operation it calls; none that is not in [`OPERATIONS`].
    pub operation: Option<&'static Operation>,
    /// The path of the operation: "voucher/v1/getVoucherInfos".
    pub path: String,
    /// The openid in the path.
    pub openid: String,
    /// The time in the path, as written.
    pub timestamp: String,
    /// The name of the attempt, at most 36 characters.
    pub msg_id: String,
    /// The bytes that were signed.
    pub body: Bytes,
    pub(crate) digest: String,
}

/// Reason why a request is not accepted. Never holds a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// The path is not `/api/{module}/{version}/{operation}/{openid}/{timestamp}/{digest}/{msg_id}`.
    #[error(
        "the path must be /api/{{module}}/{{version}}/{{operation}}/{{openid}}/{{timestamp}}/{{digest}}/{{msg_id}}"
    )]
    Path,
    /// Another tenant.
    #[error("the openid is not this account's")]
    OpenId,
    /// The msg_id has more than 36 characters, which is a UUID with dashes (QIN-1).
    #[error("the msg_id has more than 36 characters")]
    MsgId,
    /// The time is neither 14 digits of Beijing time nor epoch milliseconds; of 15 digits, the last three are milliseconds in the
    /// place of the seconds.
    #[error("the timestamp must be 14 digits of Beijing time, yyyyMMddHHmmss")]
    Timestamp,
    /// The digest is that of other bytes, another key or another time.
    #[error(
        "the digest is {found}, but of {string_to_sign:?} with this account's key it is another: {hint}"
    )]
    Digest {
        /// The digest in the path.
        found: String,
        /// The text that this side signed, with the key made unreadable.
        string_to_sign: String,
        /// The likely cause.
        hint: &'static str,
    },
}

impl VerifyError {
    /// The reason in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Path => {
                "路径应为 /api/{module}/{version}/{operation}/{openid}/{timestamp}/{digest}/{msg_id}"
                    .to_owned()
            }
            Self::OpenId => "openid 不是此账户的".to_owned(),
            Self::MsgId => "msg_id 超过 36 个字符".to_owned(),
            Self::Timestamp => "timestamp 应为 14 位北京时间，即 yyyyMMddHHmmss".to_owned(),
            Self::Digest { found, .. } => format!("digest {found} 与此账户的密钥不符"),
        }
    }
}

/// Reads a request from its path and body, also one of an operation that is not in [`OPERATIONS`]. Slashes at the end of the path do not count.
pub fn parse_request(request: &Request<Bytes>) -> Result<ParsedRequest, VerifyError> {
    let mut parts = request.uri().path().trim_matches('/').rsplitn(5, '/');
    let mut next = || parts.next().ok_or(VerifyError::Path);
    let (msg_id, digest, timestamp, openid) = (next()?, next()?, next()?, next()?);
    let path = called(next()?)?;
    if msg_id.chars().count() > 36 {
        return Err(VerifyError::MsgId);
    }
    let digits = timestamp.bytes().all(|b| b.is_ascii_digit());
    if !digits || !matches!(timestamp.len(), 13..=15) {
        return Err(VerifyError::Timestamp);
    }
    Ok(ParsedRequest {
        operation: OPERATIONS.iter().find(|operation| operation.path == path),
        path: path.to_owned(),
        openid: openid.to_owned(),
        timestamp: timestamp.to_owned(),
        msg_id: msg_id.to_owned(),
        body: request.body().clone(),
        digest: digest.to_owned(),
    })
}

/// Module, version and operation, which stand between `api/` and the openid.
fn called(path: &str) -> Result<&str, VerifyError> {
    let start = match path.rfind("/api/") {
        Some(at) => at + "/api/".len(),
        None if path.starts_with("api/") => "api/".len(),
        None => return Err(VerifyError::Path),
    };
    let called = &path[start..];
    if called.split('/').count() < 3 { Err(VerifyError::Path) } else { Ok(called) }
}

impl ParsedRequest {
    /// Whether this account signed these bytes at this time.
    pub fn verify(&self, account: &Account) -> Result<(), VerifyError> {
        if !coupon_sign::constant_time_eq(
            self.openid.as_bytes(),
            account.openid().expose_secret().as_bytes(),
        ) {
            return Err(VerifyError::OpenId);
        }
        let expected = digest(&self.body, account.app_key(), &self.timestamp);
        if coupon_sign::constant_time_eq(self.digest.as_bytes(), expected.as_bytes()) {
            return Ok(());
        }
        let hint = if self.digest.eq_ignore_ascii_case(&expected) {
            "the digest must be lower-case hex"
        } else if self.body.is_empty() {
            "an empty body must be sent and signed as {}"
        } else {
            "the key differs, or the body was written anew after signing"
        };
        let string_to_sign = masked_string_to_sign(&self.body, &self.timestamp);
        Err(VerifyError::Digest { found: self.digest.clone(), string_to_sign, hint })
    }
}
