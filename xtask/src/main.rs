//! `cargo xtask`: see the README beside the manifest.
#![allow(clippy::print_stderr, reason = "it reports to a terminal")]

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask ci [--strict]      (--strict: a skip is a failure)";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args.as_slice() {
        ["ci"] => xtask::ci::run(false),
        ["ci", "--strict"] => xtask::ci::run(true),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}
