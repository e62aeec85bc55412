//! Requests whose end did not arrive, or that no vendor reads: answered in the vendor's shape, and noted in the log.

use bytes::Bytes;
use http::{Request, Response, StatusCode};

use crate::{quirks::HTTP_REFUSALS, request_log::LogOutcome, response::plain, sandbox::Sandbox};

/// Why a request is not read as a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnreadRequest {
    /// Its method is not POST.
    Method,
    /// Its body is larger than [`LARGEST_BODY`](crate::LARGEST_BODY).
    TooLarge,
    /// Its body ended before its `content-length`, which is given, or in the midst of a chunk.
    Short(Option<u64>),
    /// Its body is no well-formed row of chunks.
    Chunks,
    /// Its body did not arrive within so many seconds.
    TooSlow(u64),
}

impl UnreadRequest {
    /// The status of the answer.
    pub fn status(self) -> StatusCode {
        match self {
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Short(_) | Self::Chunks => StatusCode::BAD_REQUEST,
            Self::TooSlow(_) => StatusCode::REQUEST_TIMEOUT,
        }
    }

    /// The message in the vendor's language.
    fn vendor_message(self) -> String {
        match self {
            Self::Method => "只支持POST请求".to_owned(),
            Self::TooLarge => "请求体超过8MiB".to_owned(),
            Self::Short(Some(length)) => format!("请求体不完整,应为{length}字节"),
            Self::Short(None) => "请求体不完整".to_owned(),
            Self::Chunks => "请求体分块格式错误".to_owned(),
            Self::TooSlow(seconds) => format!("请求体未在{seconds}秒内到达"),
        }
    }

    /// The reason in the log and in a plain answer, in English.
    pub fn reason(self) -> String {
        match self {
            Self::Method => "both vendors take POST only".to_owned(),
            Self::TooLarge => "the body is larger than 8 MiB".to_owned(),
            Self::Short(Some(length)) => {
                format!("the body ended before its content-length of {length} bytes")
            }
            Self::Short(None) => "the body ended before its last chunk".to_owned(),
            Self::Chunks => "the body's chunks are malformed".to_owned(),
            Self::TooSlow(seconds) => format!("the body did not arrive within {seconds} s"),
        }
    }
}

impl Sandbox {
    /// Answers a request that is not read as a call, and notes it. Of its body, only as much is given as is to be noted.
    pub fn answer_unread(&self, request: &Request<Bytes>, why: UnreadRequest) -> Response<Bytes> {
        let mut answer = self.refusal_of(request, why);
        let mut outcome = LogOutcome::new(self.now());
        outcome.answer = Some(&answer);
        outcome.error = Some(why.reason());
        let id = self.calls().note(request, outcome);
        answer.headers_mut().insert(&crate::request_log::REQUEST_ID, id.into());
        answer
    }

    /// The answer to such a request, without an entry in the log.
    pub(crate) fn refusal_of(
        &self,
        request: &Request<Bytes>,
        why: UnreadRequest,
    ) -> Response<Bytes> {
        let mut answer = if self.quirks().is(&HTTP_REFUSALS, "plain") {
            plain(why.reason() + "\n")
        } else {
            let message = why.vendor_message();
            self.sides().serving(request.uri().path()).refuse(request, message)
        };
        *answer.status_mut() = why.status();
        if why == UnreadRequest::Method {
            let only = http::HeaderValue::from_static("POST");
            answer.headers_mut().insert(http::header::ALLOW, only);
        }
        answer
    }

    /// Notes a connection that was closed because no request arrived on it in time, and gives the id of the entry.
    pub fn note_silence(&self, seconds: u64) -> u64 {
        let mut outcome = LogOutcome::new(self.now());
        outcome.error = Some(format!("the head of a request did not arrive within {seconds} s"));
        self.calls().note_silence(outcome)
    }
}
