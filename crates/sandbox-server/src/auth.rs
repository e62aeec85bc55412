//! Access to the admin API and the console.

use std::net::SocketAddr;

use axum::http::{HeaderMap, Request, Response, StatusCode, header};
use bytes::Bytes;

use coupon_sandbox::{Sandbox, error_response};

/// The answer to a request that may not pass; none if it may. `peer` is unknown for calls within the process.
pub(crate) fn turned_away(
    sandbox: &Sandbox,
    request: &Request<Bytes>,
    peer: Option<SocketAddr>,
) -> Option<Response<Bytes>> {
    let headers = request.headers();
    if peer.is_some_and(|peer| !peer.ip().is_loopback()) && !has_token(sandbox, headers) {
        let text = "from the same machine only, or with the token of --admin-token: \
                    authorization: Bearer TOKEN";
        return Some(error_response(StatusCode::FORBIDDEN, text));
    }
    if is_from_another_site(headers) {
        return Some(error_response(StatusCode::FORBIDDEN, "not from a page of another site"));
    }
    None
}

fn has_token(sandbox: &Sandbox, headers: &HeaderMap) -> bool {
    let config = sandbox.config();
    let Some(token) = config.admin_token.as_ref() else { return false };
    let given = headers.get(header::AUTHORIZATION).map_or(&[][..], |value| value.as_bytes());
    let given = given.strip_prefix(b"Bearer ").unwrap_or_default();
    coupon_sign::constant_time_eq(given, token.expose_secret().as_bytes())
}

/// A browser says where a page comes from that sends a request; ours come from the address that they call.
fn is_from_another_site(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return false };
    let host = headers.get(header::HOST).map_or(&[][..], |host| host.as_bytes());
    origin.as_bytes().strip_prefix(b"http://") != Some(host)
}
