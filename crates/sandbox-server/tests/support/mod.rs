//! Signed calls to a sandbox, and any request to its server, within the process.
#![allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    clippy::unwrap_used,
    reason = "shared by test files that each use a part; a test may panic"
)]

#[path = "../../../sandbox/tests/support/mod.rs"]
mod calls;

use axum::body::{Body, to_bytes};
use bytes::Bytes;
use coupon_sandbox::Sandbox;
use http::{Request, Response};
use tower::ServiceExt;

pub use calls::*;

/// The server's answer to any request, whatever its status.
pub async fn send(sandbox: &Sandbox, request: Request<Bytes>) -> Response<Bytes> {
    let router = coupon_sandbox_server::router(sandbox.clone());
    let (parts, body) = router.oneshot(request.map(Body::from)).await.unwrap().into_parts();
    Response::from_parts(parts, to_bytes(body, usize::MAX).await.unwrap())
}
