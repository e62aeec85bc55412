//! A ledger behind PgBouncer, in session and in transaction mode.
#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(clippy::print_stderr, reason = "it says aloud what it cannot check")]

use std::{
    env,
    ffi::OsString,
    fs,
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::Arc,
    thread,
    time::Duration,
};

use crate::common::*;
use coupon_ledger::{Checkpoint, Environment, LedgerError, LedgerTable, OpenOptions};
use coupon_testkit::{PASSWORD, PostgresServer};
use tempfile::TempDir;

/// PgBouncer before a server of the test's own.
struct Pooler {
    process: Child,
    port: u16,
    folder: TempDir,
}

impl Drop for Pooler {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The program; `PGBOUNCER` names another than the system's.
fn program() -> OsString {
    env::var_os("PGBOUNCER").unwrap_or_else(|| "pgbouncer".into())
}

/// Its version as numbers; `None`, and said, where it is not installed.
fn version() -> Option<(u32, u32)> {
    let Ok(said) = Command::new(program()).arg("--version").output() else {
        eprintln!("SKIPPED: PgBouncer is not installed (Debian: apt-get install pgbouncer)");
        return None;
    };
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    let version = said.split_whitespace().nth(1)?.to_owned();
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or_default());
    Some((parts.next()?, parts.next()?))
}

impl Pooler {
    fn start(server_port: u16, mode: &str, settings: &str) -> Self {
        let folder = tempfile::Builder::new().prefix("pgbouncer").tempdir().unwrap();
        let port = free_port();
        let config = format!(
            "[databases]\n* = host=127.0.0.1 port={server_port} user=coupon password={PASSWORD}\n\
             [pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n\
             pool_mode = {mode}\n{settings}\n"
        );
        let file = folder.path().join("pgbouncer.ini");
        fs::write(&file, config).unwrap();
        // It does not run as root, and its file is read by the user that it becomes.
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        let mut command = Command::new(program());
        if fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0) {
            command.args(["-u", "nobody"]);
        }
        let log = fs::File::create(folder.path().join("log")).unwrap();
        let process = command.arg(&file).stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let pooler = Self { process, port, folder };
        for _ in 0..600 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return pooler;
            }
            thread::sleep(Duration::from_millis(50));
        }
        panic!("{}", pooler.log());
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn address(&self, direct: &str, options: &str) -> String {
        let (_, database) = direct.rsplit_once('/').unwrap();
        format!("postgres://coupon:{PASSWORD}@127.0.0.1:{}/{database}{options}", self.port)
    }
}

fn server() -> Option<(PostgresServer, u16)> {
    let port = free_port();
    let settings = ["listen_addresses=127.0.0.1".to_owned(), format!("port={port}")];
    let settings: Vec<&str> = settings.iter().map(String::as_str).collect();
    Some((PostgresServer::start_with(&settings, |_| ())?, port))
}

const LEDGERS: i64 = 6;
const BATCHES: i64 = 10;

/// Several ledgers at once, as of several processes.
async fn work(address: &str) {
    drop(OpenOptions::new(Environment::Real).create(true).open_postgres(address).unwrap());
    // Each blocks its thread while it waits for its lease.
    thread::scope(|scope| {
        for number in 0..LEDGERS {
            scope.spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                runtime.unwrap().block_on(one(address, number));
            });
        }
    });
    let ledger = OpenOptions::new(Environment::Real).open_postgres(address).unwrap();
    let stored = ledger.coupons(&Default::default(), 100_000).await.unwrap();
    assert_eq!(stored.len() as i64, LEDGERS * BATCHES * 50);
    let kept = ledger.digest(LedgerTable::Coupons, None).await.unwrap();
    assert_eq!(kept, ledger.recomputed_digest(LedgerTable::Coupons, None).await.unwrap());
}

/// Takes an account, writes and reads; while it is taken nobody else gets it.
async fn one(address: &str, number: i64) {
    let ledger = OpenOptions::new(Environment::Real).create(true).open_postgres(address).unwrap();
    let name = format!("account-{number}");
    ledger.register_account(&name.as_str().into(), "qince", &name).await.unwrap();
    let lock = ledger.lock_account(&name.as_str().into(), Duration::from_secs(30)).unwrap();
    for n in 0..BATCHES {
        let rows = (0..50).map(|row| coupon(&format!("{n}-{row}"), "a"));
        let mut batch = of_coupons(n, rows);
        batch.account = name.as_str().into();
        let day = jiff::civil::date(2026, 3, 1 + n as i8);
        batch.checkpoint = Some(Checkpoint { stream: "coupons".to_owned(), day });
        ledger.commit(batch).await.unwrap();
        let counts = ledger.counts().await.unwrap();
        assert!(counts.iter().any(|count| count.rows >= 50 * (n as u64 + 1)), "{counts:?}");
    }
    let again = OpenOptions::new(Environment::Real).create(true).open_postgres(address).unwrap();
    let error = again.lock_account(&name.as_str().into(), Duration::from_secs(30)).unwrap_err();
    assert!(matches!(error, LedgerError::AccountLocked { .. }), "{error}");
    drop(lock);
    drop(again.lock_account(&name.as_str().into(), Duration::from_secs(30)).unwrap());
}

#[tokio::test]
async fn session_mode_is_as_the_server_itself() {
    let (Some(version), Some((server, port))) = (version(), server()) else { return };
    let pooler = Pooler::start(port, "session", "default_pool_size = 40");
    work(&pooler.address(&server.database(), "")).await;
    println!("PgBouncer {version:?}, session mode: {LEDGERS} ledgers x {BATCHES} batches");
}

#[tokio::test]
async fn transaction_mode_keeps_statements_and_settings() {
    let (Some(version), Some((server, port))) = (version(), server()) else { return };
    if version < (1, 21) {
        eprintln!(
            "SKIPPED: PgBouncer {version:?} keeps no statements in transaction mode; 1.21 does"
        );
        return;
    }
    // Two connections for six ledgers and their leases.
    let settings = "default_pool_size = 2\nmax_prepared_statements = 200";
    let pooler = Pooler::start(port, "transaction", settings);
    let place = Place::on(&Arc::new(server));
    work(&pooler.address(&place.address(), "?pool_mode=transaction")).await;
    let set = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'coupon'";
    let connections: u32 = place.ask(set).unwrap().parse().unwrap();
    assert!(connections <= 2, "{connections}");
    println!(
        "PgBouncer {version:?}, transaction mode: {LEDGERS} ledgers x {BATCHES} batches over two connections"
    );
}

#[tokio::test]
async fn transaction_mode_without_statements_is_named_with_what_to_set() {
    let (Some(version), Some((server, port))) = (version(), server()) else { return };
    // Before 1.21 it keeps none, and does not know the setting.
    let none = if version >= (1, 21) { "max_prepared_statements = 0" } else { "" };
    // Each transaction is given a connection of its own, which knows no statement of the one before.
    let pooler = Pooler::start(port, "transaction", &format!("server_lifetime = 0\n{none}"));
    let address = pooler.address(&server.database(), "?pool_mode=transaction");
    let opened = OpenOptions::new(Environment::Real).create(true).open_postgres(&address);
    let error = opened.expect_err("a statement of another connection is not known");
    assert!(matches!(error, LedgerError::Pooler { .. }), "{error:?}");
    assert!(error.to_string().contains("max_prepared_statements"), "{error}");
}
