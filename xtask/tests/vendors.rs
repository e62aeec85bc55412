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

/// Packages that know vendors in some folders alone: the table of the vendors, and the sandbox's side of each.
const KNOW_SOME: &[(&str, &[&str])] = &[
    ("coupon-config", &["vendors/"]),
    ("coupon-sandbox", &["qince/", "qmai/"]),
    ("coupon-sandbox-server", &[]),
];

/// Files outside those folders that still name one. The list may only shrink.
const STILL: &[&str] = &[
    "crates/config/src/account_file.rs",
    "crates/config/src/vendors.rs",
    "crates/sandbox/src/accounts.rs",
    "crates/sandbox/src/actions.rs",
    "crates/sandbox/src/apply.rs",
    "crates/sandbox/src/config.rs",
    "crates/sandbox/src/credentials.rs",
    "crates/sandbox/src/expected_rows.rs",
    "crates/sandbox/src/lib.rs",
    "crates/sandbox/src/quirks/quirk.rs",
    "crates/sandbox/src/quirks/table.rs",
    "crates/sandbox/src/record.rs",
    "crates/sandbox/src/sides.rs",
    "crates/sandbox/src/snapshot.rs",
    "crates/sandbox/src/vendor.rs",
    "crates/sandbox-server/src/admin/handlers.rs",
    "crates/sandbox-server/src/admin/routes.rs",
    "crates/sandbox-server/src/admin/state.rs",
    "crates/sandbox-server/src/console/data.rs",
    "crates/sandbox-server/src/console/home.rs",
    "crates/sandbox-server/src/console/layout.rs",
    "crates/sandbox-server/src/console/operation_page.rs",
    "crates/sandbox-server/src/console/operations.rs",
    "crates/sandbox-server/src/console/request_log.rs",
    "crates/sandbox-server/src/console/response_view.rs",
    "crates/sandbox-server/src/console/snippets/Qince.java",
    "crates/sandbox-server/src/console/snippets/Qmai.java",
    "crates/sandbox-server/src/console/snippets/mod.rs",
    "crates/sandbox-server/src/console/snippets/programs.rs",
    "crates/sandbox-server/src/console/state.rs",
    "crates/sandbox-server/src/console/try_it.rs",
    "crates/sandbox-server/src/fault_texts.rs",
    "crates/sandbox-server/src/openapi/answers_seen.rs",
    "crates/sandbox-server/src/openapi/mod.rs",
    "crates/sandbox-server/src/openapi/plain.rs",
    "crates/sandbox-server/src/openapi/qince.rs",
    "crates/sandbox-server/src/openapi/qmai.rs",
    "crates/sandbox-server/src/quirk_texts.rs",
];

/// The lines of a text that name a vendor, before its own tests: those take a vendor as their example.
fn named(text: &str) -> Vec<usize> {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
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
    let all: Vec<(&str, &[&str])> =
        KNOW_NONE.iter().map(|name| (*name, &[][..])).chain(KNOW_SOME.iter().copied()).collect();
    let packages = packages().unwrap();
    let folder_of = |name: &str| {
        let package = packages.iter().find(|package| package.name == name);
        format!("{}/src/", package.unwrap_or_else(|| panic!("{name} is there")).folder)
    };
    let folders: Vec<(String, &[&str])> =
        all.into_iter().map(|(name, theirs)| (folder_of(name), theirs)).collect();
    let is_ours = |file: &String| {
        folders.iter().any(|(folder, theirs)| {
            let inside = file.strip_prefix(folder.as_str());
            inside.is_some_and(|inside| !theirs.iter().any(|own| inside.starts_with(own)))
        })
    };
    let ours = files().unwrap().into_iter().filter(is_ours);
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
