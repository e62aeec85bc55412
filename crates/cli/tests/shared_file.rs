//! One SQLite file among several users and processes: who may only read leaves nothing behind, and two syncs do not both fail.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt, PermissionsExt},
        process::CommandExt,
    },
    path::Path,
    process::{Command, Stdio},
    thread::sleep,
    time::Duration,
};

use crate::support::{Place, Ran, Served, ran, rows};
use coupon_sandbox::SandboxConfig;

/// A user who owns none of the files of these tests.
const NOBODY: u32 = 65534;

fn synced() -> (Place, Served) {
    let served = Served::new(SandboxConfig { coupons: 50, ..SandboxConfig::default() });
    let place = Place::of(&served);
    place.good(&["sync"]);
    (place, served)
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Runs as somebody who may only read: another user where the test is root, who may do everything.
fn as_reader(place: &Place, arguments: &[&str]) -> Ran {
    let mut command = place.command(arguments);
    if fs::metadata(place.path(".")).unwrap().uid() == 0 {
        command.uid(NOBODY).gid(NOBODY);
    }
    ran(command.output().unwrap())
}

fn beside(place: &Place) -> Vec<String> {
    let names = fs::read_dir(place.path(".")).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> =
        names.filter(|name| name.ends_with("-wal") || name.ends_with("-shm")).collect();
    names.sort();
    names
}

/// Every command that only looks.
const LOOKING: [&[&str]; 5] = [
    &["coupons", "list", "--limit", "3"],
    &["templates", "list"],
    &["quarantine", "list"],
    &["journal", "list"],
    &["report", "--html", "/dev/null"],
];

#[test]
fn who_may_only_read_reads_in_a_folder_that_takes_no_file_and_leaves_nothing() {
    let (place, _served) = synced();
    let file = place.path("coupons.db");
    let before = fs::read(&file).unwrap();
    // A folder that takes no file, and one that takes the files of everybody.
    for (folder_mode, file_mode) in [(0o555, 0o444), (0o777, 0o444)] {
        set_mode(&file, file_mode);
        set_mode(&place.path("."), folder_mode);
        for arguments in LOOKING {
            let ran = as_reader(&place, arguments);
            assert_eq!(ran.code, Some(0), "{folder_mode:o} {arguments:?}: {ran:?}");
        }
        assert_eq!(beside(&place), [""; 0]);
    }
    set_mode(&place.path("."), 0o755);
    set_mode(&file, 0o644);
    assert_eq!(fs::read(&file).unwrap(), before, "not a byte changed");
    place.good(&["sync"]);
}

#[test]
fn the_owner_reads_beside_a_writer_and_nothing_is_left_behind() {
    let (place, _served) = synced();
    for arguments in LOOKING {
        place.good(arguments);
        assert_eq!(beside(&place), [""; 0], "{arguments:?}");
    }
    let writer = rusqlite::Connection::open(place.path("coupons.db")).unwrap();
    writer.execute_batch("BEGIN IMMEDIATE; UPDATE meta SET value = value").unwrap();
    place.good(&["coupons", "list"]);
    writer.execute_batch("ROLLBACK").unwrap();
}

#[test]
fn rows_in_the_log_are_read_by_others_while_its_index_is_there_and_named_if_not() {
    let (place, _served) = synced();
    let file = place.path("coupons.db");
    let writer = rusqlite::Connection::open(&file).unwrap();
    writer.execute_batch("UPDATE coupon_rows SET code = 'FROM-THE-LOG'").unwrap();
    set_mode(&place.path("."), 0o777);
    for name in ["coupons.db", "coupons.db-wal", "coupons.db-shm"] {
        set_mode(&place.path(name), 0o644);
    }
    let list = ["coupons", "list", "--limit", "1", "--output", "json"];
    let read = as_reader(&place, &list);
    assert_eq!(read.code, Some(0), "{read:?}");
    assert!(read.out.contains("FROM-THE-LOG"), "{read:?}");
    assert_eq!(fs::metadata(place.path("coupons.db-shm")).unwrap().uid(), uid(&file));

    // As after a crash of which only the log is left.
    let log = fs::read(place.path("coupons.db-wal")).unwrap();
    drop(writer);
    fs::write(place.path("coupons.db-wal"), &log).unwrap();
    if uid(&file) == 0 {
        let left = as_reader(&place, &list);
        assert_eq!(left.code, Some(3), "{left:?}");
        assert!(left.err.contains("coupons.db-wal") && left.err.contains("-shm"), "{left:?}");
        assert_eq!(beside(&place), ["coupons.db-wal"]);
        let chinese = as_reader(&place, &[&list[..], &["--lang", "zh"]].concat());
        assert!(chinese.err.contains("coupons.db-wal") && chinese.err.contains("所有者"));
    }
    // The owner's next command puts it right.
    assert!(place.good(&list).out.contains("FROM-THE-LOG"));
}

#[test]
fn files_beside_the_ledger_that_its_user_may_not_write_are_named() {
    let (place, _served) = synced();
    let file = place.path("coupons.db");
    if uid(&file) != 0 {
        return;
    }
    // Root's files beside the file of another user.
    let log = rusqlite::Connection::open(&file).unwrap();
    log.execute_batch("UPDATE meta SET value = value").unwrap();
    set_mode(&place.path("."), 0o777);
    std::os::unix::fs::chown(&file, Some(NOBODY), Some(NOBODY)).unwrap();
    for name in ["coupons.db-wal", "coupons.db-shm"] {
        set_mode(&place.path(name), 0o600);
    }
    let refused = as_reader(&place, &["sync"]);
    assert_eq!(refused.code, Some(3), "{refused:?}");
    assert!(refused.err.contains("coupons.db-wal and "), "{refused:?}");
    assert!(refused.err.contains("never delete"), "{refused:?}");
}

#[test]
fn a_ledger_restored_from_a_dump_is_one() {
    let (place, served) = synced();
    let held = rows(&place.path("coupons.db"), "SELECT count(*) FROM coupons");
    let dump = dump(&place.path("coupons.db"));
    let restored = Place::of(&served);
    let file = restored.path("coupons.db");
    rusqlite::Connection::open(&file).unwrap().execute_batch(&dump).unwrap();
    assert_eq!(rows(&file, "PRAGMA application_id"), [["0"]]);
    restored.good(&["coupons", "list"]);
    restored.good(&["sync"]);
    assert_eq!(rows(&file, "SELECT count(*) FROM coupons"), held);
    assert_ne!(rows(&file, "PRAGMA application_id"), [["0"]], "it is marked again");
    // One that an earlier version made has no mark in its table either.
    let older = Place::of(&served);
    let file = older.path("coupons.db");
    let old = rusqlite::Connection::open(&file).unwrap();
    for step in ["1-store", "2-journal", "3-closed"] {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../ledger/src/sqlite/schema");
        old.execute_batch(&fs::read_to_string(format!("{folder}/{step}.sql")).unwrap()).unwrap();
    }
    old.execute_batch("INSERT INTO meta VALUES ('realm', 'sandbox')").unwrap();
    drop(old);
    older.good(&["sync"]);
    assert_eq!(rows(&file, "SELECT count(*) FROM coupons"), held);
}

/// As `.dump` of the SQLite shell writes it: tables and views with their rows, without what stands in the header.
fn dump(file: &Path) -> String {
    let database = rusqlite::Connection::open(file).unwrap();
    let mut text = "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n".to_owned();
    let sql = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL \
               ORDER BY type <> 'table', rowid";
    for row in rows(file, sql) {
        let [kind, name, sql] = &row[..] else { panic!("three columns") };
        text.push_str(&format!("{sql};\n"));
        if kind != "table" {
            continue;
        }
        let columns: Vec<String> =
            rows(file, &format!("SELECT name FROM pragma_table_info('{name}')"))
                .into_iter()
                .map(|column| format!("quote({})", column[0]))
                .collect();
        let values = columns.join(" || ',' || ");
        let mut statement = database.prepare(&format!("SELECT {values} FROM {name}")).unwrap();
        let values = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        for values in values {
            text.push_str(&format!("INSERT INTO {name} VALUES ({});\n", values.unwrap()));
        }
    }
    text + "COMMIT;\n"
}

#[test]
fn of_two_syncs_at_once_one_does_everything_and_the_other_says_so_at_once() {
    let served = Served::new(SandboxConfig { coupons: 300, ..SandboxConfig::default() });
    let place = Place::of(&served);
    let start = || -> std::process::Child {
        let mut command: Command = place.command(&["sync"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    for round in 0..4 {
        let first = start();
        // From nearly together to one behind the other.
        sleep(Duration::from_millis(round * 40));
        let second = start();
        let ended = [first, second].map(|child| ran(child.wait_with_output().unwrap()));
        let codes = [ended[0].code, ended[1].code];
        assert!(codes.contains(&Some(0)), "{round}: {ended:?}");
        for ran in ended.iter().filter(|ran| ran.code != Some(0)) {
            assert_eq!(ran.code, Some(3), "{ran:?}");
            assert!(ran.err.contains("another sync of account"), "{ran:?}");
        }
    }
}

fn uid(path: &Path) -> u32 {
    fs::metadata(path).unwrap().uid()
}
