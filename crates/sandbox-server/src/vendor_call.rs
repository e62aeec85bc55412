//! A call to a vendor over HTTP: its answer arrives whole, slowly, in part or not at all.

use std::{io, time::Duration};

use axum::{
    body::{Body, HttpBody},
    http::{HeaderValue, Request, Response, header},
};
use bytes::Bytes;
use coupon_sandbox::{Delivery, Sandbox};
use futures_util::{StreamExt, stream};
use tokio::time::sleep;

use crate::{gzip, socket::Peer};

/// Pieces of a slow body.
const PIECES: u32 = 10;

/// Answers a call; an answer that a fault delays comes late.
pub(crate) async fn call(
    sandbox: &Sandbox,
    request: Request<Bytes>,
    peer: Option<&Peer>,
) -> Response<Body> {
    let answer = sandbox.call(&request);
    if !answer.wait.is_zero() {
        sleep(answer.wait).await;
    }
    if let (Delivery::Reset, Some(peer)) = (answer.delivery, peer) {
        peer.ask_for_reset();
    }
    let response = if answer.compressible {
        gzip::compressed(request.headers(), answer.response)
    } else {
        answer.response
    };
    deliver(answer.delivery, response)
}

fn deliver(delivery: Delivery, answer: Response<Bytes>) -> Response<Body> {
    let length = answer.body().len();
    let (parts, bytes) = answer.into_parts();
    let body = match delivery {
        Delivery::Reset => broken(),
        Delivery::Cut => cut(bytes),
        Delivery::Slow(time) => slow(bytes, time),
        Delivery::Whole => Body::from(bytes),
    };
    let mut answer = Response::from_parts(parts, body);
    if answer.body().size_hint().exact().is_none() {
        answer.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    answer
}

/// The error comes before the head was sent, so that the connection ends without an answer.
fn broken() -> Body {
    Body::from_stream(stream::iter([Err::<Bytes, _>(reset())]))
}

fn cut(bytes: Bytes) -> Body {
    let half = bytes.slice(..bytes.len() / 2);
    let end = stream::once(async {
        sleep(Delivery::HEAD_START).await;
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
