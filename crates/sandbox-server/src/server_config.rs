//! How the server treats connections, apart from the sandbox behind it.

use std::time::Duration;

/// Times and doors of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerConfig {
    /// How long the head of a request may take, from its first byte or from the begin of the connection. 30 seconds by default.
    pub header_timeout: Duration,
    /// How long the body of a request may take. 60 seconds by default.
    pub body_timeout: Duration,
    /// How long a connection may wait for the next request. 75 seconds by default.
    pub idle_timeout: Duration,
    /// Names of this machine, without port, by which a browser may open the console and call the admin API, beside loopback names
    /// and the address that was connected to. A page elsewhere could give a name of its own this address (DNS rebinding).
    pub allowed_hosts: Vec<String>,
}

/// A name of this machine for [`ServerConfig::allowed_hosts`].
///
/// # Errors
///
/// A port, a path or a blank stands in it: no host would ever be equal to it.
pub fn host_name(given: &str) -> Result<String, &'static str> {
    let legal = !given.is_empty()
        && given.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    legal
        .then(|| given.to_owned())
        .ok_or("a name alone, without scheme, port and path: sandbox.test")
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            header_timeout: Duration::from_secs(30),
            body_timeout: Duration::from_secs(60),
            idle_timeout: Duration::from_secs(75),
            allowed_hosts: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_alone() {
        assert_eq!(host_name("Sandbox.test").as_deref(), Ok("Sandbox.test"));
        for wrong in ["", "a:80", "http://a", "a/b", "a b"] {
            assert!(host_name(wrong).is_err(), "{wrong}");
        }
    }
}
