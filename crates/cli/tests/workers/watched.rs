//! How a worker is, what it does when things go wrong, and what it refuses.

use std::{
    thread::{self, sleep},
    time::{Duration, Instant},
};

use super::team::{PATIENCE, Team, rows};
use crate::support;
use coupon_testkit::PASSWORD;
use postgres::{Client, NoTls};

#[test]
fn a_worker_says_how_it_is_and_what_it_did() {
    let Some(team) = Team::new() else { return };
    let database = team.database();
    // Both make the queue's tables at once.
    let mut workers = [0, 1].map(|number| team.worker(number, &database));
    team.good(2, &database, &["sync", "--enqueue"]);
    team.until_done(&database);
    let watched = watched(&team, 0);
    assert_eq!(get(&watched, "healthz"), (200, "ok\n".to_owned()));
    let seen = [0, 1].map(|worker| get(&self::watched(&team, worker), "metrics").1).join("\n");
    for line in [
        "coupon_calls_total{account=\"tea-a\",provider=\"qmai\",verb=\"coupons\",code=\"ok\"} 20",
        "coupon_rows_total{account=\"tea-a\",provider=\"qmai\",stream=\"coupons.customer\",outcome=\"new\"} ",
        "coupon_syncs_total{account=\"trade-b\",provider=\"qince.voucher\",outcome=\"complete\"} 1",
        "coupon_quota_calls_per_second{account=\"trade-a\"} 19.04",
        "coupon_checkpoint_age_seconds{account=\"trade-a\",provider=\"qince.voucher\"} ",
        "coupon_checkpoint_age_seconds{account=\"tea-a\",provider=\"qmai\"} ",
        "# TYPE coupon_calls_total counter",
        "coupon_quarantined_rows{account=\"tea-a\"} 0",
        "coupon_lag_seconds{account=\"tea-a\"} 0",
        "coupon_failed_attempts{account=\"tea-a\"} 0",
    ] {
        assert!(seen.contains(line), "{line}\n{seen}");
    }
    assert_eq!(get(&watched, "nothing").0, 404);
    workers[0].signal("STOP");
    workers[0].signal("CONT");
    workers[0].signal("TERM");
    assert_eq!(workers[0].ended(), Some(0));
}

#[test]
fn a_database_that_was_away_is_found_again() {
    let Some(team) = Team::new() else { return };
    let whole = team.database();
    team.good(0, &whole, &["sync"]);
    let database = team.database();
    team.good(0, &database, &["sync", "--enqueue"]);
    let _worker = team.worker(0, &database);
    let mut client = Client::connect(&database, NoTls).unwrap();
    // Each attempt that fails waits longer than the last: after four, a minute and a half in all.
    for _ in 0..4 {
        sleep(Duration::from_millis(700));
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";
        client.execute(cut, &[]).unwrap();
    }
    team.until_done(&database);
    assert_eq!(rows(&database), rows(&whole));
}

#[test]
fn what_failed_is_tried_again_and_says_why() {
    let Some(team) = Team::new() else { return };
    let database = team.database();
    let served = support::Served::new(coupon_sandbox::SandboxConfig::default());
    let place = support::Place::new();
    let (right, wrong) = (served.access().qince.app_key, "canary-wrong-key");
    place.write("coupon.toml", &served.config().replace(&right, wrong));
    let ran = place.run(&["sync", "--enqueue", "--account", "trade", "--store", &database]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let log = std::fs::File::create(place.path("log")).unwrap();
    let work = ["worker", "--listen", "127.0.0.1:0", "--poll", "100ms", "--store", &database];
    let mut worker = place.command(&work).stderr(log).spawn().unwrap();
    let failed =
        "SELECT count(*) FROM coupon_queue.jobs WHERE attempts >= 2 AND last_error LIKE '%签名%'";
    team.until(&database, failed, 1);
    let mut client = Client::connect(&database, NoTls).unwrap();
    let last = "SELECT last_error FROM coupon_queue.jobs WHERE key = 'sync:trade'";
    let error: String = client.query_one(last, &[]).unwrap().get(0);
    worker.kill().unwrap();
    worker.wait().unwrap();
    let said = std::fs::read_to_string(place.path("log")).unwrap();
    for text in [error, said] {
        assert!(text.contains("voucher.getVoucherInfos"), "{text}");
        assert!(
            !text.contains("canary") && !text.contains(&served.access().qince.openid),
            "{text}"
        );
    }
}

#[test]
fn an_error_of_the_queue_is_said_in_the_servers_own_words() {
    let Some(team) = Team::new() else { return };
    let database = team.database();
    team.good(0, &database, &["sync", "--account", "tea-a", "--max-calls", "1"]);
    let grants = format!(
        "CREATE ROLE weak LOGIN PASSWORD '{PASSWORD}'; GRANT USAGE ON SCHEMA coupon TO weak; \
         GRANT ALL ON ALL TABLES IN SCHEMA coupon TO weak; GRANT ALL ON ALL SEQUENCES IN SCHEMA coupon TO weak"
    );
    Client::connect(&database, NoTls).unwrap().batch_execute(&grants).unwrap();
    let weak = database.replacen("//coupon:", "//weak:", 1);
    assert_ne!(weak, database);
    let ran = team.command(0, &weak, &["sync", "--enqueue"]).output().unwrap();
    let said = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(3), "{said}");
    assert!(said.contains("permission denied for database"), "{said}");
    assert!(said.contains("coupon_queue") && !said.contains(PASSWORD), "{said}");
}

#[test]
fn a_failing_sync_counts_while_it_waits_and_a_replaced_one_leaves_the_queue() {
    let Some(team) = Team::new() else { return };
    let database = team.database();
    let _worker = team.worker(0, &database);
    let watched = watched(&team, 0);
    team.until(&database, "SELECT count(*) FROM coupon_queue._private_known_crontabs", 1);
    let mut client = Client::connect(&database, NoTls).unwrap();
    let waits = "SELECT coupon_queue.add_job('coupon_sync', '{\"account\":\"tea-a\"}'::json, \
                 job_key => 'sync:tea-a', run_at => now() + interval '1 hour'); \
                 UPDATE coupon_queue._private_jobs SET attempts = 5 WHERE key = 'sync:tea-a'";
    client.batch_execute(waits).unwrap();
    let seen = get(&watched, "metrics").1;
    assert!(seen.contains("coupon_failed_attempts{account=\"tea-a\"} 5\n"), "{seen}");
    assert!(seen.contains("coupon_lag_seconds{account=\"tea-a\"} 0.0\n"), "{seen}");
    // The state in which a later sync leaves the one it replaces.
    let replaced = "UPDATE coupon_queue._private_jobs SET key = NULL, attempts = max_attempts \
                    WHERE key = 'sync:tea-a'";
    assert_eq!(client.execute(replaced, &[]).unwrap(), 1);
    tick(&mut client, "2025-12-31T15:59:00Z");
    let left = "SELECT count(*) FROM coupon_queue.jobs WHERE task_identifier = 'coupon_sync'";
    team.until(&database, left, 0);
    let seen = get(&watched, "metrics").1;
    assert!(seen.contains("coupon_failed_attempts{account=\"tea-a\"} 0\n"), "{seen}");
}

#[test]
fn a_minute_hands_out_what_is_due_then() {
    let Some(team) = Team::new() else { return };
    let database = team.database();
    let _worker = team.worker(0, &database);
    team.until(&database, "SELECT count(*) FROM coupon_queue._private_known_crontabs", 1);
    let mut client = Client::connect(&database, NoTls).unwrap();
    // The schedule of all accounts is New Year in Beijing.
    for (minute, due) in [("2025-12-31T15:59:00Z", false), ("2025-12-31T16:00:00Z", true)] {
        let before = team.watch.calls().len();
        tick(&mut client, minute);
        team.until(&database, "SELECT count(*) FROM coupon_queue.jobs", 0);
        assert_eq!(team.watch.calls().len() > before, due, "{minute}: {}", team.said(0));
    }
}

#[test]
fn whoever_asks_how_a_worker_is_takes_no_connection_from_it() {
    let Some(team) = Team::new() else { return };
    let database = team.database();
    let _worker = team.worker(0, &database);
    let watched = watched(&team, 0);
    let mut client = Client::connect(&database, NoTls).unwrap();
    let mut locked = client.transaction().unwrap();
    locked.batch_execute("LOCK TABLE coupon.quarantine IN ACCESS EXCLUSIVE MODE").unwrap();
    thread::scope(|scope| {
        for _ in 0..12 {
            scope.spawn(|| assert_eq!(get(&watched, "healthz").0, 503));
        }
    });
    let waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
    let waiting: i64 = locked.query_one(waiting, &[]).unwrap().get(0);
    assert_eq!(waiting, 1);
    locked.rollback().unwrap();
    assert_eq!(get(&watched, "healthz").0, 200);
}

#[test]
fn a_call_whose_turn_is_unknown_is_not_made_and_says_why() {
    let Some(team) = Team::new() else { return };
    let database = team.database();
    team.good(0, &database, &["sync", "--account", "tea-a", "--max-calls", "1"]);
    Client::connect(&database, NoTls).unwrap().batch_execute("DROP TABLE coupon.calls").unwrap();
    let made = team.watch.calls().len();
    let check = ["accounts", "check", "--account", "tea-a"];
    let ran = team.command(0, &database, &check).output().unwrap();
    let said = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(7), "{said}");
    assert!(said.contains("it was not sent: postgres://"), "{said}");
    assert!(said.contains("coupon.calls") && !said.contains(PASSWORD), "{said}");
    assert_eq!(team.watch.calls().len(), made);
}

#[test]
fn an_account_that_is_held_without_a_job_is_free_again() {
    let Some(team) = Team::new() else { return };
    let database = team.database();
    let _worker = team.worker(0, &database);
    team.until(&database, "SELECT count(*) FROM coupon_queue._private_known_crontabs", 1);
    let enqueue = ["sync", "--enqueue", "--account", "trade-a"];
    team.good(0, &database, &enqueue);
    team.until_done(&database);
    // The state that remains where a worker ends the job of another, who lives.
    let mut client = Client::connect(&database, NoTls).unwrap();
    let hold = "UPDATE coupon_queue._private_job_queues SET locked_at = now() - interval '2 minutes', \
                locked_by = (SELECT id FROM coupon_queue._private_workers)";
    assert_eq!(client.execute(hold, &[]).unwrap(), 1);
    team.good(0, &database, &enqueue);
    tick(&mut client, "2025-12-31T15:59:00Z");
    team.until_done(&database);
    assert!(team.said(0).contains("free again"), "{}", team.said(0));
}

#[test]
fn the_jobs_of_an_account_are_left_to_workers_that_know_it() {
    let Some(team) = Team::new() else { return };
    let database = team.database();
    let served = support::Served::new(coupon_sandbox::SandboxConfig::default());
    let place = support::Place::of(&served);
    for account in ["tea", "trade"] {
        let args = ["sync", "--enqueue", "--account", account, "--store", &database];
        let ran = place.run(&args);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
    }
    let config = served.config();
    let (_, trade) = config.split_once("[accounts.trade]").unwrap();
    place.write("coupon.toml", &format!("[accounts.trade]{trade}"));
    let work = ["worker", "--listen", "127.0.0.1:0", "--poll", "100ms", "--store", &database];
    let mut worker = place.command(&work).spawn().unwrap();
    let left = "SELECT count(*) FROM coupon_queue.jobs WHERE starts_with(key, 'sync:')";
    team.until(&database, left, 1);
    let untouched =
        "SELECT count(*) FROM coupon_queue.jobs WHERE key = 'sync:tea' AND attempts = 0";
    team.until(&database, untouched, 1);
    worker.kill().unwrap();
    worker.wait().unwrap();
}

#[test]
fn what_makes_no_worker_is_said() {
    let place = support::Place::of(&support::Served::new(coupon_sandbox::SandboxConfig::default()));
    let cases: [(&[&str], i32, &str); 9] = [
        (&["worker"], 3, "--ledger postgres://"),
        (&["sync", "--enqueue"], 3, "--ledger postgres://"),
        (&["worker", "--lease", "2m"], 2, "after 90 s while its lease lasts 120 s"),
        (&["worker", "--label", "a b"], 3, "a b is no label"),
        (&["worker", "--poll", "soon"], 2, "no length of time"),
        (&["worker", "--recover-after", "2d"], 2, "up to a day"),
        (&["worker", "--lease", "20ms"], 2, "too short"),
        (&["worker", "--account", "trade"], 2, "all accounts of its configuration"),
        (&["sync", "--enqueue", "--provider", "qmai"], 2, "all providers of an account"),
    ];
    for (args, code, what) in cases {
        let ran = place.run(args);
        assert_eq!(ran.code, Some(code), "{args:?}: {}", ran.err);
        assert!(ran.err.contains(what), "{args:?}: {}", ran.err);
    }
    let config = std::fs::read_to_string(place.path("coupon.toml")).unwrap();
    for (line, what) in [
        ("schedule = \"hourly\"", "accounts.trade.schedule"),
        ("egress = \"\"", "accounts.trade.egress"),
    ] {
        place.write("coupon.toml", &format!("{config}{line}\n"));
        let ran = place.run(&["worker"]);
        assert_eq!(ran.code, Some(3), "{}", ran.err);
        assert!(ran.err.contains(what), "{}", ran.err);
    }
}

/// Has a worker look at that minute.
fn tick(client: &mut Client, minute: &str) {
    let payload = format!("{{\"_cron\":{{\"ts\":\"{minute}\",\"backfilled\":false}}}}");
    let add = format!("SELECT coupon_queue.add_job('coupon_tick', '{payload}'::json)");
    client.batch_execute(&add).unwrap();
}

/// The address at which a worker is watched, as it said.
fn watched(team: &Team, worker: usize) -> String {
    let begun = Instant::now();
    loop {
        let said = team.said(worker);
        if let Some((_, rest)) = said.split_once("metrics at http://")
            && let Some((address, _)) = rest.split_once("/healthz")
        {
            return format!("http://{address}");
        }
        assert!(begun.elapsed() < PATIENCE, "{said}");
        sleep(Duration::from_millis(20));
    }
}

/// Status and text at an address.
pub(crate) fn get(at: &str, path: &str) -> (u16, String) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let response =
            coupon_testkit::bare_http_client().get(format!("{at}/{path}")).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    })
}
