//! Where the ledger lies: a file or a database. A database's address may hold a password, so nothing shows it.

use std::{convert::Infallible, path::PathBuf};

use coupon_ledger::{Environment, Ledger};
use coupon_sign::Secret;

use crate::{
    config::Config,
    exit::Failure,
    secret::{Plain, SecretSource},
    text::Lang,
};

/// Where the ledger lies.
#[derive(Debug)]
pub(crate) enum Store {
    /// In a SQLite file.
    File(PathBuf),
    /// In a PostgreSQL database.
    Server(Secret),
    /// As an environment variable, a file or a program tells; it is asked when the ledger is.
    Elsewhere(SecretSource),
}

impl Default for Store {
    fn default() -> Self {
        Self::File(PathBuf::new())
    }
}

impl Store {
    /// Reads `sqlite:PATH` or `postgres://…`.
    pub(crate) fn read(text: &str, lang: Lang) -> Result<Self, Failure> {
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::File(path.into())),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Server(Secret::new(text))),
            // Only the scheme: the rest of another address may hold a password.
            scheme => {
                let scheme = scheme.map_or(text, |(scheme, _)| scheme);
                Err(Failure::Setup(lang.bad_store(format!("{scheme}:…"))))
            }
        }
    }

    /// As the configuration has it.
    pub(crate) fn written(source: SecretSource, lang: Lang) -> Result<Self, Failure> {
        match source {
            SecretSource::Plain(Plain(text)) => Self::read(text.expose_secret(), lang),
            elsewhere => Ok(Self::Elsewhere(elsewhere)),
        }
    }

    /// True if it is an address with a password in it.
    pub(crate) fn has_password(&self) -> bool {
        let Self::Server(url) = self else { return false };
        let authority =
            url.expose_secret().split("//").nth(1).and_then(|rest| rest.split_once('@'));
        url.expose_secret().contains("password=")
            || authority.is_some_and(|(user, _)| user.contains(':'))
    }

    pub(crate) fn open(
        &self,
        config: &Config,
        environment: Environment,
        create: bool,
        lang: Lang,
    ) -> Result<Ledger, Failure> {
        match self {
            Self::File(path) => Ok(Ledger::open(path, environment, create)?),
            Self::Server(url) => {
                Ok(Ledger::open_postgres(url.expose_secret(), environment, create)?)
            }
            Self::Elsewhere(source) => {
                Self::told(source, config, lang)?.open(config, environment, create, lang)
            }
        }
    }

    /// True if it is a database, which a team shares.
    pub(crate) fn is_server(&self, config: &Config, lang: Lang) -> Result<bool, Failure> {
        match self {
            Self::File(_) => Ok(false),
            Self::Server(_) => Ok(true),
            Self::Elsewhere(source) => Self::told(source, config, lang)?.is_server(config, lang),
        }
    }

    fn told(source: &SecretSource, config: &Config, lang: Lang) -> Result<Self, Failure> {
        let told = Self::read(source.resolve("store", config, lang)?.expose_secret(), lang)?;
        Ok(told.beside(config))
    }

    /// A path in the configuration is seen from there.
    pub(crate) fn beside(self, config: &Config) -> Self {
        match self {
            Self::File(path) => Self::File(config.beside(&path)),
            other => other,
        }
    }
}

/// For the command line's parser, whose values are shown in its errors.
pub(crate) fn typed(text: &str) -> Result<Secret, Infallible> {
    Ok(Secret::new(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_is_a_file_or_a_database_and_another_address_is_not_repeated() {
        let read = |text| Store::read(text, Lang::En);
        assert!(matches!(read("sqlite:a.db"), Ok(Store::File(path)) if path.ends_with("a.db")));
        let server = read("postgres://ann:canary@host/db").unwrap();
        assert!(matches!(server, Store::Server(_)) && server.has_password());
        assert!(!format!("{server:?}").contains("canary"));
        assert!(!read("postgresql://ann@host/db").unwrap().has_password());
        assert!(read("postgres://ann@host/db?password=canary").unwrap().has_password());
        for bad in ["sqlite:", "mysql://user:canary@host/db", "Sqlite:a.db"] {
            let Err(Failure::Setup(message)) = read(bad) else { panic!("{bad}") };
            assert!(!message.contains("canary") && message.contains("sqlite:PATH"), "{message}");
        }
    }
}
