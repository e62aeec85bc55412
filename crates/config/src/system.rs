//! Reads files, environment variables and the output of programs: the only module that touches the machine.

use std::{
    env, fs,
    io::{self, Write as _},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket},
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
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

/// Gives text to the standard input of a program.
pub(crate) fn give(command: &[&str], text: &str) -> Result<(), SystemError> {
    let (&program, arguments) = command.split_first().ok_or(SystemError::NoProgram)?;
    let failed = |source| SystemError::Program { program: program.to_owned(), source };
    let mut given = Command::new(program);
    let mut child = given.args(arguments).stdin(Stdio::piped()).spawn().map_err(failed)?;
    let mut to = child.stdin.take().expect("it is piped");
    let written = to.write_all(text.as_bytes());
    drop(to);
    let status = child.wait().map_err(failed)?;
    match (status.success(), written) {
        (true, written) => written.map_err(failed),
        (false, _) => Err(SystemError::ProgramFailed { program: program.to_owned(), status }),
    }
}

/// Makes a file that this user alone may read. One that exists is left as it is: an error of the kind `AlreadyExists`.
pub(crate) fn new_private_file(path: &Path, text: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    if written.is_err() {
        remove(path);
    }
    written
}

/// Makes a folder that this user alone may enter, if there is none.
pub(crate) fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Removes a file of ours that was made a moment ago. That it cannot be removed changes nothing about the error that is told.
pub(crate) fn remove(path: &Path) {
    let _ = fs::remove_file(path);
}

/// The permissions of a file, if others than its owner have any.
pub(crate) fn mode_for_others(path: &Path) -> Option<u32> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(path).ok()?.permissions().mode() & 0o777;
        (mode & 0o077 != 0).then_some(mode)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

/// The addresses of a host.
pub(crate) async fn addresses(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    Ok(tokio::net::lookup_host((host, port)).await?.collect())
}

/// The address of this machine from which calls to that one come. Nothing is sent.
pub(crate) fn own_address(remote: SocketAddr) -> io::Result<IpAddr> {
    let any: IpAddr = match remote {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let socket = UdpSocket::bind((any, 0))?;
    socket.connect(remote)?;
    Ok(socket.local_addr()?.ip())
}

/// The variables of the environment that name a proxy for other programs.
pub(crate) fn proxy_variables() -> Vec<&'static str> {
    let names =
        ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy"];
    names.into_iter().filter(|name| env::var_os(name).is_some_and(|set| !set.is_empty())).collect()
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
