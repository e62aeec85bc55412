//! A file that is torn, a disk that fails or is full, commits that are given up: whole batches, or nothing of them.
#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(clippy::print_stderr, reason = "it says aloud what it cannot check")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::Duration,
};

use crate::common::*;
use coupon_ledger::{Batch, Checkpoint, Environment, Ledger, LedgerTable};
use coupon_testkit::{in_matrix, passed_in_matrix};
use jiff::{
    ToSpan as _,
    civil::{Date, date},
};

const ROWS: u64 = 50;
const DAYS: i64 = 30;
const WRITER: &str = "COUPON_LEDGER_TEST_WRITER_TO_A_FAILING_DISK";

/// The n-th batch: its rows, and the checkpoint that stands for all rows up to them.
fn batch_of(day: Date) -> Batch {
    let rows = (0..ROWS).map(|n| coupon(&format!("{day}-{n}"), "a"));
    let checkpoint = Some(Checkpoint { stream: "coupons".to_owned(), day });
    Batch { checkpoint, ..of_coupons(0, rows) }
}

fn day(n: i64) -> Date {
    date(2000, 1, 1) + n.days()
}

/// The batches that the ledger has: as many as its checkpoint says, each with all its rows.
async fn whole_batches(ledger: &Ledger) -> u64 {
    let last = ledger.checkpoint(&account(), &provider(), "coupons").await.unwrap();
    let batches = last.map_or(0, |last| (last - date(2000, 1, 1)).get_days());
    let batches = u64::try_from(batches).unwrap();
    let counts = ledger.counts().await.unwrap();
    let rows = counts.first().map_or(0, |count| count.rows);
    assert_eq!(rows, batches * ROWS, "checkpoint {last:?}");
    let kept = ledger.digest(LedgerTable::Coupons, None).await.unwrap();
    assert_eq!(kept, ledger.recomputed_digest(LedgerTable::Coupons, None).await.unwrap());
    batches
}

async fn goes_on(ledger: &Ledger, batches: u64) {
    let lock = ledger.lock_account(&account(), Duration::from_secs(1)).unwrap();
    ledger.commit(batch_of(day(batches as i64 + 1))).await.unwrap();
    assert_eq!(whole_batches(ledger).await, batches + 1);
    drop(lock);
}

#[tokio::test]
async fn a_ledger_whose_wal_is_cut_anywhere_has_whole_batches() {
    let place = Place::file();
    let ledger = place.ledger().await;
    let _lock = ledger.lock_account(&account(), Duration::from_secs(60)).unwrap();
    let beside = |path: &Path| PathBuf::from(format!("{}-wal", path.display()));
    let mut copies = Vec::new();
    for n in 1..=DAYS {
        ledger.commit(batch_of(day(n))).await.unwrap();
        let read = |path: &Path| fs::read(path).unwrap();
        copies.push((read(&place.path()), read(&beside(&place.path()))));
    }
    let (cuts, mut random) = (in_matrix(100, 500), fastrand::Rng::with_seed(6));
    let mut found = Vec::new();
    for _ in 0..cuts {
        let (file, wal) = random.choice(&copies).unwrap();
        let torn = Place::file();
        fs::write(torn.path(), file).unwrap();
        fs::write(beside(&torn.path()), &wal[..random.usize(..=wal.len())]).unwrap();
        let ledger = torn.open(Environment::Real, true).unwrap();
        // A log cut before the account was registered knows none.
        ledger.register_account(&account(), "qince", "f1").await.unwrap();
        let batches = whole_batches(&ledger).await;
        found.push(batches);
        goes_on(&ledger, batches).await;
        let check: String = torn.ask("SELECT quick_check FROM pragma_quick_check").unwrap();
        assert_eq!(check, "ok");
    }
    found.sort_unstable();
    found.dedup();
    assert!(found.len() > 10, "many different batches were the last: {found:?}");
    passed_in_matrix("R6", "cuts of the WAL", cuts);
}

/// The test starts itself again as the process whose disk fails.
#[tokio::test]
#[cfg(target_os = "linux")]
async fn a_write_to_the_disk_that_fails_is_an_error_and_loses_nothing() {
    if let Ok(address) = env::var(WRITER) {
        return write_all(&address).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let Some(library) = failing_disk(folder.path()) else { return };
    let errors = in_matrix(40, 200);
    let (mut failed, mut said) = (0, Vec::new());
    for number in 0..errors + 20 {
        let is_full = number >= errors;
        let at = if is_full { (number - errors + 1) * 15 } else { number + 1 };
        let place = Place::file();
        // The tables are there before the disk fails.
        drop(place.ledger().await);
        let ended = write_under(&place, &library, at, is_full);
        let text = String::from_utf8_lossy(&ended.stderr).into_owned();
        match ended.status.code() {
            Some(0) => {}
            Some(3) => {
                failed += 1;
                said.push(text.lines().find(|line| line.contains("refused:")).unwrap().to_owned());
            }
            _ => panic!("write {at}, full {is_full}: {ended:?}"),
        }
        let ledger = place.ledger().await;
        let batches = whole_batches(&ledger).await;
        assert!(ended.status.code() == Some(3) || batches == DAYS as u64, "{at}: {batches}");
        goes_on(&ledger, batches).await;
    }
    assert!(failed > (errors + 20) / 2, "{failed} writers met the error");
    let names = said.iter().filter(|line| line.contains("coupons.db"));
    assert_eq!(names.count(), said.len(), "the file is named: {said:?}");
    assert!(said.iter().any(|line| line.contains("full")), "{said:?}");
    passed_in_matrix("R6", "writes to the disk that fail", errors);
    passed_in_matrix("R6", "disks that are full", 20);
}

/// The library before which the disk fails; `None`, and said, without a C compiler.
fn failing_disk(folder: &Path) -> Option<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/failing_disk.c");
    let library = folder.join("failing_disk.so");
    let mut compile = Command::new("cc");
    compile.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).arg("-ldl");
    match compile.output() {
        Ok(made) if made.status.success() => Some(library),
        other => {
            eprintln!("SKIPPED: no C compiler makes the failing disk: {other:?}");
            None
        }
    }
}

fn write_under(place: &Place, library: &Path, at: usize, is_full: bool) -> Output {
    const EIO: &str = "5";
    const ENOSPC: &str = "28";
    let mut writer = Command::new(env::current_exe().unwrap());
    let name = "a_write_to_the_disk_that_fails_is_an_error_and_loses_nothing";
    // The first part is the binary's.
    let module = module_path!().split_once("::").map(|(_, module)| format!("{module}::"));
    let test = format!("{}{name}", module.unwrap_or_default());
    writer.args(["--exact", "--nocapture", &test]).env(WRITER, place.address());
    writer.env("LD_PRELOAD", library).env("DISK_FAILS_AT", at.to_string());
    writer.env("DISK_ERRNO", if is_full { ENOSPC } else { EIO });
    if is_full {
        writer.env("DISK_FAILS_FOR_EVER", "1");
    }
    writer.output().unwrap()
}

/// The process says how its writing ended.
fn refused(error: &dyn std::fmt::Display) -> ! {
    eprintln!("refused: {error}");
    std::process::exit(3);
}

async fn write_all(address: &str) {
    let ledger = match open(address, Environment::Real, true) {
        Ok(ledger) => ledger,
        Err(error) => refused(&error),
    };
    let _lock = match ledger.lock_account(&account(), Duration::from_secs(1)) {
        Ok(lock) => lock,
        Err(error) => refused(&error),
    };
    for n in 1..=DAYS {
        if let Err(error) = ledger.commit(batch_of(day(n))).await {
            refused(&error);
        }
    }
}

#[tokio::test]
async fn a_commit_that_is_given_up_is_whole_or_not_there() {
    let place = Place::file();
    let ledger = place.ledger().await;
    let _lock = ledger.lock_account(&account(), Duration::from_secs(600)).unwrap();
    let (drops, mut random) = (in_matrix(200, 1_000), fastrand::Rng::with_seed(9));
    let mut given_up = 0;
    for n in 0..drops {
        let rows = (0..ROWS).map(|row| coupon(&format!("{n}-{row}"), "a"));
        let patience = Duration::from_micros(random.u64(..3_000));
        let commit = ledger.commit(of_coupons(0, rows));
        given_up += usize::from(tokio::time::timeout(patience, commit).await.is_err());
    }
    ledger.commit(of_coupons(0, [coupon("last", "a")])).await.unwrap();
    let parts = "SELECT count(*) FROM (SELECT count(*) AS n FROM coupons GROUP BY \
                 substr(id, 1, instr(id, '-'))) WHERE n NOT IN (1, 50)";
    assert_eq!(place.ask(parts).unwrap(), "0", "no batch is there in part");
    assert!(given_up > drops / 10, "{given_up}");
    passed_in_matrix("R14", "commits given up at a random moment", drops);
}
