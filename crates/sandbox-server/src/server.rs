//! HTTP: which part of the sandbox a request is for.

use std::{error::Error, io, net::SocketAddr, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{ConnectInfo, State},
    handler::Handler,
    http::{HeaderMap, Request, Response, header},
};
use bytes::Bytes;
use coupon_sandbox::{LARGEST_BODY, Sandbox, UnreadRequest, error_response};
use http_body_util::LengthLimitError;
use tokio::{net::TcpListener, time::timeout};

use crate::{
    admin,
    auth::Door,
    console, openapi, path,
    server_config::ServerConfig,
    socket::{Listening, Peer},
    vendor_call,
};

/// A sandbox and how it is served.
#[derive(Debug, Clone)]
struct Served {
    sandbox: Sandbox,
    config: Arc<ServerConfig>,
}

/// Both vendors, the admin API and the console as a service, for calls within the process.
pub fn router(sandbox: Sandbox) -> Router {
    let served = Served { sandbox, config: Arc::default() };
    Router::new().fallback(answer).with_state(served)
}

/// Serves both vendors, the admin API and the console until the future is dropped.
///
/// # Errors
///
/// The listener's own.
pub async fn serve(
    sandbox: Sandbox,
    listener: TcpListener,
    config: ServerConfig,
) -> io::Result<()> {
    let config = Arc::new(config);
    let served = Served { sandbox: sandbox.clone(), config: Arc::clone(&config) };
    // Without a router around it: every path has the same handler.
    let service = answer.with_state(served).into_make_service_with_connect_info::<Peer>();
    axum::serve(Listening { listener, sandbox, config }, service).await
}

async fn answer(State(served): State<Served>, request: Request<Body>) -> Response<Body> {
    let peer =
        request.extensions().get::<ConnectInfo<Peer>>().map(|ConnectInfo(peer)| peer.clone());
    if let Some(peer) = &peer {
        peer.patience.answering();
    }
    let answer = match whole(&served, request).await {
        Ok(request) => route(&served, request, peer.as_ref()).await,
        Err(refusal) => refusal.map(Body::from),
    };
    if let Some(peer) = &peer {
        peer.patience.answered();
    }
    answer
}

/// The request with its body, or the answer to one whose body did not arrive.
async fn whole(
    Served { sandbox, config }: &Served,
    request: Request<Body>,
) -> Result<Request<Bytes>, Response<Bytes>> {
    let (parts, body) = request.into_parts();
    let read = timeout(config.body_timeout, to_bytes(body, LARGEST_BODY)).await;
    let why = match read {
        Ok(Ok(body)) => return Ok(Request::from_parts(parts, body)),
        Ok(Err(error)) => unread(&error, &parts.headers),
        Err(_) => UnreadRequest::TooSlow(config.body_timeout.as_secs()),
    };
    // The sandbox's own pages are no vendor's, and no entries of the log.
    if admin::has(parts.uri.path()) || console::has(parts.uri.path()) {
        return Err(error_response(why.status(), &why.reason()));
    }
    Err(sandbox.answer_unread(&Request::from_parts(parts, Bytes::new()), why))
}

/// Why a body could not be read to its end.
fn unread(error: &axum::Error, headers: &HeaderMap) -> UnreadRequest {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return UnreadRequest::TooLarge;
        }
        if let Some(io) = error.downcast_ref::<io::Error>()
            && io.kind() == io::ErrorKind::InvalidInput
        {
            return UnreadRequest::Chunks;
        }
        cause = error.source();
    }
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    UnreadRequest::Short(length.and_then(|length| length.parse().ok()))
}

/// The answer to a request that was read to its end.
async fn route(served: &Served, request: Request<Bytes>, peer: Option<&Peer>) -> Response<Body> {
    let within =
        request.extensions().get().map(|ConnectInfo(peer): &ConnectInfo<SocketAddr>| *peer);
    let door = Door {
        caller: peer.map(|peer| peer.address).or(within),
        local: peer.and_then(|peer| peer.local),
        allowed_hosts: &served.config.allowed_hosts,
    };
    let sandbox = &served.sandbox;
    let request = path::normal(request);
    if let Some(answer) = console::answer(sandbox, &request, &door).await {
        return answer.map(Body::from);
    }
    if let Some(answer) = own(sandbox, &request, &door) {
        return answer.map(Body::from);
    }
    vendor_call::call(sandbox, request, peer).await
}

/// The sandbox's own pages, which no vendor has.
fn own(sandbox: &Sandbox, request: &Request<Bytes>, door: &Door<'_>) -> Option<Response<Bytes>> {
    let path = request.uri().path();
    if !admin::has(path) {
        return None;
    }
    if let Some(refusal) = door.turned_away(sandbox, request) {
        return Some(refusal);
    }
    // One line for each of the sandbox's own pages; they return `None` for a path that is not theirs.
    openapi::answer(path).or_else(|| Some(admin::answer(sandbox, request)))
}
