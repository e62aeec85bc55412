//! Answers that are no success.

use crate::answer_signature::AnswerSignatureError;

/// Code of a failure inside the vendor. The documents ask for the same call with the same parameters, later: so it does not say
/// that the call was not carried out. Older pages list it under HTTP 400, newer ones under 500.
pub const SYSTEM_ERROR: &str = "SYSTEM_ERROR";

/// An answer that is no success.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The vendor answered a status that is not 2xx.
    #[error(transparent)]
    Refused(ApiError),
    /// The signature of the answer is missing where it must be, or is not the vendor's: nobody knows who answered.
    #[error(transparent)]
    Signature(#[from] AnswerSignatureError),
    /// The answer is not what the documents describe.
    #[error(transparent)]
    Unreadable(#[from] coupon_wire::Error),
    /// The vendor said yes, and its answer cannot be cut into records.
    #[error(transparent)]
    BadData(coupon_wire::Error),
}

/// The vendor understood the call and said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("code {code}: {}", message.as_deref().unwrap_or("no message"))]
pub struct ApiError {
    /// HTTP status.
    pub status: u16,
    /// `code`, verbatim.
    pub code: String,
    /// `message`, verbatim.
    pub message: Option<String>,
    /// The `Request-ID` of the answer.
    pub trace: Option<String>,
    /// The vendor's signature was there, and right. A refusal of the request's own signature bears none.
    pub is_signed: bool,
}

impl ApiError {
    /// Whether no such coupon or stock was found. An openid that the vendor does not know (USER_NOT_EXISTS) is another matter: it
    /// may be one of another appid.
    pub fn is_not_found(&self) -> bool {
        matches!(self.code.as_str(), "RESOURCE_NOT_EXISTS" | "NOT_FOUND")
    }

    /// Whether signature, certificate, permission or the merchant's ties to the appid are at fault.
    pub fn is_about_credentials(&self) -> bool {
        matches!(self.status, 401 | 403) && !self.is_about_the_coupon()
            || matches!(
                self.code.as_str(),
                "SIGN_ERROR" | "APPID_MCHID_NOT_MATCH" | "MCH_NOT_EXISTS"
            )
    }

    /// 403 is also the answer for a coupon that may not be used now (RULELIMIT in one edition, RULE_LIMIT in another).
    fn is_about_the_coupon(&self) -> bool {
        matches!(self.code.as_str(), "RULELIMIT" | "RULE_LIMIT" | "USER_ACCOUNT_ABNORMAL")
    }

    /// Whether the vendor limits the rate: HTTP 429, or one of the codes for it.
    pub fn is_throttled(&self) -> bool {
        self.status == 429
            || matches!(
                self.code.as_str(),
                "FREQUENCY_LIMITED" | "RATELIMIT_EXCEEDED" | "FREQUENCY_LIMIT_EXCEED"
            )
    }

    /// Whether the vendor says that it failed, and not that the call was refused.
    pub fn may_have_happened(&self) -> bool {
        self.code == SYSTEM_ERROR || self.status >= 500
    }
}
