//! Reads files, environment variables and the output of programs: the only module that touches the machine.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::{Command, ExitStatus},
};

/// Why something outside the configuration cannot be read. Values and arguments are never repeated: they may be secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SystemError {
    /// An environment variable that is not set, or is no UTF-8.
    #[error("env {name}: {source}")]
    Variable {
        /// Its name.
        name: String,
        /// The system's error.
        source: env::VarError,
    },
    /// A file that cannot be read, or is no UTF-8.
    #[error("{}: {source}", path.display())]
    File {
        /// Its path.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// A command of no words.
    #[error("command is empty; name a program")]
    NoProgram,
    /// A program that cannot be started.
    #[error("command {program}: {source}")]
    Program {
        /// Its name, without arguments.
        program: String,
        /// The system's error.
        source: io::Error,
    },
    /// A program that ended with a failure.
    #[error("command {program}: {status}")]
    ProgramFailed {
        /// Its name, without arguments.
        program: String,
        /// How it ended.
        status: ExitStatus,
    },
    /// A program that printed something else than UTF-8.
    #[error("command {program}: printed no UTF-8")]
    ProgramOutput {
        /// Its name, without arguments.
        program: String,
    },
}

/// The user of this machine, as the environment tells: `USER`, `LOGNAME` or `USERNAME`. None if none is set.
pub fn machine_user() -> Option<String> {
    let set = ["USER", "LOGNAME", "USERNAME"].into_iter().filter_map(|name| env::var(name).ok());
    set.map(|name| name.trim().to_owned()).find(|name| !name.is_empty())
}

/// The bytes of a file.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, SystemError> {
    fs::read(path).map_err(|source| SystemError::File { path: path.to_owned(), source })
}

/// The text of a file.
pub(crate) fn file(path: &Path) -> Result<String, SystemError> {
    fs::read_to_string(path).map_err(|source| SystemError::File { path: path.to_owned(), source })
}

/// The text of an environment variable.
pub(crate) fn variable(name: &str) -> Result<String, SystemError> {
    env::var(name).map_err(|source| SystemError::Variable { name: name.to_owned(), source })
}

/// The standard output of a program.
pub(crate) fn output(command: &[String]) -> Result<String, SystemError> {
    let (program, arguments) = command.split_first().ok_or(SystemError::NoProgram)?;
    let program = || program.clone();
    let output = Command::new(program()).args(arguments).output();
    let output = output.map_err(|source| SystemError::Program { program: program(), source })?;
    if !output.status.success() {
        return Err(SystemError::ProgramFailed { program: program(), status: output.status });
    }
    let text = String::from_utf8(output.stdout);
    text.map_err(|_| SystemError::ProgramOutput { program: program() })
}

/// The text of a configuration file that the user named.
pub(crate) fn named_file(path: &Path) -> io::Result<String> {
    fs::read_to_string(path)
}

/// The first configuration file that exists: `coupon.toml` in the current folder, else in the user's configuration folder.
///
/// # Errors
///
/// A file that exists and cannot be read, with its path.
pub(crate) fn found_file() -> Result<Option<(PathBuf, String)>, (PathBuf, io::Error)> {
    for path in std::iter::once(PathBuf::from("coupon.toml")).chain(in_users_folder()) {
        match fs::read_to_string(&path) {
            Ok(text) => return Ok(Some((path, text))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err((path, error)),
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
