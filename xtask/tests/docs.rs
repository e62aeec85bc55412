//! Prose that names code rots unless something checks it.

use xtask::{
    markdown::{blocks, prose},
    project::{documents, files, packages, read, root},
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
    for package in packages().unwrap().iter().filter(|package| package.name != "xtask") {
        let link = format!("({}/README.md)", package.folder);
        assert!(readme.contains(&link), "README.md: {link} is missing");
    }
}

#[test]
fn paths_in_prose_exist() {
    let mut complaints = Vec::new();
    let starts = ["crates/", "xtask/", "fixtures/", "docs/", ".ci/"];
    for (name, text) in documents().unwrap() {
        for line in prose(&text) {
            let spans = line.split('`').skip(1).step_by(2);
            let paths = spans.filter(|span| starts.iter().any(|start| span.starts_with(start)));
            let dead = paths.filter(|path| !path.contains(['<', '*', '{']));
            let dead = dead.filter(|path| !root().join(path).exists());
            complaints.extend(dead.map(|path| format!("{name}: {path}")));
        }
    }
    assert!(complaints.is_empty(), "not there:\n{}", complaints.join("\n"));
}

#[test]
fn rust_blocks_are_compiled_somewhere() {
    let library = read("xtask/src/lib.rs").unwrap();
    let sources = || files().unwrap().into_iter().filter(|file| file.ends_with(".rs"));
    for (name, text) in documents().unwrap() {
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
    for vendor in ["qmai", "qince"] {
        let page = read(format!("docs/{vendor}.md")).unwrap();
        let folder = format!("crates/{vendor}-wire/tests/");
        let files = files().unwrap().into_iter().filter(|file| file.starts_with(&folder));
        let tests: String = files.map(|file| read(file).unwrap()).collect();
        let section = page.split("## Contradictions").nth(1).unwrap();
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
