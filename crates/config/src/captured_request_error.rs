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
    /// The body comes from standard input, and nothing in the command tells what stood there.
    #[error("the body came from standard input (-d @-), which the command does not hold")]
    NoStandardInput,
    /// A value that only the shell knew.
    #[error("{0} is a value that only the shell knew")]
    ShellVariable(String),
    /// An option that makes a body of its own, or more than one request.
    #[error("the body that {0} makes is not told by the command")]
    CurlOption(String),
    /// The text is for another tool.
    #[error("this is for {0}, not for curl")]
    OtherTool(&'static str),
    /// The text is no HTTP archive.
    #[error("not a HAR file: line {line}, column {column}")]
    NotHar {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// No entry of the archive can be chosen.
    #[error("the HAR file holds {count} POST requests; say which one, from 1")]
    HarEntries {
        /// How many there are.
        count: usize,
    },
    /// The archive was saved without the body of the request.
    #[error("the HAR file does not hold the body of the request")]
    HarBody,
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
