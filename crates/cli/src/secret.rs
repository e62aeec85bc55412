//! Secrets of the configuration: `{ env = }`, `{ file = }`, `{ command = [..] }`, or plain text with a warning.

use std::{env, fmt, fs, path::PathBuf, process::Command};

use coupon_sign::Secret;
use serde::{Deserialize, Deserializer};

use crate::{config::Config, exit::Failure, text::Lang};

/// Where a secret comes from.
#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "expected text, { env = \"NAME\" }, { file = \"PATH\" } or { command = [\"PROGRAM\", …] }"
)]
pub(crate) enum SecretSource {
    /// Written down as it is.
    Plain(Plain),
    /// Found elsewhere.
    Elsewhere(Elsewhere),
}

/// A secret that stands in the file.
pub(crate) struct Plain(pub(crate) Secret);

/// Where to find it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Elsewhere {
    /// In an environment variable.
    Env(String),
    /// In a file, without its last line end.
    File(PathBuf),
    /// What a program prints, without its last line end.
    Command(Vec<String>),
}

impl SecretSource {
    /// True if it stands in the configuration itself.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self, Self::Plain(_))
    }

    /// Finds the secret. `place` names it in errors: "accounts.tea.open_key".
    pub(crate) fn resolve(
        &self,
        place: &str,
        config: &Config,
        lang: Lang,
    ) -> Result<Secret, Failure> {
        let found = match self {
            Self::Plain(Plain(secret)) => return Ok(secret.clone()),
            Self::Elsewhere(Elsewhere::Env(name)) => {
                env::var(name).map_err(|error| format!("env {name}: {error}"))
            }
            Self::Elsewhere(Elsewhere::File(path)) => {
                let path = config.beside(path);
                fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
            }
            Self::Elsewhere(Elsewhere::Command(command)) => printed_by(command),
        };
        let text = found.map_err(|why| Failure::Setup(lang.unreadable_file(place, why)))?;
        let end = text.trim_end_matches(['\r', '\n']).len();
        Ok(Secret::new(&text[..end]))
    }
}

/// Names the program alone: its arguments and what it printed may be secret.
fn printed_by(command: &[String]) -> Result<String, String> {
    let (program, arguments) = command.split_first().ok_or("command is empty; name a program")?;
    let output = Command::new(program).args(arguments).output();
    let output = output.map_err(|error| format!("command {program}: {error}"))?;
    if !output.status.success() {
        return Err(format!("command {program}: {}", output.status));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("command {program}: printed no UTF-8"))
}

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Secret::new(String::deserialize(deserializer)?)))
    }
}

impl fmt::Debug for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Plain(***)")
    }
}
