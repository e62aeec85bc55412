//! Checks that no compiler makes: lengths of files, READMEs, leftovers, links, twins.

use std::path::Path;

use xtask::{
    markdown::{anchors, blocks, headings, links, links_with_anchors},
    project::{documents, files, packages, read, root},
    twins::{TRANSLATED, chinese_of, differences, english_of, is_chinese},
};

const LONGEST_FILE: usize = 400;

/// Texts as they were published: evidence and licences. They are nobody's to tidy.
fn is_foreign(file: &str) -> bool {
    file.starts_with("fixtures/") || file.starts_with("LICENSE-")
}

/// Every text file of ours: its path and content.
fn texts() -> Vec<(String, String)> {
    let names = files().expect("git lists the files").into_iter();
    names
        .filter(|name| !is_foreign(name) && name != "Cargo.lock")
        .filter_map(|name| read(&name).ok().map(|text| (name, text)))
        .collect()
}

/// Fails with every complaint at once.
fn none(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn no_file_is_longer_than_one_sitting() {
    let texts = texts();
    assert!(texts.len() > 50, "the list of files is not empty");
    let long = texts.iter().filter(|(name, _)| name.ends_with(".rs"));
    let long = long.map(|(name, text)| (name, text.lines().count()));
    none(
        long.filter(|(_, lines)| *lines > LONGEST_FILE)
            .map(|(name, lines)| format!("{name}: {lines} lines; split it at {LONGEST_FILE}"))
            .collect(),
    );
}

#[test]
fn every_crate_has_a_readme_that_is_its_documentation() {
    let mut complaints = Vec::new();
    for package in packages().unwrap() {
        let folder = root().join(&package.folder);
        let file = |name: &str| folder.join(name);
        if !file("README.md").is_file() {
            complaints.push(format!("{}: README.md is missing", package.folder));
        }
        let manifest = std::fs::read_to_string(file("Cargo.toml")).unwrap();
        if !manifest.contains("[lints]\nworkspace = true") {
            complaints.push(format!("{}: [lints] workspace = true is missing", package.folder));
        }
        let library = std::fs::read_to_string(file("src/lib.rs"));
        if library.is_ok_and(|text| !text.contains("#![doc = include_str!(\"../README.md\")]")) {
            complaints.push(format!("{}: the README is not the crate's doc", package.folder));
        }
    }
    none(complaints);
}

#[test]
fn nothing_is_left_over() {
    // Spelt in halves, so that this file does not find itself.
    let leftovers = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("X", "XX:"),
        concat!("Under con", "struction"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("/wo", "rk/"),
        concat!("/Us", "ers/"),
    ];
    let mut complaints = Vec::new();
    for (name, text) in texts() {
        for (index, line) in text.lines().enumerate() {
            for leftover in leftovers.iter().filter(|leftover| line.contains(**leftover)) {
                complaints.push(format!("{name}:{}: {leftover}", index + 1));
            }
        }
    }
    none(complaints);
}

#[test]
fn links_lead_to_files() {
    let mut complaints = Vec::new();
    for (name, text) in documents().unwrap() {
        let folder = root().join(&name);
        let folder = folder.parent().unwrap_or(Path::new("."));
        let dead = links(&text).into_iter().filter(|link| !folder.join(link).exists());
        complaints.extend(dead.map(|link| format!("{name}: {link} is not there")));
    }
    none(complaints);
}

#[test]
fn links_lead_to_headings() {
    let documents = documents().unwrap();
    let mut complaints = Vec::new();
    for (name, text) in &documents {
        let folder = Path::new(name).parent().unwrap_or(Path::new(""));
        for (page, anchor) in
            links_with_anchors(text).iter().filter(|(_, anchor)| !anchor.is_empty())
        {
            let target = if page.is_empty() {
                text.clone()
            } else {
                read(folder.join(page)).unwrap_or_default()
            };
            if !anchors(&target).contains(anchor) {
                complaints.push(format!("{name}: {page} has no heading {anchor}"));
            }
        }
    }
    none(complaints);
}

#[test]
fn both_pages_of_a_pair_say_the_same() {
    let mut complaints = Vec::new();
    for page in TRANSLATED {
        let twin = chinese_of(page);
        let Ok(chinese) = read(&twin) else {
            complaints.push(format!("{page}: {twin} is missing"));
            continue;
        };
        let english = read(page).unwrap();
        assert!(!headings(&english).is_empty(), "{page} has a heading");
        let differ = differences(page, &english, &chinese).into_iter();
        complaints.extend(differ.map(|difference| format!("{twin}: {difference}")));
    }
    none(complaints);
}

#[test]
fn every_chinese_page_is_held_to_an_english_one() {
    let chinese = documents().unwrap().into_iter().filter(|(name, _)| is_chinese(name));
    let held = |name: &str| TRANSLATED.contains(&english_of(name).as_str());
    none(
        chinese
            .filter(|(name, _)| !held(name))
            .map(|(name, _)| format!("{name}: add {} to TRANSLATED", english_of(&name)))
            .collect(),
    );
}

#[test]
fn every_block_of_the_documents_says_what_it_is() {
    let mut complaints = Vec::new();
    for (name, text) in documents().unwrap() {
        for block in blocks(&text).iter().filter(|block| block.language.is_empty()) {
            complaints.push(format!("{name}:{}: a block without a language", block.line));
        }
    }
    none(complaints);
}

/// Where `tests/main.rs` makes one program of the tests, a file that it does not name would never run.
#[test]
fn every_file_of_tests_is_a_part_of_its_program() {
    let files = files().unwrap();
    let mut complaints = Vec::new();
    for main in files.iter().filter(|file| file.ends_with("/tests/main.rs")) {
        let (folder, program) = (main.trim_end_matches("main.rs"), read(main).unwrap());
        let beside = files.iter().filter_map(|file| file.strip_prefix(folder));
        for file in beside.filter(|file| file.ends_with(".rs") && *file != "main.rs") {
            let module = file.strip_suffix("/mod.rs").or(file.strip_suffix(".rs"));
            let module = module.filter(|module| !module.contains('/'));
            if module.is_some_and(|module| !program.contains(&format!("mod {module};\n"))) {
                complaints.push(format!("{main}: add the module of {file}"));
            }
        }
    }
    assert!(!files.is_empty());
    none(complaints);
}
