//! Accounts: keys, ids and base URL.

use std::fmt;

use coupon_sign::Secret;
use coupon_wire::account::{BaseUrlError, UrlParts, base_url, is_id, is_key};
use http::Uri;
use jiff::Timestamp;

use crate::signed_time::BEIJING;

/// A secret, where it is not shown.
pub(crate) const MASK: &str = "***";

/// A Qince account whose parts have been checked, so that signing with it cannot fail.
#[derive(Clone)]
pub struct Account {
    base_url: String,
    openid: Secret,
    app_key: Secret,
    timestamp: TimestampForm,
}

/// Configuration of an account, not yet checked.
#[derive(Debug, Clone)]
pub struct AccountConfig {
    /// One of [`base_url`](crate::base_url), or the tenant's own host with any port, as its console shows it. HTTPS, or anything on
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

impl AccountConfig {
    /// The production address, with the time as the documents show it.
    pub fn new(openid: Secret, app_key: Secret) -> Self {
        Self {
            base_url: crate::base_url::PRODUCTION.to_owned(),
            openid,
            app_key,
            timestamp: TimestampForm::default(),
            allow_http: false,
        }
    }
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

impl AccountError {
    /// The reason in Chinese.
    pub fn zh(&self) -> &'static str {
        match self {
            Self::BaseUrl => {
                "base_url 应形如 https://openapi.qince.com，最多 200 个字符，不含查询参数与用户名"
            }
            Self::PlainHttp => {
                "base_url 须为 `https`：用 `http` 时途经之处皆可读取 openid 与券（确需如此请设 allow_http）"
            }
            Self::OpenId => "openid 应为 1 到 64 个字母、数字、“-”或“_”",
            Self::AppKey => "app_key 不能为空，首尾不能有空格或换行",
        }
    }
}

/// The parts of an absolute URL; `None` for a path alone.
fn url_parts(uri: &Uri) -> Option<UrlParts<'_>> {
    let (scheme, authority) = (uri.scheme_str()?, uri.authority()?);
    Some(UrlParts { scheme, authority: authority.as_str(), host: authority.host() })
}

impl Account {
    /// Checks the configuration.
    pub fn new(config: AccountConfig) -> Result<Self, AccountError> {
        let AccountConfig { base_url: url, openid, app_key, timestamp, allow_http } = config;
        let uri = url.trim_end_matches('/').parse().ok();
        let parts = uri.as_ref().and_then(url_parts);
        let base_url = base_url(&url, parts, allow_http).map_err(|error| match error {
            BaseUrlError::Malformed => AccountError::BaseUrl,
            BaseUrlError::PlainHttp => AccountError::PlainHttp,
        })?;
        if !is_id(openid.expose_secret(), "-_") {
            return Err(AccountError::OpenId);
        }
        if !is_key(app_key.expose_secret()) {
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
        text.replace(self.app_key.expose_secret(), MASK).replace(self.openid.expose_secret(), MASK)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base_url::{PRODUCTION, WAIQIN365};

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
            PRODUCTION,
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
        assert_eq!(account(PRODUCTION, "a/b", "k", false).unwrap_err(), AccountError::OpenId);
        assert_eq!(account(PRODUCTION, "", "k", false).unwrap_err(), AccountError::OpenId);
        assert_eq!(account(PRODUCTION, "1", "key\n", false).unwrap_err(), AccountError::AppKey);
    }

    #[test]
    fn debug_shows_neither_openid_nor_key() {
        let shown =
            format!("{:?}", account(PRODUCTION, "5465103569540931532", "BFCO0PAg", false).unwrap());
        assert!(!shown.contains("5465103569540931532") && !shown.contains("BFCO0PAg"), "{shown}");
    }
}
