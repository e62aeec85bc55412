//! The network: an [`HttpConnector`] over HTTP.

use std::error::Error;
use std::fmt;
use std::mem::take;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use http::{Request, Response, Uri};
use reqwest::redirect;
use rustls::{ClientConfig, crypto::ring};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::time::timeout;

use crate::cause::Cause;
use crate::http_connector::{Attempt, ConnectorError, ConnectorErrorKind, HttpConnector, Purpose};

/// The bytes kept of the body of an answer that is not 2xx.
const REFUSAL_LIMIT: usize = 8 << 10;
/// How long such a body is waited for: its status says enough.
const REFUSAL_PATIENCE: Duration = Duration::from_secs(2);
/// The most that is set aside on the word of a `Content-Length`.
const TRUSTED_LENGTH: u64 = 2 << 20;

/// Sends requests over HTTP/1.1 with TLS, gzip, no redirects, no cookies, and no repeats of its own.
#[derive(Clone)]
pub struct ReqwestConnector {
    reads: reqwest::Client,
    writes: reqwest::Client,
}

/// How to reach the vendor.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpConfig {
    /// The longest that name lookup, connection and TLS handshake may take together.
    pub connect_timeout: Duration,
    /// `http://[user:password@]host:port` of a proxy for everything but loopback. Without it calls go straight to the
    /// vendor: a proxy from the environment is not used, since URLs hold credentials and go only where the account says.
    pub proxy: Option<String>,
}

impl Default for HttpConfig {
    /// 5 s and no proxy.
    fn default() -> Self {
        Self { connect_timeout: Duration::from_secs(5), proxy: None }
    }
}

/// The settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum HttpConfigError {
    /// The proxy, which is not repeated here as it may hold a password.
    #[error("the proxy is not an address like http://host:port; correct it or leave it out")]
    Proxy,
    /// The TLS library.
    #[error("TLS cannot be set up; check the certificates of this system")]
    Tls(#[source] Box<dyn Error + Send + Sync>),
}

impl ReqwestConnector {
    /// Sets up the connection pools; connects nowhere yet.
    ///
    /// # Errors
    ///
    /// [`HttpConfigError`] for a proxy that is none, or a system without usable certificates.
    pub fn new(settings: &HttpConfig) -> Result<Self, HttpConfigError> {
        Ok(Self { reads: pool(settings, usize::MAX)?, writes: pool(settings, 0)? })
    }
}

#[async_trait]
impl HttpConnector for ReqwestConnector {
    async fn exchange(
        &self,
        request: Request<Bytes>,
        attempt: Attempt,
    ) -> Result<Response<Bytes>, ConnectorError> {
        let uri = request.uri().clone();
        let client = match attempt.purpose {
            Purpose::Read => &self.reads,
            Purpose::Write => &self.writes,
        };
        let fault = |error: reqwest::Error| fault(error, &uri);
        let request = reqwest::Request::try_from(request).map_err(fault)?;
        let mut answer = client.execute(request).await.map_err(fault)?;
        let body = if answer.status().is_success() {
            whole_body(&mut answer, attempt.body_limit, &uri).await?
        } else {
            start_of_body(&mut answer).await
        };
        let mut response = Response::new(body);
        *response.status_mut() = answer.status();
        *response.version_mut() = answer.version();
        *response.headers_mut() = take(answer.headers_mut());
        Ok(response)
    }
}

fn pool(settings: &HttpConfig, idle: usize) -> Result<reqwest::Client, HttpConfigError> {
    let mut builder = reqwest::Client::builder()
        .tls_backend_preconfigured(tls().map_err(|error| HttpConfigError::Tls(error.into()))?)
        .connect_timeout(settings.connect_timeout)
        .no_proxy()
        .pool_max_idle_per_host(idle)
        .redirect(redirect::Policy::none())
        .referer(false)
        .retry(reqwest::retry::never())
        .user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")));
    if let Some(address) = &settings.proxy {
        builder = builder.proxy(proxy(address).ok_or(HttpConfigError::Proxy)?);
    }
    builder.build().map_err(|error| HttpConfigError::Tls(error.without_url().into()))
}

/// A server's certificate is checked against those that the system trusts.
fn tls() -> Result<ClientConfig, rustls::Error> {
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()
        .map(|builder| builder.with_no_client_auth())
}

fn proxy(address: &str) -> Option<reqwest::Proxy> {
    let uri: Uri = address.parse().ok()?;
    if !matches!(uri.scheme_str(), Some("http" | "https")) {
        return None;
    }
    let loopback = reqwest::NoProxy::from_string("localhost,127.0.0.0/8,::1");
    Some(reqwest::Proxy::all(address).ok()?.no_proxy(loopback))
}

async fn whole_body(
    answer: &mut reqwest::Response,
    limit: usize,
    uri: &Uri,
) -> Result<Bytes, ConnectorError> {
    let too_large =
        || ConnectorError::new(ConnectorErrorKind::TooLarge, format!("more than {limit} bytes"));
    // The announced length is that of the body as we get it: there is none if it is compressed.
    let announced = answer.content_length().unwrap_or(0);
    if usize::try_from(announced).is_ok_and(|length| length <= limit) {
        let mut body = BytesMut::with_capacity(announced.min(TRUSTED_LENGTH) as usize);
        while let Some(chunk) = answer.chunk().await.map_err(|error| fault(error, uri))? {
            if chunk.len() > limit - body.len() {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
        return Ok(body.freeze());
    }
    Err(too_large())
}

/// As much as comes soon. That the rest is missing is no fault: the status is the answer.
async fn start_of_body(answer: &mut reqwest::Response) -> Bytes {
    let mut body = BytesMut::new();
    let read = async {
        while let Ok(Some(chunk)) = answer.chunk().await {
            body.extend_from_slice(&chunk[..chunk.len().min(REFUSAL_LIMIT - body.len())]);
            if body.len() == REFUSAL_LIMIT {
                break;
            }
        }
    };
    // Whether the time was enough makes no difference.
    let _ = timeout(REFUSAL_PATIENCE, read).await;
    body.freeze()
}

fn fault(error: reqwest::Error, uri: &Uri) -> ConnectorError {
    // A builder error is a request that cannot be put on the wire, such as one without a host.
    let kind = if error.is_connect() || error.is_builder() {
        ConnectorErrorKind::NeverConnected
    } else if error.is_timeout() {
        ConnectorErrorKind::Timeout
    } else {
        ConnectorErrorKind::Broken
    };
    ConnectorError::new(kind, Cause::redacted(&error.without_url(), uri))
}

/// Shows nothing: the library's clients print the address of their proxy.
impl fmt::Debug for ReqwestConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Http").finish_non_exhaustive()
    }
}

/// Says whether there is a proxy, not which: its address may hold a password.
impl fmt::Debug for HttpConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpSettings")
            .field("connect_timeout", &self.connect_timeout)
            .field("proxy", &self.proxy.as_ref().map(|_| "***"))
            .finish()
    }
}
