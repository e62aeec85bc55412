//! Every fault of a configuration at once, and what is worth a warning.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use coupon_sign::Secret;
use toml::{Table, Value};

use crate::{
    account::{Account, foreign_fields},
    account_fields::AccountFields,
    account_file::AccountFile,
    config::{self, Config, ConfigFile},
    customers,
    error::{ConfigError, ConfigErrorCause},
    ledger_location::LedgerLocation,
    secret_source::{InlineSecret, SecretReference, SecretSource, resolve_relative_to},
    setup_field::SetupKind,
    system,
    vendors::vendors,
};

/// The result of a check of a whole configuration.
#[derive(Debug, Default)]
pub struct CheckedConfig {
    /// The file; none if no file was found.
    pub path: Option<PathBuf>,
    /// The accounts that can be called.
    pub sound: Vec<String>,
    /// The schedules of all accounts as they are written, by the place of each. The workers know whether they are any.
    pub schedules: BTreeMap<String, String>,
    /// Everything that has to be mended.
    pub faults: Vec<ConfigError>,
    /// Settings that work and are unwise.
    pub warnings: Vec<ConfigWarning>,
}

/// A setting that works and is unwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConfigWarning {
    /// A secret stands in plain text at this place.
    PlainSecret(String),
    /// Other users of this machine may read a file that holds a secret.
    OpenFile {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// The vendor of this account lists coupons by customer alone, and the account names none.
    NoCustomers(String),
}

impl ConfigWarning {
    /// The warning in English.
    pub fn english(&self) -> String {
        match self {
            Self::PlainSecret(place) => format!(
                "{place} is plain text in the configuration; prefer {{ env = \"…\" }}, {{ file = \"…\" }} or {{ command = […] }}"
            ),
            Self::OpenFile { path, mode } => format!(
                "{} holds a secret, and others on this machine may read it ({mode:o}): run `chmod 600` on it",
                path.display()
            ),
            Self::NoCustomers(name) => format!(
                "account {name} names no customer, and its vendor lists coupons by customer alone: add customers = [\"…\"] or \
                 customers = {{ file = \"customers.csv\" }} to [accounts.{name}]"
            ),
        }
    }

    /// The warning in Chinese.
    pub fn chinese(&self) -> String {
        match self {
            Self::PlainSecret(place) => format!(
                "{place} 在配置文件中为明文；建议改用 {{ env = \"…\" }}、{{ file = \"…\" }} 或 {{ command = […] }}"
            ),
            Self::OpenFile { path, mode } => format!(
                "{} 含有密钥，而本机其他用户可读（{mode:o}）：请执行 `chmod 600`",
                path.display()
            ),
            Self::NoCustomers(name) => format!(
                "账户 {name} 未指定客户，而该厂商只能按客户查询券：请在 [accounts.{name}] 中加入 customers = [\"…\"] 或 \
                 customers = {{ file = \"customers.csv\" }}"
            ),
        }
    }
}

/// Reads the named file, else the first that is found, and looks up every secret that it refers to. `sandbox_ids` as for
/// [`Config::load`].
pub fn check_config(named: Option<&Path>, sandbox_ids: &'static [&'static str]) -> CheckedConfig {
    let mut checked = CheckedConfig::default();
    let (path, text) = match config::found_text(named) {
        Ok(Some(found)) => found,
        Ok(None) => return checked,
        Err(fault) => {
            checked.faults.push(fault);
            return checked;
        }
    };
    checked.path = Some(path.clone());
    let file = checked.file(&path, &text);
    checked.ledger(file.store.as_ref(), &path);
    let holds_secrets = file.store.as_ref().is_some_and(SecretSource::is_inline)
        || file.accounts.values().any(holds_secret);
    let config = Config {
        path: Some(path.clone()),
        ledger: LedgerLocation::File(PathBuf::new()),
        accounts: file.accounts,
        sandbox_ids,
        plain_secret: None,
    };
    for (name, account) in &config.accounts {
        checked.account(name, account, &config);
    }
    if holds_secrets {
        checked.file_mode(&path);
    }
    // Also an account whose other fields could be read: a fault of a field was told before it was looked at.
    let CheckedConfig { sound, faults, .. } = &mut checked;
    sound.retain(|name| {
        let place = format!("accounts.{name}");
        !faults.iter().any(|fault| {
            fault
                .place
                .strip_prefix(&place)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    });
    checked
}

/// Whether a secret of the account stands in the configuration itself.
fn holds_secret(file: &AccountFile) -> bool {
    let mut file = file.clone();
    let is_inline =
        |source: &Option<SecretSource>| source.as_ref().is_some_and(SecretSource::is_inline);
    is_inline(&file.proxy)
        || (file.vendor().secrets)(&mut file).into_iter().any(|(_, source)| is_inline(source))
}

impl CheckedConfig {
    /// The text as far as it can be read: each key that cannot is a fault of its own.
    fn file(&mut self, path: &Path, text: &str) -> ConfigFile {
        let none = || ConfigFile { store: None, accounts: BTreeMap::new() };
        let whole = match config::parse(path, text) {
            Ok(file) => return file,
            Err(fault) => fault,
        };
        let Ok(table) = text.parse::<Table>() else {
            self.faults.push(whole);
            return none();
        };
        let before = self.faults.len();
        let mut file = none();
        for (key, value) in table {
            match (key.as_str(), value) {
                ("accounts", Value::Table(accounts)) => {
                    for (name, fields) in accounts {
                        let read = self.account_file(&name, fields);
                        file.accounts.extend(read.map(|read| (name, read)));
                    }
                }
                (_, value) => {
                    let one = Table::from_iter([(key.clone(), value)]);
                    match one.try_into::<ConfigFile>() {
                        Ok(read) => file.store = read.store,
                        Err(error) => self.syntax(&key, &error),
                    }
                }
            }
        }
        if self.faults.len() == before {
            self.faults.push(whole);
        }
        file
    }

    fn account_file(&mut self, name: &str, fields: Value) -> Option<AccountFile> {
        let place = format!("accounts.{name}");
        let fields = match fields {
            Value::Table(fields) => fields,
            other => {
                let error = other.try_into::<AccountFile>().err()?;
                self.syntax(&place, &error);
                return None;
            }
        };
        if let Ok(read) = fields.clone().try_into() {
            return Some(read);
        }
        let needed = ["vendor", "base_url"];
        for missing in needed.iter().filter(|key| !fields.contains_key(**key)) {
            let place = format!("{place}.{missing}");
            self.faults.push(ConfigError::new(place, ConfigErrorCause::Missing));
        }
        let mut readable = Table::new();
        for (key, value) in fields {
            // Any vendor will do: the field that is looked at is the one that is wrong.
            let vendor = vendors().first().map_or("", |vendor| vendor.name);
            let sound = [vendor, ""].map(|text| Value::String(text.to_owned()));
            let mut one = Table::from_iter(needed.map(str::to_owned).into_iter().zip(sound));
            one.insert(key.clone(), value.clone());
            match one.try_into::<AccountFile>() {
                Ok(_) => drop(readable.insert(key, value)),
                Err(error) => self.syntax(&format!("{place}.{key}"), &error),
            }
        }
        readable.try_into().ok()
    }

    fn syntax(&mut self, place: &str, error: &toml::de::Error) {
        let text = error.message().trim().to_owned();
        self.faults.push(ConfigError::new(place, ConfigErrorCause::Syntax(text)));
    }

    fn ledger(&mut self, store: Option<&SecretSource>, path: &Path) {
        let Some(store) = store else { return };
        self.secret_file(store, path);
        let found = store.resolve("store", Some(path));
        match found.and_then(|text| LedgerLocation::parse(text.expose_secret())) {
            Err(fault) => self.faults.push(fault),
            Ok(location) => {
                if let LedgerLocation::Server(url) = &location
                    && let Err(error) = coupon_ledger::postgres_address(url.expose_secret())
                {
                    let cause = ConfigErrorCause::LedgerAddress(error);
                    self.faults.push(ConfigError::new("store", cause));
                }
                if store.is_inline() && location.has_password() {
                    self.warnings.push(ConfigWarning::PlainSecret("store".to_owned()));
                }
            }
        }
    }

    fn account(&mut self, name: &str, file: &AccountFile, config: &Config) {
        let fields = AccountFields { name, config: config.path.as_deref() };
        let vendor = file.vendor();
        let schedule = file.schedule.as_ref().map(|text| (fields.place("schedule"), text.clone()));
        self.schedules.extend(schedule);
        let before = self.faults.len();
        self.faults.extend(foreign_fields(vendor, file, &fields));
        // The vendor is asked about the other fields with a value in the place of each secret that is not found.
        let mut readable = file.clone();
        for (field, slot) in (vendor.secrets)(&mut readable) {
            if let (Some(source), Some(path)) = (&slot, &config.path) {
                self.secret_file(source, path);
            }
            if let Err(fault) = fields.secret(field, slot) {
                self.faults.push(fault);
                *slot = Some(SecretSource::Inline(InlineSecret(Secret::new("1"))));
            }
        }
        if let (Some(source), Some(path)) = (&readable.proxy, &config.path) {
            self.secret_file(source, path);
        }
        if let Some(proxy) = &readable.proxy
            && let Err(fault) = fields.resolve("proxy", proxy)
        {
            self.faults.push(fault);
            readable.proxy = None;
        }
        if let Err(fault) = customers::read(readable.customers.as_ref(), &fields) {
            self.faults.push(fault);
            readable.customers = None;
        }
        let is_whole = self.faults.len() == before;
        match Account::resolve(name, &readable, config) {
            Ok(account) => {
                let place = account.plain_secret.filter(|_| is_whole);
                self.warnings.extend(place.map(ConfigWarning::PlainSecret));
                let by_customer =
                    vendor.setup.iter().any(|field| field.kind == SetupKind::Customers);
                if is_whole && by_customer && account.customers.is_empty() {
                    self.warnings.push(ConfigWarning::NoCustomers(name.to_owned()));
                }
            }
            // A field of another vendor was told above.
            Err(error) if matches!(error.cause, ConfigErrorCause::ForeignField { .. }) => {}
            Err(fault) => self.faults.push(fault),
        }
        if self.faults.len() == before {
            self.sound.push(name.to_owned());
        }
    }

    fn secret_file(&mut self, source: &SecretSource, config: &Path) {
        if let SecretSource::Reference(SecretReference::File(path)) = source {
            self.file_mode(&resolve_relative_to(Some(config), path));
        }
    }

    fn file_mode(&mut self, path: &Path) {
        let warning = system::mode_for_others(path)
            .map(|mode| ConfigWarning::OpenFile { path: path.to_owned(), mode });
        self.warnings.extend(warning.filter(|warning| !self.warnings.contains(warning)));
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn checked(text: &str) -> (tempfile::TempDir, CheckedConfig) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("coupon.toml");
        fs::write(&path, text).unwrap();
        let checked = check_config(Some(&path), &["public"]);
        (folder, checked)
    }

    fn faults(text: &str) -> Vec<String> {
        checked(text).1.faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_fault_is_told_at_once_and_no_secret_with_it() {
        let told = faults(
            "stoer = \"canary\"\n\
             [accounts.tea]\nvendor = \"qmai\"\nopen_kye = \"canary\"\nrate = \"canary\"\n\
             [accounts.trade]\nvendor = \"qince\"\nbase_url = \"http://a.cn\"\ncustomers = [\"1\"]\n\
             openid = { env = \"NOT_SET_ANYWHERE\" }\n",
        );
        for start in [
            "stoer: unknown field `stoer`",
            "accounts.tea.base_url: is missing",
            "accounts.tea.open_kye: unknown field",
            "accounts.tea.rate: expected a whole number",
            "accounts.trade.customers: is no field of a qince account",
            "accounts.trade.openid: env NOT_SET_ANYWHERE: ",
            "accounts.trade.app_key: is missing",
        ] {
            assert!(told.iter().any(|fault| fault.starts_with(start)), "{start}: {told:#?}");
        }
        assert_eq!(told.len(), 7, "{told:#?}");
        assert!(!told.concat().contains("canary"), "{told:#?}");
    }

    #[test]
    fn the_vendors_own_check_is_made_although_a_secret_is_missing() {
        let told = faults(
            "[accounts.trade]\nvendor = \"qince\"\nbase_url = \"http://a.cn\"\nopenid = \"1\"\n",
        );
        assert_eq!(told[0], "accounts.trade.app_key: is missing");
        assert!(told[1].starts_with("accounts.trade: base_url must be https"), "{told:?}");
        assert_eq!(told.len(), 2);
    }

    #[test]
    fn a_field_that_cannot_be_read_hides_no_other_fault_and_a_database_is_looked_at() {
        let told = faults(
            "store = \"postgres://ann:p?canary@db/shop\"\n\
             [accounts.tea]\nvendor = \"qmai\"\nbase_url = \"https://a.cn\"\nrate = 0\nopen_id = \"1\"\n",
        );
        for start in ["store: ", "accounts.tea.rate: ", "accounts.tea.grant_code: is missing"] {
            assert!(told.iter().any(|fault| fault.starts_with(start)), "{start}: {told:#?}");
        }
        assert!(!told.concat().contains("canary"), "{told:#?}");
    }

    #[test]
    fn a_line_that_is_no_toml_is_the_one_fault() {
        let told = faults("[accounts.tea\nvendor = 1\n");
        assert!(told.len() == 1 && told[0].contains("coupon.toml:1: "), "{told:?}");
    }

    #[test]
    fn what_works_and_is_unwise_is_a_warning() {
        let (folder, checked) = checked(
            "[accounts.tea]\nvendor = \"qmai\"\nbase_url = \"https://a.cn\"\nopen_id = \"1\"\ngrant_code = \"1\"\nopen_key = \"k\"\n",
        );
        assert_eq!(checked.sound, ["tea"], "{:?}", checked.faults);
        let plain = ConfigWarning::PlainSecret("accounts.tea.open_key".to_owned());
        assert!(checked.warnings.contains(&plain), "{:?}", checked.warnings);
        assert!(checked.warnings.contains(&ConfigWarning::NoCustomers("tea".to_owned())));
        let path = folder.path().join("coupon.toml");
        #[cfg(unix)]
        assert!(checked.warnings.contains(&ConfigWarning::OpenFile { path, mode: 0o644 }));
        let (_folder, nobody) = self::checked("");
        assert!(nobody.warnings.is_empty() && nobody.sound.is_empty());
    }
}
