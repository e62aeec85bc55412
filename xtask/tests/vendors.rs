//! Nothing above the adapters names a vendor, but the one place that lists them and the sandbox that stands in for them.

use xtask::project::{files, packages, read};

/// The words, in lower case.
const WORDS: [&str; 5] = ["qince", "qmai", "waiqin", "勤策", "企迈"];

/// Packages that know no vendor: code, strings and comments alike, for the comments of arguments are the help that users
/// read, and an example in a comment is soon a rule. The wire crates and adapters speak for a vendor each; xtask
/// writes their pages. Packages below the adapters may name one in an example; what they may depend on is in `layers.rs`.
const KNOW_NONE: &[&str] = &[
    "coupon-cli",
    "coupon-export",
    "coupon-messages",
    "coupon-report",
    "coupon-sync",
    "coupon-worker",
    "coupon-write",
];

/// Packages that know vendors in their folders alone, and in the files that list them. The list of a package is one file; where rows of
/// the table are read by what stands above it, a second one beside the folders: a file that did both would be in a loop.
const KNOW_SOME: &[(&str, &[&str], &[&str])] = &[
    // The kinds are read with an account, and an account is in the rows.
    ("coupon-config", &["vendors/qince", "vendors/qmai"], &["vendors.rs", "vendors/kind.rs"]),
    // The rows have switches, which every server side reads; the second file has the server sides.
    ("coupon-sandbox", &["vendors/qince/", "vendors/qmai/"], &["vendors.rs", "vendors/sides.rs"]),
    ("coupon-sandbox-server", &["vendors/qince/", "vendors/qmai/"], &["vendors.rs"]),
];

/// The lines of a text that name a vendor, before its own tests: those take a vendor as their example.
fn named(text: &str) -> Vec<usize> {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let names = |line: &str| WORDS.iter().any(|word| line.to_lowercase().contains(word));
    text.lines().enumerate().filter(|(_, line)| names(line)).map(|(index, _)| index + 1).collect()
}

/// Complaints about the files, each given with its text, and about those of them that may list vendors.
fn complaints(texts: &[(String, String)], lists: &[String]) -> Vec<String> {
    let lines: Vec<_> = texts.iter().map(|(file, text)| (file, named(text))).collect();
    let new = lines.iter().filter(|(file, lines)| !lines.is_empty() && !lists.contains(file));
    let new = new.map(|(file, lines)| format!("{file} names a vendor in its lines {lines:?}"));
    let names =
        |list: &&String| lines.iter().any(|(file, lines)| file == list && !lines.is_empty());
    let gone = lists.iter().filter(|list| !names(list));
    let gone = gone.map(|file| format!("{file} lists no vendor: take it from the lists"));
    new.chain(gone).collect()
}

#[test]
fn nothing_above_the_adapters_names_a_vendor() {
    let none = KNOW_NONE.iter().map(|name| (*name, &[][..], &[][..]));
    let packages = packages().unwrap();
    let sources = |name: &str| {
        let package = packages.iter().find(|package| package.name == name);
        format!("{}/src/", package.unwrap_or_else(|| panic!("{name} is there")).folder)
    };
    let all = none.chain(KNOW_SOME.iter().copied());
    let all: Vec<(String, &[&str], &[&str])> =
        all.map(|(name, theirs, lists)| (sources(name), theirs, lists)).collect();
    let is_ours = |file: &String| {
        all.iter().any(|(folder, theirs, _)| {
            let inside = file.strip_prefix(folder.as_str());
            inside.is_some_and(|inside| !theirs.iter().any(|own| inside.starts_with(own)))
        })
    };
    let ours = files().unwrap().into_iter().filter(is_ours);
    let texts: Vec<_> = ours.map(|file| (file.clone(), read(&file).unwrap())).collect();
    let lists = all
        .iter()
        .flat_map(|(folder, _, lists)| lists.iter().map(move |list| format!("{folder}{list}")));
    let wrong = complaints(&texts, &lists.collect::<Vec<_>>());
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_vendor_and_a_list_of_none_are_found() {
    let texts = [
        ("a.rs", "fn f() {}\nuse coupon_qince_wire::Row;"),
        ("b.rs", "/// 企迈 alone"),
        ("c.rs", "const A: &str = \"QMAI\";"),
        ("d.rs", "fn f() {}"),
    ];
    let texts = texts.map(|(file, text)| (file.to_owned(), text.to_owned()));
    assert_eq!(
        complaints(&texts, &["c.rs", "d.rs"].map(str::to_owned)),
        [
            "a.rs names a vendor in its lines [2]",
            "b.rs names a vendor in its lines [1]",
            "d.rs lists no vendor: take it from the lists",
        ]
    );
}
