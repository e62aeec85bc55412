//! Derived files: what they should say, and whether they do.

mod accounts;
mod chinese;
mod counts;
mod exchange;
mod http;
mod tables;

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use coupon_config::vendors;
use serde_json::Value;

pub use self::exchange::SampleSandbox;
use self::tables::TableLanguage;
use crate::{
    operations::{Operation, operations},
    project::{read, root},
};

/// Every derived file with the text it should have, by its path from the root.
pub fn derived() -> io::Result<BTreeMap<PathBuf, String>> {
    let operations = operations();
    let (mut files, mut refused) = (BTreeMap::new(), Vec::new());
    for operation in &operations {
        let folder = Path::new(&operation.folder()).join("derived");
        files.insert(folder.join("request.schema.json"), pretty(&operation.request));
        files.insert(folder.join("reply.schema.json"), pretty(&operation.reply));
        files.insert(folder.join("request.http"), http::request(operation)?);
        match http::exchanged(operation) {
            Ok(text) => {
                files.insert(folder.join("exchange.http"), text);
            }
            Err(error) => refused.push(error.to_string()),
        }
    }
    if !refused.is_empty() {
        return Err(io::Error::other(refused.join("\n")));
    }
    for vendor in vendors().iter().map(|vendor| vendor.name) {
        let own: Vec<&Operation> = operations.iter().filter(|o| o.vendor == vendor).collect();
        has_all(vendor, &own)?;
        for (folder, language) in
            [("docs", TableLanguage::English), ("docs/zh", TableLanguage::Chinese)]
        {
            let page = format!("{folder}/{vendor}.md");
            let tables = vec![("operations", tables::tables(&own, language)?)];
            let text = marked(&page, tables)?;
            files.insert(PathBuf::from(page), text);
        }
        let document = coupon_sandbox_server::openapi(vendor)
            .ok_or_else(|| lacks(vendor, "OpenAPI document"))?;
        files.insert(PathBuf::from(format!("fixtures/{vendor}/openapi.json")), pretty(&document));
        for profile in ["as-documented", "as-observed"] {
            let document = coupon_sandbox_server::openapi_for_clients(vendor, profile);
            let path = PathBuf::from(format!("fixtures/{vendor}/openapi-{profile}.json"));
            let document = document.ok_or_else(|| lacks(vendor, "OpenAPI document for clients"))?;
            files.insert(path, pretty(&document));
        }
    }
    for (page, chinese) in counts::PAGES {
        let sentence = vec![("operation-counts", counts::counts(&operations, chinese))];
        files.insert(PathBuf::from(page), marked(page, sentence)?);
    }
    let causes = vec![("causes", coupon_wire::cause_table())];
    for (page, tables) in
        [("docs/sandbox.md", causes), ("docs/zh/sandbox.md", chinese::sandbox_tables())]
    {
        files.insert(PathBuf::from(page), marked(page, tables)?);
    }
    Ok(files)
}

/// A vendor of the table in `coupon-config` has operations here, a page in each language, and a folder of fixtures.
fn has_all(vendor: &str, own: &[&Operation]) -> io::Result<()> {
    if own.is_empty() {
        return Err(lacks(vendor, "operation in xtask/src/operations.rs"));
    }
    let pages = ["docs", "docs/zh"].map(|folder| format!("{folder}/{vendor}.md"));
    for there in pages.into_iter().chain([format!("fixtures/{vendor}")]) {
        if !root().join(&there).exists() {
            return Err(lacks(vendor, &there));
        }
    }
    Ok(())
}

fn lacks(vendor: &str, what: &str) -> io::Error {
    io::Error::other(format!("the vendor {vendor} has no {what}"))
}

/// The page with each table between its marks.
fn marked(page: &str, tables: Vec<(&str, String)>) -> io::Result<String> {
    tables.into_iter().try_fold(read(page)?, |text, (mark, table)| {
        filled(&text, mark, &table)
            .ok_or_else(|| io::Error::other(format!("{page}: no marks around the {mark}")))
    })
}

/// The text with this table between its marks; `None` if it has none.
fn filled(text: &str, mark: &str, table: &str) -> Option<String> {
    let (begin, end) = (format!("<!-- {mark} -->\n"), format!("<!-- /{mark} -->"));
    let (before, rest) = text.split_once(&begin)?;
    let (_, after) = rest.split_once(&end)?;
    Some(format!("{before}{begin}{table}{end}{after}"))
}

/// Differences between the derived files and their current text, a line each. Empty if all are current.
pub fn stale() -> io::Result<Vec<String>> {
    differences(&derived()?)
}

/// Differences between the files and these texts, a line each.
fn differences(derived: &BTreeMap<PathBuf, String>) -> io::Result<Vec<String>> {
    let mut complaints = Vec::new();
    for (path, text) in derived {
        match fs::read_to_string(root().join(path)) {
            Ok(found) if found == *text => {}
            Ok(_) => complaints.push(format!("stale: {}", path.display())),
            Err(_) => complaints.push(format!("missing: {}", path.display())),
        }
    }
    let extra = present()?.into_iter().filter(|path| !derived.contains_key(path));
    complaints.extend(extra.map(|path| format!("extra: {}", path.display())));
    Ok(complaints)
}

/// Writes every derived file and removes those that should not be there. Says what it did.
pub fn write() -> io::Result<Vec<String>> {
    let derived = derived()?;
    let complaints = differences(&derived)?;
    for (path, text) in &derived {
        let path = root().join(path);
        fs::create_dir_all(path.parent().expect("files stand in folders"))?;
        fs::write(path, text)?;
    }
    for path in present()?.into_iter().filter(|path| !derived.contains_key(path)) {
        fs::remove_file(root().join(path))?;
    }
    Ok(complaints)
}

/// The files that stand in folders of derived files, from the root.
fn present() -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for vendor in vendors().iter().map(|vendor| vendor.name) {
        for operation in entries(&root().join("fixtures").join(vendor))? {
            let folder = operation.join("derived");
            if folder.is_dir() {
                found.extend(entries(&folder)?);
            }
        }
    }
    let from_root = |path: PathBuf| path.strip_prefix(root()).map(Path::to_path_buf);
    found.into_iter().map(|path| from_root(path).map_err(io::Error::other)).collect()
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect()
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_text_between_the_marks_changes() {
        let page = |text| format!("a\n<!-- t -->\n{text}<!-- /t -->\nb\n");
        assert_eq!(filled(&page("old\n"), "t", "new\n"), Some(page("new\n")));
        assert_eq!(filled(&page("old\n"), "other", "new\n"), None);
    }

    #[test]
    fn a_vendor_without_operations_page_or_fixtures_is_named() {
        let operations = operations();
        let own: Vec<&Operation> = operations.iter().collect();
        let said = |own: &[&Operation]| has_all("moon", own).unwrap_err().to_string();
        assert_eq!(said(&[]), "the vendor moon has no operation in xtask/src/operations.rs");
        assert_eq!(said(&own), "the vendor moon has no docs/moon.md");
        for vendor in vendors() {
            has_all(vendor.name, &own).unwrap();
        }
    }

    #[test]
    fn what_is_stale_missing_or_extra_is_said() {
        let mut wanted = derived().unwrap();
        let folder = Path::new("fixtures/qince/voucher.getVoucherInfos/derived");
        wanted.insert(folder.join("request.http"), "edited".to_owned());
        wanted.insert(folder.join("new.json"), String::new());
        wanted.remove(&folder.join("reply.schema.json"));
        let said = differences(&wanted).unwrap().join("\n");
        assert!(
            said.contains("stale: fixtures/qince/voucher.getVoucherInfos/derived/request.http")
        );
        assert!(said.contains("missing: fixtures/qince/voucher.getVoucherInfos/derived/new.json"));
        let extra = "extra: fixtures/qince/voucher.getVoucherInfos/derived/reply.schema.json";
        assert!(said.contains(extra), "{said}");
    }
}
