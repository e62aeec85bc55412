//! Access to the admin API and the console.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, Request, Response, StatusCode, header, uri::Authority};
use bytes::Bytes;

use coupon_sandbox::{Sandbox, error_response};

/// Where a request to the admin API or the console comes from, and the names by which it may call.
#[derive(Debug)]
pub(crate) struct Door<'a> {
    /// Unknown for calls within the process.
    pub(crate) caller: Option<SocketAddr>,
    /// The address of this machine that was connected to.
    pub(crate) local: Option<IpAddr>,
    pub(crate) allowed_hosts: &'a [String],
}

impl Door<'_> {
    /// The answer to a request that may not pass; none if it may.
    pub(crate) fn turned_away(
        &self,
        sandbox: &Sandbox,
        request: &Request<Bytes>,
    ) -> Option<Response<Bytes>> {
        let headers = request.headers();
        let refused = |text: &str| Some(error_response(StatusCode::FORBIDDEN, text));
        if self.caller.is_some_and(|peer| !peer.ip().is_loopback()) && !has_token(sandbox, headers)
        {
            return refused(
                "from the same machine only, or with the token of --admin-token: \
                 authorization: Bearer TOKEN",
            );
        }
        if let Some(host) = headers.get(header::HOST)
            && !host.to_str().is_ok_and(|host| self.opens_to(host))
        {
            return refused(
                "by a loopback name only, as http://127.0.0.1; another name of this machine is \
                 allowed by --allow-host NAME",
            );
        }
        if is_from_another_site(headers) {
            return refused("not from a page of another site");
        }
        None
    }

    /// Whether this is a name of this machine: no page elsewhere can have it.
    fn opens_to(&self, host: &str) -> bool {
        let Ok(authority) = host.parse::<Authority>() else { return false };
        let name = authority.host();
        let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        if let Ok(address) = address {
            return address.is_loopback() || Some(address) == self.local;
        }
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        name == "localhost"
            || name.ends_with(".localhost")
            || self.allowed_hosts.iter().any(|allowed| allowed.eq_ignore_ascii_case(&name))
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_open_the_door() {
        let allowed_hosts = ["sandbox.test".to_owned()];
        let local = "192.168.1.5".parse().ok();
        let door = Door { caller: None, local, allowed_hosts: &allowed_hosts };
        for host in [
            "localhost",
            "LOCALHOST:8080",
            "a.localhost:1",
            "127.0.0.1:1",
            "127.9.9.9",
            "[::1]:80",
            "192.168.1.5:80",
            "Sandbox.Test:1",
            "localhost.",
        ] {
            assert!(door.opens_to(host), "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example:80",
            "192.168.1.6",
            "notlocalhost",
            "",
            "sandbox.test.evil.example",
            "[::2]",
            "0.0.0.0:80",
        ] {
            assert!(!door.opens_to(host), "{host}");
        }
    }
}
