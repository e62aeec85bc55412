//! The whole gate, step by step.

use std::{
    ffi::OsString,
    fs, io,
    path::PathBuf,
    process::{Command, Stdio},
    sync::mpsc::{RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use crate::{
    project::{cargo, has_nextest, node, python, root},
    reliability,
};

/// Crates that others take alone: each must build with no feature, and be right with any feature of others.
const ALONE: &[&str] =
    &["coupon-wire", "coupon-qince-wire", "coupon-qmai-wire", "coupon-wxpay-wire"];

/// Tools that some tests call, and what stays unchecked where they are missing.
const TOOLS: &[(&str, &str)] = &[
    ("sqlite3", "that a ledger opens in the sqlite3 command line"),
    ("python3", "that the sandbox serves a client in Python, written from the documents"),
    ("initdb", "that a ledger in PostgreSQL is as one in SQLite"),
    ("prometheus", "that each alert is fired by its fault"),
    ("pgbouncer", "that a ledger works behind a pooler"),
    ("chromedriver", "that console, report and reconciliation work in a browser"),
];

/// The same for modules of the Python in `target/venv`.
const MODULES: &[(&str, &str)] = &[
    ("duckdb, openpyxl", "that other readers find in an export what the ledger holds"),
    (
        "duckdb, pyarrow, pandas, polars",
        "that other readers take an export as Parquet whole, by its path",
    ),
    ("openapi_python_client", "that a generated client gets typed answers from the sandbox"),
    (
        "openpyxl, xlsxwriter, pandas, odf",
        "that files which spreadsheet libraries of Python write are read rightly",
    ),
    ("schemathesis", "that the sandbox answers made-up calls as its OpenAPI documents say"),
];

/// The same for packages of Node in `target/node`.
const PACKAGES: &[(&str, &str)] =
    &[("xlsx, exceljs", "that files which spreadsheet libraries of Node write are read rightly")];

/// Whether `cargo deny` can be called, and the search path with which it can: `.ci/run` puts it beside the Python of tests.
fn deny() -> io::Result<Option<OsString>> {
    let beside = root().join("target/venv/bin");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::env::split_paths(&path).chain([beside]));
    let path = path.map_err(io::Error::other)?;
    let mut version = cargo();
    version.args(["deny", "--version"]).env("PATH", &path);
    let answers = version.output().is_ok_and(|output| output.status.success());
    Ok(answers.then_some(path))
}

/// A step that takes longer says at this pace that it still runs.
const PACE: Duration = Duration::from_secs(60);

/// One step: its name, the arguments for cargo, and the environment it needs.
struct GateStep {
    name: &'static str,
    args: Vec<String>,
    env: Vec<(&'static str, PathBuf)>,
}

impl GateStep {
    fn new(name: &'static str, args: &str) -> Self {
        Self { name, args: args.split(' ').map(str::to_owned).collect(), env: Vec::new() }
    }

    fn with(mut self, variable: &'static str, value: impl Into<PathBuf>) -> Self {
        self.env.push((variable, value.into()));
        self
    }

    /// Runs the step and says how long it took. `false` if it failed.
    fn run(&self) -> io::Result<(bool, Duration)> {
        println!("\n== {}: cargo {}", self.name, self.args.join(" "));
        let started = now();
        let mut child = cargo().args(&self.args).envs(self.env.iter().cloned()).spawn()?;
        let status = thread::scope(|scope| {
            let (ended, waits) = channel::<()>();
            scope.spawn(move || {
                while waits.recv_timeout(PACE) == Err(RecvTimeoutError::Timeout) {
                    println!("== {}: still running after {}", self.name, shown(started.elapsed()));
                }
            });
            let status = child.wait();
            drop(ended);
            status
        })?;
        let took = started.elapsed();
        let outcome = if status.success() { "passed" } else { "FAILED" };
        println!("== {}: {outcome} after {}", self.name, shown(took));
        Ok((status.success(), took))
    }
}

/// Runs every step, also after one has failed, and reports. `Ok(true)` if all is well; with `strict`, a skip is not well.
pub fn run(strict: bool) -> io::Result<bool> {
    let started = now();
    reliability::begin()?;
    let mut done = Vec::new();
    for step in steps()? {
        done.push((step.name, step.run()?));
    }
    let tools = TOOLS.iter().filter(|(tool, _)| !answers(tool));
    let modules = MODULES.iter().filter(|(modules, _)| python(modules).is_none());
    let packages = PACKAGES.iter().filter(|(packages, _)| node(packages).is_none());
    let no_deny = &("cargo-deny", "that every package below has a licence that deny.toml allows");
    let no_deny = deny()?.is_none().then_some(no_deny);
    let skipped: Vec<_> = tools.chain(modules).chain(packages).chain(no_deny).collect();
    let met = reliability::print(false)?;
    // Where a tool is missing some rows cannot be met.
    let excused = !met && !skipped.is_empty();
    let passed = (met || excused) && done.iter().all(|(_, (passed, _))| *passed);

    println!("\n== summary, {} in all", shown(started.elapsed()));
    for (name, (passed, took)) in &done {
        println!("{}: {name}, {}", if *passed { "passed" } else { "failed" }, shown(*took));
    }
    let matrix = match (met, excused) {
        (true, _) => "passed",
        (false, true) => "not met, as tools are missing",
        (false, false) => "failed",
    };
    println!("{matrix}: reliability matrix, above");
    for (tool, unchecked) in &skipped {
        println!("skipped: {unchecked} ({tool} is not installed)");
    }
    if passed && skipped.is_empty() {
        println!("all well, nothing skipped");
    }
    Ok(passed && (skipped.is_empty() || !strict))
}

/// The order puts the quick checks first. Later steps use what earlier ones have built.
fn steps() -> io::Result<Vec<GateStep>> {
    let no_snapshots = |step: GateStep| step.with("INSTA_UPDATE", "no");
    let (build, tests) = match has_nextest() {
        true => (
            "nextest run --workspace --locked --no-run",
            "nextest run --workspace --locked --no-fail-fast",
        ),
        false => (
            "test --workspace --lib --bins --tests --locked --no-run",
            "test --workspace --lib --bins --tests --locked --no-fail-fast",
        ),
    };
    // The build has made the command: tests of other packages need not build it again.
    let coupon =
        std::env::current_exe()?.with_file_name(format!("coupon{}", std::env::consts::EXE_SUFFIX));
    let alone: Vec<String> = ALONE.iter().map(|package| format!("-p {package}")).collect();
    let alone = alone.join(" ");
    // Of its four checks, the one of advisories needs the database of RustSec: see the release checklist.
    let deny = deny()?.map(|path| {
        let check = "deny --locked check bans licenses sources";
        GateStep::new("licences and sources of dependencies", check).with("PATH", path)
    });
    let steps = vec![
        GateStep::new("format", "fmt --all --check"),
        GateStep::new(
            "clippy",
            "clippy --workspace --all-targets --locked --no-deps --keep-going -- -D warnings",
        ),
        GateStep::new("build of the tests", build),
        no_snapshots(GateStep::new("tests", tests))
            .with("COUPON", coupon)
            .with("COUPON_RELIABILITY", reliability::counts_file()),
        GateStep::new("examples in the documents", "test --workspace --doc --locked"),
        // With all features they are built and tested above, as other crates of the workspace turn the features on.
        GateStep::new("wire crates alone", &format!("check --locked {alone}")),
        GateStep::new(
            "ledger with SQLite alone",
            "check --locked -p coupon-ledger --no-default-features --features sqlite",
        ),
        GateStep::new(
            "ledger with PostgreSQL alone",
            "check --locked -p coupon-ledger --no-default-features --features postgres",
        ),
        no_snapshots(GateStep::new(
            "wire crates beside arbitrary_precision",
            &format!(
                "test --locked --lib --tests {alone} --features serde_json/arbitrary_precision"
            ),
        )),
        GateStep::new("documentation", "doc --workspace --no-deps --locked --keep-going")
            .with("RUSTDOCFLAGS", "-D warnings"),
    ];
    Ok(deny.into_iter().chain(steps).collect())
}

/// "2 min 5 s".
fn shown(time: Duration) -> String {
    match time.as_secs() {
        seconds @ ..60 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

#[allow(clippy::disallowed_methods, reason = "it reports how long each step took")]
fn now() -> Instant {
    Instant::now()
}

fn answers(tool: &str) -> bool {
    let mut command = Command::new(tool);
    command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success()) || is_beside_postgres(tool)
}

/// Debian keeps what a PostgreSQL server needs in a folder for each version.
fn is_beside_postgres(tool: &str) -> bool {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    versions.map(|version| version.path().join("bin").join(tool)).any(|program| program.is_file())
}
