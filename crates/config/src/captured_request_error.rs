//! Why a captured request cannot be read.

use http::uri::InvalidUri;

use crate::system::SystemError;

/// Why a captured request cannot be read. No error repeats the URL, which holds credentials.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CapturedRequestError {
    /// The URL is none.
    #[error("not a URL: {0}")]
    Url(InvalidUri),
    /// A quote of a curl command is not closed.
    #[error("a quote is not closed")]
    UnclosedQuote,
    /// The first word of the command is not `curl`.
    #[error("not a curl command")]
    NotCurl,
    /// The command names no URL.
    #[error("no URL")]
    NoUrl,
    /// A file that the command sends cannot be read.
    #[error("{0}")]
    File(SystemError),
    /// The first line is not that of an HTTP request.
    #[error("not an HTTP request")]
    NotHttp,
    /// The body is compressed or sent in chunks.
    #[error("{header}: {value} is not decoded")]
    EncodedBody {
        /// Name of the header, in lower case.
        header: &'static str,
        /// Its value.
        value: String,
    },
    /// The body is shorter than the header says.
    #[error("Content-Length is {stated}, the body has {found} bytes")]
    CutBody {
        /// Bytes by the header.
        stated: usize,
        /// Bytes that are there.
        found: usize,
    },
}
