//! Tables as people have them: made-up files and cells, and what each is read as.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

mod bills;
mod cells;
mod common;
mod customers;
mod cut_off;
mod ends;
mod forms;
mod generated;
mod limits;
mod made_file;
mod workbooks;

use std::{fs, path::Path};

#[test]
fn every_case_has_a_test() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables");
    let tests: String = ["bills", "customers", "forms", "workbooks"]
        .map(|name| fs::read_to_string(here.join(name).with_extension("rs")).unwrap())
        .concat();
    let mut cases = 0;
    for folder in ["", "bulk", "workbooks"] {
        for file in fs::read_dir(here.join("cases").join(folder)).unwrap().map(Result::unwrap) {
            let name = file.file_name().into_string().unwrap();
            if file.path().is_dir() || name == "README.md" {
                continue;
            }
            let (path, stem) = (Path::new(folder).join(&name), name.split('.').next().unwrap());
            let named = if folder == "bulk" { stem } else { path.to_str().unwrap() };
            assert!(tests.contains(&format!("\"{named}\"")), "{name}");
            cases += 1;
        }
    }
    assert!(cases > 120, "{cases}");
}
