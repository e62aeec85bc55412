//! HTTP: which part of the sandbox a request is for.

use std::net::SocketAddr;

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{ConnectInfo, State},
    http::{HeaderValue, Request, Response, StatusCode, header},
};
use bytes::Bytes;

use crate::{admin, call, console, openapi, path, sandbox::Sandbox, socket::Peer};

/// The largest request body; a real call has a few KB.
const LARGEST_BODY: usize = 8 * 1024 * 1024;

pub(crate) fn router(sandbox: Sandbox) -> Router {
    Router::new().fallback(answer).with_state(sandbox)
}

pub(crate) async fn answer(
    State(sandbox): State<Sandbox>,
    request: Request<Body>,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_BODY).await else { return too_large() };
    serve(&sandbox, Request::from_parts(parts, body)).await
}

/// The answer to a request that was read to its end.
pub(crate) async fn serve(sandbox: &Sandbox, request: Request<Bytes>) -> Response<Body> {
    if request.body().len() > LARGEST_BODY {
        return too_large();
    }
    let peer =
        request.extensions().get::<ConnectInfo<Peer>>().map(|ConnectInfo(peer)| peer.clone());
    let address = match &peer {
        Some(peer) => Some(peer.address),
        None => request.extensions().get().map(|ConnectInfo(peer): &ConnectInfo<SocketAddr>| *peer),
    };
    let request = path::normal(request);
    if let Some(answer) = console::answer(sandbox, &request, address).await {
        return answer.map(Body::from);
    }
    if let Some(answer) = own(sandbox, &request, address) {
        return answer.map(Body::from);
    }
    call::call(sandbox, request, peer.as_ref()).await
}

/// The sandbox's own pages, which no vendor has.
fn own(
    sandbox: &Sandbox,
    request: &Request<Bytes>,
    peer: Option<SocketAddr>,
) -> Option<Response<Bytes>> {
    let path = request.uri().path();
    if !path.starts_with(admin::PREFIX) {
        return None;
    }
    if let Some(refusal) = admin::turned_away(sandbox, request, peer) {
        return Some(refusal);
    }
    // One line for each of the sandbox's own pages; they return `None` for a path that is not theirs.
    openapi::answer(path).or_else(|| Some(admin::answer(sandbox, request)))
}

fn too_large() -> Response<Body> {
    let text = "the body is larger than 8 MiB, or broke off\n";
    plain(StatusCode::PAYLOAD_TOO_LARGE, text).map(Body::from)
}

/// An answer in JSON, as both vendors label it.
pub(crate) fn json(body: Bytes) -> Response<Bytes> {
    let mut answer = Response::new(body);
    let kind = HeaderValue::from_static("application/json;charset=utf-8");
    answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    answer
}

pub(crate) fn plain(status: StatusCode, text: &'static str) -> Response<Bytes> {
    let mut answer = Response::new(Bytes::from_static(text.as_bytes()));
    *answer.status_mut() = status;
    answer
}
