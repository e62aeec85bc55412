//! The alerts of `docs/deploy/alerts.yml` in a Prometheus server, each fired by its fault.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::Write as _,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use coupon_sandbox::SandboxConfig;
use coupon_testkit::PostgresServer;
use postgres::{Client, NoTls};
use serde_json::Value;

use super::{team::PATIENCE, watched::get};
use crate::support::{Place, Served};

const ALERTS: &str = include_str!("../../../../docs/deploy/alerts.yml");

/// A process that is killed with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[allow(clippy::print_stderr, reason = "it says aloud what it cannot check")]
fn is_installed() -> bool {
    let answers = |tool| Command::new(tool).arg("--version").output().is_ok();
    let both = answers("prometheus") && answers("promtool");
    if !both {
        eprintln!("SKIPPED: Prometheus is not installed (Debian: apt-get install prometheus)");
    }
    both
}

fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

/// Runs `promtool` with this on its standard input; what it says must be nothing to mend.
fn promtool(args: &[&str], input: &str) {
    let mut command = Command::new("promtool");
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned();
    assert!(done.status.success(), "promtool {args:?}: {said}");
}

fn expect(what: &str, mut reached: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !reached() {
        assert!(begun.elapsed() < PATIENCE, "not within {PATIENCE:?}: {what}");
        sleep(Duration::from_millis(200));
    }
}

#[test]
fn each_alert_is_fired_by_its_fault() {
    let Some(server) = PostgresServer::start().filter(|_| is_installed()) else { return };
    let database = server.database();
    let served = Served::new(SandboxConfig::default());
    let (whole, place) = (Place::of(&served), Place::new());
    let store = ["--store", &database];
    let run = |args: &[&str]| {
        let ran = whole.run(&[args, &store].concat());
        assert_eq!(ran.code, Some(0), "{args:?}: {}", ran.err);
    };
    run(&["sync"]);
    // The worker does not know one account, and has a wrong key for the other.
    let config = served.config();
    let (_, trade) = config.split_once("[accounts.trade]").unwrap();
    let key = served.access().qince.app_key;
    place.write("coupon.toml", &format!("[accounts.trade]{trade}").replace(&key, "wrong"));
    let address = free_address();
    let work = ["worker", "--listen", &address, "--poll", "100ms"];
    let mut command = place.command(&[&work[..], &store].concat());
    let log = File::create(place.path("log")).unwrap();
    let mut worker = Running(command.stderr(log).spawn().unwrap());
    let metrics = format!("http://{address}");
    expect("the worker answers", || TcpListener::bind(&address).is_err());

    promtool(&["check", "rules", "../../docs/deploy/alerts.yml"], "");
    promtool(&["check", "metrics"], &get(&metrics, "metrics").1);

    let prometheus = Prometheus::start(place.path("."), &address);
    assert_eq!(prometheus.firing(), BTreeSet::new(), "all is well so far");

    // A sync for which no worker comes, for two hours.
    run(&["sync", "--enqueue", "--account", "tea"]);
    let mut client = Client::connect(&database, NoTls).unwrap();
    let due = "UPDATE coupon_queue._private_jobs SET run_at = now() - interval '2 hours' WHERE key = 'sync:tea'";
    assert_eq!(client.execute(due, &[]).unwrap(), 1);
    // A ledger that was read ten days ago, and a row that cannot be read.
    let faults = "UPDATE coupon.checkpoints SET day = to_char(now() - interval '10 days', 'YYYY-MM-DD'); \
                  INSERT INTO coupon.quarantine (account, provider, raw_hash, stream, first_seen, reason, raw, table_name, row_key) \
                  VALUES ('trade', 'qince.voucher', '\\x00', 'coupons', '2026-03-01T00:00:00Z', 'cut', '{', 'coupons', 'x')";
    client.batch_execute(faults).unwrap();
    // A sync that fails again and again: its key is wrong. It is not left to wait for its next turn.
    run(&["sync", "--enqueue", "--account", "trade"]);
    let again = "UPDATE coupon_queue._private_jobs SET run_at = now() WHERE key = 'sync:trade' AND locked_at IS NULL";
    let failed = || {
        client.execute(again, &[]).unwrap();
        let seen = get(&metrics, "metrics").1;
        let failed = seen.lines().filter(|line| line.contains("outcome=\"failed\""));
        failed.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok()).sum::<f64>() >= 14.0
    };
    expect("seven syncs of two providers have failed", failed);
    let all: BTreeSet<String> = [
        "CouponSyncWaits tea",
        "CouponSyncFails trade",
        "CouponSyncFailsAgainAndAgain trade",
        "CouponLedgerIsOld trade",
        "CouponRowsUnreadable trade",
    ]
    .map(str::to_owned)
    .into();
    expect("five alerts", || prometheus.firing() == all);
    worker.0.kill().unwrap();
    expect("the worker is gone", || {
        prometheus.firing().iter().any(|one| one.starts_with("CouponWorkerGone"))
    });
    let names = ALERTS.lines().filter_map(|line| line.trim().strip_prefix("- alert: "));
    let fired = all.iter().map(|one| one.split(' ').next().unwrap()).chain(["CouponWorkerGone"]);
    assert_eq!(fired.collect::<BTreeSet<_>>(), names.collect(), "every alert of the file");
    for alert in &all {
        println!("fired: {alert}");
    }
    println!("fired: CouponWorkerGone");
}

/// A server that asks the worker twice a second. The rules are those of the file, but that nothing has to last.
struct Prometheus {
    _process: Running,
    at: String,
}

impl Prometheus {
    fn start(folder: impl AsRef<Path>, target: &str) -> Self {
        let folder = folder.as_ref();
        let rules: Vec<&str> =
            ALERTS.lines().filter(|line| !line.trim().starts_with("for: ")).collect();
        fs::write(folder.join("rules.yml"), rules.join("\n")).unwrap();
        let config = format!(
            "global: {{scrape_interval: 500ms, scrape_timeout: 500ms, evaluation_interval: 500ms}}\nrule_files: [rules.yml]\n\
             scrape_configs:\n- job_name: coupon\n  static_configs:\n  - targets: ['{target}']\n"
        );
        fs::write(folder.join("prometheus.yml"), config).unwrap();
        let address = free_address();
        let mut command = Command::new("prometheus");
        command.current_dir(folder).arg("--config.file=prometheus.yml");
        command.arg("--storage.tsdb.path=metrics").arg(format!("--web.listen-address={address}"));
        let log = File::create(folder.join("prometheus.log")).unwrap();
        let process = Running(command.stdout(Stdio::null()).stderr(log).spawn().unwrap());
        let at = format!("http://{address}");
        let server = Self { _process: process, at };
        expect("Prometheus has asked the worker", || {
            TcpListener::bind(&address).is_err() && server.query("up").contains("\"1\"")
        });
        server
    }

    fn query(&self, expression: &str) -> String {
        get(&self.at, &format!("api/v1/query?query={expression}")).1
    }

    /// The alerts that fire, each with its account.
    fn firing(&self) -> BTreeSet<String> {
        let answer: Value = serde_json::from_str(&get(&self.at, "api/v1/alerts").1).unwrap();
        let alerts = answer["data"]["alerts"].as_array().unwrap();
        let firing = alerts.iter().filter(|alert| alert["state"] == "firing");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        firing
            .map(|alert| {
                format!(
                    "{} {}",
                    text(&alert["labels"]["alertname"]),
                    text(&alert["labels"]["account"])
                )
            })
            .collect()
    }
}
