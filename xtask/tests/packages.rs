//! Each crate that others may take can be made into a package, with what a registry shows of it.

use xtask::project::{cargo, packages, root};

/// Crates that stay in the workspace.
const INTERNAL: &[&str] = &["coupon-testkit", "xtask"];

#[test]
fn every_crate_says_what_a_registry_shows() {
    let fields = [
        "description = ",
        "repository.workspace = true",
        "readme = ",
        "keywords = ",
        "categories = ",
    ];
    let mut complaints = Vec::new();
    for package in packages().unwrap() {
        let manifest = root().join(&package.folder).join("Cargo.toml");
        let manifest = std::fs::read_to_string(manifest).unwrap();
        let stays = manifest.contains("publish = false");
        assert_eq!(stays, INTERNAL.contains(&package.name.as_str()), "{}", package.name);
        let missing = fields.iter().filter(|field| !stays && !manifest.contains(*field));
        complaints.extend(missing.map(|field| format!("{}: {field}…", package.folder)));
    }
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn cargo_packs_every_crate_without_a_warning() {
    let mut command = cargo();
    command.args([
        "package",
        "--workspace",
        "--allow-dirty",
        "--no-verify",
        "--offline",
        "--quiet",
    ]);
    command.args(INTERNAL.iter().flat_map(|package| ["--exclude", package]));
    let target = tempfile::tempdir().unwrap();
    let output =
        command.arg("--target-dir").arg(target.path()).current_dir(root()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !said.contains("warning"), "{said}");
    let archives = std::fs::read_dir(target.path().join("package")).unwrap().flatten();
    let archives =
        archives.filter(|file| file.path().extension().is_some_and(|end| end == "crate"));
    assert_eq!(archives.count(), packages().unwrap().len() - INTERNAL.len());
}
