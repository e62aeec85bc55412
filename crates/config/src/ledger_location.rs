//! Where the ledger lies: a file or a database. The address of a database may hold a password, so nothing shows it.

use std::path::{Path, PathBuf};

use coupon_ledger::{Environment, Ledger, OpenOptions};
use coupon_sign::Secret;

use crate::{
    error::{ConfigError, ConfigErrorCause, OpenLedgerError},
    secret_source::{InlineSecret, SecretReference, SecretSource, resolve_relative_to},
};

/// Names the location in errors: the key of the configuration file.
const PLACE: &str = "store";

/// Where the ledger lies.
#[derive(Debug, Clone)]
pub enum LedgerLocation {
    /// In a SQLite file.
    File(PathBuf),
    /// In a PostgreSQL database.
    Server(Secret),
    /// Where an environment variable, a file or a program says. It is read each time the ledger is opened.
    Reference {
        /// Where the address is found.
        source: SecretReference,
        /// The configuration file, for relative paths.
        config: Option<PathBuf>,
    },
}

impl LedgerLocation {
    /// Reads `sqlite:PATH` or `postgres://…`.
    ///
    /// # Errors
    ///
    /// Any other scheme. The error repeats the scheme alone, for the rest of another address may hold a password.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        match text.split_once(':') {
            Some(("sqlite", path)) => Ok(Self::File(sqlite_path(path)?)),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Server(Secret::new(text))),
            scheme => {
                let given = scheme.map_or("…".to_owned(), |(scheme, _)| format!("{scheme}:…"));
                Err(ConfigError::new(PLACE, ConfigErrorCause::LedgerLocation { given }))
            }
        }
    }

    /// The location as the configuration file at `config` gives it.
    pub(crate) fn from_file(
        source: SecretSource,
        config: Option<&Path>,
    ) -> Result<Self, ConfigError> {
        match source {
            SecretSource::Inline(InlineSecret(text)) => {
                Ok(Self::parse(text.expose_secret())?.relative_to(config))
            }
            SecretSource::Reference(source) => {
                Ok(Self::Reference { source, config: config.map(Path::to_owned) })
            }
        }
    }

    /// True if it is an address of a database with a password in it.
    pub fn has_password(&self) -> bool {
        let Self::Server(url) = self else { return false };
        let url = url.expose_secret();
        let authority = url.split("//").nth(1).and_then(|rest| rest.split_once('@'));
        url.contains("password=") || authority.is_some_and(|(user, _)| user.contains(':'))
    }

    /// The location as a configuration writes it, without a password: of a database user, host and name alone.
    pub fn shown(&self) -> String {
        match self {
            Self::File(path) => format!("sqlite:{}", path.display()),
            Self::Reference { source, .. } => source.to_string(),
            Self::Server(url) => {
                let url = url.expose_secret();
                // A password may hold what parts an address: of one that is not plain nothing is shown.
                let is_plain = url.matches('@').count() < 2;
                let shown = coupon_ledger::postgres_address(url).ok().filter(|_| is_plain);
                shown.unwrap_or_else(|| "postgres:…".to_owned())
            }
        }
    }

    /// True if it is a database, which a team shares.
    ///
    /// # Errors
    ///
    /// The location cannot be found out.
    pub fn is_server(&self) -> Result<bool, ConfigError> {
        match self {
            Self::File(_) => Ok(false),
            Self::Server(_) => Ok(true),
            Self::Reference { source, config } => {
                Self::referred(source, config.as_deref())?.is_server()
            }
        }
    }

    /// Opens the ledger of this environment. With `create`, makes it if there is none.
    ///
    /// # Errors
    ///
    /// The location cannot be found out, or the ledger cannot be opened.
    pub fn open(&self, environment: Environment, create: bool) -> Result<Ledger, OpenLedgerError> {
        match self {
            Self::File(path) => Ok(OpenOptions::new(environment).create(create).open(path)?),
            Self::Server(url) => Ok(OpenOptions::new(environment)
                .create(create)
                .open_postgres(url.expose_secret())?),
            Self::Reference { source, config } => {
                Self::referred(source, config.as_deref())?.open(environment, create)
            }
        }
    }

    /// Opens the ledger to look at it.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn open_for_reading(&self, environment: Environment) -> Result<Ledger, OpenLedgerError> {
        match self {
            Self::File(path) => Ok(OpenOptions::new(environment).open_for_reading(path)?),
            Self::Server(_) => self.open(environment, false),
            Self::Reference { source, config } => {
                Self::referred(source, config.as_deref())?.open_for_reading(environment)
            }
        }
    }

    fn referred(source: &SecretReference, config: Option<&Path>) -> Result<Self, ConfigError> {
        let text = source.resolve(PLACE, config)?;
        Ok(Self::parse(text.expose_secret())?.relative_to(config))
    }

    pub(crate) fn relative_to(self, config: Option<&Path>) -> Self {
        match self {
            Self::File(path) => Self::File(resolve_relative_to(config, &path)),
            other => other,
        }
    }
}

/// The path behind `sqlite:`. Other programs write `sqlite:///FILE`, whose first two slashes are no part of the path, and
/// options behind a `?`, of which there are none here.
fn sqlite_path(text: &str) -> Result<PathBuf, ConfigError> {
    let wrong = |given: String| ConfigError::new(PLACE, ConfigErrorCause::SqliteLocation { given });
    let path = match text.strip_prefix("//") {
        Some(path) if path.starts_with('/') => path,
        // A host, or a path that SQLAlchemy would call relative.
        Some(_) => return Err(wrong(format!("sqlite:{text}"))),
        None => text,
    };
    let has_options = path.split_once('?').is_some_and(|(_, options)| options.contains('='));
    if path.is_empty() || has_options || path.ends_with('/') {
        return Err(wrong(format!("sqlite:{text}")));
    }
    Ok(path.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_is_a_file_or_a_database_and_another_address_is_not_repeated() {
        let read = LedgerLocation::parse;
        assert!(
            matches!(read("sqlite:a.db"), Ok(LedgerLocation::File(path)) if path.ends_with("a.db"))
        );
        let server = read("postgres://ann:canary@host/db").unwrap();
        assert_eq!(server.shown(), "postgres://ann@host:5432/db");
        for url in ["postgres://ann:p?w@db/shop", "postgres://ann:pa@ss/word?x@db/shop"] {
            assert_eq!(read(url).unwrap().shown(), "postgres:…");
        }
        let error = read("host=db password=canary").unwrap_err().to_string();
        assert!(!error.contains("canary"), "{error}");
        let options = read("postgres://host/db?password=canary").unwrap();
        assert_eq!(options.shown(), "postgres://host:5432/db");
        assert!(matches!(server, LedgerLocation::Server(_)) && server.has_password());
        assert!(!format!("{server:?}").contains("canary"));
        assert!(!read("postgresql://ann@host/db").unwrap().has_password());
        assert!(read("postgres://ann@host/db?password=canary").unwrap().has_password());
        for (given, path) in [
            ("sqlite:///var/a.db", "/var/a.db"),
            ("sqlite:/var/a.db", "/var/a.db"),
            ("sqlite:a?.db", "a?.db"),
        ] {
            let found = read(given).unwrap();
            assert!(
                matches!(&found, LedgerLocation::File(found) if found.as_os_str() == path),
                "{found:?}"
            );
        }
        for bad in [
            "sqlite:",
            "sqlite:///",
            "sqlite://a.db",
            "sqlite:a.db?mode=ro",
            "sqlite:////?mode=rwc",
        ] {
            let message = read(bad).unwrap_err().to_string();
            assert!(message.contains(bad) && message.contains("sqlite:PATH"), "{message}");
        }
        for bad in ["mysql://user:canary@host/db", "Sqlite:a.db"] {
            let message = read(bad).unwrap_err().to_string();
            assert!(!message.contains("canary") && message.contains("sqlite:PATH"), "{message}");
        }
    }
}
