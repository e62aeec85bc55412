//! A ledger is an ordinary SQLite file: what any user would type finds every coupon with the vendor's text beside it.

use std::process::Command;

use xtask::project::{coupon, output};

#[test]
fn a_ledger_opens_in_the_sqlite3_command_line() {
    if Command::new("sqlite3").arg("--version").output().is_err() {
        return; // `cargo xtask ci` says so, and `.ci/run` does not let it pass.
    }
    let home = tempfile::tempdir().unwrap();
    let mut sync = Command::new(coupon("dev").unwrap());
    sync.arg("sync").current_dir(home.path()).env("HOME", home.path());
    output(sync.env_remove("XDG_CONFIG_HOME")).unwrap();

    let sql = "SELECT provider, count(*) > 0, min(json_valid(raw)) FROM coupons GROUP BY provider";
    let mut ask = Command::new("sqlite3");
    let found = output(ask.args(["sandbox.db", sql]).current_dir(home.path())).unwrap();
    let mut found: Vec<&str> = found.lines().collect();
    found.sort_unstable();
    assert_eq!(found, ["qince.coupondetail|1|1", "qince.voucher|1|1", "qmai|1|1"]);
}
