//! Where the ledger lies: a file or a database. The address of a database may hold a password, so nothing shows it.

use std::path::{Path, PathBuf};

use coupon_ledger::{Environment, Ledger};
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
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::File(path.into())),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Server(Secret::new(text))),
            scheme => {
                let scheme = scheme.map_or(text, |(scheme, _)| scheme);
                let given = format!("{scheme}:…");
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
            Self::File(path) => Ok(Ledger::open(path, environment, create)?),
            Self::Server(url) => {
                Ok(Ledger::open_postgres(url.expose_secret(), environment, create)?)
            }
            Self::Reference { source, config } => {
                Self::referred(source, config.as_deref())?.open(environment, create)
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
        assert!(matches!(server, LedgerLocation::Server(_)) && server.has_password());
        assert!(!format!("{server:?}").contains("canary"));
        assert!(!read("postgresql://ann@host/db").unwrap().has_password());
        assert!(read("postgres://ann@host/db?password=canary").unwrap().has_password());
        for bad in ["sqlite:", "mysql://user:canary@host/db", "Sqlite:a.db"] {
            let message = read(bad).unwrap_err().to_string();
            assert!(!message.contains("canary") && message.contains("sqlite:PATH"), "{message}");
        }
    }
}
