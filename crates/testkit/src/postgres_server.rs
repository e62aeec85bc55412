//! A PostgreSQL server of a test's own, thrown away with it: the system's binaries, a temporary folder, a socket in it.

use std::{
    env, fs,
    net::TcpListener,
    os::unix::{
        fs::{MetadataExt, PermissionsExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::Duration,
};

use postgres::{Client, NoTls};
use tempfile::TempDir;

/// Password of the user "coupon". No output may ever show it.
pub const PASSWORD: &str = "canary-7b1d";

/// The user "nobody": PostgreSQL does not run as root.
const NOBODY: u32 = 65534;

/// A running server; it ends with this value, and its folder is removed.
#[derive(Debug)]
pub struct PostgresServer {
    dir: TempDir,
    binaries: PathBuf,
    process: Child,
    port: String,
    databases: AtomicU32,
}

impl PostgresServer {
    /// None where PostgreSQL is not installed: `cargo xtask ci` says so, and `.ci/run` does not let it pass.
    pub fn start() -> Option<Self> {
        Self::start_with(&["listen_addresses="], |_| ())
    }

    /// On a port of this machine, with a certificate for "localhost".
    pub fn start_with_certificate() -> Option<(Self, u16)> {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let settings = [
            "listen_addresses=127.0.0.1",
            "log_connections=on",
            "ssl=on",
            "ssl_cert_file=../server.pem",
            "ssl_key_file=../server.key",
        ];
        let port_setting = format!("port={port}");
        let settings = [&settings[..], &[&port_setting]].concat();
        Some((Self::start_with(&settings, make_certificate)?, port))
    }

    /// The certificate of the authority that signed the server's.
    pub fn authority(&self) -> PathBuf {
        self.dir.path().join("authority.pem")
    }

    /// With these settings, each as `name=value`, after its folder was prepared.
    pub fn start_with(settings: &[&str], prepare: impl FnOnce(&Path)) -> Option<Self> {
        let Some(binaries) = binaries() else {
            eprintln!("SKIPPED: PostgreSQL is not installed (Debian: apt-get install postgresql)");
            return None;
        };
        let dir = tempfile::Builder::new().prefix("pg").tempdir().unwrap();
        let password = dir.path().join("password");
        fs::write(&password, PASSWORD).unwrap();
        if is_root() {
            chown(dir.path(), Some(NOBODY), Some(NOBODY)).unwrap();
            chown(&password, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        let mut initdb = unprivileged(&binaries.join("initdb"), dir.path());
        initdb.args(["-D", "data", "-U", "coupon", "-A", "scram-sha-256", "--pwfile=password"]);
        initdb.args(["-E", "UTF8", "--locale=C", "--no-sync", "--wal-segsize=1"]);
        succeed(initdb);
        prepare(dir.path());

        let log = fs::File::create(dir.path().join("log")).unwrap();
        let mut postgres = unprivileged(&binaries.join("postgres"), dir.path());
        postgres.args(["-D", "data", "-c", "fsync=off"]);
        postgres.args(["-c", "shared_buffers=16MB", "-c"]);
        postgres.arg(format!("unix_socket_directories={}", dir.path().display()));
        for setting in settings {
            postgres.args(["-c", setting]);
        }
        let process = postgres.stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let databases = AtomicU32::new(0);
        let port = settings.iter().find_map(|setting| setting.strip_prefix("port="));
        let port = port.unwrap_or("5432").to_owned();
        let mut server = Self { dir, binaries, process, port, databases };
        server.wait();
        Some(server)
    }

    fn wait(&mut self) {
        // Five minutes, for a busy machine.
        for _ in 0..6000 {
            let answers =
                on_its_own_thread(|| Client::connect(&self.url("postgres"), NoTls).map(drop));
            match answers {
                Ok(()) => return,
                Err(_) if self.process.try_wait().unwrap().is_none() => {
                    thread::sleep(Duration::from_millis(50));
                }
                Err(_) => break,
            }
        }
        panic!("PostgreSQL did not start: {}", self.log());
    }

    /// The address of a new, empty database.
    pub fn database(&self) -> String {
        let name = format!("test{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.run("postgres", &format!("CREATE DATABASE {name}"));
        self.url(&name)
    }

    /// Removes a database that nobody uses any more; the server itself would be gone before its files are.
    pub fn drop_database(&self, url: &str) {
        let (_, name) = url.rsplit_once('/').unwrap();
        self.run("postgres", &format!("DROP DATABASE {name}"));
    }

    /// Runs statements as its owner.
    fn run(&self, database: &str, sql: &str) {
        let url = self.url(database);
        on_its_own_thread(|| Client::connect(&url, NoTls).unwrap().batch_execute(sql).unwrap());
    }

    /// The address of a database of this name.
    pub fn url(&self, database: &str) -> String {
        let folder = self.dir.path().display().to_string().replace('/', "%2F");
        format!("postgres://coupon:{PASSWORD}@{folder}:{}/{database}", self.port)
    }

    /// The server's log so far.
    pub fn log(&self) -> String {
        fs::read_to_string(self.dir.path().join("log")).unwrap_or_default()
    }

    /// Stops at once, as when the power goes.
    fn stop(&mut self) {
        let mut stop = unprivileged(&self.binaries.join("pg_ctl"), self.dir.path());
        let stopped = stop.args(["stop", "-s", "-D", "data", "-m", "immediate"]).status();
        if !stopped.is_ok_and(|status| status.success()) {
            drop(self.process.kill());
        }
        drop(self.process.wait());
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        self.stop();
    }
}

/// An authority, and a certificate by it.
fn make_certificate(dir: &Path) {
    for (name, more) in [
        ("authority", &["-addext", "keyUsage=critical,keyCertSign"][..]),
        (
            "server",
            &[
                "-CA",
                "authority.pem",
                "-CAkey",
                "authority.key",
                "-addext",
                "subjectAltName=DNS:localhost",
                "-addext",
                "basicConstraints=critical,CA:FALSE",
            ],
        ),
    ] {
        let mut openssl = unprivileged(Path::new("openssl"), dir);
        openssl.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]);
        openssl.args(["-nodes", "-days", "2", "-subj", &format!("/CN=test {name}")]);
        openssl.args(["-keyout", &format!("{name}.key"), "-out", &format!("{name}.pem")]);
        openssl.args(more);
        succeed(openssl);
    }
    let private = fs::Permissions::from_mode(0o600);
    fs::set_permissions(dir.join("server.key"), private).unwrap();
}

fn succeed(mut command: Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// The plain client blocks, which an asynchronous test must not see.
pub fn on_its_own_thread<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| scope.spawn(work).join().unwrap())
}

fn unprivileged(program: &Path, dir: &Path) -> Command {
    let mut command = Command::new(program);
    // A developer's own server is none of the test's business.
    command.current_dir(dir).env("LC_ALL", "C").env_remove("PGPORT");
    if is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0)
}

/// On the path, or where Debian puts them.
fn binaries() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = env::split_paths(&path).collect();
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    folders.extend(debian.map(|version| version.path().join("bin")));
    let complete = |folder: &PathBuf| {
        ["initdb", "postgres", "pg_ctl"].iter().all(|name| folder.join(name).is_file())
    };
    folders.into_iter().find(complete)
}
