//! Who signs, and where the calls go.

use std::{fmt, net::IpAddr};

use coupon_sign::Secret;
use http::Uri;
use jiff::{Timestamp, tz::Offset};

/// Host of the older documents.
pub const WAIQIN365: &str = "https://openapi.waiqin365.com";
/// Host of the newer documents.
pub const QINCE: &str = "https://openapi.qince.com";

const BEIJING: Offset = Offset::constant(8);
const LONGEST_URL: usize = 200;
const LONGEST_OPENID: usize = 64;

/// A Qince account whose parts have been checked, so that signing with it cannot fail.
#[derive(Clone)]
pub struct Account {
    base_url: String,
    openid: Secret,
    app_key: Secret,
    timestamp: TimestampForm,
}

/// What an account is made of.
#[derive(Debug, Clone)]
pub struct AccountConfig {
    /// [`WAIQIN365`], [`QINCE`], or the tenant's own host with any port, as its console shows it. HTTPS, or anything on
    /// loopback. No query.
    pub base_url: String,
    /// The tenant's id; it stands in the path of every call.
    pub openid: Secret,
    /// The key that signs.
    pub app_key: Secret,
    /// How the time is written into path and signature.
    pub timestamp: TimestampForm,
    /// Allows plain HTTP to another host than loopback.
    pub allow_http: bool,
}

/// How the time of a call is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TimestampForm {
    /// 14 digits of Beijing time: `20240102030405`. What the documents show.
    #[default]
    Beijing,
    /// Milliseconds since 1970. Some clients send it and are answered.
    EpochMillis,
}

/// Why an account was not accepted. Never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// No URL, or one with a query, a fragment, a user or more than 200 characters.
    #[error(
        "base_url must be like https://openapi.qince.com, at most 200 characters, without query or user"
    )]
    BaseUrl,
    /// Plain HTTP to another host than loopback, without `allow_http`.
    #[error(
        "base_url must be https: over http anybody on the way reads openid and coupons (allow_http permits it)"
    )]
    PlainHttp,
    /// Blank, too long, or with characters that would change the path.
    #[error("openid must be 1 to 64 letters, digits, '-' or '_'")]
    OpenId,
    /// Blank, or with a line end or space around it, which is how a copied key goes wrong.
    #[error("app_key must not be blank and must not begin or end with a space or line end")]
    AppKey,
}

impl Account {
    /// Checks the parts.
    pub fn new(parts: AccountConfig) -> Result<Self, AccountError> {
        let AccountConfig { base_url, openid, app_key, timestamp, allow_http } = parts;
        let base_url = base_url.trim_end_matches('/').to_owned();
        check_url(&base_url, allow_http)?;
        if !is_openid(openid.expose_secret()) {
            return Err(AccountError::OpenId);
        }
        let key = app_key.expose_secret();
        if key.is_empty() || key.trim() != key {
            return Err(AccountError::AppKey);
        }
        Ok(Self { base_url, openid, app_key, timestamp })
    }

    /// Where the calls go, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The tenant's id.
    pub fn openid(&self) -> &Secret {
        &self.openid
    }

    /// The key that signs.
    pub fn app_key(&self) -> &Secret {
        &self.app_key
    }

    /// The text that stands for an instant in path and signature.
    pub fn timestamp_text(&self, time: Timestamp) -> String {
        match self.timestamp {
            TimestampForm::Beijing => {
                BEIJING.to_datetime(time).strftime("%Y%m%d%H%M%S").to_string()
            }
            TimestampForm::EpochMillis => time.as_millisecond().to_string(),
        }
    }

    /// Vendor text with this account's openid and key made unreadable, for messages that quote the vendor.
    pub fn redact(&self, text: &str) -> String {
        text.replace(self.app_key.expose_secret(), "***")
            .replace(self.openid.expose_secret(), "***")
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("base_url", &self.base_url)
            .field("timestamp", &self.timestamp)
            .finish_non_exhaustive()
    }
}

fn check_url(text: &str, allow_http: bool) -> Result<(), AccountError> {
    let uri: Uri = text.parse().map_err(|_| AccountError::BaseUrl)?;
    let authority = uri.authority().ok_or(AccountError::BaseUrl)?;
    let odd = text.contains(['?', '#', '{', '}']) || authority.as_str().contains('@');
    if odd || text.len() > LONGEST_URL {
        return Err(AccountError::BaseUrl);
    }
    match uri.scheme_str() {
        Some("https") => Ok(()),
        Some("http") if allow_http || is_loopback(authority.host()) => Ok(()),
        Some("http") => Err(AccountError::PlainHttp),
        _ => Err(AccountError::BaseUrl),
    }
}

fn is_loopback(host: &str) -> bool {
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
}

fn is_openid(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    (1..=LONGEST_OPENID).contains(&text.len()) && text.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(
        base_url: &str,
        openid: &str,
        app_key: &str,
        allow_http: bool,
    ) -> Result<Account, AccountError> {
        Account::new(AccountConfig {
            base_url: base_url.to_owned(),
            openid: Secret::new(openid),
            app_key: Secret::new(app_key),
            timestamp: TimestampForm::default(),
            allow_http,
        })
    }

    #[test]
    fn hosts_are_https_or_loopback_or_an_explicit_choice() {
        for url in [
            QINCE,
            WAIQIN365,
            "https://region7.example.cn:8443",
            "https://a.example/gateway/",
            "http://127.0.0.1:9",
            "http://[::1]:9",
            "http://localhost",
        ] {
            assert!(account(url, "5465103569540931532", "k", false).is_ok(), "{url}");
        }
        assert_eq!(
            account("http://openapi.qince.com", "1", "k", false).unwrap_err(),
            AccountError::PlainHttp
        );
        assert!(account("http://10.0.0.7", "1", "k", true).is_ok());
        for url in [
            "",
            "openapi.qince.com",
            "ftp://a.cn",
            "https://a.cn/?x=1",
            "https://u:p@a.cn",
            &format!("https://{}.cn", "a".repeat(200)),
        ] {
            assert_eq!(account(url, "1", "k", true).unwrap_err(), AccountError::BaseUrl, "{url}");
        }
    }

    #[test]
    fn openid_and_key_are_checked_where_they_are_typed() {
        assert_eq!(account(QINCE, "a/b", "k", false).unwrap_err(), AccountError::OpenId);
        assert_eq!(account(QINCE, "", "k", false).unwrap_err(), AccountError::OpenId);
        assert_eq!(account(QINCE, "1", "key\n", false).unwrap_err(), AccountError::AppKey);
    }

    #[test]
    fn debug_shows_neither_openid_nor_key() {
        let shown =
            format!("{:?}", account(QINCE, "5465103569540931532", "BFCO0PAg", false).unwrap());
        assert!(!shown.contains("5465103569540931532") && !shown.contains("BFCO0PAg"), "{shown}");
    }
}
