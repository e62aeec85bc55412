//! From a configured account to something that can be called.

use std::{collections::BTreeSet, num::NonZeroU32, sync::Arc};

use coupon_domain::{AccountName, CustomerRef, Provider};
use coupon_ledger::Environment;
use coupon_qince::{CouponDetails, Qince, Vouchers};
use coupon_qince_wire as qince;
use coupon_qmai::Qmai;
use coupon_qmai_wire as qmai;
use coupon_sign::{Secret, hex_lower};
use coupon_transport::{Client, HttpConfig, Rate, ReqwestConnector, RetryConfig};
use http::Uri;
use jiff::civil::{Date, date};
use sha2::{Digest, Sha256};

use crate::{
    config::{AccountFile, Config, RateFile, TimestampFile, V2MoneyFile, V2SigningFile, Vendor},
    customers,
    exit::Failure,
    fields::Fields,
    lane::{self, Lane},
    output::say,
    secret::SecretSource,
    text::Lang,
};

/// Where a first load begins unless the account says otherwise: before the first customer of either vendor's platform.
const FIRST_DAY: Date = date(2012, 1, 1);

/// The documented maximum of Qince, and its default.
const PAGE_LENGTH: u32 = 1000;

/// An account with its secrets found and its parts checked.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) name: AccountName,
    pub(crate) vendor: Vendor,
    pub(crate) wire: Wire,
    pub(crate) environment: Environment,
    /// Tells accounts apart, and nobody can read the account out of it.
    pub(crate) fingerprint: String,
    pub(crate) first_day: Date,
    pub(crate) customers: Vec<CustomerRef>,
    page_length: u32,
    rate: Rate,
    lane: Lane,
    http: ReqwestConnector,
}

/// The vendor's own account.
#[derive(Debug, Clone)]
pub(crate) enum Wire {
    Qmai(qmai::Account),
    Qince(qince::Account),
}

/// The realm of an account: the sandbox's if its address is one of [`sandboxes`].
pub(crate) fn environment(file: &AccountFile, sandboxes: &BTreeSet<&str>) -> Environment {
    if sandboxes.contains(file.base_url.as_str()) {
        Environment::Sandbox
    } else {
        Environment::Real
    }
}

/// The loopback addresses of accounts that bear the sandbox's public id. Only there is a secret looked up.
pub(crate) fn sandboxes(config: &Config, lang: Lang) -> BTreeSet<&str> {
    let bears_public_id = |(name, file): &(&String, &AccountFile)| {
        let (field, source, public) = match file.vendor {
            Vendor::Qmai => ("open_id", &file.open_id, coupon_sandbox::QMAI_OPEN_ID),
            Vendor::Qince => ("openid", &file.openid, coupon_sandbox::QINCE_OPENID),
        };
        if !is_loopback(&file.base_url) {
            return false;
        }
        // An id that cannot be found is no public one; whoever needs it says so.
        let id = Fields { name, config, lang }.secret(field, source);
        id.is_ok_and(|id| id.expose_secret() == public)
    };
    let accounts = config.accounts.iter().filter(bears_public_id);
    accounts.map(|(_, file)| file.base_url.as_str()).collect()
}

impl Account {
    /// Finds the secrets and checks every part.
    pub(crate) fn resolve(
        name: &str,
        file: &AccountFile,
        config: &Config,
        lang: Lang,
    ) -> Result<Self, Failure> {
        let fields = Fields { name, config, lang };
        fields.check_vendor(file)?;
        let (wire, id, key) = match file.vendor {
            Vendor::Qmai => fields.qmai(file)?,
            Vendor::Qince => fields.qince(file)?,
        };
        let environment = environment(file, &sandboxes(config, lang));
        if key.1.as_ref().is_some_and(SecretSource::is_plain) && environment == Environment::Real {
            say(&lang.warning(lang.plain_secret(format!("accounts.{name}.{}", key.0))));
        }
        let proxy = file.proxy.as_ref().map(|proxy| fields.resolve("proxy", proxy)).transpose()?;
        let proxy = proxy.map(|proxy| proxy.expose_secret().to_owned());
        let http = ReqwestConnector::new(&HttpConfig { proxy, ..HttpConfig::default() });
        Ok(Self {
            name: name.into(),
            vendor: file.vendor,
            environment,
            fingerprint: fingerprint(file.vendor, &file.base_url, &id),
            wire,
            first_day: file.since.unwrap_or(FIRST_DAY),
            customers: customers::read(file.customers.as_ref(), &fields)?,
            page_length: file.page_length.unwrap_or(PAGE_LENGTH),
            rate: rate(file),
            lane: Lane::Whole,
            http: http.map_err(|error| fields.bad("proxy", error))?,
        })
    }

    /// False for one's own sandbox.
    pub(crate) fn is_limited(&self) -> bool {
        self.rate != Rate::Unlimited
    }

    /// Calls a second and operation that a sync of a team makes at most; none without a limit.
    pub(crate) fn quota_of_syncs(&self) -> Option<f64> {
        match lane::of_sync(self.rate) {
            Rate::Every(interval) => Some(1.0 / interval.as_secs_f64()),
            Rate::Unlimited => None,
        }
    }

    /// The same account, called within one part of its rate.
    pub(crate) fn in_lane(self, lane: Lane) -> Self {
        Self { lane, ..self }
    }

    /// The providers that the account serves. They share one client, which keeps the account's rate.
    pub(crate) fn providers(&self) -> Vec<Arc<dyn Provider>> {
        match &self.wire {
            Wire::Qmai(account) => vec![Arc::new(Qmai::new(account.clone(), self.client()))],
            Wire::Qince(account) => {
                let qince = Arc::new(self.qince(account));
                let vouchers = Vouchers::new(qince.clone(), self.page_length);
                vec![Arc::new(vouchers), Arc::new(CouponDetails::new(qince, self.page_length))]
            }
        }
    }

    pub(crate) fn qince(&self, account: &qince::Account) -> Qince {
        Qince::new(account.clone(), self.client())
    }

    pub(crate) fn client(&self) -> Client {
        let (exchange, rate) = (Arc::new(self.http.clone()), self.lane.rate(self.rate));
        let client = Client::new(exchange, RetryConfig::default(), rate);
        self.lane.gate(client, &self.name, self.rate)
    }
}

/// A field and what stands in it.
type Key<'a> = (&'static str, &'a Option<SecretSource>);

impl Fields<'_> {
    fn qmai<'a>(&self, file: &'a AccountFile) -> Result<(Wire, Secret, Key<'a>), Failure> {
        let open_id = self.secret("open_id", &file.open_id)?;
        let account = qmai::Account::new(qmai::AccountConfig {
            base_url: file.base_url.clone(),
            open_id: open_id.clone(),
            grant_code: self.secret("grant_code", &file.grant_code)?,
            open_key: self.secret("open_key", &file.open_key)?,
            v2_signing: match file.v2_signing {
                None | Some(V2SigningFile::PascalCase) => qmai::V2Signing::PascalCase,
                Some(V2SigningFile::CamelCase) => qmai::V2Signing::CamelCase,
                Some(V2SigningFile::PascalCaseWithAction) => qmai::V2Signing::PascalCaseWithAction,
            },
            v2_money: match file.v2_money {
                None | Some(V2MoneyFile::Fen) => qmai::V2Money::Fen,
                Some(V2MoneyFile::Yuan) => qmai::V2Money::Yuan,
            },
            allow_http: file.allow_http,
        });
        let account = account.map_err(|error| self.bad("", error))?;
        Ok((Wire::Qmai(account), open_id, ("open_key", &file.open_key)))
    }

    fn qince<'a>(&self, file: &'a AccountFile) -> Result<(Wire, Secret, Key<'a>), Failure> {
        let openid = self.secret("openid", &file.openid)?;
        let account = qince::Account::new(qince::AccountConfig {
            base_url: file.base_url.clone(),
            openid: openid.clone(),
            app_key: self.secret("app_key", &file.app_key)?,
            timestamp: match file.timestamp {
                None | Some(TimestampFile::Beijing) => qince::TimestampForm::Beijing,
                Some(TimestampFile::EpochMillis) => qince::TimestampForm::EpochMillis,
            },
            allow_http: file.allow_http,
        });
        let account = account.map_err(|error| self.bad("", error))?;
        Ok((Wire::Qince(account), openid, ("app_key", &file.app_key)))
    }

    /// A field that the vendor knows nothing of is an error, as any unknown key.
    fn check_vendor(&self, file: &AccountFile) -> Result<(), Failure> {
        let of_qmai = [
            ("open_id", file.open_id.is_some()),
            ("grant_code", file.grant_code.is_some()),
            ("open_key", file.open_key.is_some()),
            ("customers", file.customers.is_some()),
            ("v2_signing", file.v2_signing.is_some()),
            ("v2_money", file.v2_money.is_some()),
        ];
        let of_qince = [
            ("openid", file.openid.is_some()),
            ("app_key", file.app_key.is_some()),
            ("timestamp", file.timestamp.is_some()),
            ("page_length", file.page_length.is_some()),
        ];
        let foreign: &[(&str, bool)] = match file.vendor {
            Vendor::Qmai => &of_qince,
            Vendor::Qince => &of_qmai,
        };
        match foreign.iter().find(|(_, set)| *set) {
            Some((field, _)) => Err(self.bad(field, self.lang.foreign_field(file.vendor.as_str()))),
            None => Ok(()),
        }
    }
}

fn rate(file: &AccountFile) -> Rate {
    let usual = match file.vendor {
        Vendor::Qmai => NonZeroU32::new(10),
        Vendor::Qince => NonZeroU32::new(5),
    };
    match file.rate {
        Some(RateFile::Word(_)) => Rate::Unlimited,
        Some(RateFile::PerSecond(count)) => Rate::per_second(count),
        None => usual.map_or(Rate::Unlimited, Rate::per_second),
    }
}

/// A loopback address counts without its port, which a sandbox takes as it comes.
fn fingerprint(vendor: Vendor, base_url: &str, id: &Secret) -> String {
    let place = if is_loopback(base_url) { "loopback" } else { base_url.trim_end_matches('/') };
    let mut hash = Sha256::new();
    for part in [vendor.as_str(), place, id.expose_secret()] {
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
    use super::*;

    #[test]
    fn a_fingerprint_tells_accounts_apart_and_not_the_ports_of_a_sandbox() {
        let id = Secret::new("5465103569540931532");
        let of = |url: &str, id: &Secret| fingerprint(Vendor::Qince, url, id);
        assert_eq!(of("http://127.0.0.1:1", &id), of("http://localhost:2/", &id));
        assert_ne!(of("https://a.cn", &id), of("https://a.cn:8443", &id));
        assert_ne!(of("https://a.cn", &id), of("https://a.cn", &Secret::new("1")));
        assert!(!of("https://a.cn", &id).contains("5465103569540931532"));
    }
}
