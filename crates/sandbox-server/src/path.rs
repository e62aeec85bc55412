//! Paths as a client may write them.

use axum::http::{Request, Uri, uri::PathAndQuery};
use bytes::Bytes;

/// The call with its path as the vendors print it: `%67` is `g`, for every character that needs no encoding (RFC 3986, 6.2.2.2).
pub(crate) fn normal(mut request: Request<Bytes>) -> Request<Bytes> {
    if request.uri().path().contains('%') {
        let path = decoded(request.uri().path());
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        let mut parts = request.uri().clone().into_parts();
        parts.path_and_query = (path + &query).parse::<PathAndQuery>().ok();
        if let Ok(uri) = Uri::from_parts(parts) {
            *request.uri_mut() = uri;
        }
    }
    request
}

fn decoded(path: &str) -> String {
    let mut pieces = path.split('%');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let byte = piece.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match byte.map(char::from) {
            Some(c) if c.is_ascii_alphanumeric() || "-._~".contains(c) => {
                out.push(c);
                out.push_str(&piece[2..]);
            }
            _ => {
                out.push('%');
                out.push_str(piece);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_needs_no_encoding_is_decoded() {
        for (written, read) in [
            ("/api/%76oucher/v1", "/api/voucher/v1"),
            ("/%41%7e%2D%2f%25%E5", "/A~-%2f%25%E5"),
            ("/a%", "/a%"),
            ("/a%4", "/a%4"),
            ("/a%zz%客", "/a%zz%客"),
        ] {
            assert_eq!(decoded(written), read);
        }
        let request = Request::post("http://h:1/%61?b=%61").body(Bytes::new()).unwrap();
        assert_eq!(*normal(request).uri(), "http://h:1/a?b=%61");
    }
}
