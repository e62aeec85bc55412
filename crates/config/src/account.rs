//! From a configured account to one that can be called.

use std::{collections::BTreeSet, num::NonZeroU32, sync::Arc};

use bytes::Bytes;
use coupon_domain::{AccountName, CustomerRef, Provider, RequestId};
use coupon_ledger::Environment;
use coupon_sign::{Secret, hex_lower};
use coupon_transport::{AttemptContext, Client, HttpConfig, Rate, ReqwestConnector, RetryConfig};
use coupon_wire::Answer;
use http::{Request, Uri};
use jiff::civil::{Date, date};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use crate::{
    account_fields::AccountFields,
    account_file::{AccountFile, ConfiguredRate},
    config::Config,
    customers,
    error::{ConfigError, ConfigErrorCause},
    rate_share::{self, RateShare},
    secret_source::SecretSource,
    vendor::{Vendor, VendorAccount, VendorOperation},
    vendors::vendors,
};

/// First Beijing day of a first load, unless the account says otherwise: before the first customer of any vendor's platform.
const FIRST_DAY: Date = date(2012, 1, 1);

/// An account with its secrets found and its fields checked.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its name in the configuration.
    pub name: AccountName,
    /// Whose account it is.
    pub vendor: &'static Vendor,
    /// Whether it is a sandbox's.
    pub environment: Environment,
    /// One-way hash of vendor, host and id. Identifies the account without revealing it.
    pub fingerprint: String,
    /// First Beijing day of a first load.
    pub first_day: Date,
    /// The customers whose coupons are read, if the configuration names them.
    pub customers: Vec<CustomerRef>,
    /// The place of the key, such as `accounts.tea.open_key`, if it stands in plain text and the account is a real one: worth a
    /// warning.
    pub plain_secret: Option<String>,
    pub(crate) base_url: String,
    pub(crate) has_proxy: bool,
    pub(crate) http: ReqwestConnector,
    vendor_account: Arc<dyn VendorAccount>,
    rate: Rate,
    rate_share: RateShare,
}

impl Config {
    /// The base URLs of sandboxes: loopback addresses where an account has a sandbox's public id. Only the ids of accounts on
    /// loopback are looked up. If such an id cannot be found, the account is treated as a real one; the command that needs the
    /// id reports the error.
    pub fn sandboxes(&self) -> BTreeSet<&str> {
        let has_public_id = |(name, file): &(&String, &AccountFile)| {
            if !is_loopback(&file.base_url) {
                return false;
            }
            let (field, source) = (file.vendor().identity)(file);
            let fields = AccountFields { name, config: self.path.as_deref() };
            let id = fields.secret(field, source);
            id.is_ok_and(|id| self.sandbox_ids.contains(&id.expose_secret()))
        };
        let accounts = self.accounts.iter().filter(has_public_id);
        accounts.map(|(_, file)| file.base_url.as_str()).collect()
    }
}

impl AccountFile {
    /// Calls a second and operation that the account may make; none without a limit.
    pub fn calls_per_second(&self) -> Option<NonZeroU32> {
        match self.rate {
            Some(ConfiguredRate::Unlimited(_)) => None,
            Some(ConfiguredRate::PerSecond(count)) => Some(count),
            None => Some(self.vendor().calls_per_second),
        }
    }

    /// The environment of the account, given [`Config::sandboxes`].
    pub fn environment(&self, sandboxes: &BTreeSet<&str>) -> Environment {
        match sandboxes.contains(self.base_url.as_str()) {
            true => Environment::Sandbox,
            false => Environment::Real,
        }
    }
}

impl Account {
    /// Finds the secrets of the account of that name and checks every field.
    ///
    /// # Errors
    ///
    /// A field that is missing, belongs to another vendor, or has a value that the vendor does not take; a secret that cannot
    /// be found.
    pub fn resolve(name: &str, file: &AccountFile, config: &Config) -> Result<Self, ConfigError> {
        let fields = AccountFields { name, config: config.path.as_deref() };
        let vendor = file.vendor();
        if let Some(foreign) = foreign_fields(vendor, file, &fields).into_iter().next() {
            return Err(foreign);
        }
        let vendor_account = (vendor.account)(&fields, file)?;
        let (id_field, id) = (vendor.identity)(file);
        let id = fields.secret(id_field, id)?;
        let environment = file.environment(&config.sandboxes());
        let (key_field, key) = (vendor.key)(file);
        let is_plain = key.as_ref().is_some_and(SecretSource::is_inline);
        let plain_secret =
            (is_plain && environment == Environment::Real).then(|| fields.place(key_field));
        let proxy = file.proxy.as_ref().map(|proxy| fields.resolve("proxy", proxy)).transpose()?;
        let proxy = proxy.map(|proxy| proxy.expose_secret().to_owned());
        let http = ReqwestConnector::new(&HttpConfig { proxy, ..HttpConfig::default() });
        Ok(Self {
            name: name.into(),
            vendor,
            environment,
            fingerprint: fingerprint(vendor, &file.base_url, &id),
            first_day: file.since.unwrap_or(FIRST_DAY),
            customers: customers::read(file.customers.as_ref(), &fields)?,
            plain_secret,
            base_url: file.base_url.clone(),
            has_proxy: file.proxy.is_some(),
            vendor_account,
            rate: file.calls_per_second().map_or(Rate::Unlimited, Rate::per_second),
            rate_share: RateShare::Whole,
            http: http.map_err(|error| fields.error("proxy", ConfigErrorCause::Proxy(error)))?,
        })
    }

    /// True if the account has a limit of calls a second.
    pub fn is_limited(&self) -> bool {
        self.rate != Rate::Unlimited
    }

    /// Calls a second and operation that a sync of a team makes at most; none without a limit.
    pub fn quota_of_syncs(&self) -> Option<f64> {
        match rate_share::of_sync(self.rate) {
            Rate::Every(interval) => Some(1.0 / interval.as_secs_f64()),
            Rate::Unlimited => None,
        }
    }

    /// The same account, called within one part of its rate.
    pub fn with_rate_share(self, rate_share: RateShare) -> Self {
        Self { rate_share, ..self }
    }

    /// The providers that the account serves. They share one client, which keeps the account's rate.
    pub fn providers(&self) -> Vec<Arc<dyn Provider>> {
        self.vendor_account.providers(self.client())
    }

    /// The signed request of an operation of this account's vendor, for a body of the caller's own.
    pub fn prepare(
        &self,
        operation: &VendorOperation,
        context: &AttemptContext,
        body: Bytes,
    ) -> Request<Bytes> {
        self.vendor_account.prepare(operation, context, body)
    }

    /// The id that a call with this body bears at the vendor, so that it can be recorded before the call is sent: one made from
    /// these random bits, or one that stands in the body. `None` if the call bears none.
    pub fn request_id(&self, body: &str, random: u128) -> Option<RequestId> {
        self.vendor_account.request_id(body, random)
    }

    /// Calls an operation of this account's vendor with a body of the caller's own, whatever rules it breaks. A
    /// write is sent under `request_id` where the vendor has such a name.
    ///
    /// # Errors
    ///
    /// The effect says whether the call may have happened.
    pub async fn call_raw(
        &self,
        operation: &VendorOperation,
        request_id: Option<&RequestId>,
        body: Bytes,
    ) -> coupon_domain::Result<Answer<Box<RawValue>>> {
        self.vendor_account.call_raw(self.client(), operation, request_id, body).await
    }

    /// Makes the cheapest call that shows whether the account is let in.
    ///
    /// # Errors
    ///
    /// The call failed. A refusal in the vendor's own words still proves that the signature was accepted.
    pub async fn check(&self) -> coupon_domain::Result<()> {
        self.vendor_account.check(self.client(), &self.customers).await
    }

    fn client(&self) -> Client {
        let connector = Arc::new(self.http.clone());
        let rate = self.rate_share.rate(self.rate);
        let client = Client::new(connector, RetryConfig::default(), rate);
        self.rate_share.gate(client, &self.name, self.rate)
    }
}

/// Fields that only another vendor takes: each is an error, as any unknown key is.
pub(crate) fn foreign_fields(
    vendor: &Vendor,
    file: &AccountFile,
    fields: &AccountFields<'_>,
) -> Vec<ConfigError> {
    let others = vendors().iter().filter(|other| other.kind != vendor.kind);
    let foreign = others.flat_map(|other| (other.own_fields)(file)).filter(|(_, given)| *given);
    let error = |field| fields.error(field, ConfigErrorCause::ForeignField { vendor: vendor.name });
    foreign.map(|(field, _)| error(field)).collect()
}

/// A loopback address counts without its port, for a sandbox is given any free one.
fn fingerprint(vendor: &Vendor, base_url: &str, id: &Secret) -> String {
    let host = if is_loopback(base_url) { "loopback" } else { base_url.trim_end_matches('/') };
    let mut hash = Sha256::new();
    for part in [vendor.name, host, id.expose_secret()] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hex_lower(&hash.finalize())
}

fn is_loopback(base_url: &str) -> bool {
    let uri: Option<Uri> = base_url.parse().ok();
    let host = uri.as_ref().and_then(Uri::host).unwrap_or_default();
    let ip = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::vendors::VendorKind;

    #[test]
    fn a_fingerprint_tells_accounts_apart_and_not_the_ports_of_a_sandbox() {
        let id = Secret::new("5465103569540931532");
        let of = |url: &str, id: &Secret| fingerprint(VendorKind::Qince.vendor(), url, id);
        assert_eq!(of("http://127.0.0.1:1", &id), of("http://localhost:2/", &id));
        assert_ne!(of("https://a.cn", &id), of("https://a.cn:8443", &id));
        assert_ne!(of("https://a.cn", &id), of("https://a.cn", &Secret::new("1")));
        assert!(!of("https://a.cn", &id).contains("5465103569540931532"));
    }

    /// The first account of a configuration.
    fn account(text: &str) -> Result<Account, ConfigError> {
        let config = Config::parse(Path::new("coupon.toml"), text, None, &["public"]).unwrap();
        let (name, file) = config.accounts.first_key_value().unwrap();
        Account::resolve(name, file, &config)
    }

    const TRADE: &str = "[accounts.trade]\nvendor = \"qince\"\napp_key = \"k\"\n";

    #[test]
    fn an_account_is_a_sandboxs_on_loopback_with_a_public_id_alone() {
        for (url, id, expected) in [
            ("http://127.0.0.1:7", "public", Environment::Sandbox),
            ("http://127.0.0.1:7", "other", Environment::Real),
            ("https://a.cn", "public", Environment::Real),
        ] {
            let text = format!("{TRADE}base_url = \"{url}\"\nopenid = \"{id}\"\n");
            let account = account(&text).unwrap();
            assert_eq!(account.environment, expected, "{url} {id}");
            let warned = account.plain_secret.as_deref() == Some("accounts.trade.app_key");
            assert_eq!(warned, expected == Environment::Real, "{url} {id}");
        }
    }

    #[test]
    fn an_error_names_account_and_field() {
        for (more, message) in [
            ("", "accounts.trade.openid: is missing"),
            (
                "openid = \"1\"\ncustomers = [\"1\"]",
                "accounts.trade.customers: is no field of a qince account",
            ),
            (
                "openid = \"a/b\"",
                "accounts.trade: openid must be 1 to 64 letters, digits, '-' or '_'",
            ),
            (
                "openid = { env = \"NOT_SET_ANYWHERE\" }",
                "accounts.trade.openid: env NOT_SET_ANYWHERE: ",
            ),
            (
                "openid = { command = [] }",
                "accounts.trade.openid: command is empty; name a program",
            ),
        ] {
            let text = format!("{TRADE}base_url = \"https://a.cn\"\n{more}\n");
            let shown = account(&text).unwrap_err().to_string();
            assert!(shown.starts_with(message), "{shown}");
        }
    }
}
