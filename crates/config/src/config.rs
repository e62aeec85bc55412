//! The configuration file: where it is found, and how it is read.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use coupon_sign::Secret;
use serde::Deserialize;

use crate::{
    account_file::AccountFile,
    error::{ConfigError, ConfigErrorCause},
    ledger_location::LedgerLocation,
    secret_source::SecretSource,
    system,
};

/// Where the ledger lies unless the configuration or the command line says otherwise.
const DEFAULT_LEDGER: &str = "sqlite:coupons.db";

/// Where the ledger lies without a configuration. A ledger of a sandbox never holds real accounts, so that it bears another
/// name: a configuration that comes later finds its own place free.
const SANDBOX_LEDGER: &str = "sandbox.db";

/// A configuration and where it stands.
#[derive(Debug)]
pub struct Config {
    /// The file it was read from; none if no file was found.
    pub path: Option<PathBuf>,
    /// Where the ledger lies.
    pub ledger: LedgerLocation,
    /// The accounts, by name.
    pub accounts: BTreeMap<String, AccountFile>,
    /// The account ids that every sandbox has. An account with one of them on a loopback address is a sandbox's.
    pub sandbox_ids: &'static [&'static str],
    /// The place of a password in plain text, such as `store`: worth a warning.
    pub plain_secret: Option<&'static str>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConfigFile {
    pub(crate) store: Option<SecretSource>,
    #[serde(default)]
    pub(crate) accounts: BTreeMap<String, AccountFile>,
}

impl Config {
    /// A configuration without a file and without accounts. The ledger is `sandbox.db`, unless `ledger` names another.
    ///
    /// # Errors
    ///
    /// A location of the ledger that is none.
    pub fn without_file(
        ledger: Option<&Secret>,
        sandbox_ids: &'static [&'static str],
    ) -> Result<Self, ConfigError> {
        let ledger = match ledger {
            Some(typed) => LedgerLocation::parse(typed.expose_secret())?,
            None => LedgerLocation::File(SANDBOX_LEDGER.into()),
        };
        let (path, accounts, plain_secret) = (None, BTreeMap::new(), None);
        Ok(Self { path, ledger, accounts, sandbox_ids, plain_secret })
    }

    /// Reads the named file, else the first that is found. Without any file, as [`without_file`](Self::without_file). `ledger`, as
    /// `sqlite:PATH` or `postgres://…`, takes the place of the file's `store`.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, is no TOML, or has unknown keys; a location of the ledger that is none.
    pub fn load(
        named: Option<&Path>,
        ledger: Option<&Secret>,
        sandbox_ids: &'static [&'static str],
    ) -> Result<Self, ConfigError> {
        let Some((path, text)) = found_text(named)? else {
            return Self::without_file(ledger, sandbox_ids);
        };
        Self::parse(&path, &text, ledger, sandbox_ids)
    }

    /// Reads the text of the file at `path`, as [`load`](Self::load) does.
    ///
    /// # Errors
    ///
    /// As those of [`load`](Self::load).
    pub fn parse(
        path: &Path,
        text: &str,
        ledger: Option<&Secret>,
        sandbox_ids: &'static [&'static str],
    ) -> Result<Self, ConfigError> {
        let file = parse(path, text)?;
        let mut plain_secret = None;
        let ledger = match (ledger, file.store) {
            (Some(typed), _) => LedgerLocation::parse(typed.expose_secret())?,
            (None, Some(source)) => {
                let location = LedgerLocation::from_file(source, Some(path))?;
                plain_secret = location.has_password().then_some("store");
                location
            }
            (None, None) => LedgerLocation::parse(DEFAULT_LEDGER)?.relative_to(Some(path)),
        };
        let (path, accounts) = (Some(path.to_owned()), file.accounts);
        Ok(Self { path, ledger, accounts, sandbox_ids, plain_secret })
    }
}

/// The named file, else the first that is found, with its text; none if no file was named and none is found.
pub(crate) fn found_text(named: Option<&Path>) -> Result<Option<(PathBuf, String)>, ConfigError> {
    let unreadable =
        |path: &Path, error| ConfigError::new(path.display(), ConfigErrorCause::Unreadable(error));
    match named {
        Some(path) => {
            let text = system::named_file(path).map_err(|error| unreadable(path, error))?;
            Ok(Some((path.to_owned(), text)))
        }
        None => system::found_file().map_err(|(path, error)| unreadable(&path, error)),
    }
}

/// The library's own message quotes the line, which may hold a key: only its words and the line's number are repeated.
pub(crate) fn parse(path: &Path, text: &str) -> Result<ConfigFile, ConfigError> {
    toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start.min(text.len()));
        let line = text.as_bytes()[..start].iter().filter(|&&byte| byte == b'\n').count() + 1;
        let place = format!("{}:{line}", path.display());
        ConfigError::new(place, ConfigErrorCause::Syntax(error.message().trim().to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        parse(Path::new("coupon.toml"), text).unwrap_err().to_string()
    }

    #[test]
    fn an_error_names_the_line_and_never_what_stands_there() {
        let account = "[accounts.tea]\nvendor = \"qmai\"\nbase_url = \"https://a.cn\"\n";
        for bad in [
            "app_key = \"canary-5c1e\n",
            "app_key = { env = 5, file = \"canary-5c1e\" }\n",
            "openid = 4\napp_kye = \"canary-5c1e\"\n",
            "customers = \"canary-5c1e\"\n",
            "rate = \"canary-5c1e\"\n",
        ] {
            let shown = message(&format!("{account}{bad}"));
            assert!(
                shown.starts_with("coupon.toml:4:") || shown.starts_with("coupon.toml:5:"),
                "{shown}"
            );
            assert!(!shown.contains("canary"), "{shown}");
        }
    }

    #[test]
    fn the_configuration_that_the_readme_shows_can_be_read() {
        let readme = include_str!("../../cli/README.md");
        let shown = readme.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
        let file = parse(Path::new("coupon.toml"), shown).unwrap();
        let names: Vec<&str> = file.accounts.keys().map(String::as_str).collect();
        assert_eq!(names, ["tea", "trade"]);
        assert_eq!(file.accounts["trade"].since.unwrap().to_string(), "2020-01-01");
    }

    #[test]
    fn unknown_keys_are_errors() {
        assert!(message("stoer = 1").contains("unknown field `stoer`"));
    }

    #[test]
    fn without_a_file_the_ledger_is_the_sandboxs_or_the_typed_one() {
        let config = Config::without_file(None, &[]).unwrap();
        assert_eq!(format!("{:?}", config.ledger), "File(\"sandbox.db\")");
        assert!(config.path.is_none() && config.accounts.is_empty());
        let typed = Config::without_file(Some(&Secret::new("sqlite:b.db")), &[]).unwrap();
        assert_eq!(format!("{:?}", typed.ledger), "File(\"b.db\")");
        assert!(Config::without_file(Some(&Secret::new("mysql:b")), &[]).is_err());
    }

    #[test]
    fn the_ledger_of_the_file_lies_beside_it_and_a_typed_one_takes_its_place() {
        let ledger = |text: &str, typed: Option<&str>| {
            let typed = typed.map(Secret::new);
            let config =
                Config::parse(Path::new("/etc/c.toml"), text, typed.as_ref(), &[]).unwrap();
            (format!("{:?}", config.ledger), config.plain_secret)
        };
        let file = |path: &str| (format!("File({path:?})"), None);
        assert_eq!(ledger("", None), file("/etc/coupons.db"));
        assert_eq!(ledger("store = \"sqlite:a.db\"", None), file("/etc/a.db"));
        assert_eq!(ledger("store = \"sqlite:a.db\"", Some("sqlite:b.db")), file("b.db"));
        assert_eq!(ledger("store = \"postgres://a:b@c/d\"", None).1, Some("store"));
        assert_eq!(ledger("store = \"postgres://a@c/d\"", None).1, None);
    }
}
