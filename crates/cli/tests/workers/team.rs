//! Four machines, four accounts of both vendors, one database.

use std::{
    fmt::Write as _,
    fs::File,
    process::{Child, Command},
    thread::sleep,
    time::{Duration, Instant},
};

use coupon_ledger::{Environment, LedgerTable, OpenOptions};
use coupon_sandbox::{Credentials, SandboxConfig};
use coupon_testkit::PostgresServer;
use postgres::{Client, NoTls};

use super::watch::Watch;
use crate::support::{Place, Served};

pub(crate) const WORKERS: usize = 4;
/// Calls a second and operation of every account.
pub(crate) const RATE: usize = 25;
/// The account that only workers with the label may call.
pub(crate) const SOUTHERN: &str = "tea-b";
/// Who has the label.
pub(crate) const IN_THE_SOUTH: [usize; 2] = [0, 1];

/// How long a condition may take to come true on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(300);

pub(crate) struct Team {
    pub(crate) watch: Watch,
    server: PostgresServer,
    _sandboxes: [Served; 2],
    places: Vec<Place>,
}

impl Team {
    /// None without PostgreSQL on this machine.
    pub(crate) fn new() -> Option<Self> {
        let server = PostgresServer::start()?;
        let settings = |seed| SandboxConfig { seed, ..SandboxConfig::default() };
        let sandboxes = [1, 2].map(|seed| Served::new(settings(seed)));
        let watch = Watch::default();
        let places = (0..WORKERS).map(|worker| {
            let place = Place::new();
            place.write("coupon.toml", &config(&watch, worker, &sandboxes));
            place
        });
        let places = places.collect();
        Some(Self { watch, server, _sandboxes: sandboxes, places })
    }

    pub(crate) fn database(&self) -> String {
        self.server.database()
    }

    pub(crate) fn command(&self, worker: usize, database: &str, args: &[&str]) -> Command {
        self.places[worker].command(&[args, &["--store", database]].concat())
    }

    /// Runs what must end well.
    pub(crate) fn good(&self, worker: usize, database: &str, args: &[&str]) -> String {
        let output = self.command(worker, database, args).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    pub(crate) fn worker(&self, number: usize, database: &str) -> Worker {
        self.worker_with(number, database, ["2s", "3s"])
    }

    /// A worker with a lease of its own length, and that takes jobs back after its own time.
    pub(crate) fn worker_with(&self, number: usize, database: &str, times: [&str; 2]) -> Worker {
        let mut command = self.command(number, database, &["worker", "--listen", "127.0.0.1:0"]);
        let [lease, recover_after] = times;
        command.args(["--lease", lease, "--recover-after", recover_after, "--poll", "100ms"]);
        if IN_THE_SOUTH.contains(&number) {
            command.args(["--label", "south"]);
        }
        let log = self.places[number].path("log");
        let child = command.stderr(File::create(log).unwrap()).spawn().unwrap();
        Worker { child }
    }

    /// The words of a worker on standard error.
    pub(crate) fn said(&self, worker: usize) -> String {
        std::fs::read_to_string(self.places[worker].path("log")).unwrap()
    }

    /// Waits until the queue is empty.
    pub(crate) fn until_done(&self, database: &str) {
        let waiting =
            "SELECT count(*) FROM coupon_queue.jobs WHERE task_identifier = 'coupon_sync'";
        self.until(database, waiting, 0);
    }

    /// Waits until a question has that answer.
    pub(crate) fn until(&self, database: &str, sql: &str, answer: i64) {
        let mut client = Client::connect(database, NoTls).unwrap();
        let begun = Instant::now();
        while client.query_one(sql, &[]).ok().map(|row| row.get::<_, i64>(0)) != Some(answer) {
            if begun.elapsed() > PATIENCE {
                let said: Vec<String> = (0..WORKERS).map(|worker| self.said(worker)).collect();
                panic!("{sql}: not {answer} after {PATIENCE:?}\n{}", said.join("\n---\n"));
            }
            sleep(Duration::from_millis(50));
        }
    }
}

/// A process that is killed with the test.
pub(crate) struct Worker {
    child: Child,
}

impl Worker {
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub(crate) fn signal(&self, name: &str) {
        let (signal, process) = (format!("-{name}"), self.child.id().to_string());
        assert!(Command::new("kill").args([signal, process]).status().unwrap().success());
    }

    /// Waits for its end and returns its exit code.
    pub(crate) fn ended(&mut self) -> Option<i32> {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(begun.elapsed() < PATIENCE, "the worker does not end");
            sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The digests of all rows, and how many cannot be read.
pub(crate) fn rows(database: &str) -> Vec<String> {
    let ledger = OpenOptions::new(Environment::Sandbox).open_postgres(database).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut found = Vec::new();
        for table in [LedgerTable::Templates, LedgerTable::Coupons, LedgerTable::Customers] {
            found.push(ledger.digest(table, None).await.unwrap());
            assert_eq!(
                ledger.recomputed_digest(table, None).await.unwrap(),
                found[found.len() - 1]
            );
        }
        found.push(ledger.quarantine(None, 1_000).await.unwrap().len().to_string());
        found
    })
}

fn config(watch: &Watch, worker: usize, sandboxes: &[Served; 2]) -> String {
    let mut text = String::new();
    let names = [("tea-a", "trade-a"), (SOUTHERN, "trade-b")];
    for ((tea, trade), served) in names.into_iter().zip(sandboxes) {
        let Credentials { qmai, qince } = served.access();
        let at = |account| watch.relay(worker, account, served.address);
        let label = if tea == SOUTHERN { "egress = \"south\"\n" } else { "" };
        write!(
            text,
            "[accounts.{tea}]\nvendor = \"qmai\"\nbase_url = \"http://{}\"\nopen_id = {:?}\ngrant_code = {:?}\n\
             open_key = {:?}\ncustomers = {:?}\nrate = {RATE}\n{label}schedule = \"0 0 1 1 *\"\n\
             [accounts.{trade}]\nvendor = \"qince\"\nbase_url = \"http://{}\"\nopenid = {:?}\napp_key = {:?}\n\
             rate = {RATE}\nschedule = \"0 0 1 1 *\"\n",
            at(tea),
            qmai.open_id,
            qmai.grant_code,
            qmai.open_key,
            qmai.customers,
            at(trade),
            qince.openid,
            qince.app_key,
        )
        .unwrap();
    }
    text
}
