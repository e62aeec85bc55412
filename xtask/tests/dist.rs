//! The packages of `cargo xtask dist`, around a stand-in for the command.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, process::Command};

use serde_json::Value;
use xtask::{dist::pack, project::output};

/// Prints a completion, writes a manual page, and says its version.
const STAND_IN: &str = "#!/bin/sh\n\
    case $1 in\n\
    completions) echo \"complete $2\" ;;\n\
    man) mkdir -p \"$4\" && echo \"page $3\" > \"$4/coupon.1\" ;;\n\
    *) echo coupon 0.1.0 ;;\n\
    esac\n";

fn stand_in(folder: &Path) -> std::path::PathBuf {
    let path = folder.join("coupon");
    fs::write(&path, STAND_IN).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[test]
fn the_packages_are_the_same_twice_and_hold_what_they_promise() {
    let folder = tempfile::tempdir().unwrap();
    let binary = stand_in(folder.path());
    let [first, second] = ["a", "b"].map(|name| pack(&binary, &folder.path().join(name)).unwrap());
    for (one, other) in [
        (&first.tarball, &second.tarball),
        (&first.wheel, &second.wheel),
        (&first.npm, &second.npm),
    ] {
        assert_eq!(one.file_name(), other.file_name());
        assert!(fs::read(one).unwrap() == fs::read(other).unwrap(), "{}", one.display());
    }
    output(
        Command::new("sha256sum")
            .args(["--check", "--strict", "SHA256SUMS"])
            .current_dir(&first.folder),
    )
    .unwrap();

    let listed = output(Command::new("tar").arg("-tzf").arg(&first.tarball)).unwrap();
    for file in [
        "bin/coupon",
        "share/bash-completion/completions/coupon",
        "share/man/man1/coupon.1",
        "share/man/zh_CN/man1/coupon.1",
        "share/doc/coupon/LICENSE-MIT",
        "share/doc/coupon/THIRD-PARTY-LICENSES.txt",
    ] {
        assert!(
            listed.contains(&format!("coupon-0.1.0-x86_64-linux/{file}\n")),
            "{file}: {listed}"
        );
    }

    let documents = first.folder.join("stage/coupon-0.1.0-x86_64-linux/share/doc/coupon");
    let bill = fs::read_to_string(documents.join("coupon.cdx.json")).unwrap();
    let bill: Value = serde_json::from_str(&bill).unwrap();
    let has =
        |name: &str| bill["components"].as_array().unwrap().iter().any(|one| one["name"] == name);
    assert!(has("rusqlite") && has("coupon-ledger") && has("ring"), "{bill:#}");
    assert!(!has("proptest") && !has("coupon-testkit"), "tests are no part of it");
    assert_eq!(bill["metadata"]["component"]["name"], "coupon-cli");
    let licenses = fs::read_to_string(documents.join("THIRD-PARTY-LICENSES.txt")).unwrap();
    assert!(licenses.contains("\nring ") && licenses.contains("Permission is hereby granted"));
}

#[test]
fn pip_installs_the_wheel() {
    if Command::new("python3")
        .args(["-c", "import ensurepip"])
        .output()
        .is_ok_and(|ran| !ran.status.success())
    {
        eprintln!("skipped: Python has no ensurepip");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let made = pack(&stand_in(folder.path()), &folder.path().join("dist")).unwrap();
    let venv = folder.path().join("venv");
    output(Command::new("python3").args(["-m", "venv"]).arg(&venv)).unwrap();
    let mut pip = Command::new(venv.join("bin/python"));
    output(pip.args(["-m", "pip", "install", "--quiet", "--no-index"]).arg(&made.wheel)).unwrap();
    let said = output(&mut Command::new(venv.join("bin/coupon"))).unwrap();
    assert_eq!(said, "coupon 0.1.0\n");
}
