//! A team's workers, killed, frozen, stopped and asked how they are.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]
#![allow(clippy::disallowed_methods, reason = "what processes do when is watched by the clock")]

mod alarms;
mod team;
mod watch;
mod watched;

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use coupon_testkit::{in_matrix, passed_in_matrix};
use team::{IN_THE_SOUTH, PATIENCE, RATE, SOUTHERN, Team, WORKERS, Worker, rows};
use watch::{most_in_a_second, not_faster, one_at_a_time};

#[test]
fn whoever_is_killed_the_rows_are_those_of_an_unbroken_run() {
    let Some(team) = Team::new() else { return };
    let whole = team.database();
    team.good(0, &whole, &["sync"]);
    let expected = rows(&whole);
    let (rounds, mut kills) = (in_matrix(20, 40), 0);
    for round in 0..rounds {
        let mut random = fastrand::Rng::with_seed(round as u64);
        let database = team.database();
        let before = team.watch.calls().len();
        team.good(0, &database, &["sync", "--enqueue"]);
        let mut workers: Vec<Worker> =
            (0..WORKERS).map(|number| team.worker(number, &database)).collect();
        let survivor = random.choice(IN_THE_SOUTH).unwrap();
        let mut victims: Vec<usize> = (0..WORKERS).filter(|number| *number != survivor).collect();
        random.shuffle(&mut victims);
        for victim in victims {
            sleep(Duration::from_millis(random.u64(100..2_000)));
            workers[victim].kill();
            kills += 1;
        }
        team.until_done(&database);
        assert_eq!(rows(&database), expected, "round {round}");
        let calls = team.watch.calls().split_off(before);
        one_at_a_time(&calls);
        assert!(most_in_a_second(&calls) <= RATE, "{}", most_in_a_second(&calls));
        let strangers =
            |call: &&watch::Call| call.account == SOUTHERN && !IN_THE_SOUTH.contains(&call.worker);
        assert_eq!(calls.iter().filter(strangers).count(), 0, "labels are honoured");
    }
    passed_in_matrix("R5", "kills of workers at PostgreSQL", kills);
}

#[test]
fn a_worker_that_is_woken_after_it_lost_its_account_makes_no_further_call() {
    let Some(team) = Team::new() else { return };
    let whole = team.database();
    team.good(0, &whole, &["sync", "--account", "trade-a"]);
    for round in 0..3 {
        let database = team.database();
        team.good(0, &database, &["sync", "--enqueue", "--account", "trade-a"]);
        let begun = team.watch.calls().len();
        let frozen = team.worker(2, &database);
        let is_calling = || team.watch.calls().len() > begun + 10 + 20 * round;
        wait_for(is_calling, "the first worker calls");
        frozen.signal("STOP");
        let _second = team.worker(3, &database);
        wait_for(
            || team.watch.calls().iter().skip(begun).any(|call| call.worker == 3),
            "the second takes over",
        );
        let woken = Instant::now();
        frozen.signal("CONT");
        team.until_done(&database);
        // Time enough to make calls, had it not stopped.
        sleep(Duration::from_secs(1));
        let calls = team.watch.calls().split_off(begun);
        let late = calls.iter().filter(|call| call.worker == 2 && call.begun > woken);
        assert_eq!(late.count(), 0, "{}", team.said(2));
        assert!(team.said(2).contains("trade-a"), "it says what happened: {}", team.said(2));
        assert!(team.said(3).contains("Recovered jobs"), "and so does the other: {}", team.said(3));
        one_at_a_time(&calls);
        assert_eq!(rows(&database), rows(&whole));
    }
}

#[test]
fn a_worker_that_is_asked_to_stop_hands_its_account_to_another() {
    let Some(team) = Team::new() else { return };
    let whole = team.database();
    team.good(0, &whole, &["sync", "--account", "trade-a"]);
    let database = team.database();
    team.good(0, &database, &["sync", "--enqueue", "--account", "trade-a"]);
    // Longer than any patience here: if the lease or the job had to be waited out, nobody would be done.
    let times = ["1h", "2h"];
    let mut first = team.worker_with(0, &database, times);
    let begun = team.watch.calls().len();
    wait_for(|| team.watch.calls().len() > begun + 15, "the worker calls");
    first.signal("TERM");
    assert_eq!(first.ended(), Some(0), "{}", team.said(0));
    let made = team.watch.calls().len() - begun;
    assert!(made < 60, "it stopped at the next page, not at the end: {made} calls");
    let _second = team.worker_with(1, &database, times);
    team.until_done(&database);
    assert!(team.watch.calls().iter().any(|call| call.worker == 1), "the second went on");
    assert_eq!(rows(&database), rows(&whole));
}

#[test]
fn the_calls_of_people_have_their_own_part_of_the_rate() {
    let Some(team) = Team::new() else { return };
    let database = team.database();
    team.good(0, &database, &["sync", "--enqueue", "--account", "tea-a"]);
    let begun = Instant::now();
    let _worker = team.worker(0, &database);
    let check = ["accounts", "check", "--account", "tea-a"];
    let people = (0..8).map(|_| team.command(1, &database, &check).spawn().unwrap());
    for mut person in people.collect::<Vec<_>>() {
        assert!(person.wait().unwrap().success());
    }
    team.until_done(&database);
    let calls = team.watch.calls();
    let of =
        |worker| calls.iter().filter(|call| call.worker == worker).cloned().collect::<Vec<_>>();
    assert!(of(0).len() >= 20 && of(1).len() == 8, "{} {}", of(0).len(), of(1).len());
    // A busy machine may hold calls up until the next, which makes the last no earlier.
    not_faster(&of(1), begun, RATE / 5);
    not_faster(&calls, begun, RATE);
}

#[test]
fn one_sync_of_an_account_waits_at_most() {
    let Some(team) = Team::new() else { return };
    let database = team.database();
    for _ in 0..3 {
        team.good(0, &database, &["sync", "--enqueue"]);
    }
    team.until(&database, "SELECT count(*) FROM coupon_queue.jobs", 4);
}

fn wait_for(reached: impl Fn() -> bool, what: &str) {
    let begun = Instant::now();
    while !reached() {
        assert!(begun.elapsed() < PATIENCE, "not within {PATIENCE:?}: {what}");
        sleep(Duration::from_millis(5));
    }
}
