//! The files of one account: one for each month, more where one grows too long.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use coupon_domain::{AccountName, beijing_date};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::{
    columns::Exported,
    error::ExportError,
    manifest::FileEntry,
    output_dir::{self, OutputDir},
    row_writer::RowWriter,
    schema::ColumnField,
    settings::{ExportFormat, ExportOptions},
    sink::{self, Sink},
};

/// Bytes of rows that all files together hold in memory.
const MOST_HELD: usize = 24 << 20;

/// Files that are open at once: 33 years of months. Beyond that, the one that was not written to for longest is closed.
const MOST_OPEN: usize = 400;

/// Year and month in Beijing. It is none where no date is known.
type Month = Option<(i16, i8)>;

/// Takes the rows of one account in any order of months.
pub(crate) struct Partitions {
    folder: Arc<OutputDir>,
    settings: ExportOptions,
    fields: Vec<ColumnField>,
    account: AccountName,
    rows: RowWriter,
    open: BTreeMap<Month, OpenFile>,
    /// How many files each month has.
    parts: BTreeMap<Month, u32>,
    held: usize,
    clock: u64,
    done: WrittenFiles,
}

/// The files that were written.
#[derive(Debug, Default)]
pub(crate) struct WrittenFiles {
    pub(crate) files: Vec<FileEntry>,
    pub(crate) decimals_as_text_only: u64,
}

struct OpenFile {
    sink: Box<dyn Sink>,
    path: PathBuf,
    /// Its path below the folder of the export.
    within: String,
    rows: u64,
    written_at: u64,
}

impl Partitions {
    pub(crate) fn new(
        folder: Arc<OutputDir>,
        settings: ExportOptions,
        fields: Vec<ColumnField>,
        account: AccountName,
    ) -> Self {
        Self {
            rows: RowWriter::new(&settings),
            folder,
            settings,
            fields,
            account,
            open: BTreeMap::new(),
            parts: BTreeMap::new(),
            held: 0,
            clock: 0,
            done: WrittenFiles::default(),
        }
    }

    pub(crate) fn account(&self) -> &AccountName {
        &self.account
    }

    pub(crate) fn add<R: Exported>(&mut self, row: &R) -> Result<(), ExportError> {
        let month = row.filed_under().and_then(month_of);
        self.make_room(month)?;
        self.clock += 1;
        let part = self.open.get_mut(&month).expect("just made room for it");
        let held_before = part.sink.held();
        self.rows.write(row, &mut *part.sink)?;
        part.rows += 1;
        part.written_at = self.clock;
        self.held = self.held + part.sink.held() - held_before;
        if self.held > MOST_HELD { self.flush_largest() } else { Ok(()) }
    }

    pub(crate) fn finish(mut self) -> Result<WrittenFiles, ExportError> {
        while let Some((month, part)) = self.open.pop_first() {
            self.close(month, part)?;
        }
        Ok(self.done)
    }

    /// Leaves an open file for the month that has room for a row.
    fn make_room(&mut self, month: Month) -> Result<(), ExportError> {
        if let Some(part) = self.open.get(&month) {
            if part.rows < sink::rows_per_file(self.settings.format) {
                return Ok(());
            }
            self.close_month(month)?;
        } else if self.open.len() == MOST_OPEN {
            let oldest = self.open.iter().min_by_key(|(_, part)| part.written_at);
            let oldest = *oldest.expect("many are open").0;
            self.close_month(oldest)?;
        }
        let part = self.begin(month)?;
        self.open.insert(month, part);
        Ok(())
    }

    fn begin(&mut self, month: Month) -> Result<OpenFile, ExportError> {
        let partial = self.folder.partial();
        let folder = partial.join(self.account_folder());
        if self.parts.is_empty() {
            // Fails where a file system takes two account names for one.
            fs::create_dir(&folder).map_err(|source| failed(&folder, source))?;
        }
        let number = self.parts.entry(month).or_default();
        *number += 1;
        let within = self.file_of(month, self.parts[&month]);
        let path = folder.join(&within);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|source| failed(folder, source))?;
        }
        let sink = sink::open(&path, &self.fields, &self.settings)?;
        let within = format!("{}/{within}", self.account_folder());
        Ok(OpenFile { sink, path, within, rows: 0, written_at: 0 })
    }

    /// `tea`; for Parquet as its readers know it, `account=tea`.
    fn account_folder(&self) -> String {
        let name = folder_name(&self.account);
        if self.settings.format == ExportFormat::Parquet { format!("account={name}") } else { name }
    }

    /// `2026-03.csv`, `2026-03-2.csv`; for Parquet `month=2026-03/part-0.parquet`. `number` counts from 1.
    fn file_of(&self, month: Month, number: u32) -> String {
        let stem = shown(month).unwrap_or_else(|| "unknown".to_owned());
        let ending = self.settings.format.as_str();
        match (self.settings.format, number) {
            (ExportFormat::Parquet, _) => format!("month={stem}/part-{}.{ending}", number - 1),
            (_, 1) => format!("{stem}.{ending}"),
            _ => format!("{stem}-{number}.{ending}"),
        }
    }

    fn flush_largest(&mut self) -> Result<(), ExportError> {
        if let Some(part) = self.open.values_mut().max_by_key(|part| part.sink.held()) {
            self.held -= part.sink.held();
            part.sink.flush()?;
        }
        Ok(())
    }

    fn close_month(&mut self, month: Month) -> Result<(), ExportError> {
        match self.open.remove(&month) {
            Some(part) => self.close(month, part),
            None => Ok(()),
        }
    }

    fn close(&mut self, month: Month, part: OpenFile) -> Result<(), ExportError> {
        self.held -= part.sink.held();
        let finished = part.sink.finish()?;
        finished.file.sync_all().map_err(|source| failed(&part.path, source))?;
        drop(finished.file);
        let (bytes, sha256) = digest(&part.path).map_err(|source| failed(&part.path, source))?;
        self.done.decimals_as_text_only += finished.decimals_as_text_only;
        self.done.files.push(FileEntry {
            path: format!("{}/{}", output_dir::name(self.folder.generation()), part.within),
            account: self.account.clone(),
            month: shown(month),
            rows: part.rows,
            bytes,
            sha256,
        });
        Ok(())
    }
}

fn month_of(at: Timestamp) -> Month {
    let day = beijing_date(at);
    Some((day.year(), day.month()))
}

fn shown(month: Month) -> Option<String> {
    month.map(|(year, month)| format!("{year:04}-{month:02}"))
}

/// Returns a folder name for an account. Letters of any script and digits stay; every other character is percent-encoded,
/// because a path or a shell could give it another meaning.
fn folder_name(account: &AccountName) -> String {
    let mut name = String::new();
    for letter in account.as_str().chars() {
        let dot = letter == '.' && !name.is_empty();
        if letter.is_alphanumeric() || matches!(letter, '-' | '_') || dot {
            name.push(letter);
        } else {
            let mut bytes = [0; 4];
            name.extend(letter.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")));
        }
    }
    name
}

/// Reads a file back and returns its length in bytes and its SHA-256.
fn digest(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let (mut hasher, mut bytes, mut piece) = (Sha256::new(), 0, vec![0; 128 * 1024]);
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            break;
        }
        hasher.update(&piece[..read]);
        bytes += read as u64;
    }
    let digest = hasher.finalize();
    Ok((bytes, digest.iter().map(|byte| format!("{byte:02x}")).collect()))
}

fn failed(path: &Path, source: io::Error) -> ExportError {
    ExportError::Io { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_name_becomes_one_folder_whatever_it_is() {
        for (name, folder) in [
            ("tea", "tea"),
            ("茶-2", "茶-2"),
            ("../etc", "%2E.%2Fetc"),
            ("a b", "a%20b"),
            ("a%20b", "a%2520b"),
            (".partial", "%2Epartial"),
        ] {
            assert_eq!(folder_name(&name.into()), folder);
        }
    }
}
