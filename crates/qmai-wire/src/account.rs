//! Accounts: keys, ids and base URL.

use std::{cmp::Reverse, fmt};

use coupon_sign::{HmacSha1Key, Secret};
use coupon_wire::account::{BaseUrlError, UrlParts, base_url, is_id, is_key};
use http::Uri;

/// A secret, where it is not shown.
pub(crate) const MASK: &str = "***";

/// A Qmai account whose parts have been checked, so that signing with it cannot fail.
#[derive(Clone)]
pub struct Account {
    base_url: String,
    open_id: Secret,
    grant_code: Secret,
    open_key: Secret,
    signer: HmacSha1Key,
    v2_signing: V2Signing,
    v2_money: V2Money,
}

/// Configuration of an account, not yet checked.
#[derive(Debug, Clone)]
pub struct AccountConfig {
    /// One of [`base_url`](crate::base_url) or another. HTTPS, or anything on loopback. No query.
    pub base_url: String,
    /// The id that goes with the key (openId).
    pub open_id: Secret,
    /// Code of the grant that the merchant gave (grantCode).
    pub grant_code: Secret,
    /// The key that signs (openKey). It is never sent.
    pub open_key: Secret,
    /// How V2 calls are signed.
    pub v2_signing: V2Signing,
    /// The unit of money in V2 answers.
    pub v2_money: V2Money,
    /// Allows plain HTTP to another host than loopback.
    pub allow_http: bool,
}

impl AccountConfig {
    /// The production address, with the likeliest of what V2 leaves open.
    pub fn new(open_id: Secret, grant_code: Secret, open_key: Secret) -> Self {
        Self {
            base_url: crate::base_url::PRODUCTION.to_owned(),
            open_id,
            grant_code,
            open_key,
            v2_signing: V2Signing::default(),
            v2_money: V2Money::default(),
            allow_http: false,
        }
    }
}

/// How V2 calls are signed. No public text or client says; these are assumptions, most likely first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum V2Signing {
    /// `GrantCode=…&Nonce=…&OpenId=…&Timestamp=…`: the V3 recipe in the letters of the V2 envelope.
    #[default]
    PascalCase,
    /// `grantCode=…&nonce=…&openId=…&timestamp=…`: the V3 recipe as it is.
    CamelCase,
    /// As `PascalCase` with `Action=…&` first.
    PascalCaseWithAction,
}

/// The unit of V2 money whose unit the documents do not give (`amount`, `number`, `min_amount_use`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum V2Money {
    /// 分, a hundredth of a yuan: the documented unit of `pay_money`.
    #[default]
    Fen,
    /// 元.
    Yuan,
}

/// Why an account was not accepted. Never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// No URL, or one with a query, a fragment, a user or more than 200 characters.
    #[error(
        "base_url must be like https://openapi.qmai.cn, at most 200 characters, without query or user"
    )]
    BaseUrl,
    /// Plain HTTP to another host than loopback, without `allow_http`.
    #[error(
        "base_url must be https: over http anybody on the way reads openId and coupons (allow_http permits it)"
    )]
    PlainHttp,
    /// Blank, too long, or with characters that clients encode differently.
    #[error("open_id must be 1 to 64 letters, digits or '-'")]
    OpenId,
    /// Blank, too long, or with characters that clients encode differently.
    #[error("grant_code must be 1 to 64 letters, digits or '-'")]
    GrantCode,
    /// Blank, or with a line end or space around it, which is how a copied key goes wrong.
    #[error("open_key must not be blank and must not begin or end with a space or line end")]
    OpenKey,
}

impl AccountError {
    /// The reason in Chinese.
    pub fn zh(&self) -> &'static str {
        match self {
            Self::BaseUrl => {
                "base_url 应形如 https://openapi.qmai.cn，最多 200 个字符，不含查询参数与用户名"
            }
            Self::PlainHttp => {
                "base_url 须为 `https`：用 `http` 时途经之处皆可读取 openId 与券（确需如此请设 allow_http）"
            }
            Self::OpenId => "open_id 应为 1 到 64 个字母、数字或“-”",
            Self::GrantCode => "grant_code 应为 1 到 64 个字母、数字或“-”",
            Self::OpenKey => "open_key 不能为空，首尾不能有空格或换行",
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
        let AccountConfig {
            base_url: url,
            open_id,
            grant_code,
            open_key,
            v2_signing,
            v2_money,
            allow_http,
        } = config;
        let uri = url.trim_end_matches('/').parse().ok();
        let parts = uri.as_ref().and_then(url_parts);
        let base_url = base_url(&url, parts, allow_http).map_err(|error| match error {
            BaseUrlError::Malformed => AccountError::BaseUrl,
            BaseUrlError::PlainHttp => AccountError::PlainHttp,
        })?;
        if !is_id(open_id.expose_secret(), "-") {
            return Err(AccountError::OpenId);
        }
        if !is_id(grant_code.expose_secret(), "-") {
            return Err(AccountError::GrantCode);
        }
        if !is_key(open_key.expose_secret()) {
            return Err(AccountError::OpenKey);
        }
        let signer = HmacSha1Key::new(&open_key);
        Ok(Self { base_url, open_id, grant_code, open_key, signer, v2_signing, v2_money })
    }

    /// Where the calls go, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The id that goes with the key.
    pub fn open_id(&self) -> &Secret {
        &self.open_id
    }

    /// Code of the grant that the merchant gave.
    pub fn grant_code(&self) -> &Secret {
        &self.grant_code
    }

    /// The key that signs.
    pub fn open_key(&self) -> &Secret {
        &self.open_key
    }

    /// The same key, ready to sign.
    pub(crate) fn signer(&self) -> &HmacSha1Key {
        &self.signer
    }

    /// How V2 calls are signed.
    pub fn v2_signing(&self) -> V2Signing {
        self.v2_signing
    }

    /// The unit of money in V2 answers.
    pub fn v2_money(&self) -> V2Money {
        self.v2_money
    }

    /// Vendor text with this account's key, id and grant made unreadable, for messages that quote the vendor.
    pub fn redact(&self, text: &str) -> String {
        let mut secrets = [&self.open_key, &self.open_id, &self.grant_code];
        // The longest first: one may be a part of another.
        secrets.sort_by_key(|secret| Reverse(secret.expose_secret().len()));
        secrets
            .iter()
            .fold(text.to_owned(), |text, secret| text.replace(secret.expose_secret(), MASK))
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("base_url", &self.base_url)
            .field("v2_signing", &self.v2_signing)
            .field("v2_money", &self.v2_money)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base_url::{DOCUMENTED, PRODUCTION};

    fn parts() -> AccountConfig {
        AccountConfig {
            base_url: PRODUCTION.to_owned(),
            open_id: Secret::new("6dc05b4ac175cf316d226252b05cf685"),
            grant_code: Secret::new("782c281f62"),
            open_key: Secret::new("canary-key"),
            v2_signing: V2Signing::default(),
            v2_money: V2Money::default(),
            allow_http: false,
        }
    }

    fn at(base_url: &str, allow_http: bool) -> Result<Account, AccountError> {
        Account::new(AccountConfig { base_url: base_url.to_owned(), allow_http, ..parts() })
    }

    #[test]
    fn hosts_are_https_or_loopback_or_an_explicit_choice() {
        for url in
            [PRODUCTION, "https://a.example/gateway/", "http://127.0.0.1:9", "http://[::1]:9"]
        {
            assert!(at(url, false).is_ok(), "{url}");
        }
        assert_eq!(at(DOCUMENTED, false).unwrap_err(), AccountError::PlainHttp);
        assert!(at(DOCUMENTED, true).is_ok());
        let long = format!("https://{}.cn", "a".repeat(200));
        for url in
            ["", "openapi.qmai.cn", "ftp://a.cn", "https://a.cn/?x=1", "https://u:p@a.cn", &long]
        {
            assert_eq!(at(url, true).unwrap_err(), AccountError::BaseUrl, "{url}");
        }
    }

    #[test]
    fn ids_and_key_are_checked_where_they_are_typed() {
        for bad in ["", "a b", "a_b", "a%2B", "券", &"x".repeat(65)] {
            let open_id = AccountConfig { open_id: Secret::new(bad), ..parts() };
            assert_eq!(Account::new(open_id).unwrap_err(), AccountError::OpenId, "{bad}");
            let grant = AccountConfig { grant_code: Secret::new(bad), ..parts() };
            assert_eq!(Account::new(grant).unwrap_err(), AccountError::GrantCode, "{bad}");
        }
        for bad in ["", "key\n", " key"] {
            let key = AccountConfig { open_key: Secret::new(bad), ..parts() };
            assert_eq!(Account::new(key).unwrap_err(), AccountError::OpenKey, "{bad:?}");
        }
    }

    #[test]
    fn nothing_shows_the_secrets() {
        let account = Account::new(parts()).unwrap();
        let text = "canary-key 782c281f62 6dc05b4ac175cf316d226252b05cf685";
        assert_eq!(account.redact(text), "*** *** ***");
        let shown = format!("{account:?} {:?}", parts());
        for secret in text.split(' ') {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}
