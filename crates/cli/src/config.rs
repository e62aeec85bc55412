//! The configuration file, as written. Nothing is resolved here: a key that no command needs may be missing.

use std::{
    collections::BTreeMap,
    env, fs, io,
    path::{Path, PathBuf},
};

use coupon_sign::Secret;
use jiff::civil::Date;
use serde::Deserialize;

use crate::{exit::Failure, output::say, secret::SecretSource, store::Store, text::Lang};

/// Where the coupons go when nothing else is said.
const STORE: &str = "sqlite:coupons.db";

/// A configuration and where it stands. The default is none.
#[derive(Debug, Default)]
pub(crate) struct Config {
    /// The file; none for the built-in sandbox.
    pub(crate) path: Option<PathBuf>,
    /// Where the ledger lies.
    pub(crate) store: Store,
    /// By name.
    pub(crate) accounts: BTreeMap<String, AccountFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    store: Option<SecretSource>,
    #[serde(default)]
    accounts: BTreeMap<String, AccountFile>,
}

/// One account as written. Which fields a vendor takes is checked when the account is used.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountFile {
    pub(crate) vendor: Vendor,
    pub(crate) base_url: String,
    #[serde(default)]
    pub(crate) allow_http: bool,
    /// Through which proxy; its address may hold a password.
    pub(crate) proxy: Option<SecretSource>,
    /// Calls a second for each operation.
    pub(crate) rate: Option<RateFile>,
    /// First Beijing day of the first load.
    pub(crate) since: Option<Date>,
    /// When workers sync it: five fields of cron, in Beijing time.
    pub(crate) schedule: Option<String>,
    /// The label of the workers whose addresses the vendor knows.
    pub(crate) egress: Option<String>,
    /// Rows a page; for tests.
    pub(crate) page_length: Option<u32>,
    // Qmai
    pub(crate) open_id: Option<SecretSource>,
    pub(crate) grant_code: Option<SecretSource>,
    pub(crate) open_key: Option<SecretSource>,
    pub(crate) customers: Option<CustomersFile>,
    pub(crate) v2_signing: Option<V2SigningFile>,
    pub(crate) v2_money: Option<V2MoneyFile>,
    // Qince
    pub(crate) openid: Option<SecretSource>,
    pub(crate) app_key: Option<SecretSource>,
    pub(crate) timestamp: Option<TimestampFile>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Vendor {
    Qmai,
    Qince,
}

impl Vendor {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Qmai => "qmai",
            Self::Qince => "qince",
        }
    }

    /// The providers that one account of it serves.
    pub(crate) fn providers(self) -> &'static [&'static str] {
        match self {
            Self::Qmai => &["qmai"],
            Self::Qince => &["qince.voucher", "qince.coupondetail"],
        }
    }
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(untagged, expecting = "expected a whole number of calls a second, or \"unlimited\"")]
pub(crate) enum RateFile {
    PerSecond(std::num::NonZeroU32),
    Word(Unlimited),
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Unlimited {
    Unlimited,
}

#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "expected a list of customer ids as text, or { file = \"…\" }")]
pub(crate) enum CustomersFile {
    List(Vec<String>),
    File { file: PathBuf },
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum V2SigningFile {
    PascalCase,
    CamelCase,
    PascalCaseWithAction,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum V2MoneyFile {
    Fen,
    Yuan,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TimestampFile {
    Beijing,
    EpochMillis,
}

impl Config {
    /// Reads the named file, else the first that is found; none found is the built-in sandbox. `store` outweighs the file's.
    pub(crate) fn load(
        named: Option<&Path>,
        store: Option<&Secret>,
        lang: Lang,
    ) -> Result<Self, Failure> {
        let found = match named {
            Some(path) => Some((path.to_owned(), read(path, lang)?)),
            None => search(lang)?,
        };
        let (path, file) = match found {
            Some((path, text)) => {
                let file = parse(&path, &text, lang)?;
                (Some(path), file)
            }
            None => (None, File { store: None, accounts: BTreeMap::new() }),
        };
        let mut config = Self { path, store: Store::default(), accounts: file.accounts };
        config.store = match (store, file.store) {
            (Some(typed), _) => Store::read(typed.expose_secret(), lang)?,
            (None, Some(written)) => {
                let store = Store::written(written, lang)?;
                if store.has_password() {
                    say(&lang.warning(lang.plain_secret("store")));
                }
                store.beside(&config)
            }
            (None, None) => Store::read(STORE, lang)?.beside(&config),
        };
        Ok(config)
    }

    /// A path that the file names, seen from the file.
    pub(crate) fn beside(&self, path: &Path) -> PathBuf {
        beside(self.path.as_deref(), path)
    }
}

fn beside(config: Option<&Path>, path: &Path) -> PathBuf {
    config.and_then(Path::parent).map_or_else(|| path.to_owned(), |folder| folder.join(path))
}

fn read(path: &Path, lang: Lang) -> Result<String, Failure> {
    fs::read_to_string(path)
        .map_err(|error| Failure::Setup(lang.unreadable_file(path.display(), error)))
}

fn search(lang: Lang) -> Result<Option<(PathBuf, String)>, Failure> {
    for path in std::iter::once(PathBuf::from("coupon.toml")).chain(in_users_folder()) {
        match fs::read_to_string(&path) {
            Ok(text) => return Ok(Some((path, text))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(Failure::Setup(lang.unreadable_file(path.display(), error))),
        }
    }
    Ok(None)
}

fn in_users_folder() -> Option<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = set("XDG_CONFIG_HOME")
        .or_else(|| set("APPDATA"))
        .or_else(|| set("HOME").map(|home| home.join(".config")))?;
    Some(folder.join("coupon").join("coupon.toml"))
}

/// The library's own message quotes the line, which may hold a key: only its words and the line's number are repeated.
fn parse(path: &Path, text: &str, lang: Lang) -> Result<File, Failure> {
    toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start.min(text.len()));
        let line = text.as_bytes()[..start].iter().filter(|&&byte| byte == b'\n').count() + 1;
        let place = format!("{}:{line}", path.display());
        Failure::Setup(lang.unreadable_file(place, error.message().trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        match parse(Path::new("coupon.toml"), text, Lang::En) {
            Err(Failure::Setup(message)) => message,
            other => panic!("{other:?}"),
        }
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
        let readme = include_str!("../README.md");
        let shown = readme.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
        let file = parse(Path::new("coupon.toml"), shown, Lang::En).unwrap();
        let names: Vec<&str> = file.accounts.keys().map(String::as_str).collect();
        assert_eq!(names, ["tea", "trade"]);
        assert_eq!(file.accounts["trade"].since.unwrap().to_string(), "2020-01-01");
    }

    #[test]
    fn unknown_keys_are_errors() {
        assert!(message("stoer = 1").contains("unknown field `stoer`"));
    }

    #[test]
    fn paths_are_seen_from_the_file() {
        assert_eq!(
            beside(Some(Path::new("/etc/c.toml")), Path::new("a.key")),
            Path::new("/etc/a.key")
        );
        assert_eq!(beside(Some(Path::new("c.toml")), Path::new("/a.key")), Path::new("/a.key"));
        assert_eq!(beside(None, Path::new("coupons.db")), Path::new("coupons.db"));
    }
}
