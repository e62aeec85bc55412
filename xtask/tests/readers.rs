//! Exported files are read back by other programs, and hold the rows of the ledger.
#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(clippy::print_stderr, reason = "it says aloud what it cannot check")]

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use xtask::project::{coupon, output, python, root};

const TABLES: [&str; 3] = ["templates", "coupons", "customers"];
const FORMATS: [(&str, Option<&str>); 5] = [
    ("parquet", None),
    ("csv", None),
    ("csv", Some("--excel")),
    ("jsonl", Some("--chinese-headers")),
    ("xlsx", Some("--chinese-headers")),
];

#[test]
fn other_readers_find_in_every_format_what_the_ledger_holds() {
    let compared = compare(&coupon("dev").unwrap(), 10_000, &TABLES, &FORMATS);
    assert!(compared >= 5 * 10_000, "{compared} rows were compared");
}

/// Prints what each reader finds in the folder, read whole by the path that never changes. In an environment with more readers,
/// `READERS_PYTHON` names its Python.
#[test]
#[allow(clippy::print_stdout, reason = "the table is the result")]
fn readers_take_the_folder_whole_by_the_path_that_never_changes() {
    let other = std::env::var_os("READERS_PYTHON").map(Into::into);
    let Some(python) = other.or_else(|| python("duckdb, pyarrow, pandas, polars")) else {
        eprintln!("skipped: no readers of Parquet in target/venv, which .ci/run makes");
        return;
    };
    let coupon = coupon("dev").unwrap();
    let home = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| output(command(&coupon, home.path()).args(args)).unwrap();
    let sandbox = Sandbox::start(&coupon, home.path(), 5_000);
    run(&["sync"]);
    drop(sandbox);
    // The second export takes the place of the first, under the same path.
    for _ in 0..2 {
        run(&["export", "coupons", "--format", "parquet", "--to", "out"]);
        let mut read = Command::new(&python);
        read.arg(root().join("xtask/tests/parquet_readers.py")).arg("coupons.db");
        read.arg("out/coupons/parquet/current").current_dir(home.path());
        println!("{}", output(&mut read).unwrap());
    }
}

/// Three formats that spreadsheets and analysts load. openpyxl alone takes minutes, so it runs when it is asked for:
/// `cargo test -p xtask --test readers -- --ignored`.
#[test]
#[ignore = "a million coupons"]
fn other_readers_find_a_million_coupons() {
    let formats = [("parquet", None), ("csv", None), ("xlsx", Some("--chinese-headers"))];
    let compared = compare(&coupon("release").unwrap(), 1_000_000, &["coupons"], &formats);
    assert!(compared >= 3 * 1_000_000, "{compared} rows were compared");
}

/// How many rows were exported and read back, or all that were asked for where there is no reader.
fn compare(coupon: &Path, coupons: u64, tables: &[&str], formats: &[(&str, Option<&str>)]) -> u64 {
    let Some(python) = python("duckdb, openpyxl") else {
        eprintln!("skipped: no DuckDB and openpyxl in target/venv, which .ci/run makes");
        return u64::MAX; // `cargo xtask ci` says so, and `.ci/run` does not let it pass.
    };
    let home = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| output(command(coupon, home.path()).args(args)).unwrap();
    let sandbox = Sandbox::start(coupon, home.path(), coupons);
    run(&["sync"]);
    drop(sandbox);

    let mut compared = 0;
    for (format, option) in formats {
        for table in tables {
            let args = ["export", table, "--format", format, "--to", "out"];
            run(&[&args, option.as_slice()].concat());
            let mut read = Command::new(&python);
            read.arg(root().join("xtask/tests/readers.py")).arg("coupons.db");
            read.arg(format!("out/{table}/{format}")).current_dir(home.path());
            let rows: u64 = output(&mut read).unwrap().trim().parse().unwrap();
            assert!(rows > 0, "{table} as {format}");
            eprintln!("{rows} {table} as {format} read back equal");
            compared += rows;
        }
    }
    compared
}

fn command(coupon: &Path, home: &Path) -> Command {
    let mut command = Command::new(coupon);
    command.current_dir(home).env("HOME", home).env_remove("XDG_CONFIG_HOME");
    command.stdin(Stdio::null());
    command
}

/// A sandbox that leaves its configuration in the folder, and ends with this value.
struct Sandbox(Child);

impl Sandbox {
    fn start(coupon: &Path, home: &Path, coupons: u64) -> Self {
        let mut command = command(coupon, home);
        command.args(["sandbox", "--config-out", "coupon.toml", "--coupons", &coupons.to_string()]);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "it says where it listens");
        Self(child)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _reaped = self.0.wait();
    }
}
