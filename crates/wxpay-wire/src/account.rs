//! Accounts: the merchant's key, the vendor's key, ids and base URL.

use std::{fmt, sync::Arc};

use coupon_sign::{RsaKeyError, RsaSigningKey, RsaVerifyingKey, Secret};
use coupon_wire::account::{BaseUrlError, UrlParts, base_url, is_id};
use http::Uri;

/// A secret, where it is not shown.
pub(crate) const MASK: &str = "***";

/// A merchant's account whose parts have been checked, so that signing with it cannot fail.
#[derive(Clone)]
pub struct Account {
    base_url: String,
    mchid: Secret,
    serial_no: String,
    appid: String,
    signer: Arc<RsaSigningKey>,
    platform_serial: String,
    platform_key: RsaVerifyingKey,
}

/// Configuration of an account, not yet checked.
#[derive(Debug, Clone)]
pub struct AccountConfig {
    /// One of [`base_url`](crate::base_url) or another. HTTPS, or anything on loopback. No query.
    pub base_url: String,
    /// The merchant's number (mchid).
    pub mchid: Secret,
    /// Serial number of the merchant's API certificate (serial_no): it names the key that signs.
    pub serial_no: String,
    /// The merchant's private key, as PEM: `apiclient_key.pem`. It is never sent.
    pub private_key: Secret,
    /// The official account or mini program whose openids name the customers (appid).
    pub appid: String,
    /// Serial number of the vendor's certificate, or the id of its public key: `PUB_KEY_ID_…`.
    pub platform_serial: String,
    /// The vendor's public key as PEM, by which answers are verified.
    pub platform_key: String,
    /// Allows plain HTTP to another host than loopback.
    pub allow_http: bool,
}

/// Why an account was not accepted. Never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// No URL, or one with a query, a fragment, a user or more than 200 characters.
    #[error(
        "base_url must be like https://api.mch.weixin.qq.com, at most 200 characters, without query or user"
    )]
    BaseUrl,
    /// Plain HTTP to another host than loopback, without `allow_http`.
    #[error(
        "base_url must be https: over http anybody on the way reads openids and coupons (allow_http permits it)"
    )]
    PlainHttp,
    /// Not 8 to 15 digits.
    #[error("mchid must be 8 to 15 digits")]
    Mchid,
    /// Blank, too long, or with characters that a serial number does not have.
    #[error("serial_no must be 1 to 64 letters or digits: openssl x509 -noout -serial shows it")]
    SerialNo,
    /// Blank, longer than 32 characters, or with other characters.
    #[error("appid must be 1 to 32 letters, digits, '-' or '_', as wx233544546545989")]
    Appid,
    /// No private key that signs.
    #[error("private_key: {0}")]
    PrivateKey(RsaKeyError),
    /// Blank, too long, or with other characters.
    #[error(
        "platform_serial must be 1 to 64 letters, digits or '_': the serial number of the vendor's certificate, or PUB_KEY_ID_…"
    )]
    PlatformSerial,
    /// No public key that verifies.
    #[error("platform_key: {0}; of a certificate, openssl x509 -noout -pubkey shows it")]
    PlatformKey(RsaKeyError),
}

impl AccountError {
    /// The reason in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::BaseUrl => {
                "base_url 应形如 https://api.mch.weixin.qq.com，最多 200 个字符，不含查询参数与用户名".to_owned()
            }
            Self::PlainHttp => {
                "base_url 须为 https：用 http 时途经之处皆可读取 openid 与券（确需如此请设 allow_http）".to_owned()
            }
            Self::Mchid => "mchid 应为 8 到 15 位数字".to_owned(),
            Self::SerialNo => {
                "serial_no 应为 1 到 64 个字母或数字，可用 openssl x509 -noout -serial 查看".to_owned()
            }
            Self::Appid => {
                "appid 应为 1 到 32 个字母、数字、“-”或“_”，如 wx233544546545989".to_owned()
            }
            Self::PrivateKey(why) => format!("private_key：{}", why.zh()),
            Self::PlatformSerial => {
                "platform_serial 应为 1 到 64 个字母、数字或“_”：平台证书序列号，或 PUB_KEY_ID_…".to_owned()
            }
            Self::PlatformKey(why) => {
                format!("platform_key：{}；证书中的公钥可用 openssl x509 -noout -pubkey 取出", why.zh())
            }
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
            mchid,
            serial_no,
            private_key,
            appid,
            platform_serial,
            platform_key,
            allow_http,
        } = config;
        let uri = url.trim_end_matches('/').parse().ok();
        let base_url = base_url(&url, uri.as_ref().and_then(url_parts), allow_http);
        let base_url = base_url.map_err(|error| match error {
            BaseUrlError::Malformed => AccountError::BaseUrl,
            BaseUrlError::PlainHttp => AccountError::PlainHttp,
        })?;
        let digits = mchid.expose_secret();
        if !(8..=15).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(AccountError::Mchid);
        }
        if !is_id(&serial_no, "") {
            return Err(AccountError::SerialNo);
        }
        if !is_id(&appid, "-_") || appid.len() > 32 {
            return Err(AccountError::Appid);
        }
        if !is_id(&platform_serial, "_") {
            return Err(AccountError::PlatformSerial);
        }
        let signer = RsaSigningKey::from_pem(&private_key).map_err(AccountError::PrivateKey)?;
        let platform_key = RsaVerifyingKey::from_pem(&platform_key);
        let platform_key = platform_key.map_err(AccountError::PlatformKey)?;
        let signer = Arc::new(signer);
        Ok(Self { base_url, mchid, serial_no, appid, signer, platform_serial, platform_key })
    }

    /// Where the calls go, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The merchant's number.
    pub fn mchid(&self) -> &Secret {
        &self.mchid
    }

    /// Serial number of the merchant's certificate.
    pub fn serial_no(&self) -> &str {
        &self.serial_no
    }

    /// The official account or mini program whose openids name the customers.
    pub fn appid(&self) -> &str {
        &self.appid
    }

    /// Names the vendor's key by which answers are verified.
    pub fn platform_serial(&self) -> &str {
        &self.platform_serial
    }

    pub(crate) fn signer(&self) -> &RsaSigningKey {
        &self.signer
    }

    pub(crate) fn platform_key(&self) -> &RsaVerifyingKey {
        &self.platform_key
    }

    /// Vendor text with the merchant's number made unreadable, for messages that quote the vendor.
    pub fn redact(&self, text: &str) -> String {
        text.replace(self.mchid.expose_secret(), MASK)
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("base_url", &self.base_url)
            .field("appid", &self.appid)
            .field("platform_serial", &self.platform_serial)
            .finish_non_exhaustive()
    }
}
