//! Answers that are no success.

/// Code of a refused signature, as public clients have seen it. No list of codes is public.
pub const SIGNATURE_REFUSED: &str = "110004";
/// Code of a malformed envelope, as public clients have seen it; also for `params` sent as a string.
pub const MALFORMED: &str = "100002";

/// An answer that is no success.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The vendor answered another code than 0, or `status` false.
    #[error(transparent)]
    Refused(ApiError),
    /// The answer is not what the documents describe. Without a `code` nothing is known about the call.
    #[error(transparent)]
    Unreadable(#[from] coupon_wire::Error),
    /// The vendor said yes, and its `data` cannot be cut into records.
    #[error(transparent)]
    BadData(coupon_wire::Error),
}

/// The vendor understood the call and said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("code {code}: {}", message.as_deref().unwrap_or("no message"))]
pub struct ApiError {
    /// `code`, verbatim.
    pub code: String,
    /// `message`, verbatim.
    pub message: Option<String>,
    /// `traceId`; seen, not documented.
    pub trace: Option<String>,
    /// `status` was false: the gateway said no, for signature, permission, envelope, Action or path, and the operation
    /// was not reached. Otherwise the operation itself said no.
    pub gateway: bool,
}

impl ApiError {
    /// Whether nothing was found. All three operations document that as an error of the operation whose message ends in
    /// 不存在; its code is not given, so the message has to tell. That this is the only such message is assumed.
    pub fn is_not_found(&self) -> bool {
        !self.gateway && self.says("不存在")
    }

    /// Whether the vendor limits the rate: the message speaks of 限流, 频繁 or 繁忙, with any code.
    pub fn is_throttled(&self) -> bool {
        ["限流", "频繁", "繁忙"].into_iter().any(|word| self.says(word))
    }

    fn says(&self, word: &str) -> bool {
        self.message.as_ref().is_some_and(|message| message.contains(word))
    }
}
