//! Files out of a synced ledger, through the command line.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]
#![allow(clippy::disallowed_methods, reason = "the test measures how long a run takes")]

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use crate::support::{Place, Served, ran, rows};
use coupon_sandbox::SandboxConfig;
use serde_json::Value;
use sha2::{Digest, Sha256};

const FORMATS: [&str; 4] = ["parquet", "csv", "jsonl", "xlsx"];

fn synced() -> Place {
    let place = Place::new();
    place.good(&["sync"]);
    place
}

fn count(place: &Place, sql: &str) -> u64 {
    rows(&place.path("sandbox.db"), sql)[0][0].parse().unwrap()
}

/// The contents of the manifest, after every file of it was found as it says.
fn verified(folder: &Path) -> Value {
    let manifest = fs::read_to_string(folder.join("_manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    for file in manifest["files"].as_array().unwrap() {
        let bytes = fs::read(folder.join(file["path"].as_str().unwrap())).unwrap();
        let digest: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(file["sha256"], digest, "{file}");
        assert_eq!(file["bytes"], bytes.len(), "{file}");
    }
    manifest
}

#[test]
fn every_table_is_written_in_every_format() {
    let place = synced();
    for (table, view) in
        [("templates", "templates"), ("coupons", "coupons"), ("customers", "template_customers")]
    {
        let held = count(&place, &format!("select count(*) from {view} where gone_at is null"));
        assert!(held > 0);
        for format in FORMATS {
            let printed = place.json(&["export", table, "--format", format, "--to", "out"]);
            let manifest = verified(&place.path("out").join(table).join(format));
            assert_eq!(printed, manifest, "what is printed is the manifest");
            assert_eq!((&manifest["rows"], &manifest["generation"]), (&held.into(), &1.into()));
        }
    }
}

#[test]
fn people_are_told_the_files_and_where_the_manifest_is() {
    let place = synced();
    let ran = place.good(&["export", "coupons", "--format", "csv", "--to", "out"]);
    let held = count(&place, "select count(*) from coupons");
    let last = ran.out.lines().last().unwrap();
    assert!(last.starts_with(&format!("{held} rows in ")), "{last}");
    assert!(last.ends_with("out/coupons/csv/_manifest.json"), "{last}");
    assert!(ran.out.contains("export-1/tea/"), "{}", ran.out);
    let ran = place.good(&["export", "coupons", "--format", "csv", "--to", "out", "--lang", "zh"]);
    assert!(ran.out.contains(&format!("共 {held} 行")), "{}", ran.out);
}

#[test]
fn an_account_and_a_provider_can_be_taken_alone() {
    let place = synced();
    for (option, name, column) in
        [("--account", "tea", "account"), ("--provider", "qince.voucher", "provider")]
    {
        let held =
            count(&place, &format!("select count(*) from coupons where {column} = '{name}'"));
        let args = ["export", "coupons", "--format", "jsonl", "--to", "out", option, name];
        let manifest = place.json(&args);
        assert!(held > 0);
        assert_eq!((&manifest["rows"], &manifest[column]), (&held.into(), &name.into()));
    }
}

#[test]
fn a_spreadsheet_gets_whole_ids_under_chinese_headers() {
    let place = synced();
    let args =
        ["export", "coupons", "--format", "csv", "--to", "out", "--provider", "qince.voucher"];
    let manifest = place.json(&[&args[..], &["--spreadsheet", "--chinese-headers"]].concat());
    let file = manifest["files"][0]["path"].as_str().unwrap();
    let text = fs::read_to_string(place.path("out/coupons/csv").join(file)).unwrap();
    assert!(text.starts_with("\u{feff}账户,来源,编号,"), "{text:.80}");
    let id = text.lines().nth(1).unwrap().split(',').nth(2).unwrap();
    let digits = id.strip_prefix('\'').unwrap_or_else(|| panic!("{id}: a number of 15 digits"));
    assert_eq!(count(&place, &format!("select count(*) from coupons where id = '{digits}'")), 1);
}

#[test]
fn every_table_goes_into_one_workbook() {
    let place = synced();
    let written = place.json(&["export", "--one-file", "--to", "out", "--chinese-headers"]);
    assert_eq!(written["path"], "out/export.xlsx");
    let sheets = written["sheets"].as_array().unwrap();
    let named: Vec<_> = sheets.iter().map(|sheet| sheet["what"].as_str().unwrap()).collect();
    assert_eq!(named, ["templates", "coupons", "customers"]);
    for (sheet, table) in sheets.iter().zip(["templates", "coupons", "template_customers"]) {
        let rows = count(&place, &format!("select count(*) from {table}"));
        assert_eq!(sheet["rows"], rows, "{table}");
    }
    let ran = place.run(&["export", "--one-file", "--to", "out", "--lang", "zh"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("已写入 out/export.xlsx"), "{ran:?}");
    let ran = place.run(&["export", "--one-file", "--to", "out", "--format", "csv"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("--one-file") && ran.err.contains("workbook"), "{}", ran.err);
    let ran = place.run(&["export", "--to", "out"]);
    assert_eq!(ran.code, Some(2), "a table is asked for: {ran:?}");
}

#[test]
fn what_cannot_be_exported_is_said_once_with_what_to_do() {
    let place = Place::new();
    let export = ["export", "coupons", "--format", "parquet", "--to", "out"];
    let ran = place.run(&export);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.err.contains("coupon sync"), "{}", ran.err);

    place.good(&["sync"]);
    for (more, code, said) in [
        (["--spreadsheet"].as_slice(), 2, "--format csv"),
        (&["--account", "nobody"], 2, "which knows: tea, trade"),
        (&["--account", "nobody", "--lang", "zh"], 2, "有：tea, trade"),
        (
            &["--provider", "qince"],
            2,
            "there is: qince.coupondetail, qince.voucher, qmai; did you mean qince.",
        ),
        (&["--provider", "qince", "--lang", "zh"], 2, "--provider：没有 qince"),
        (&["--to", "sandbox.db"], 2, "cannot be used multiple times"),
    ] {
        let ran = place.run(&[&export, more].concat());
        assert_eq!(ran.code, Some(code), "{ran:?}");
        assert!(ran.err.contains(said), "{}", ran.err);
    }
    let ran = place.run(&["export", "coupons", "--format", "csv", "--to", "sandbox.db"]);
    assert_eq!(ran.code, Some(3), "a file stands there: {ran:?}");
    assert!(!place.path("out").exists());

    fs::create_dir_all(place.path("out/coupons/csv")).unwrap();
    place.write("out/coupons/csv/_manifest.json", "{\"mine\": true}");
    let ran = place.run(&["export", "coupons", "--format", "csv", "--to", "out"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("not a manifest"), "{}", ran.err);
}

#[test]
fn a_kill_during_an_export_leaves_the_old_files_or_the_new_ones() {
    let served = Served::new(SandboxConfig { coupons: 8_000, ..SandboxConfig::default() });
    let place = Place::of(&served);
    place.good(&["sync"]);
    let export = ["export", "coupons", "--format", "parquet", "--to", "out"];
    let folder = place.path("out/coupons/parquet");
    let began = Instant::now();
    place.good(&export);
    let took = began.elapsed();

    let mut random = fastrand::Rng::new();
    let (mut kills, mut generation) = (0, 1);
    while kills < 10 {
        let mut command = place.command(&export);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        sleep(took.mul_f64(random.f64()).max(Duration::from_millis(5)));
        kills += usize::from(child.try_wait().unwrap().is_none());
        // A run that has ended already cannot be killed, and left its files.
        let _late = child.kill();
        child.wait().unwrap();
        let found = verified(&folder)["generation"].as_u64().unwrap();
        assert!(found >= generation, "{found} after {generation}");
        generation = found;
    }

    let last = place.json(&export);
    assert!(last["generation"].as_u64().unwrap() > generation);
    // A kill between manifest and link leaves each with an export of its own, and both stay for their readers once.
    place.good(&export);
    let left = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name());
    let exports = left.filter(|name| name.to_string_lossy().starts_with("export-"));
    assert_eq!(exports.count(), 2, "what was killed leaves nothing behind; the last one stays");
    coupon_testkit::passed_in_matrix("R5", "kills of an export", kills);
}

/// A file that may not grow stands in for a disk that is full.
#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_is_full_is_one_error_and_the_last_export_stays() {
    let served = Served::new(SandboxConfig { coupons: 2_000, ..SandboxConfig::default() });
    let place = Place::of(&served);
    place.good(&["sync"]);
    for format in ["csv", "jsonl", "xlsx"] {
        let export = ["export", "coupons", "--format", format, "--to", "out"];
        place.good(&export);
        let plain = place.command(&export);
        let mut limited = Command::new("bash");
        limited.args(["-c", "trap '' XFSZ; ulimit -f 40; exec \"$0\" \"$@\""]);
        limited.arg(plain.get_program()).args(plain.get_args());
        limited.current_dir(plain.get_current_dir().unwrap());
        limited.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let failed = ran(limited.output().unwrap());
        assert_eq!(failed.code, Some(3), "{format}: {failed:?}");
        let last = failed.err.lines().last().unwrap_or_default();
        assert!(last.contains("out/coupons/") && last.contains("check the disk"), "{failed:?}");
        let folder = place.path("out/coupons").join(format);
        assert_eq!(verified(&folder)["generation"], 1, "{format}");
        assert!(!folder.join(".partial").exists(), "{format}: no half of it takes room");
    }
}
