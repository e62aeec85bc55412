//! A request that was captured: as raw HTTP, as a curl command, or as URL and body.

use bytes::Bytes;
use http::{Request, Uri};

use crate::{exit::Failure, text::Lang};

mod curl;

/// From a URL and a body.
pub(crate) fn request(url: &str, body: Bytes, lang: Lang) -> Result<Request<Bytes>, Failure> {
    let bare = !url.contains("://") && !url.starts_with('/');
    let url = if bare { &format!("http://{url}") } else { url };
    // Without the URL itself: it holds openid and digest.
    let uri: Uri = url.parse().map_err(|why| Failure::Usage(lang.captured_url(why)))?;
    let mut request = Request::new(body);
    *request.uri_mut() = uri;
    Ok(request)
}

/// From a curl command. `place` names it in errors.
pub(crate) fn from_curl(place: &str, text: &[u8], lang: Lang) -> Result<Request<Bytes>, Failure> {
    let words = curl::words(text).ok_or_else(|| Failure::Usage(lang.captured_quote(place)))?;
    let (url, body) = curl::url_and_body(words, place, lang)?;
    request(&url, body, lang)
}

/// From the bytes of an HTTP/1.1 request.
pub(crate) fn from_raw(place: &str, raw: &Bytes, lang: Lang) -> Result<Request<Bytes>, Failure> {
    let usage = |text: String| Failure::Usage(text);
    let (head, body) = parts(raw);
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let mut first = lines.next().unwrap_or_default().split(' ');
    let (Some(_), Some(target), Some(version)) = (first.next(), first.next(), first.next()) else {
        return Err(usage(lang.captured_not_http(place)));
    };
    if !version.starts_with("HTTP/") {
        return Err(usage(lang.captured_not_http(place)));
    }
    let headers: Vec<(String, &str)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim()))
        .collect();
    let header =
        |wanted: &str| headers.iter().find(|(name, _)| name == wanted).map(|(_, value)| *value);
    for name in ["transfer-encoding", "content-encoding"] {
        if let Some(value) = header(name).filter(|value| *value != "identity") {
            return Err(usage(lang.captured_coded(place, name, value)));
        }
    }
    let length: Option<usize> = header("content-length").and_then(|value| value.parse().ok());
    let body = match length {
        Some(length) if length > body.len() => {
            return Err(usage(lang.captured_cut(place, length, body.len())));
        }
        Some(length) => body.slice(..length),
        // An editor ends a file with a line end; no client ends a body with one.
        None => trimmed(body),
    };
    request(target, body, lang)
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
