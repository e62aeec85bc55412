//! The HTTP library itself, for tests that compare with it or call a server without a signature.

use rustls::crypto::ring;

/// A client that asks no proxy. The library names no TLS implementation of its own here, so one is named first.
pub fn bare_http_client() -> reqwest::Client {
    // An error says that another test has named one already.
    let _ = ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}
