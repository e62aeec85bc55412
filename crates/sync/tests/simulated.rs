//! Syncs of a vendor that changes, fails and is cut off, by chance: the ledger ends up as the vendor.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]
#![allow(dead_code, reason = "the support of another file is used in part")]

mod support;

use std::{
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

use coupon_domain::{beijing_date, start_of_day};
use coupon_ledger::{Environment, LEASE, Ledger, OpenOptions};
use coupon_sync::{Stream, SyncOptions, sync};
use coupon_testkit::{in_matrix, passed_in_matrix};
use jiff::{SignedDuration, Timestamp, ToSpan as _, civil::Date};
use support::{Kept, Shelf, day};

const RUNS: i64 = 5;

#[tokio::test]
async fn whatever_happens_to_a_sync_the_ledger_ends_up_as_the_vendor() {
    let seeds = in_matrix(150, 10_000) as u64;
    let mut events = 0;
    for seed in 0..seeds {
        let trace = simulate(seed).await;
        events += trace.iter().filter(|line| !line.starts_with("quiet")).count();
    }
    assert!(events as u64 > seeds * 2, "{events} faults, crashes and stops");
    passed_in_matrix(
        "R4",
        "seeds of five syncs each with faults, crashes and stops",
        seeds as usize,
    );
}

/// A vendor, a ledger in a file, and the clock of the machine.
struct Simulation {
    random: fastrand::Rng,
    shelf: Shelf,
    /// The vendor's time; ours may be up to 20 hours off.
    now: Timestamp,
    next: usize,
}

/// Five syncs with something happening to each, then two quiet ones. The trace says what was seen.
async fn simulate(seed: u64) -> Vec<String> {
    // The disk is another test's matter.
    let memory = Some(Path::new("/dev/shm")).filter(|memory| memory.is_dir());
    let folder = memory.map_or_else(tempfile::tempdir, tempfile::tempdir_in).unwrap();
    let path = folder.path().join("coupons.db");
    let mut simulation = Simulation::new(seed);
    let mut trace = Vec::new();
    for _ in 0..RUNS {
        simulation.pass_time();
        let line = simulation.disturbed(&path).await;
        trace.push(line);
        simulation.no_checkpoint_passes_a_missing_row(&path, seed).await;
    }
    simulation.shelf.meanwhile = Box::new(|_, _| {});
    simulation.mend();
    simulation.now += SignedDuration::from_hours(24);
    let place = format!("seed {seed}: {trace:?}");
    simulation.run(&path, false, None, SignedDuration::ZERO).await.expect(&place);
    let stored = coupons(&open(&path).await).await;
    for row in simulation.shelf.coupons() {
        assert!(stored.contains(&row), "{place}: {row:?} is missing or old");
    }
    simulation.run(&path, true, None, SignedDuration::ZERO).await.expect(&place);
    let ledger = open(&path).await;
    let stored = coupons(&ledger).await;
    assert_eq!(stored, simulation.shelf.coupons(), "{place}: after a full reading");
    assert_eq!(ledger.quarantine(None, 10).await.unwrap(), [], "{place}");
    trace.push(format!("{stored:?}"));
    trace
}

impl Simulation {
    fn new(seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let page = random.usize(3..9);
        let count = random.usize(1..40);
        let mut simulation = Self {
            random,
            shelf: Shelf::new(Vec::new(), page),
            now: "2024-03-05T03:00:00Z".parse().unwrap(),
            next: 0,
        };
        for _ in 0..count {
            let created = day("2024-01-01") + i64::from(simulation.random.u8(..60)).days();
            simulation.add(created);
        }
        simulation
    }

    fn today(&self) -> Date {
        beijing_date(self.now)
    }

    fn add(&mut self, created: Date) {
        self.next += 1;
        let (id, text) = (format!("{:04}", self.next), "v1".to_owned());
        let ends = day("2024-12-31");
        let rows = self.shelf.rows.get_mut().unwrap();
        rows.push(Kept { id, created, changed: created, ends, text });
        rows.sort_by_key(|kept| kept.created);
    }

    /// Some hours, in which the vendor makes, changes, spoils and deletes coupons.
    fn pass_time(&mut self) {
        self.now += SignedDuration::from_hours(self.random.i64(1..60));
        let today = self.today();
        for _ in 0..self.random.u8(..6) {
            self.add(today);
        }
        for _ in 0..self.random.u8(..6) {
            let rows = self.shelf.rows.get_mut().unwrap();
            let Some(at) = (!rows.is_empty()).then(|| self.random.usize(..rows.len())) else {
                break;
            };
            match self.random.u8(..6) {
                0 => drop(rows.remove(at)),
                1 => (rows[at].text, rows[at].changed) = ("unreadable".to_owned(), today),
                version => {
                    (rows[at].text, rows[at].changed) = (format!("v{version}{today}"), today)
                }
            }
        }
        // While the vendor is read, rows of its last days come and go.
        let moving = self.random.bool().then(|| self.random.u64(2..12));
        self.shelf.meanwhile = Box::new(move |call, rows| {
            if moving.is_some_and(|moving| call % moving == 0) {
                let at = call as usize % rows.len().max(1);
                if let Some(row) = rows.get_mut(at) {
                    (row.text, row.changed) = (format!("moved {call}"), today);
                }
            }
        });
    }

    /// Nothing is unreadable any more.
    fn mend(&mut self) {
        let today = self.today();
        for row in self.shelf.rows.get_mut().unwrap() {
            if row.text.starts_with("unreadable") {
                (row.text, row.changed) = ("mended".to_owned(), today);
            }
        }
    }

    /// A sync to which something happens.
    async fn disturbed(&mut self, path: &Path) -> String {
        let calls = self.shelf.calls.load(Ordering::Relaxed);
        let at = calls + self.random.u64(1..12);
        let skew = SignedDuration::from_hours(self.random.i64(-20..=20));
        (self.shelf.fails_at, self.shelf.hangs_at) = (u64::MAX, u64::MAX);
        let (event, most) = match self.random.u8(..5) {
            0 => ("quiet", None),
            1 => ("failed", None),
            2 => ("crashed", None),
            3 => ("unreadable", None),
            _ => ("stopped", Some(at - calls)),
        };
        match event {
            "failed" => self.shelf.fails_at = at,
            "crashed" => self.shelf.hangs_at = at,
            "unreadable" => self.shelf.unreadable_day = Some(self.today()),
            _ => {}
        }
        let full = self.random.u8(..6) == 0;
        let ended = self.run(path, full, most, skew).await;
        self.shelf.unreadable_day = None;
        let made = self.shelf.calls.load(Ordering::Relaxed) - calls;
        format!("{event} full {full} skew {skew} after {made} calls: {ended:?}")
    }

    /// One sync by a process of its own; `Err` if it failed, was unreadable or was killed.
    async fn run(
        &self,
        path: &Path,
        full: bool,
        max_calls: Option<u64>,
        skew: SignedDuration,
    ) -> Result<(), String> {
        let ledger = open(path).await;
        let now = self.now + skew;
        let lock = ledger.lock_account(&"a".into(), LEASE).unwrap();
        let options = SyncOptions {
            lock: &lock,
            first_day: day("2024-01-01"),
            since: None,
            until: None,
            full,
            max_calls,
            customers: Vec::new(),
            clock: &|| now,
            stop: &AtomicBool::new(false),
        };
        let syncing = sync(&ledger, &self.shelf, &options, &|_| {});
        tokio::select! {
            ended = syncing => match ended {
                Ok(_) => Ok(()),
                Err(failed) => Err(failed.to_string()),
            },
            () = self.shelf.hangs.notified() => Err("killed".to_owned()),
        }
    }

    /// A row of a day before a checkpoint's is in the ledger, or in quarantine. The checkpoint's own day is read again by the next
    /// sync: a clock that is ahead takes it for over.
    async fn no_checkpoint_passes_a_missing_row(&self, path: &Path, seed: u64) {
        let ledger = open(path).await;
        let stream = Stream::CouponsCreated.as_str();
        let Some(until) = ledger.checkpoint(&"a".into(), &"shelf".into(), stream).await.unwrap()
        else {
            return;
        };
        let stored = coupons(&ledger).await;
        let bad = ledger.quarantine(None, 1_000).await.unwrap();
        let rows = self.shelf.rows.lock().unwrap();
        for row in rows.iter().filter(|row| row.created < until) {
            let is_there = stored.iter().any(|(id, _)| *id == row.id)
                || bad.iter().any(|bad| bad.row.as_str().contains(&row.id));
            assert!(is_there, "seed {seed}: {row:?} is behind the checkpoint {until}");
        }
        assert!(start_of_day(until) <= self.now + SignedDuration::from_hours(20));
    }
}

async fn open(path: &Path) -> Ledger {
    let ledger = OpenOptions::new(Environment::Sandbox).create(true).open(path).unwrap();
    ledger.register_account(&"a".into(), "shelf", "f").await.unwrap();
    ledger
}

async fn coupons(ledger: &Ledger) -> Vec<(String, String)> {
    let stored = ledger.coupons(&Default::default(), 100_000).await.unwrap();
    let mut coupons: Vec<_> = stored
        .into_iter()
        .map(|stored| (stored.value.id.into_string(), stored.row.as_str().to_owned()))
        .collect();
    coupons.sort();
    coupons
}
