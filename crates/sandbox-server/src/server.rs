//! HTTP: which part of the sandbox a request is for.

use std::{io, net::SocketAddr};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{ConnectInfo, State},
    handler::Handler,
    http::{Request, Response},
};
use bytes::Bytes;
use coupon_sandbox::{LARGEST_BODY, Sandbox, too_large_response};
use tokio::net::TcpListener;

use crate::{
    admin, auth, console, openapi, path,
    socket::{Listening, Peer},
    vendor_call,
};

/// Both vendors, the admin API and the console as a service, for calls within the process.
pub fn router(sandbox: Sandbox) -> Router {
    Router::new().fallback(answer).with_state(sandbox)
}

/// Serves both vendors, the admin API and the console until the future is dropped.
///
/// # Errors
///
/// The listener's own.
pub async fn serve(sandbox: Sandbox, listener: TcpListener) -> io::Result<()> {
    // Without a router around it: every path has the same handler.
    let service = answer.with_state(sandbox).into_make_service_with_connect_info::<Peer>();
    axum::serve(Listening(listener), service).await
}

async fn answer(State(sandbox): State<Sandbox>, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_BODY).await else {
        return too_large_response().map(Body::from);
    };
    route(&sandbox, Request::from_parts(parts, body)).await
}

/// The answer to a request that was read to its end.
async fn route(sandbox: &Sandbox, request: Request<Bytes>) -> Response<Body> {
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
    vendor_call::call(sandbox, request, peer.as_ref()).await
}

/// The sandbox's own pages, which no vendor has.
fn own(
    sandbox: &Sandbox,
    request: &Request<Bytes>,
    peer: Option<SocketAddr>,
) -> Option<Response<Bytes>> {
    let path = request.uri().path();
    if !admin::has(path) {
        return None;
    }
    if let Some(refusal) = auth::turned_away(sandbox, request, peer) {
        return Some(refusal);
    }
    // One line for each of the sandbox's own pages; they return `None` for a path that is not theirs.
    openapi::answer(path).or_else(|| Some(admin::answer(sandbox, request)))
}
