//! Checks that the accounts of every vendor share.

use std::net::IpAddr;

const LONGEST_URL: usize = 200;
const LONGEST_ID: usize = 64;

/// Why a base URL is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BaseUrlError {
    /// No URL, or one with a query, a fragment, a user or more than 200 characters.
    Malformed,
    /// Plain HTTP to another host than loopback, without `allow_http`.
    PlainHttp,
}

/// The parts of a URL that decide whether it can be a base URL. A parser of URLs fills them in; this crate has none.
#[derive(Debug, Clone, Copy)]
pub struct UrlParts<'a> {
    /// The scheme in lower case, without the colon.
    pub scheme: &'a str,
    /// User, host and port, as written.
    pub authority: &'a str,
    /// The host alone; an IPv6 address stands in brackets.
    pub host: &'a str,
}

/// The base URL of an account, without slashes at its end. `parts` are those of `text`, or `None` for a text that is no
/// absolute URL. HTTPS is accepted for every host, plain HTTP for loopback and where `allow_http` is set.
pub fn base_url(
    text: &str,
    parts: Option<UrlParts<'_>>,
    allow_http: bool,
) -> Result<String, BaseUrlError> {
    let text = text.trim_end_matches('/');
    let UrlParts { scheme, authority, host } = parts.ok_or(BaseUrlError::Malformed)?;
    let odd = text.contains(['?', '#', '{', '}']) || authority.contains('@');
    if odd || text.len() > LONGEST_URL {
        return Err(BaseUrlError::Malformed);
    }
    match scheme {
        "https" => Ok(text.to_owned()),
        "http" if allow_http || is_loopback(host) => Ok(text.to_owned()),
        "http" => Err(BaseUrlError::PlainHttp),
        _ => Err(BaseUrlError::Malformed),
    }
}

fn is_loopback(host: &str) -> bool {
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
}

/// True for a signing key that is not blank and has no space or line end around it. A copied key often has one.
pub fn is_key(text: &str) -> bool {
    !text.is_empty() && text.trim() == text
}

/// True for 1 to 64 ASCII letters, digits or characters of `punctuation`: an id that no client encodes differently.
pub fn is_id(text: &str, punctuation: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || punctuation.contains(c);
    (1..=LONGEST_ID).contains(&text.len()) && text.chars().all(plain)
}
