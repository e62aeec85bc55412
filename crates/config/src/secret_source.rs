//! Where a secret of the configuration comes from: `{ env = }`, `{ file = }`, `{ command = [..] }`, or plain text.

use std::{
    convert::Infallible,
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use coupon_sign::Secret;
use serde::{Deserialize, Deserializer};

use crate::{
    error::{ConfigError, ConfigErrorCause},
    system,
};

/// A secret, or where to find it.
#[derive(Debug, Clone, Deserialize)]
#[serde(
    untagged,
    expecting = "expected text, { env = \"NAME\" }, { file = \"PATH\" } or { command = [\"PROGRAM\", …] }"
)]
pub enum SecretSource {
    /// The secret stands in the configuration itself.
    Inline(InlineSecret),
    /// The secret stands elsewhere.
    Reference(SecretReference),
}

/// A secret that stands in the file. Its `Debug` shows `***`.
#[derive(Clone)]
pub struct InlineSecret(pub Secret);

/// Where to find a secret.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SecretReference {
    /// In an environment variable.
    Env(String),
    /// In a file, without its last line end. A relative path starts at the folder of the configuration file.
    File(PathBuf),
    /// In the standard output of a program, without its last line end. The first word is the program.
    Command(Vec<String>),
}

/// As an argument of a command line has it: `env:NAME`, `@FILE`, or the secret itself.
impl FromStr for SecretSource {
    type Err = Infallible;

    fn from_str(given: &str) -> Result<Self, Infallible> {
        Ok(match (given.strip_prefix("env:"), given.strip_prefix('@')) {
            (Some(name), _) => Self::Reference(SecretReference::Env(name.to_owned())),
            (_, Some(path)) => Self::Reference(SecretReference::File(path.into())),
            _ => Self::Inline(InlineSecret(Secret::new(given))),
        })
    }
}

impl SecretSource {
    /// True if the secret stands in the configuration itself.
    pub fn is_inline(&self) -> bool {
        matches!(self, Self::Inline(_))
    }

    /// Finds the secret. `place` names it in errors ("accounts.tea.open_key"); `config` is the path of the configuration file.
    ///
    /// # Errors
    ///
    /// The variable, the file or the program cannot be read.
    pub fn resolve(&self, place: &str, config: Option<&Path>) -> Result<Secret, ConfigError> {
        match self {
            Self::Inline(InlineSecret(secret)) => Ok(secret.clone()),
            Self::Reference(reference) => reference.resolve(place, config),
        }
    }
}

/// Where the secret is found, as an argument of a command line has it; `***` for a secret that stands in the configuration itself.
/// A program is shown without its arguments.
impl fmt::Display for SecretSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inline(_) => f.write_str("***"),
            Self::Reference(reference) => reference.fmt(f),
        }
    }
}

impl fmt::Display for SecretReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Env(name) => write!(f, "env:{name}"),
            Self::File(path) => write!(f, "@{}", path.display()),
            Self::Command(words) => {
                write!(f, "command:{}", words.first().map_or("", String::as_str))
            }
        }
    }
}

impl SecretReference {
    pub(crate) fn resolve(
        &self,
        place: &str,
        config: Option<&Path>,
    ) -> Result<Secret, ConfigError> {
        let found = match self {
            Self::Env(name) => system::variable(name),
            Self::File(path) => system::file(&resolve_relative_to(config, path)),
            Self::Command(command) => system::output(command),
        };
        let text =
            found.map_err(|error| ConfigError::new(place, ConfigErrorCause::System(error)))?;
        let end = text.trim_end_matches(['\r', '\n']).len();
        Ok(Secret::new(&text[..end]))
    }
}

/// A path that the configuration file names: relative paths start at the file's folder.
pub(crate) fn resolve_relative_to(config: Option<&Path>, path: &Path) -> PathBuf {
    config.and_then(Path::parent).map_or_else(|| path.to_owned(), |folder| folder.join(path))
}

impl<'de> Deserialize<'de> for InlineSecret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Secret::new(String::deserialize(deserializer)?)))
    }
}

impl fmt::Debug for InlineSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InlineSecret(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_the_file() {
        let from =
            |config: &str, path: &str| resolve_relative_to(Some(config.as_ref()), path.as_ref());
        assert_eq!(from("/etc/c.toml", "a.key"), Path::new("/etc/a.key"));
        assert_eq!(from("c.toml", "/a.key"), Path::new("/a.key"));
        assert_eq!(resolve_relative_to(None, "coupons.db".as_ref()), Path::new("coupons.db"));
    }
}
