//! A program outside of the workspace depends on every published library by its path, and runs the example of each README.
//!
//! It is written into `target/outside` and built into `target`, with the workspace's versions and features: the packages of
//! others are compiled already.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
};

use serde_json::Value;
use xtask::{
    markdown::blocks,
    project::{cargo, output, read, root},
};

/// Says the name of an example that ended well.
const WELL: &str = "\
trait Well { fn well(self, name: &str); }
impl Well for () { fn well(self, name: &str) { println!(\"{name}\") } }
impl<E: std::fmt::Debug> Well for Result<(), E> { fn well(self, name: &str) { self.unwrap().well(name) } }
";

/// The packages that others may depend on: name and folder. The command is no library.
fn libraries(metadata: &Value) -> Vec<(String, String)> {
    let packages = metadata["packages"].as_array().unwrap().iter();
    let published = packages.filter(|package| {
        let targets = package["targets"].as_array().unwrap();
        let is_library = targets.iter().any(|target| target["kind"] == serde_json::json!(["lib"]));
        is_library && package["publish"].is_null()
    });
    let name_and_folder = |package: &Value| {
        let manifest = package["manifest_path"].as_str().unwrap();
        let folder = manifest.strip_suffix("/Cargo.toml").unwrap();
        (package["name"].as_str().unwrap().to_owned(), folder.to_owned())
    };
    published.map(name_and_folder).collect()
}

/// The packages of others, each with every feature that a crate of the workspace asks for.
fn others(metadata: &Value) -> String {
    let mut found: BTreeMap<&str, (&Value, BTreeSet<&str>, bool)> = BTreeMap::new();
    for package in metadata["packages"].as_array().unwrap() {
        let dependencies = package["dependencies"].as_array().unwrap().iter();
        for one in dependencies.filter(|one| one["path"].is_null() && one["kind"] != "build") {
            let name = one["rename"].as_str().or(one["name"].as_str()).unwrap();
            let (_, features, default) = found.entry(name).or_insert((one, BTreeSet::new(), false));
            features.extend(one["features"].as_array().unwrap().iter().filter_map(Value::as_str));
            *default |= one["uses_default_features"].as_bool().unwrap();
        }
    }
    let mut lines = String::new();
    for (name, (one, features, default)) in found {
        let (package, version) = (&one["name"], &one["req"]);
        let features = features.into_iter().collect::<Vec<_>>();
        let start = format!("{name} = {{ package = {package}, version = {version}");
        writeln!(lines, "{start}, features = {features:?}, default-features = {default} }}")
            .unwrap();
    }
    lines
}

/// The first example of a README as a module whose `main` is called.
fn module(crate_name: &str, readme: &str) -> Option<String> {
    let block = blocks(readme).into_iter().find(|block| block.language.starts_with("rust"))?;
    let lines = block.text.lines().map(|line| match line {
        "#" => "",
        line => line.strip_prefix("# ").unwrap_or(line),
    });
    let code = lines.collect::<Vec<_>>().join("\n");
    let code = match code.contains("fn main()") {
        true if code.contains("async fn main()") => {
            code.replace("async fn main()", "pub async fn main()")
        }
        true => code.replace("fn main()", "pub fn main()"),
        // As a documentation test does it: what has no main stands in one.
        false => {
            let result = "Result<(), Box<dyn std::error::Error>>";
            format!("pub fn main() -> {result} {{\nlet _ = {{\n{code}\n}};\nOk(())\n}}")
        }
    };
    Some(format!("#[allow(warnings)]\nmod {} {{\n{code}\n}}\n", crate_name.replace('-', "_")))
}

#[test]
fn a_program_outside_depends_on_each_library_and_runs_its_example() {
    let metadata =
        output(cargo().args(["metadata", "--format-version", "1", "--no-deps", "--locked"]));
    let metadata: Value = serde_json::from_str(&metadata.unwrap()).unwrap();
    let manifest = read("Cargo.toml").unwrap();
    let profiles =
        manifest.split_once("[profile.dev]").unwrap().1.split("[profile.release]").next();

    let mut paths = String::new();
    let (mut modules, mut calls) = (String::new(), String::new());
    let libraries = libraries(&metadata);
    assert!(libraries.len() > 18, "{libraries:?}");
    for (name, folder) in &libraries {
        writeln!(paths, "{name} = {{ path = {folder:?} }}").unwrap();
        let readme = fs::read_to_string(format!("{folder}/README.md")).unwrap();
        modules +=
            &module(name, &readme).unwrap_or_else(|| panic!("{name}: README has no example"));
        let call = name.replace('-', "_");
        writeln!(calls, "    {call}::main().well(\"{name}\");").unwrap();
    }
    // There they are no members, whom the profile of all others would fit: as members they are compiled already.
    let mut members = String::new();
    for (name, _) in &libraries {
        let optimised = profiles.unwrap().contains(&format!("{name}.opt-level"));
        let level = if optimised { String::new() } else { format!("{name}.opt-level = 0\n") };
        writeln!(members, "{level}{name}.debug = \"line-tables-only\"").unwrap();
    }
    let folder = root().join("target/outside");
    fs::create_dir_all(folder.join("src")).unwrap();
    let head =
        "[package]\nname = \"outside\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n";
    let written = format!(
        "{head}\n[dependencies]\n{paths}{}\n[profile.dev]{}\n{members}",
        others(&metadata),
        profiles.unwrap().trim_end()
    );
    fs::write(folder.join("Cargo.toml"), written).unwrap();
    fs::write(folder.join("src/main.rs"), format!("{modules}{WELL}fn main() {{\n{calls}}}\n"))
        .unwrap();
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();

    let mut run = cargo();
    run.args(["run", "--quiet", "--offline", "--target-dir"]).arg(root().join("target"));
    let said = output(run.arg("--manifest-path").arg(folder.join("Cargo.toml"))).unwrap();
    let names: Vec<&str> = libraries.iter().map(|(name, _)| name.as_str()).collect();
    // An example may print lines of its own.
    let ended: Vec<&str> = said.lines().filter(|line| names.contains(line)).collect();
    assert_eq!(ended, names);
}
