//! The files of a crate depend on each other without loops, so that each can be read after the files below it.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

use std::collections::BTreeMap;

use xtask::{
    circles::{arrows, loops, ties},
    project::{packages, read, root},
    source::modules,
};

/// Roots of the modules of a package, where they exist.
const ROOTS: [&str; 3] = ["src/lib.rs", "src/main.rs", "benches/figures/main.rs"];

/// The ties of each loop among the files of this crate, an entry a loop.
fn complaints(root: &str, read: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let arrows = arrows(&modules(root, read).unwrap());
    loops(&arrows).iter().map(|files| ties(&arrows, files).join("\n    ")).collect()
}

/// Loops that are still there, by package. A number may only fall.
const KNOWN: &[(&str, usize)] = &[];

#[test]
fn no_file_of_a_crate_is_in_a_loop() {
    let mut wrong = Vec::new();
    for package in packages().unwrap() {
        let files = ROOTS.map(|file| format!("{}/{file}", package.folder));
        let files = files.iter().filter(|file| root().join(file).is_file());
        let found: Vec<_> =
            files.flat_map(|file| complaints(file, &|file| read(file).ok())).collect();
        let known = KNOWN.iter().find(|(folder, _)| *folder == package.folder);
        let known = known.map_or(0, |(_, count)| *count);
        if found.len() != known {
            let text = found.join("\n  ");
            wrong.push(format!(
                "{}: {} loops, {known} in the list\n  {text}",
                package.folder,
                found.len()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The loops of a made-up crate.
fn of(files: &[(&str, &str)]) -> Vec<String> {
    let files: BTreeMap<&str, &str> = files.iter().copied().collect();
    complaints("src/lib.rs", &|file| files.get(file).map(|text| (*text).to_owned()))
}

#[test]
fn a_loop_is_found_and_names_what_ties_it() {
    let found = of(&[
        ("src/lib.rs", "mod a; mod b; mod c;"),
        ("src/a.rs", "use crate::b::B; pub(crate) struct A(B);"),
        ("src/b.rs", "pub(crate) enum B { C } fn go() { crate::c::help(); }"),
        ("src/c.rs", "use super::a; pub(crate) fn help() { drop(a::A); }"),
    ]);
    assert_eq!(
        found,
        [
            "src/a.rs uses B of src/b.rs\n    src/b.rs uses help of src/c.rs\n    src/c.rs uses A of src/a.rs"
        ]
    );
}

#[test]
fn a_re_export_is_no_arrow_but_a_use_through_it_is() {
    let lib = ("src/lib.rs", "mod a; mod b; pub use a::A; pub use b::*;");
    let (alone, tied) = ("pub struct A;", "use crate::B; pub struct A;");
    let b = ("src/b.rs", "use super::A; pub struct B(A);");
    assert_eq!(of(&[lib, ("src/a.rs", alone), b]), Vec::<String>::new());
    assert_eq!(
        of(&[lib, ("src/a.rs", tied), b]),
        ["src/a.rs uses B of src/b.rs\n    src/b.rs uses A of src/a.rs"]
    );
}

#[test]
fn a_parent_and_its_child_are_a_loop_if_each_uses_the_other() {
    let child = ("src/a/child.rs", "pub fn go(limit: u8) -> bool { limit < super::LIMIT }");
    let lib = ("src/lib.rs", "pub mod a;");
    let declares = "mod child; pub const LIMIT: u8 = 3; pub use child::go;";
    assert_eq!(of(&[lib, ("src/a/mod.rs", declares), child]), Vec::<String>::new());
    let calls = "mod child; pub const LIMIT: u8 = 3; fn all() { child::go(1); }";
    let loop_of = |place: &str| {
        format!("{place} uses go of src/a/child.rs\n    src/a/child.rs uses LIMIT of {place}")
    };
    assert_eq!(of(&[lib, ("src/a.rs", calls), child]), [loop_of("src/a.rs")]);
    let inside = "mod child; pub const LIMIT: u8 = 3; mod all { use super::child::go; }";
    assert_eq!(of(&[lib, ("src/a/mod.rs", inside), child]).len(), 1, "inline modules count too");
}

#[test]
fn globs_macros_and_paths_in_attributes_are_arrows() {
    let lib = "mod a; #[macro_use] mod b;";
    for a in [
        "use crate::b::*; fn f() -> B { B }",
        "fn f() { crate::make!(); }",
        "#[serde(with = \"crate::b::text\")] struct C;",
        "fn f() { print!(\"{}\", crate::b::B); }",
        "fn f() { use crate::b::{self, B as D}; }",
    ] {
        let a = format!("{a} pub struct A;");
        let b = "use crate::a::A; pub struct B; pub fn text() {} \
                 #[macro_export] macro_rules! make { () => {} }";
        let found = of(&[("src/lib.rs", lib), ("src/a.rs", &a), ("src/b.rs", b)]);
        assert_eq!(found.len(), 1, "{a}: {found:?}");
    }
}

#[test]
fn tests_and_other_crates_are_no_arrows() {
    let found = of(&[
        ("src/lib.rs", "mod a; mod b;"),
        (
            "src/a.rs",
            "pub struct A; #[cfg(test)] mod tests { use crate::b::B; } fn f() { std::b::B; ::b::B; }",
        ),
        ("src/b.rs", "use crate::a::A; pub struct B;"),
    ]);
    assert_eq!(found, Vec::<String>::new());
}
