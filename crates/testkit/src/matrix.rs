//! The counts that a test reports to the reliability matrix that `cargo xtask reliability` prints.

use std::{env, fs::OpenOptions, io::Write as _};

/// Names the file that `cargo xtask reliability` reads.
const COUNTS: &str = "COUPON_RELIABILITY";
/// Set by `cargo xtask reliability --long`.
const LONG: &str = "COUPON_RELIABILITY_LONG";

/// How often a test tries: the first number, or the second in the matrix's long form.
pub fn in_matrix(short: usize, long: usize) -> usize {
    if env::var_os(LONG).is_some() { long } else { short }
}

/// Reports so many cases of a row of the matrix as passed: at the end of a test, where none has failed. Says nothing unless the
/// matrix is asked for.
pub fn passed_in_matrix(row: &str, cases: &str, count: usize) {
    let Some(path) = env::var_os(COUNTS) else { return };
    let mut file = OpenOptions::new().create(true).append(true).open(path).unwrap();
    // One write, so that lines of tests that run beside each other stay whole.
    file.write_all(format!("{row}\t{cases}\t{count}\n").as_bytes()).unwrap();
}
