//! How an answer gets onto the wire: whole, slowly, in part or not at all.

use std::{io, time::Duration};

use axum::{
    body::{Body, HttpBody},
    http::{HeaderValue, Response, header},
};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use tokio::time::sleep;

use super::Fault;

/// Pieces of a slow body.
const PIECES: u32 = 10;
/// So long the first half of a cut body has for getting out.
const HEAD_START: Duration = Duration::from_millis(20);

impl Fault {
    /// The answer as it is sent.
    pub(crate) fn deliver(self, answer: Response<Bytes>) -> Response<Body> {
        let length = answer.body().len();
        let (parts, bytes) = answer.into_parts();
        let body = match self {
            Self::ResetBefore | Self::ResetAfter => broken(),
            Self::CutBody => cut(bytes),
            Self::SlowBody(time) => slow(bytes, time),
            _ => Body::from(bytes),
        };
        let mut answer = Response::from_parts(parts, body);
        if answer.body().size_hint().exact().is_none() {
            answer.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        answer
    }
}

/// The error comes before the head was sent, so that the connection ends without an answer.
fn broken() -> Body {
    Body::from_stream(stream::iter([Err::<Bytes, _>(reset())]))
}

fn cut(bytes: Bytes) -> Body {
    let half = bytes.slice(..bytes.len() / 2);
    let end = stream::once(async {
        sleep(HEAD_START).await;
        Err(reset())
    });
    Body::from_stream(stream::iter([Ok(half)]).chain(end))
}

fn slow(bytes: Bytes, time: Duration) -> Body {
    let piece = bytes.len().div_ceil(PIECES as usize).max(1);
    let begins: Vec<usize> = (0..bytes.len()).step_by(piece).collect();
    let pieces = stream::iter(begins).then(move |begin| {
        let piece = bytes.slice(begin..(begin + piece).min(bytes.len()));
        async move {
            sleep(time / PIECES).await;
            Ok::<Bytes, io::Error>(piece)
        }
    });
    Body::from_stream(pieces)
}

fn reset() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionReset, "the connection was reset, as asked for")
}
