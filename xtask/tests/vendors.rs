//! Nothing above the adapters names a vendor, but the one place that lists them and the sandbox that stands in for them.

use xtask::project::{files, packages, read};

/// The words, in lower case.
const WORDS: [&str; 5] = ["qince", "qmai", "waiqin", "勤策", "企迈"];

/// Packages that know no vendor: code, strings and comments alike, for the comments of arguments are the help that users
/// read, and an example in a comment is soon a rule. The wire crates and adapters speak for a vendor each; `coupon-config`
/// lists the vendors; the sandbox is their server side; xtask writes their pages. Packages below the adapters may name one
/// in an example; what they may depend on is in `layers.rs`.
const KNOW_NONE: &[&str] = &[
    "coupon-cli",
    "coupon-export",
    "coupon-messages",
    "coupon-report",
    "coupon-sync",
    "coupon-worker",
    "coupon-write",
];

/// Files of these packages that still name one. The list may only shrink.
const STILL: &[&str] = &[];

/// The lines of a text that name a vendor.
fn named(text: &str) -> Vec<usize> {
    let names = |line: &str| WORDS.iter().any(|word| line.to_lowercase().contains(word));
    text.lines().enumerate().filter(|(_, line)| names(line)).map(|(index, _)| index + 1).collect()
}

/// Complaints about the files, each given with its text, and about the list.
fn complaints(texts: &[(String, String)], list: &[&str]) -> Vec<String> {
    let lines: Vec<_> = texts.iter().map(|(file, text)| (file.as_str(), named(text))).collect();
    let new = lines.iter().filter(|(file, lines)| !lines.is_empty() && !list.contains(file));
    let new = new.map(|(file, lines)| format!("{file} names a vendor in its lines {lines:?}"));
    let names = |name: &&&str| lines.iter().any(|(file, lines)| file == *name && !lines.is_empty());
    let gone = list.iter().filter(|file| !names(file));
    let gone = gone.map(|file| format!("{file} names no vendor: take it from the list"));
    new.chain(gone).collect()
}

#[test]
fn nothing_above_the_adapters_names_a_vendor() {
    let packages = packages().unwrap().into_iter();
    let folders: Vec<String> = packages
        .filter(|package| KNOW_NONE.contains(&package.name.as_str()))
        .map(|package| format!("{}/src/", package.folder))
        .collect();
    assert_eq!(folders.len(), KNOW_NONE.len(), "each package of the list is there");
    let files = files().unwrap().into_iter();
    let ours = files.filter(|file| folders.iter().any(|folder| file.starts_with(folder)));
    let texts: Vec<_> = ours.map(|file| (file.clone(), read(&file).unwrap())).collect();
    let wrong = complaints(&texts, STILL);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_vendor_and_a_stale_entry_are_found() {
    let texts = [
        ("a.rs", "fn f() {}\nuse coupon_qince_wire::Row;"),
        ("b.rs", "/// 企迈 alone"),
        ("c.rs", "const A: &str = \"QMAI\";"),
        ("d.rs", "fn f() {}"),
    ];
    let texts = texts.map(|(file, text)| (file.to_owned(), text.to_owned()));
    assert_eq!(
        complaints(&texts, &["c.rs", "d.rs"]),
        [
            "a.rs names a vendor in its lines [2]",
            "b.rs names a vendor in its lines [1]",
            "d.rs names no vendor: take it from the list",
        ]
    );
}
