//! Each crate that others may take can be made into a package, with what a registry shows of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use xtask::project::{cargo, output, packages, root};

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
    let packed =
        command.arg("--target-dir").arg(target.path()).current_dir(root()).output().unwrap();
    let said = String::from_utf8_lossy(&packed.stderr);
    assert!(packed.status.success() && !said.contains("warning"), "{said}");
    let folder = target.path().join("package");
    let archives = std::fs::read_dir(&folder).unwrap().flatten().map(|file| file.path());
    let archives = archives.filter(|path| path.extension().is_some_and(|end| end == "crate"));
    let archives: Vec<PathBuf> = archives.collect();
    assert_eq!(archives.len(), packages().unwrap().len() - INTERNAL.len());
    let mut complaints = Vec::new();
    for archive in archives {
        output(Command::new("tar").arg("-xzf").arg(&archive).arg("-C").arg(&folder)).unwrap();
        complaints.extend(missing_files(&archive.with_extension("").join("src")));
    }
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

/// Files that a source includes by name and that are not in the package: the compiler of who takes it would miss them.
fn missing_files(folder: &Path) -> Vec<String> {
    let mut missing = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            missing.extend(missing_files(&path));
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let shipped = text.split("#[cfg(test)]").next().unwrap_or_default();
        for macro_name in ["include_str!(\"", "include_bytes!(\"", "#[path = \""] {
            for rest in shipped.split(macro_name).skip(1) {
                let name = rest.split('"').next().unwrap_or_default();
                if !folder.join(name).is_file() {
                    missing.push(format!("{}: {name}", path.display()));
                }
            }
        }
    }
    missing
}

#[test]
fn a_file_that_is_not_packed_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let text = "#![doc = include_str!(\"../README.md\")]\nconst A: &str = include_str!(\"a.txt\");";
    std::fs::write(folder.path().join("lib.rs"), text).unwrap();
    std::fs::write(folder.path().join("a.txt"), "").unwrap();
    let missing = missing_files(folder.path());
    assert!(
        matches!(missing.as_slice(), [one] if one.ends_with("lib.rs: ../README.md")),
        "{missing:?}"
    );
}
