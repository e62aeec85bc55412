//! Answers compressed for those who ask.

use std::io::Write;

use axum::http::{HeaderMap, HeaderValue, Response, header};
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};

/// A smaller answer fits a packet anyway.
const LEAST: usize = 1024;

/// The answer, compressed if the client said that it takes gzip and the answer is worth it.
pub(crate) fn compressed(asked: &HeaderMap, mut answer: Response<Bytes>) -> Response<Bytes> {
    let headers = answer.headers();
    if answer.body().len() < LEAST
        || headers.contains_key(header::CONTENT_ENCODING)
        || !takes_gzip(asked)
    {
        return answer;
    }
    let room = Vec::with_capacity(answer.body().len() / 4);
    let mut encoder = GzEncoder::new(room, Compression::fast());
    let whole = encoder.write_all(answer.body()).and_then(|()| encoder.finish());
    *answer.body_mut() = whole.expect("a Vec takes everything").into();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    answer
}

/// Whether `accept-encoding` names gzip or `*`, and not with a weight of 0.
fn takes_gzip(asked: &HeaderMap) -> bool {
    let all = asked.get_all(header::ACCEPT_ENCODING).iter();
    let texts = all.filter_map(|value| value.to_str().ok());
    texts.flat_map(|text| text.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let named = ["gzip", "x-gzip", "*"].iter().any(|own| name.trim().eq_ignore_ascii_case(own));
        let weight = weight.trim().trim_start_matches(['q', 'Q']).trim_start_matches('=');
        named && weight.parse::<f32>().unwrap_or(1.0) > 0.0
    })
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn asking(value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))])
    }

    #[test]
    fn a_large_answer_is_compressed_for_a_client_that_asks() {
        let text = "优惠券".repeat(1000);
        let answer = || Response::new(Bytes::from(text.clone()));
        let answer_to = |value| compressed(&asking(value), answer());
        for value in ["gzip", "deflate, GZIP;q=0.5", "br;q=1.0, *;q=0.1", "identity,gzip"] {
            let answer = answer_to(value);
            assert_eq!(answer.headers()["content-encoding"], "gzip", "{value}");
            let mut back = String::new();
            flate2::read::GzDecoder::new(&answer.body()[..]).read_to_string(&mut back).unwrap();
            assert_eq!(back, text);
        }
        for value in ["identity", "gzip;q=0", "br, deflate", ""] {
            assert_eq!(*answer_to(value).body(), text, "{value}");
        }
        assert_eq!(*compressed(&HeaderMap::new(), answer()).body(), text);
        let small = Response::new(Bytes::from_static(b"{}"));
        assert_eq!(*compressed(&asking("gzip"), small).body(), "{}");
    }
}
