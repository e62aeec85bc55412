//! The whole gate, step by step.

use std::{
    fs, io,
    process::{Command, Stdio},
};

use crate::project::{cargo, python};

/// Crates that others take alone: they must build, and be right, with no feature and with any feature of others.
const ALONE: &[&str] = &["coupon-wire", "coupon-qince-wire", "coupon-qmai-wire"];

/// Tools that some tests call, and what stays unchecked where they are missing.
const TOOLS: &[(&str, &str)] = &[
    ("sqlite3", "that a ledger opens in the sqlite3 command line"),
    ("python3", "that the sandbox serves a client in Python, written from the documents"),
    ("initdb", "that a ledger in PostgreSQL is as one in SQLite"),
    ("chromedriver", "that console, report and reconciliation work in a browser"),
];

/// The same for modules of the Python in `target/venv`.
const MODULES: &[(&str, &str)] = &[
    ("duckdb, openpyxl", "that other readers find in an export what the ledger holds"),
    ("schemathesis", "that the sandbox answers made-up calls as its OpenAPI documents say"),
];

/// One step: what it is called, the arguments for cargo, and the environment it needs.
struct Step {
    name: &'static str,
    args: Vec<&'static str>,
    env: &'static [(&'static str, &'static str)],
}

/// Runs every step, also after one has failed, and reports. `Ok(true)` if all is well; with `strict`, a skip is not well.
pub fn run(strict: bool) -> io::Result<bool> {
    let mut failed = Vec::new();
    for step in steps() {
        println!("\n== {}: cargo {}", step.name, step.args.join(" "));
        let mut command = cargo();
        command.args(&step.args).envs(step.env.iter().copied());
        if !command.status()?.success() {
            failed.push(step.name);
        }
    }
    let tools = TOOLS.iter().filter(|(tool, _)| !answers(tool));
    let modules = MODULES.iter().filter(|(modules, _)| python(modules).is_none());
    let skipped: Vec<_> = tools.chain(modules).collect();

    println!("\n== summary");
    for name in &failed {
        println!("failed: {name}");
    }
    for (tool, unchecked) in &skipped {
        println!("skipped: {unchecked} ({tool} is not installed)");
    }
    if failed.is_empty() && skipped.is_empty() {
        println!("all well, nothing skipped");
    }
    Ok(failed.is_empty() && (skipped.is_empty() || !strict))
}

fn steps() -> Vec<Step> {
    let mut steps = vec![
        step("format", &["fmt", "--all", "--check"]),
        step(
            "clippy",
            &[
                "clippy",
                "--workspace",
                "--all-targets",
                "--locked",
                "--no-deps",
                "--keep-going",
                "--",
                "-D",
                "warnings",
            ],
        ),
        tests(),
        step("examples in the documents", &["test", "--workspace", "--doc", "--locked"]),
    ];
    steps.push(alone("wire crates alone", &[]));
    steps.push(alone("wire crates with all features", &["--all-features"]));
    steps.push(alone(
        "wire crates beside arbitrary_precision",
        &["--features", "serde_json/arbitrary_precision"],
    ));
    steps.push(Step {
        name: "documentation",
        args: vec!["doc", "--workspace", "--no-deps", "--locked", "--keep-going"],
        env: &[("RUSTDOCFLAGS", "-D warnings")],
    });
    steps
}

/// All tests but those in the documents: layers, budgets and derived files are tests too.
fn tests() -> Step {
    let nextest = cargo().args(["nextest", "--version"]).stderr(Stdio::null()).output();
    let args = match nextest.is_ok_and(|output| output.status.success()) {
        true => vec!["nextest", "run", "--workspace", "--locked", "--no-fail-fast"],
        false => {
            vec!["test", "--workspace", "--lib", "--bins", "--tests", "--locked", "--no-fail-fast"]
        }
    };
    Step { name: "tests", args, env: &[("INSTA_UPDATE", "no")] }
}

fn alone(name: &'static str, features: &[&'static str]) -> Step {
    let mut args = vec!["test", "--locked", "--lib", "--tests"];
    for package in ALONE {
        args.extend(["-p", package]);
    }
    args.extend(features);
    Step { name, args, env: &[("INSTA_UPDATE", "no")] }
}

fn step(name: &'static str, args: &[&'static str]) -> Step {
    Step { name, args: args.to_vec(), env: &[] }
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
