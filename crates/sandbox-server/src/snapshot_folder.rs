//! Snapshots by name: one file each in a folder.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use coupon_sandbox::{Sandbox, SandboxError};

/// Names of the snapshots in the folder, sorted.
///
/// # Errors
///
/// The configuration names no folder, or it cannot be read.
pub fn list(sandbox: &Sandbox) -> Result<Vec<String>, SandboxError> {
    let folder = folder(sandbox)?;
    let cannot = |error: io::Error| unusable(&folder, &error);
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).map_err(cannot)? {
        let name = entry.map_err(cannot)?.file_name();
        let name = name.to_str().and_then(|name| name.strip_suffix(".json"));
        names.extend(name.map(str::to_owned));
    }
    names.sort_unstable();
    Ok(names)
}

/// Saves everything as it is now in `NAME.json`, in the place of a file of that name, and gives its path.
///
/// # Errors
///
/// The configuration names no folder, the name has more than letters, digits, `-` and `_`, or the file cannot be written.
pub fn save(sandbox: &Sandbox, name: &str) -> Result<PathBuf, SandboxError> {
    let path = file(sandbox, name)?;
    let half = path.with_extension("json.part");
    let written = fs::write(&half, sandbox.snapshot()).and_then(|()| fs::rename(&half, &path));
    written.map_err(|error| unusable(&path, &error))?;
    Ok(path)
}

/// Loads what [`save`] saved, here or in another sandbox.
///
/// # Errors
///
/// As [`save`] and [`Sandbox::restore`].
pub fn load(sandbox: &Sandbox, name: &str) -> Result<(), SandboxError> {
    let path = file(sandbox, name)?;
    let text = fs::read_to_string(&path).map_err(|error| unusable(&path, &error))?;
    sandbox.restore(&text)
}

fn folder(sandbox: &Sandbox) -> Result<PathBuf, SandboxError> {
    let none = || SandboxError::new("no folder for snapshots is set: --snapshots FOLDER");
    sandbox.config().snapshots.ok_or_else(none)
}

fn file(sandbox: &Sandbox, name: &str) -> Result<PathBuf, SandboxError> {
    let legal = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    if name.is_empty() || name.len() > 100 || !name.chars().all(legal) {
        let why = format!("the snapshot {name:?}: a name is letters, digits, - and _");
        return Err(SandboxError::new(why));
    }
    Ok(folder(sandbox)?.join(format!("{name}.json")))
}

fn unusable(path: &Path, error: &io::Error) -> SandboxError {
    SandboxError::new(format!("{}: {error}", path.display()))
}
