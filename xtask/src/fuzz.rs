//! Fuzzing led by the compiler's coverage: runs each target of `xtask/fuzz` for a time and counts its executions.

use std::{
    fs, io,
    path::Path,
    process::{Command, Stdio},
};

use crate::{
    operations::operations,
    project::{cargo, read, root},
};

/// The targets, and the words that their seeds are made of where no fixture is one.
const TARGETS: &[(&str, &[&str])] = &[
    ("answer", &[]),
    ("page", &[]),
    (
        "both",
        &[
            r#"{"quantity":"1,000.5箱","day":"2026-03-02"}"#,
            r#"{"text":"a\"b\u5238","whole":17}, 7"#,
        ],
    ),
    (
        "value",
        &[
            "1,000.5箱(12瓶)",
            "10个/箱",
            "20.00%",
            "不限制",
            "2019-11-05~2019-12-25",
            "１０",
            "-3.50",
        ],
    ),
    ("request", &[]),
    ("redacted", &["\u{7}the key is here, and there"]),
    (
        "table",
        &["订单号,金额\n`1001,¥12.50\n合计,12.50\n", "order\tamount\r\n=\"1001\"\t(40.00)\r\n"],
    ),
];

/// Runs every target for so many seconds and prints the executions of each. `Ok(true)` if none found anything.
///
/// # Errors
/// `cargo fuzz` is not installed, or a file cannot be written.
pub fn run(seconds: u64) -> io::Result<bool> {
    let mut version = cargo();
    version.args(["fuzz", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    if !version.status().is_ok_and(|status| status.success()) {
        return Err(io::Error::other("`cargo fuzz` is missing: cargo install --locked cargo-fuzz"));
    }
    let folder = root().join("target/fuzz");
    let (mut total, mut rows, mut clean) = (0, String::new(), true);
    for (target, words) in TARGETS {
        let seeds = folder.join("seeds").join(target);
        write_seeds(target, words, &seeds)?;
        let found = folder.join("found").join(target);
        fs::create_dir_all(&found)?;
        println!("== {target}: {seconds} s");
        let output = fuzz(target, seconds, &found, &seeds).stdout(Stdio::null()).output()?;
        let text = String::from_utf8_lossy(&output.stderr);
        let executions = executions(&text);
        let passed = output.status.success() && executions > 0;
        if !passed {
            println!("{text}");
        }
        clean &= passed;
        total += executions;
        let outcome = if passed { "nothing found" } else { "FAILED, see above" };
        rows.push_str(&format!("| {target} | {executions} | {outcome} |\n"));
    }
    println!("\n| target | executions | |\n|---|---|---|\n{rows}| all | {total} | |");
    Ok(clean)
}

/// The executions that libFuzzer counted.
fn executions(text: &str) -> u64 {
    let counts =
        text.lines().filter_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    counts.filter_map(|count| count.trim().parse::<u64>().ok()).sum()
}

fn fuzz(target: &str, seconds: u64, found: &Path, seeds: &Path) -> Command {
    let mut command = cargo();
    // The workspace forbids unsafe code, so that there is nothing for a sanitizer to see.
    command.args(["fuzz", "run", "--sanitizer", "none", "--fuzz-dir", "xtask/fuzz"]);
    command.arg(target).args([found, seeds]).arg("--");
    command.arg(format!("-max_total_time={seconds}"));
    command.args(["-print_final_stats=1", "-max_len=65536", "-timeout=20", "-rss_limit_mb=2048"]);
    // Coverage needs options of rustc that are not stable.
    command.env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_DIR", root().join("target/fuzz/build"));
    command
}

/// Writes the seeds of a target anew: its words, and what the fixtures hold for it.
fn write_seeds(target: &str, words: &[&str], folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => fs::create_dir_all(folder)?,
    }
    for (number, word) in words.iter().enumerate() {
        fs::write(folder.join(format!("word-{number}")), word)?;
    }
    for (number, operation) in operations().iter().enumerate() {
        let exchange = read(format!("{}/derived/exchange.http", operation.folder()))?;
        let no_exchange = || io::Error::other(format!("{exchange:?} is no exchange"));
        let [head, body, _, answer] = exchange.split("\n\n").collect::<Vec<_>>()[..] else {
            return Err(no_exchange());
        };
        let address = head.split(' ').nth(1).ok_or_else(no_exchange)?;
        let path = address.splitn(4, '/').nth(3).ok_or_else(no_exchange)?;
        let first = match target {
            "answer" => number,
            "page" if operation.name.ends_with("queryCouponDetail") => 0,
            "page" if operation.name.ends_with("getVoucherInfos") => 1,
            "request" => path.len() + 1,
            _ => continue,
        };
        let mut seed = vec![u8::try_from(first).map_err(io::Error::other)?];
        match target {
            "request" => seed.extend(format!("/{path}{body}").bytes()),
            _ => seed.extend(answer.trim_end().bytes()),
        }
        fs::write(folder.join(operation.name), seed)?;
    }
    Ok(())
}
