//! A type name stands once in the workspace, so that a search for it finds one type.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

use std::collections::BTreeMap;

use xtask::{
    project::{packages, read, root},
    source::{Module, modules},
};

/// Type names that stand more than once, with the reason. The list may only shrink.
const REPEATED: &[(&str, &str)] = &[
    ("Account", "word of the domain: each vendor's, and the one of the configuration"),
    ("Error", "the error of its crate, as everywhere in Rust"),
    ("Operation", "word of the vendors: each has its own, and so have the front ends"),
];

/// Types of the wire crates, which are alike on purpose and share no trait: who knows one knows the other.
const ALIKE: &[&str] = &[
    "AccountConfig",
    "AccountError",
    "ApiError",
    "AttemptParams",
    "Endpoint",
    "OperationError",
    "ParsedRequest",
    "Raw",
    "ResponseShape",
    "Sealed",
    "VerifyError",
];

/// Keywords of items that are types.
const TYPES: [&str; 5] = ["struct", "enum", "union", "trait", "type"];

/// The source modules of every package.
fn sources() -> Vec<Module> {
    let mut found = Vec::new();
    for package in packages().unwrap() {
        for file in ["src/lib.rs", "src/main.rs"].map(|file| format!("{}/{file}", package.folder)) {
            if root().join(&file).is_file() {
                found.extend(modules(&file, &|file| read(file).ok()).unwrap());
            }
        }
    }
    found
}

/// The type names that stand in several places, with these places.
fn repeated(modules: &[Module]) -> BTreeMap<String, Vec<String>> {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for module in modules {
        let types = module.items.iter().filter(|(kind, _)| TYPES.contains(&kind.as_str()));
        for (_, name) in types {
            places.entry(name.clone()).or_default().push(module.file.clone());
        }
    }
    places.retain(|_, places| places.len() > 1);
    places
}

/// Complaints: names that are repeated and not in the list, and names in the list that are not repeated.
fn complaints(repeated: &BTreeMap<String, Vec<String>>, list: &[&str]) -> Vec<String> {
    let new = repeated.iter().filter(|(name, _)| !list.contains(&name.as_str()));
    let new = new.map(|(name, places)| format!("{name} stands in {}", places.join(", ")));
    let gone = list.iter().filter(|name| !repeated.contains_key(**name));
    let gone = gone.map(|name| format!("{name} stands once: take it from the list"));
    new.chain(gone).collect()
}

#[test]
fn a_type_name_stands_once_in_the_workspace() {
    let mut repeated = repeated(&sources());
    let wire_crates = ["qince", "qmai", "wxpay"].map(|vendor| format!("crates/{vendor}-wire/"));
    let is_twin = |file: &String| wire_crates.iter().any(|folder| file.starts_with(folder));
    let mut stale = Vec::new();
    for name in ALIKE {
        match repeated.get(*name) {
            Some(places) if places.len() == wire_crates.len() && places.iter().all(is_twin) => {
                repeated.remove(*name);
            }
            other => stale.push(format!("{name}: not once in each wire crate but in {other:?}")),
        }
    }
    let list: Vec<&str> = REPEATED.iter().map(|(name, _)| *name).collect();
    let wrong = [stale, complaints(&repeated, &list)].concat();
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_repeated_type_name_and_a_stale_entry_are_found() {
    let files = [
        (
            "src/lib.rs",
            "mod a; pub struct Row; fn f() { struct Local; } impl T for Row { type Item = u8; }",
        ),
        (
            "src/a.rs",
            "mod b { pub(crate) enum Row {} } #[cfg(test)] mod tests { struct Item; } struct Item;",
        ),
    ];
    let read = |file: &str| {
        files.iter().find(|(name, _)| *name == file).map(|(_, text)| (*text).to_owned())
    };
    let repeated = repeated(&modules("src/lib.rs", &read).unwrap());
    assert_eq!(complaints(&repeated, &["Row"]), Vec::<String>::new());
    assert_eq!(
        complaints(&repeated, &["Page"]),
        ["Row stands in src/lib.rs, src/a.rs", "Page stands once: take it from the list"]
    );
}
