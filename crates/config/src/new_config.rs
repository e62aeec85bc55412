//! A new configuration of one account: checked before it is written, and never written over a file that exists.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

use toml::Value;

use crate::{
    account::Account,
    config::Config,
    error::ConfigError,
    secret_source::{SecretReference, SecretSource},
    setup_field::{SetupField, SetupKind},
    system::{self, SystemError},
    vendor::Vendor,
};

/// The program that keeps secrets in the keyring of a desktop (`libsecret`).
const KEYRING: &str = "secret-tool";

/// One account of a configuration that is not written yet.
#[derive(Debug, Clone)]
pub struct NewConfig {
    /// The name of the account.
    pub name: String,
    /// Whose account it is.
    pub vendor: &'static Vendor,
    /// The value of each field of [`Vendor::setup`], as it was typed.
    pub values: BTreeMap<&'static str, String>,
}

/// Where the secrets of a new configuration are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretPlace {
    /// Each in a file that this user alone may read, beside the configuration.
    Files,
    /// In environment variables, which have to be set before the program is started.
    Environment,
    /// In the keyring of the desktop, by `secret-tool`.
    Keyring,
}

/// A new configuration that was written.
#[derive(Debug)]
pub struct WrittenConfig {
    /// The file.
    pub path: PathBuf,
    /// Files with one secret each.
    pub secrets: Vec<PathBuf>,
    /// Environment variables that have to be set.
    pub variables: Vec<String>,
    /// Names in the keyring.
    pub keyring: Vec<String>,
}

/// Why a new configuration was not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NewConfigError {
    /// The file is there already.
    #[error("{} is there already and is kept as it is", .0.display())]
    Exists(PathBuf),
    /// The file of a secret, or its name in the keyring, is there already.
    #[error("{0} is there already and is kept as it is")]
    SecretExists(String),
    /// A file cannot be written.
    #[error("{}: {source}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The keyring did not take a secret.
    #[error("{0}")]
    Keyring(SystemError),
    /// The name of an account that would need quotes everywhere.
    #[error("{0:?} is no name of an account: write letters, digits, '-' and '_'")]
    Name(String),
    /// A value that cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
}

impl NewConfig {
    /// The fields without a value. One that has a default is filled with it.
    pub fn fill_defaults(&mut self) -> Vec<&'static SetupField> {
        let mut missing = Vec::new();
        for field in self.vendor.setup {
            let given = self.values.get(field.name).is_some_and(|value| !value.trim().is_empty());
            match (given, field.default) {
                (true, _) => {}
                (false, Some(default)) => {
                    self.values.insert(field.name, default.to_owned());
                }
                (false, None) => missing.push(field),
            }
        }
        missing
    }

    /// The account, with every value checked. Nothing is called and nothing is written.
    ///
    /// # Errors
    ///
    /// A name that is none, a value that the vendor does not take, a reference that leads nowhere.
    pub fn account(
        &self,
        path: &Path,
        sandbox_ids: &'static [&'static str],
    ) -> Result<Account, NewConfigError> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        if self.name.is_empty() || !self.name.bytes().all(is_plain) {
            return Err(NewConfigError::Name(self.name.clone()));
        }
        let config =
            Config::parse(path, &self.text(|_, value| Value::from(value)), None, sandbox_ids)?;
        Ok(Account::resolve(&self.name, &config.accounts[&self.name], &config)?)
    }

    /// Writes the configuration and its secrets, for this user alone.
    ///
    /// # Errors
    ///
    /// `Exists`; what cannot be written. Then nothing of it is left.
    pub fn write(&self, path: &Path, place: SecretPlace) -> Result<WrittenConfig, NewConfigError> {
        let mut kept = Vec::new();
        let text = self.text(|field, value| {
            let reference = self.reference(path, place, field);
            let shown = toml_reference(&reference);
            kept.push((reference, value.to_owned()));
            shown
        });
        new_file(path, &text)?;
        let mut written = WrittenConfig {
            path: path.to_owned(),
            secrets: Vec::new(),
            variables: Vec::new(),
            keyring: Vec::new(),
        };
        for (reference, value) in kept {
            if let Err(error) = self.keep(&mut written, reference, &value) {
                written.secrets.iter().chain([&written.path]).for_each(|path| system::remove(path));
                for name in &written.keyring {
                    let clear = [KEYRING, "clear", "coupon", name].map(str::to_owned);
                    // The first error is the one to tell.
                    drop(system::output(&clear));
                }
                return Err(error);
            }
        }
        Ok(written)
    }

    /// The text of the file. `secret` says what stands in the place of a secret that was typed.
    fn text(&self, mut secret: impl FnMut(&SetupField, &str) -> Value) -> String {
        let mut text = format!("[accounts.{}]\nvendor = {:?}\n", self.name, self.vendor.name);
        for field in self.vendor.setup {
            let Some(value) = self.values.get(field.name) else { continue };
            let value = match (field.kind, reference(value)) {
                (SetupKind::Text, _) => Value::from(value.as_str()),
                (SetupKind::Customers, _) => customers(value),
                (SetupKind::Id | SetupKind::Key, Some(reference)) => toml_reference(&reference),
                (SetupKind::Id | SetupKind::Key, None) => secret(field, value),
            };
            text.push_str(&format!("{} = {value}\n", field.name));
        }
        text
    }

    fn reference(&self, path: &Path, place: SecretPlace, field: &SetupField) -> SecretReference {
        match place {
            SecretPlace::Files => {
                let stem = path.file_stem().unwrap_or_default().to_string_lossy();
                let file = format!("{}.{}", self.name, field.name);
                SecretReference::File(PathBuf::from(format!("{stem}.secrets")).join(file))
            }
            SecretPlace::Environment => {
                let name = format!("{}_{}", self.name, field.name).to_ascii_uppercase();
                SecretReference::Env(name.replace('-', "_"))
            }
            SecretPlace::Keyring => {
                let words = [KEYRING, "lookup", "coupon", &self.keyring_name(path, field.name)];
                SecretReference::Command(words.map(str::to_owned).to_vec())
            }
        }
    }

    /// With the file: another configuration may have an account of the same name.
    fn keyring_name(&self, path: &Path, field: &str) -> String {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        format!("{}#{}.{field}", path.display(), self.name)
    }

    fn keep(
        &self,
        written: &mut WrittenConfig,
        reference: SecretReference,
        value: &str,
    ) -> Result<(), NewConfigError> {
        match reference {
            SecretReference::Env(name) => written.variables.push(name),
            SecretReference::File(file) => {
                let file = written.path.parent().unwrap_or(Path::new("")).join(file);
                if let Some(folder) = file.parent() {
                    let failed = |source| unwritable(folder, source);
                    system::private_folder(folder).map_err(failed)?;
                }
                new_file(&file, value).map_err(|error| match error {
                    NewConfigError::Exists(path) => {
                        NewConfigError::SecretExists(path.display().to_string())
                    }
                    error => error,
                })?;
                written.secrets.push(file);
            }
            SecretReference::Command(words) => {
                let name = words.last().map_or("", String::as_str);
                // A program that fails has found nothing, or cannot be called, which the next call tells.
                if system::output(&words).is_ok_and(|kept| !kept.is_empty()) {
                    return Err(NewConfigError::SecretExists(name.to_owned()));
                }
                let store = [KEYRING, "store", "--label", name, "coupon", name];
                system::give(&store, value).map_err(NewConfigError::Keyring)?;
                written.keyring.push(name.to_owned());
            }
        }
        Ok(())
    }
}

fn new_file(path: &Path, text: &str) -> Result<(), NewConfigError> {
    system::new_private_file(path, text).map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => NewConfigError::Exists(path.to_owned()),
        _ => unwritable(path, source),
    })
}

fn unwritable(path: &Path, source: io::Error) -> NewConfigError {
    NewConfigError::Unwritable { path: path.to_owned(), source }
}

/// `env:NAME` or `@FILE`, the file seen from any folder; none for a secret itself.
fn reference(value: &str) -> Option<SecretReference> {
    let Ok(source) = value.parse();
    match source {
        SecretSource::Reference(SecretReference::File(path)) => {
            Some(SecretReference::File(std::path::absolute(&path).unwrap_or(path)))
        }
        SecretSource::Reference(reference) => Some(reference),
        SecretSource::Inline(_) => None,
    }
}

fn toml_reference(reference: &SecretReference) -> Value {
    let (key, value) = match reference {
        SecretReference::Env(name) => ("env", Value::from(name.as_str())),
        SecretReference::File(path) => ("file", Value::from(path.to_string_lossy().as_ref())),
        SecretReference::Command(words) => ("command", Value::from(words.clone())),
    };
    Value::Table([(key.to_owned(), value)].into_iter().collect())
}

/// Ids with commas between them are a list, anything else is the path of a file.
fn customers(value: &str) -> Value {
    let ids: Vec<&str> = value.split([',', '，', ' ']).filter(|id| !id.is_empty()).collect();
    let is_id = |id: &&str| id.bytes().all(|byte| byte.is_ascii_digit());
    if ids.iter().all(is_id) {
        return Value::from(ids);
    }
    let path = value.strip_prefix('@').unwrap_or(value);
    let path = std::path::absolute(path).unwrap_or_else(|_| path.into());
    toml_reference(&SecretReference::File(path))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::vendors::VendorKind;

    fn new(values: &[(&'static str, &str)]) -> NewConfig {
        let values = values.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let mut new =
            NewConfig { name: "trade".to_owned(), vendor: VendorKind::Qince.vendor(), values };
        new.fill_defaults();
        new
    }

    fn loaded(path: &Path) -> Account {
        let config = Config::load(Some(path), None, &[]).unwrap();
        let account = Account::resolve("trade", &config.accounts["trade"], &config).unwrap();
        assert_eq!(account.plain_secret, None);
        account
    }

    #[test]
    fn what_is_written_is_what_was_checked_and_this_user_alone_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("coupon.toml");
        let new = new(&[("openid", "123"), ("app_key", "a\"b\\c")]);
        let checked = new.account(&path, &[]).unwrap();
        let written = new.write(&path, SecretPlace::Files).unwrap();
        assert_eq!(loaded(&path).fingerprint, checked.fingerprint);
        assert_eq!(written.secrets.len(), 2);
        for file in written.secrets.iter().chain([&path]) {
            assert_eq!(system::mode_for_others(file), None, "{}", file.display());
        }
        assert!(!fs::read_to_string(&path).unwrap().contains("123"));
        let again = new.write(&path, SecretPlace::Files).unwrap_err();
        assert!(matches!(again, NewConfigError::Exists(_)), "{again}");
        assert_eq!(loaded(&path).fingerprint, checked.fingerprint);
    }

    #[test]
    fn a_secret_that_cannot_be_written_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("coupon.toml");
        fs::create_dir(folder.path().join("coupon.secrets")).unwrap();
        let in_the_way = folder.path().join("coupon.secrets/trade.app_key");
        fs::write(&in_the_way, "theirs").unwrap();
        let new = new(&[("openid", "123"), ("app_key", "k")]);
        let error = new.write(&path, SecretPlace::Files).unwrap_err();
        assert!(matches!(error, NewConfigError::SecretExists(_)), "{error}");
        assert!(!path.exists() && !folder.path().join("coupon.secrets/trade.openid").exists());
        assert_eq!(fs::read_to_string(in_the_way).unwrap(), "theirs");
    }

    #[test]
    fn variables_are_named_and_references_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("coupon.toml");
        let new = new(&[("openid", "env:MY_OPENID"), ("app_key", "k")]);
        let written = new.write(&path, SecretPlace::Environment).unwrap();
        assert_eq!(written.variables, ["TRADE_APP_KEY"]);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains("openid = { env = \"MY_OPENID\" }"), "{text}");
        assert!(text.contains("app_key = { env = \"TRADE_APP_KEY\" }"), "{text}");
        assert!(text.contains("base_url = \"https://openapi.qince.com\""), "{text}");
    }

    #[test]
    fn two_configurations_have_secrets_of_their_own_in_the_keyring() {
        let new = new(&[("openid", "1"), ("app_key", "k")]);
        let names = ["a.toml", "b.toml"].map(|path| new.keyring_name(Path::new(path), "app_key"));
        assert!(names[0].ends_with("a.toml#trade.app_key"), "{names:?}");
        assert_ne!(names[0], names[1]);
    }

    #[test]
    fn customers_are_a_list_of_ids_or_a_file() {
        assert_eq!(customers("1, 2，3").to_string(), "[\"1\", \"2\", \"3\"]");
        assert!(customers("customers.csv").to_string().ends_with("/customers.csv\" }"));
    }

    #[test]
    fn what_is_missing_and_what_is_no_name_is_told() {
        let mut bare = NewConfig {
            name: "a b".to_owned(),
            vendor: VendorKind::Qmai.vendor(),
            values: BTreeMap::new(),
        };
        let missing: Vec<&str> = bare.fill_defaults().iter().map(|field| field.name).collect();
        assert_eq!(missing, ["open_id", "grant_code", "open_key", "customers"]);
        let error = bare.account(Path::new("c.toml"), &[]).unwrap_err();
        assert!(matches!(error, NewConfigError::Name(_)));
        let bad = new(&[("openid", "a/b"), ("app_key", "k")]);
        let told = bad.account(Path::new("c.toml"), &[]).unwrap_err().to_string();
        assert!(told.starts_with("accounts.trade: openid must be"), "{told}");
    }
}
