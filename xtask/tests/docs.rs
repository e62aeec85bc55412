//! Prose that names code rots unless something checks it.

use xtask::{
    markdown::{blocks, prose},
    project::{documents, files, packages, read},
    twins::is_chinese,
};

#[test]
fn the_code_map_lists_every_crate() {
    let map = read("docs/architecture.md").unwrap();
    for package in packages().unwrap() {
        let row = format!("| `{}` |", package.folder);
        assert!(map.contains(&row), "docs/architecture.md: no row {row}");
    }
}

#[test]
fn the_readme_lists_every_crate() {
    let readme = read("README.md").unwrap();
    for package in packages()
        .unwrap()
        .iter()
        .filter(|package| !["xtask", "coupon-testkit"].contains(&package.name.as_str()))
    {
        let link = format!("({}/README.md)", package.folder);
        assert!(readme.contains(&link), "README.md: {link} is missing");
    }
}

/// Paths in backticks that lead nowhere. A path is given from the root (`crates/wire/src`), from the folder of a package
/// (`src/v2`), or by its end if it is a source file (`translate.rs`).
fn dead_paths(text: &str, folders: &[String], files: &[String]) -> Vec<String> {
    let starts = ["crates/", "xtask/", "fixtures/", "docs/", ".ci/", ".config/"];
    let is_there = |path: &str| {
        let path = path.trim_end_matches('/');
        let from = |folder: &str| {
            let path = format!("{folder}{path}");
            files.iter().any(|file| *file == path || file.starts_with(&format!("{path}/")))
        };
        let by_its_end = || files.iter().any(|file| file.ends_with(&format!("/{path}")));
        match path {
            _ if starts.iter().any(|start| path.starts_with(start)) => from(""),
            _ if path.starts_with("src/") => {
                folders.iter().any(|folder| from(&format!("{folder}/")))
            }
            _ => !path.ends_with(".rs") || by_its_end(),
        }
    };
    let prose = prose(text);
    let spans = prose.iter().flat_map(|line| line.split('`').skip(1).step_by(2));
    let paths = spans.filter(|span| !span.contains(['<', '*', '{', ' ']));
    paths.filter(|path| !is_there(path)).map(str::to_owned).collect()
}

#[test]
fn paths_in_prose_exist() {
    let folders: Vec<String> = packages().unwrap().into_iter().map(|p| p.folder).collect();
    let files = files().unwrap();
    let mut complaints = Vec::new();
    for (name, text) in documents().unwrap().iter().filter(|(name, _)| name != "CHANGELOG.md") {
        let dead = dead_paths(text, &folders, &files).into_iter();
        complaints.extend(dead.map(|path| format!("{name}: {path}")));
    }
    assert!(complaints.is_empty(), "not there:\n{}", complaints.join("\n"));
}

#[test]
fn paths_that_lead_nowhere_are_found() {
    let files = ["crates/wire/src/v2/answer.rs", "xtask/README.md"].map(str::to_owned);
    let text = "`crates/wire/src` `crates/wire/sr` `src/v2` `src/v3` `answer.rs` `swer.rs` `xtask` `call.send` `crates/<x>`\n\
                ```rust\n`crates/none`\n```\n`fixtures/none.json`";
    let dead = dead_paths(text, &["crates/wire".to_owned()], &files);
    assert_eq!(dead, ["crates/wire/sr", "src/v3", "swer.rs", "fixtures/none.json"]);
}

#[test]
fn rust_blocks_are_compiled_somewhere() {
    let library = read("xtask/src/lib.rs").unwrap();
    let sources = || files().unwrap().into_iter().filter(|file| file.ends_with(".rs"));
    // A Chinese page has the blocks of its English one.
    for (name, text) in documents().unwrap().into_iter().filter(|(name, _)| !is_chinese(name)) {
        let of_a_crate = name.ends_with("/README.md");
        let of_xtask = library.contains(&format!("\"../../{name}\""));
        for block in blocks(&text) {
            let compiled = match block.language.as_str() {
                "rust" => of_a_crate || of_xtask,
                // The text of a test, to the letter.
                "rust,ignore" => sources().any(|file| read(file).unwrap().contains(&block.text)),
                _ => true,
            };
            let place = format!("{name}:{}", block.line);
            assert!(compiled, "{place}: add it to the examples in xtask/src/lib.rs, or to a test");
        }
    }
}

#[test]
fn every_contradiction_is_on_a_page_and_has_a_test_by_its_number() {
    let mut numbers = Vec::new();
    for vendor in coupon_config::vendors().iter().map(|vendor| vendor.name) {
        let page = read(format!("docs/{vendor}.md")).unwrap();
        let folder = format!("crates/{vendor}-wire/tests/");
        let files = files().unwrap().into_iter().filter(|file| file.starts_with(&folder));
        let tests: String = files.map(|file| read(file).unwrap()).collect();
        let section = page.split("## Contradictions").nth(1).unwrap_or_default();
        for line in section.split("\n## ").next().unwrap().lines() {
            let number = line.split('|').nth(1).and_then(|cell| cell.trim().parse::<u32>().ok());
            let Some(number) = number else { continue };
            let name = format!("fn contradiction_{number:02}_");
            assert!(tests.contains(&name), "{vendor}: no test {name}…");
            numbers.push(number);
        }
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=36).collect::<Vec<_>>());
}
