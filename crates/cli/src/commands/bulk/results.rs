//! The file of results: one line for each row, for people with a spreadsheet. The journal is what counts; the file says what
//! the journal says. It is whole when a run begins and when it ends; in between, lines are added as rows end.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use coupon_domain::CustomerRef;
use coupon_ledger::JournalEntry;
use csv::{ReaderBuilder, Terminator, WriterBuilder};
use serde_json::Value;

use crate::{exit::Failure, text::Lang};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
const TITLES: [&str; 9] =
    ["row", "customer", "key", "state", "vendor_code", "message", "coupon", "coupon_code", "trace"];
const KEY: usize = 2;

/// The file, and every line that is in it.
#[derive(Debug)]
pub(super) struct Results {
    path: PathBuf,
    lines: BTreeMap<u64, Vec<u8>>,
    /// The keys that were in the file.
    before: Vec<String>,
    /// Lines are added here.
    to: Option<File>,
    lang: Lang,
}

/// `customers.results.csv` beside `customers.csv`.
pub(super) fn usual_path(customers: &Path) -> PathBuf {
    customers.with_extension("results.csv")
}

impl Results {
    /// Refuses a file that is another's: results are not written over.
    ///
    /// # Errors
    /// Something else stands there, or the results of another batch.
    pub(super) fn open(path: PathBuf, batch: &str, lang: Lang) -> Result<Self, Failure> {
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(Failure::Setup(lang.cannot_write(path.display(), error))),
        };
        let before = if text.is_empty() { Some(Vec::new()) } else { keys(&text) };
        let ours = |key: &String| key.strip_prefix(batch).is_some_and(|rest| rest.starts_with(':'));
        match before.filter(|keys| keys.iter().all(ours)) {
            Some(before) => Ok(Self { path, lines: BTreeMap::new(), before, to: None, lang }),
            None => Err(Failure::Usage(lang.bulk_other_results(path.display()))),
        }
    }

    /// The keys of writes that an earlier run listed.
    pub(super) fn before(&self) -> &[String] {
        &self.before
    }

    /// Notes how a row stands, as the journal has it.
    pub(super) fn note(&mut self, row: u64, customer: &CustomerRef, entry: &JournalEntry) {
        self.lines.insert(row, line(row, customer, Some(entry)));
    }

    /// Notes a row that nothing was sent for yet.
    pub(super) fn note_waiting(&mut self, row: u64, customer: &CustomerRef) {
        self.lines.entry(row).or_insert_with(|| line(row, customer, None));
    }

    /// Writes all that was noted, in the order of the rows: what stood there stays until the new file is whole.
    pub(super) fn write(&mut self) -> Result<(), Failure> {
        self.to = None;
        let mut beside = OsString::from(&self.path);
        beside.push(".partial");
        let whole = || {
            let mut file = File::create(&beside)?;
            let mut text = [BYTE_ORDER_MARK, &record(TITLES)].concat();
            self.lines.values().for_each(|line| text.extend_from_slice(line));
            file.write_all(&text)?;
            file.sync_all()?;
            fs::rename(&beside, &self.path)?;
            OpenOptions::new().append(true).open(&self.path)
        };
        self.to = Some(whole().map_err(|error| self.failed(error))?);
        Ok(())
    }

    /// Adds a line at once, in one piece.
    pub(super) fn add(
        &mut self,
        row: u64,
        customer: &CustomerRef,
        entry: &JournalEntry,
    ) -> Result<(), Failure> {
        self.note(row, customer, entry);
        let added = match &mut self.to {
            Some(file) => file.write_all(&self.lines[&row]),
            None => Ok(()),
        };
        added.map_err(|error| self.failed(error))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    fn failed(&self, error: io::Error) -> Failure {
        Failure::Setup(self.lang.cannot_write(self.path.display(), error))
    }
}

/// The keys in a file that begins as ours do; none if it is no such file.
fn keys(text: &[u8]) -> Option<Vec<String>> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(text);
    if !reader.headers().is_ok_and(|titles| titles.iter().eq(TITLES)) {
        return None;
    }
    // A power failure may have cut the last line off.
    let records = reader.into_records().map_while(Result::ok);
    let keys = records.map(|record| plain(record.get(KEY).unwrap_or_default()).to_owned());
    Some(keys.filter(|key| !key.is_empty()).collect())
}

fn line(row: u64, customer: &CustomerRef, entry: Option<&JournalEntry>) -> Vec<u8> {
    let customer = match customer {
        CustomerRef::Id(id) => id.as_str(),
        CustomerRef::Code(code) | CustomerRef::SourceCode(code) => code,
    };
    let row = row.to_string();
    let Some(entry) = entry else {
        return record([&row, customer, "", "waiting", "", "", "", "", ""]);
    };
    let ids: Value =
        entry.ids.as_deref().and_then(|ids| serde_json::from_str(ids).ok()).unwrap_or_default();
    let id = |name: &str| ids[name].as_str().unwrap_or_default();
    record([
        &row,
        customer,
        &entry.entry.key,
        entry.state.as_str(),
        entry.code.as_deref().unwrap_or_default(),
        entry.message.as_deref().unwrap_or_default(),
        id("coupon"),
        id("code"),
        id("trace"),
    ])
}

fn record(cells: [&str; TITLES.len()]) -> Vec<u8> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    let cells = cells.map(guarded);
    writer.write_record(&cells).expect("memory takes text");
    writer.into_inner().expect("memory takes text")
}

/// With an apostrophe before what a spreadsheet would take for a formula, or round.
fn guarded(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']);
    let long = cell.len() > 15 && cell.bytes().all(|byte| byte.is_ascii_digit());
    let apostrophe = if formula || long { "'" } else { "" };
    format!("{apostrophe}{cell}")
}

fn plain(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_neither_rounds_nor_reckons() {
        let customer = CustomerRef::Id("7087421684223516948".into());
        let text = String::from_utf8(line(2, &customer, None)).unwrap();
        assert_eq!(text, "2,'7087421684223516948,,waiting,,,,,\r\n");
        assert_eq!([guarded("=1+1"), guarded("100004")], ["'=1+1", "100004"]);
    }

    #[test]
    fn the_keys_of_a_file_are_read_back() {
        let ours = [BYTE_ORDER_MARK, &record(TITLES)].concat();
        let with =
            |key: &str| [&ours[..], &record(["2", "1", key, "done", "", "", "", "", ""])].concat();
        let read = |text: &[u8]| keys(text).map(|keys| keys.join(" "));
        assert_eq!(read(&ours).unwrap(), "");
        assert_eq!(read(&with("")).unwrap(), "");
        assert_eq!(read(&with("=1:2")).unwrap(), "=1:2", "a guarded key");
        let cut_off = [&with("b:2")[..], b"3,\"cut o"].concat();
        assert_eq!(read(&cut_off).unwrap().trim(), "b:2");
        for other in [&b"customer\r\n1\r\n"[..], b"\xff\xfe", b"row,customer\n"] {
            assert_eq!(read(other), None);
        }
    }
}
