//! The workspace as data: its folder, packages and files.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// A package of the workspace.
#[derive(Debug, Clone)]
pub struct Package {
    /// "coupon-wire".
    pub name: String,
    /// From the root: "crates/wire".
    pub folder: String,
    /// Names of its normal and build dependencies, optional ones included.
    pub dependencies: Vec<String>,
}

/// The folder of the workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the workspace")
}

/// A call of cargo in the workspace, by the cargo that runs us.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Every package of the workspace, by name.
pub fn packages() -> io::Result<Vec<Package>> {
    let text =
        output(cargo().args(["metadata", "--format-version", "1", "--no-deps", "--locked"]))?;
    let metadata: Value = serde_json::from_str(&text)?;
    let mut packages: Vec<Package> = list(&metadata, "packages").iter().map(package).collect();
    packages.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(packages)
}

/// The unique packages that building one package takes, itself included, with default features: "name version".
pub fn tree(package: &str) -> io::Result<Vec<String>> {
    let args =
        ["tree", "--locked", "-e", "normal,build", "--prefix", "none", "--format", "{p}", "-p"];
    let text = output(cargo().args(args).arg(package))?;
    let mut names: Vec<String> = text
        .lines()
        .map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect();
    names.sort();
    names.dedup();
    Ok(names)
}

/// Where the command `coupon` is, built in this profile. `cargo xtask ci` has built it for `dev` and names it in `COUPON`;
/// otherwise it is built now.
pub fn coupon(profile: &str) -> io::Result<PathBuf> {
    if let ("dev", Some(built)) = (profile, std::env::var_os("COUPON")) {
        return Ok(built.into());
    }
    let args = ["build", "--locked", "--package", "coupon-cli", "--message-format", "json"];
    let messages = output(cargo().args(args).args(["--profile", profile]))?;
    let mut built = messages.lines().filter_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        Some(PathBuf::from(message["executable"].as_str()?))
    });
    built.next_back().ok_or_else(|| io::Error::other("cargo did not say what it built"))
}

/// The Python of `target/venv` if it has these modules ("duckdb, openpyxl"). `.ci/run` makes it, from `xtask/requirements.txt`.
pub fn python(modules: &str) -> Option<PathBuf> {
    let python = root().join("target/venv/bin/python");
    let found = Command::new(&python).args(["-c", &format!("import {modules}")]).output();
    found.is_ok_and(|found| found.status.success()).then_some(python)
}

/// The folder `target/node` if Node finds these packages in it ("xlsx, exceljs"). `.ci/run` makes it, from `xtask/package.json`.
pub fn node(packages: &str) -> Option<PathBuf> {
    let folder = root().join("target/node");
    let load: String = packages.split(", ").map(|name| format!("require('{name}');")).collect();
    let found = Command::new("node").args(["-e", &load]).current_dir(&folder).output();
    found.is_ok_and(|found| found.status.success()).then_some(folder)
}

/// Whether `cargo nextest` can be called.
pub(crate) fn has_nextest() -> bool {
    let output = cargo().args(["nextest", "--version"]).output();
    output.is_ok_and(|output| output.status.success())
}

/// Every file that is or could be committed, from the root, sorted.
pub fn files() -> io::Result<Vec<String>> {
    let args = ["ls-files", "--cached", "--others", "--exclude-standard"];
    let text = output(Command::new("git").args(args).current_dir(root()))?;
    let mut files: Vec<String> =
        text.lines().filter(|file| root().join(file).is_file()).map(str::to_owned).collect();
    files.sort();
    files.dedup();
    Ok(files)
}

/// Every Markdown file of ours with its text, from the root.
pub fn documents() -> io::Result<Vec<(String, String)>> {
    let ours = |file: &String| file.ends_with(".md") && !file.starts_with("fixtures/");
    let files = files()?.into_iter().filter(ours);
    files.map(|file| read(&file).map(|text| (file, text))).collect()
}

/// A file of the workspace as text; the error names it.
pub fn read(file: impl AsRef<Path>) -> io::Result<String> {
    let file = file.as_ref();
    fs::read_to_string(root().join(file))
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", file.display())))
}

/// Runs a command and returns its standard output. If the command fails, the error holds its standard error.
pub fn output(command: &mut Command) -> io::Result<String> {
    let output = command.output()?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        return Err(io::Error::other(format!("{command:?}: {}\n{complaint}", output.status)));
    }
    String::from_utf8(output.stdout).map_err(io::Error::other)
}

fn package(value: &Value) -> Package {
    let manifest = Path::new(text(value, "manifest_path"));
    let folder = manifest.parent().expect("a manifest stands in a folder");
    let folder = folder.strip_prefix(root()).unwrap_or(folder);
    let built = |dependency: &&Value| dependency["kind"] != "dev";
    Package {
        name: text(value, "name").to_owned(),
        folder: folder.display().to_string(),
        dependencies: list(value, "dependencies")
            .iter()
            .filter(built)
            .map(|dependency| text(dependency, "name").to_owned())
            .collect(),
    }
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().expect("cargo metadata has this list")
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().expect("cargo metadata has this text")
}
