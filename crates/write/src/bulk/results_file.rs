//! The file of results: one line for each row, for people with a spreadsheet. The journal is what counts; the file says what the
//! journal says. It is whole when a run begins and when it ends; in between, lines are added as rows end.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use coupon_domain::{CustomerRef, ErrorText};
use coupon_ledger::JournalEntry;
use coupon_sheet::{CsvGuard, CsvTableWriter, TableOptions, WantedColumn, read_table, unguarded};
use serde_json::Value;
use thiserror::Error;

const TITLES: [&str; 9] =
    ["row", "customer", "key", "state", "vendor_code", "message", "coupon", "coupon_code", "trace"];
const KEY: usize = 2;

/// The file of results of a batch, and every line that is in it.
#[derive(Debug)]
pub struct ResultsFile {
    path: PathBuf,
    lines: BTreeMap<u64, Vec<u8>>,
    /// The keys that were in the file.
    earlier_keys: Vec<String>,
    /// Lines are added here.
    file: Option<File>,
}

/// Why a file of results cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ResultsError {
    /// The file cannot be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The file holds something else, or the results of another batch. It is not written over.
    #[error("{}: not the results of this batch", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
}

impl ResultsFile {
    /// The usual path: `customers.results.csv` beside `customers.csv`.
    pub fn usual_path(customers: &Path) -> PathBuf {
        customers.with_extension("results.csv")
    }

    /// Opens the results of the batch `batch`, which may be there from an earlier run.
    ///
    /// # Errors
    /// The file cannot be read, or it is not that of the batch.
    pub fn open(path: PathBuf, batch: &str) -> Result<Self, ResultsError> {
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(source) => return Err(ResultsError::Io { path, source }),
        };
        let earlier_keys = if bytes.is_empty() { Some(Vec::new()) } else { keys(&bytes) };
        let ours = |key: &String| key.strip_prefix(batch).is_some_and(|rest| rest.starts_with(':'));
        match earlier_keys.filter(|keys| keys.iter().all(ours)) {
            Some(earlier_keys) => {
                Ok(Self { path, lines: BTreeMap::new(), earlier_keys, file: None })
            }
            None => Err(ResultsError::Foreign { path }),
        }
    }

    /// The keys of writes that an earlier run listed.
    pub fn earlier_keys(&self) -> &[String] {
        &self.earlier_keys
    }

    /// Notes how the row on line `row` stands, as the journal has it.
    pub fn note(&mut self, row: u64, customer: &CustomerRef, entry: &JournalEntry) {
        self.lines.insert(row, line(row, customer, Some(entry)));
    }

    /// Notes a row for which nothing was sent yet, unless it is noted already.
    pub fn note_waiting(&mut self, row: u64, customer: &CustomerRef) {
        self.lines.entry(row).or_insert_with(|| line(row, customer, None));
    }

    /// Writes all that was noted, in the order of the rows. The earlier file stays until the new one is whole.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&mut self) -> Result<(), ResultsError> {
        self.file = Some(self.replaced().map_err(|source| self.failed(source))?);
        Ok(())
    }

    /// Notes a row and adds its line to the file at once, in one piece.
    ///
    /// # Errors
    /// The line cannot be written.
    pub fn add(
        &mut self,
        row: u64,
        customer: &CustomerRef,
        entry: &JournalEntry,
    ) -> Result<(), ResultsError> {
        self.note(row, customer, entry);
        let added = match &mut self.file {
            Some(file) => file.write_all(&self.lines[&row]),
            None => Ok(()),
        };
        added.map_err(|source| self.failed(source))
    }

    /// The path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The new file, open at its end.
    fn replaced(&self) -> io::Result<File> {
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut builder = tempfile::Builder::new();
        builder.prefix(".").suffix(".partial");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // As for any new file, the process's mask takes permissions away.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        // Deleted when it is dropped without having been renamed.
        let mut partial = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
        let titles = title_line();
        let lines = self.lines.values().map(Vec::as_slice);
        let parts = [CsvTableWriter::<Vec<u8>>::BYTE_ORDER_MARK, &titles].into_iter().chain(lines);
        partial.write_all(&parts.collect::<Vec<_>>().concat())?;
        partial.as_file().sync_all()?;
        Ok(partial.persist(&self.path)?)
    }

    fn failed(&self, source: io::Error) -> ResultsError {
        ResultsError::Io { path: self.path.clone(), source }
    }
}

/// The keys in a file that has the columns of ours; none if it is no such file.
fn keys(bytes: &[u8]) -> Option<Vec<String>> {
    // A power failure may have cut the last line off.
    let end = bytes.iter().rposition(|byte| *byte == b'\n')?;
    let wanted = |name: &str| WantedColumn {
        names: vec![name.to_owned()],
        filled: false,
        fills_down: false,
    };
    let options = TableOptions { columns: TITLES.map(wanted).to_vec(), ..TableOptions::default() };
    let table = read_table(&bytes[..=end], &options).ok()?;
    let keys = table.rows.iter().map(|row| unguarded(&row.cells[KEY].shown()).to_owned());
    (table.header == TITLES).then(|| keys.filter(|key| !key.is_empty()).collect())
}

fn line(row: u64, customer: &CustomerRef, entry: Option<&JournalEntry>) -> Vec<u8> {
    let customer = match customer {
        CustomerRef::Id(id) => id.as_str(),
        CustomerRef::Code(code) | CustomerRef::SourceCode(code) => code,
    };
    let Some(entry) = entry else {
        return record(row, [customer, "", "waiting", "", "", "", "", ""]);
    };
    let ids: Value =
        entry.ids.as_deref().and_then(|ids| serde_json::from_str(ids).ok()).unwrap_or_default();
    let id = |name: &str| ids[name].as_str().unwrap_or_default();
    // A message takes one line, so that a cut file can be read up to its last whole line.
    let message = ErrorText::read(entry.message.as_deref().unwrap_or_default()).english;
    let message = message.replace(['\r', '\n'], " ");
    record(
        row,
        [
            customer,
            &entry.entry.key,
            entry.state.as_str(),
            entry.code.as_deref().unwrap_or_default(),
            &message,
            id("coupon"),
            id("code"),
            id("trace"),
        ],
    )
}

fn title_line() -> Vec<u8> {
    TITLES.join(",").into_bytes().into_iter().chain(*b"\r\n").collect()
}

/// A line of the file. A text that a spreadsheet would change gets an apostrophe.
fn record(row: u64, texts: [&str; TITLES.len() - 1]) -> Vec<u8> {
    let mut table = CsvTableWriter::new(Vec::new(), CsvGuard::Spreadsheets);
    let mut write = || {
        table.plain(row)?;
        texts.iter().try_for_each(|text| table.text(text))?;
        table.end_row()
    };
    write().and_then(|()| table.finish()).expect("memory takes text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_neither_rounds_nor_reckons() {
        let waiting = |id: &str| {
            let customer = CustomerRef::Id(id.into());
            String::from_utf8(line(2, &customer, None)).unwrap()
        };
        assert_eq!(waiting("7087421684223516948"), "2,'7087421684223516948,,waiting,,,,,\r\n");
        assert_eq!(waiting("=1+1"), "2,'=1+1,,waiting,,,,,\r\n");
        assert_eq!(waiting("100004"), "2,100004,,waiting,,,,,\r\n");
    }

    #[test]
    fn the_keys_of_a_file_are_read_back() {
        let ours = [CsvTableWriter::<Vec<u8>>::BYTE_ORDER_MARK, &title_line()].concat();
        let with =
            |key: &str| [&ours[..], &record(2, ["1", key, "done", "", "", "", "", ""])].concat();
        let read = |text: &[u8]| keys(text).map(|keys| keys.join(" "));
        assert_eq!(read(&ours).unwrap(), "");
        assert_eq!(read(&with("")).unwrap(), "");
        assert_eq!(read(&with("=1:2")).unwrap(), "=1:2", "a guarded key");
        let cut_off = [&with("b:2")[..], b"3,\"cut o"].concat();
        assert_eq!(read(&cut_off).unwrap(), "b:2");
        for other in [&b"customer\r\n1\r\n"[..], b"\xff\xfe", b"row,customer\n"] {
            assert_eq!(read(other), None);
        }
    }
}
