//! Snapshots by name.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::support::*;
use coupon_sandbox::{Sandbox, SandboxConfig};
use coupon_sandbox_server::snapshot_folder;
use jiff::SignedDuration;

#[tokio::test]
async fn named_snapshots_are_files_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox =
        Sandbox::new(SandboxConfig { snapshots: Some(folder.path().into()), ..settings() });
    assert!(snapshot_folder::list(&sandbox).unwrap().is_empty());
    let path = snapshot_folder::save(&sandbox, "before-the-sale").unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), sandbox.snapshot());
    sandbox.advance(SignedDuration::from_hours(1));
    snapshot_folder::save(&sandbox, "一小时后").unwrap();
    assert_eq!(snapshot_folder::list(&sandbox).unwrap(), ["before-the-sale", "一小时后"]);
    snapshot_folder::load(&sandbox, "before-the-sale").unwrap();
    assert_eq!(sandbox.now(), now());
    for name in ["", "../etc", "a/b", "a.json"] {
        let error = snapshot_folder::save(&sandbox, name).unwrap_err().to_string();
        assert!(error.contains("a name is letters, digits, - and _"), "{error}");
    }
    assert!(
        snapshot_folder::load(&sandbox, "nothing")
            .unwrap_err()
            .to_string()
            .contains("nothing.json: No such file")
    );
    let none = snapshot_folder::save(&crate::support::sandbox(), "a").unwrap_err().to_string();
    assert_eq!(none, "no folder for snapshots is set: --snapshots FOLDER");
}
