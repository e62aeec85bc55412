//! HTTP: which part of the sandbox a request is for.

use std::net::SocketAddr;

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{ConnectInfo, State},
    http::{Method, Request, Response, StatusCode, header},
};
use bytes::Bytes;

use crate::{admin, sandbox::Sandbox};

/// The largest request body; a real call has a few KB.
const LARGEST_BODY: usize = 8 * 1024 * 1024;

pub(crate) fn router(sandbox: Sandbox) -> Router {
    Router::new().fallback(answer).with_state(sandbox)
}

async fn answer(State(sandbox): State<Sandbox>, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_BODY).await else {
        return plain(
            StatusCode::PAYLOAD_TOO_LARGE,
            "the body is larger than 8 MiB, or broke off\n",
        );
    };
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| *peer);
    let request = Request::from_parts(parts, body);
    let path = request.uri().path();
    if path.starts_with(admin::PREFIX) {
        return if peer.is_none_or(|peer| peer.ip().is_loopback()) {
            admin::answer(&sandbox, &request)
        } else {
            admin::refusal(StatusCode::FORBIDDEN, "from the same machine only")
        };
    }
    if request.method() != Method::POST {
        let mut refusal = plain(StatusCode::METHOD_NOT_ALLOWED, "both vendors take POST only\n");
        refusal.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static("POST"));
        return refusal;
    }
    if path.starts_with("/v3/") || path == "/api/v2" {
        return sandbox.answer_qmai(&request);
    }
    sandbox.answer_qince(&request)
}

/// An answer in JSON, as both vendors label it.
pub(crate) fn json(body: Bytes) -> Response<Body> {
    let mut answer = Response::new(Body::from(body));
    let kind = header::HeaderValue::from_static("application/json;charset=utf-8");
    answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    answer
}

fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut answer = Response::new(Body::from(text));
    *answer.status_mut() = status;
    answer
}
