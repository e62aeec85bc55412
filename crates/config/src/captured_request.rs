//! A request that was captured: as raw HTTP, as a curl command, in an HTTP archive, or as URL and body.

use bytes::Bytes;
use http::{Request, Uri};

use crate::captured_request_error::CapturedRequestError;

mod command_prompt;
mod curl;
mod har;
mod quotes;
mod shell;

pub use har::request_from_har;

/// The request that was sent to a URL with a body. A URL without a scheme is one of HTTP.
///
/// # Errors
/// The URL is none.
pub fn request_from_parts(url: &str, body: Bytes) -> Result<Request<Bytes>, CapturedRequestError> {
    let bare = !url.contains("://") && !url.starts_with('/');
    let url = if bare { &format!("http://{url}") } else { url };
    // Without the URL itself: it holds openid and digest.
    let uri: Uri = url.parse().map_err(CapturedRequestError::Url)?;
    let mut request = Request::new(body);
    *request.uri_mut() = uri;
    Ok(request)
}

/// The request that a curl command sends, as a shell or the command prompt of Windows reads it. Files that it names are read, and
/// a here-document, `echo` or `cat` that feeds it.
///
/// # Errors
/// The text is no curl command, one of its files cannot be read, or its body is not told by it: a variable, a form.
pub fn request_from_curl(text: &[u8]) -> Result<Request<Bytes>, CapturedRequestError> {
    let (url, body) = curl::url_and_body(text)?;
    request_from_parts(&url, body)
}

/// The request in the bytes of HTTP/1.1.
///
/// # Errors
/// The bytes are no request, its body is encoded, or the body is not whole.
pub fn request_from_raw(raw: &Bytes) -> Result<Request<Bytes>, CapturedRequestError> {
    let (head, body) = parts(raw);
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let mut first = lines.next().unwrap_or_default().split(' ');
    let (Some(_), Some(target), Some(version)) = (first.next(), first.next(), first.next()) else {
        return Err(CapturedRequestError::NotHttp);
    };
    if !version.starts_with("HTTP/") {
        return Err(CapturedRequestError::NotHttp);
    }
    let headers: Vec<(String, &str)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim()))
        .collect();
    let header =
        |wanted: &str| headers.iter().find(|(name, _)| name == wanted).map(|(_, value)| *value);
    for name in ["transfer-encoding", "content-encoding"] {
        if let Some(value) = header(name).filter(|value| *value != "identity") {
            let value = value.to_owned();
            return Err(CapturedRequestError::EncodedBody { header: name, value });
        }
    }
    let length: Option<usize> = header("content-length").and_then(|value| value.parse().ok());
    let body = match length {
        Some(length) if length > body.len() => {
            return Err(CapturedRequestError::CutBody { stated: length, found: body.len() });
        }
        Some(length) => body.slice(..length),
        // An editor ends a file with a line end; no client ends a body with one.
        None => trimmed(body),
    };
    request_from_parts(target, body)
}

/// Before and after the first empty line.
fn parts(raw: &Bytes) -> (&[u8], Bytes) {
    let ends: [&[u8]; 2] = [b"\r\n\r\n", b"\n\n"];
    let end = |end: &&[u8]| {
        raw.windows(end.len()).position(|window| window == *end).map(|at| (at, end.len()))
    };
    let found = ends.iter().filter_map(end).min();
    found.map_or((&raw[..], Bytes::new()), |(at, length)| (&raw[..at], raw.slice(at + length..)))
}

fn trimmed(body: Bytes) -> Bytes {
    let end =
        body.strip_suffix(b"\r\n").or_else(|| body.strip_suffix(b"\n")).unwrap_or(&body).len();
    body.slice(..end)
}
