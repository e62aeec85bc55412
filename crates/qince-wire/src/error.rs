//! Answers that are no success.

/// An answer that is no success.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The vendor answered another code than 0.
    #[error(transparent)]
    Refused(ApiError),
    /// The answer echoes the msg_id of another call, so it says nothing about this one.
    #[error("the answer belongs to another call: its msg_id is {found:?}")]
    NotMine {
        /// The msg_id in the answer.
        found: String,
    },
    /// The answer is not the documented envelope. Without a `return_code` nothing is known about the call.
    #[error(transparent)]
    Unreadable(#[from] coupon_wire::Error),
    /// The call succeeded (`return_code` 0), but its `response_data` cannot be read.
    #[error(transparent)]
    BadData(coupon_wire::Error),
}

/// The vendor understood the call and said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("return_code {code}: {}", message.as_deref().unwrap_or("no message"))]
pub struct ApiError {
    /// `return_code`, verbatim. 1 is a failure of the operation; no list of the others is public.
    pub code: String,
    /// `return_msg`, verbatim.
    pub message: Option<String>,
    /// `msg_id` as echoed.
    pub trace: Option<String>,
}
