//! Where a server is, and the way to it.

use std::{fmt, path::PathBuf, str::FromStr, sync::Arc, time::Duration};

use postgres::{
    Client, NoTls,
    config::{Host, SslMode},
};
use rustls::{ClientConfig, crypto::ring};
use tokio_postgres::Config;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::{
    address_options::{AddressOptions, CertificateCheck},
    tls,
};
use crate::{backend_error::BackendError, error::LedgerError};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// A server that is gone without a word is not waited for much longer than this. The library's own is two hours.
const SILENCE: Duration = Duration::from_secs(60);

/// The first statements of every connection. A lock that is not given within 30 seconds is an error, as with a file. Plans are
/// made anew each time: a plan of an empty table would read all of a full one. A commit returns once it is on the disk.
const SESSION: &str = "
    SET search_path = coupon;
    SET lock_timeout = '30s';
    SET client_min_messages = warning;
    SET plan_cache_mode = force_custom_plan;
    SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') IN ('off', 'local');
    SELECT set_config('idle_session_timeout', '0', false)
        FROM pg_settings WHERE name = 'idle_session_timeout';
";

/// A server's address with its password, which nothing shows.
pub(crate) struct Address {
    config: Config,
    check: CertificateCheck,
    root_certificates: Option<PathBuf>,
    keeps_session: bool,
    shown: PathBuf,
}

impl Address {
    /// Reads `postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=…`.
    pub(crate) fn parse(url: &str) -> Result<Self, LedgerError> {
        let scheme = ["postgres://", "postgresql://"];
        if !scheme.iter().any(|scheme| url.starts_with(scheme)) {
            return Err(bad("another scheme than postgres", "不以 postgres:// 开头"));
        }
        let options =
            AddressOptions::parse(url).map_err(|what| LedgerError::BadAddress { what })?;
        // The library's own message may repeat a part of the password.
        let mut config = Config::from_str(&options.url).map_err(|_| {
            bad(
                "it cannot be taken apart, or an option has a value that it cannot have",
                "无法解析，或某个选项的取值不可用",
            )
        })?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(bad("no host", "缺少主机"));
        }
        config.target_session_attrs(options.session);
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(SILENCE);
        }
        if config.get_keepalives_idle() > SILENCE {
            config.keepalives_idle(SILENCE).keepalives_interval(SILENCE / 6);
        }
        if config.get_application_name().is_none() {
            config.application_name("coupon");
        }
        if config.get_ssl_mode() == SslMode::Prefer {
            // Encrypted and checked, or on this machine: nothing in between.
            let near = config.get_hosts().iter().all(is_near);
            config.ssl_mode(if near { SslMode::Disable } else { SslMode::Require });
        }
        let shown = shown(&config).into();
        let check = options.check.unwrap_or(CertificateCheck::Name);
        Ok(Self {
            config,
            check,
            root_certificates: options.root_certificates,
            keeps_session: options.keeps_session,
            shown,
        })
    }

    /// The address without its password.
    pub(crate) fn shown(&self) -> &PathBuf {
        &self.shown
    }

    pub(crate) fn connect(&self) -> Result<Client, BackendError> {
        let config = postgres::Config::from(self.config.clone());
        let mut client = match self.tls()? {
            None => config.connect(NoTls)?,
            Some(tls) => config.connect(MakeRustlsConnect::new(tls))?,
        };
        if self.keeps_session {
            client.batch_execute(SESSION)?;
        }
        Ok(client)
    }

    /// False where a pooler gives each transaction another connection, as the address says with `pool_mode=transaction`. What is
    /// set for a session would then be lost, or found by others.
    pub(crate) fn keeps_session(&self) -> bool {
        self.keeps_session
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// The server's certificate is checked against those that the system trusts, or those of `sslrootcert`. None where nothing
    /// is to be encrypted.
    pub(crate) fn tls(&self) -> Result<Option<ClientConfig>, LedgerError> {
        if self.config.get_ssl_mode() == SslMode::Disable {
            return Ok(None);
        }
        let provider = Arc::new(ring::default_provider());
        tls::client_config(provider, self.check, self.root_certificates.as_deref())
            .map(Some)
            .map_err(|what| LedgerError::Tls { path: self.shown.clone(), what })
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Address").field(&self.shown).finish()
    }
}

fn bad(english: &str, chinese: &str) -> LedgerError {
    LedgerError::BadAddress { what: (english, chinese).into() }
}

fn is_near(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost"
                || name.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

fn shown(config: &Config) -> String {
    let user = config.get_user().map(|user| format!("{user}@")).unwrap_or_default();
    let ports = config.get_ports();
    let hosts = config.get_hosts().iter().enumerate().map(|(index, host)| {
        let host = match host {
            Host::Tcp(name) => name.clone(),
            #[cfg(unix)]
            Host::Unix(path) => path.display().to_string().replace('/', "%2F"),
        };
        match ports.get(index).or(ports.first()) {
            Some(port) => format!("{host}:{port}"),
            None => host,
        }
    });
    let hosts = hosts.collect::<Vec<_>>().join(",");
    format!("postgres://{user}{hosts}/{}", config.get_dbname().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        let shown = |url: &str| Address::parse(url).unwrap().shown().display().to_string();
        for (url, expected) in [
            ("postgres://ann:canary@db.example:5433/shop", "postgres://ann@db.example:5433/shop"),
            (
                "postgresql://ann:canary@a,b/shop?sslmode=require",
                "postgres://ann@a:5432,b:5432/shop",
            ),
            ("postgres://ann@%2Frun/shop?password=canary", "postgres://ann@%2Frun:5432/shop"),
        ] {
            assert_eq!(shown(url), expected);
            assert!(!format!("{:?}", Address::parse(url).unwrap()).contains("canary"));
        }
    }

    #[test]
    fn what_cannot_be_read_is_not_repeated() {
        for url in [
            "mysql://ann:canary@db/shop",
            "postgres://ann:canary@db:canary/shop",
            "postgres://ann:pa?canary@db/shop?a=1",
            "postgres://db/shop?connect_timeout=canary",
            "postgres:///shop",
        ] {
            let error = Address::parse(url).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("nary"), "{error}");
            assert!(error.to_string().contains("postgres://USER:PASSWORD@HOST/DATABASE"));
        }
    }

    #[test]
    fn a_far_server_is_spoken_to_in_secret() {
        let mode = |url: &str| Address::parse(url).unwrap().config.get_ssl_mode();
        assert_eq!(mode("postgres://a@db.example/shop"), SslMode::Require);
        assert_eq!(mode("postgres://a@db.example/shop?sslmode=prefer"), SslMode::Require);
        assert_eq!(mode("postgres://a@db.example/shop?sslmode=disable"), SslMode::Disable);
        assert_eq!(mode("postgres://a@127.0.0.1/shop"), SslMode::Disable);
        assert_eq!(mode("postgres://a@localhost/shop?sslmode=require"), SslMode::Require);
        assert_eq!(mode("postgres://a@%2Frun%2Fpg/shop"), SslMode::Disable);
    }
}
