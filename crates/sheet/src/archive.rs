//! ZIP files: workbooks, and archives that hold one table.

use std::io::{self, BufRead, BufReader, Read};

use zip::ZipArchive;

use crate::{
    error::{ForeignFormat, SheetError, TablePlace, excerpt},
    source::FileSource,
};

/// The parts of a workbook, or the files of an archive. None is unpacked beyond the limit.
pub(crate) struct Zip<'a> {
    archive: ZipArchive<BufReader<FileSource<'a>>>,
    /// The most bytes of one part.
    limit: u64,
}

impl Zip<'_> {
    /// True if the archive has a part.
    pub(crate) fn has(&self, part: &str) -> bool {
        self.index(part).is_some()
    }

    /// A part, unpacked as it is read; none if the archive has no such part.
    ///
    /// # Errors
    /// A damaged archive, or a part beyond the limit.
    pub(crate) fn part(&mut self, part: &str) -> Result<Option<impl BufRead>, SheetError> {
        self.index(part).map(|index| self.at(index)).transpose()
    }

    /// A part without which the workbook cannot be read.
    ///
    /// # Errors
    /// As [`Self::part`], and an archive without the part.
    pub(crate) fn needed(&mut self, part: &str) -> Result<impl BufRead, SheetError> {
        self.part(part)?.ok_or_else(|| broken(&"a part of the workbook is missing"))
    }

    /// The place of a part, whatever the case of its name.
    fn index(&self, part: &str) -> Option<usize> {
        let mut names = self.archive.file_names();
        names.position(|name| {
            name.is_ok_and(|name| name.replace('\\', "/").eq_ignore_ascii_case(part))
        })
    }

    fn at(&mut self, index: usize) -> Result<impl BufRead, SheetError> {
        let part = self.archive.by_index(index).map_err(|error| broken(&error))?;
        if part.size() > self.limit {
            let name = part.name().map_or_else(|_| String::new(), |name| excerpt(&name));
            return Err(SheetError::TooLarge {
                place: TablePlace::Part(name),
                limit: self.limit,
                unit: "bytes",
            });
        }
        let part = LimitedPart { part, left: self.limit };
        Ok(BufReader::with_capacity(1 << 16, part))
    }
}

/// A part whose size may be another one than its archive says.
struct LimitedPart<R> {
    part: R,
    /// The bytes up to the limit.
    left: u64,
}

impl<R: Read> Read for LimitedPart<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.part.read(out)?;
        let left = self.left.checked_sub(count as u64);
        self.left = left.ok_or_else(|| io::Error::other("a part is larger than it claims"))?;
        Ok(count)
    }
}

/// Endings of the names of tables.
const TABLES: [&str; 8] = [".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"];

/// The document that a ZIP is.
pub(crate) enum Archive<'a> {
    Xlsx(Zip<'a>),
    Xlsb(Zip<'a>),
    Ods(Zip<'a>),
    /// An archive with one table.
    File {
        name: String,
        bytes: Vec<u8>,
    },
}

/// # Errors
/// A damaged or encrypted ZIP, one without a table or with several, or a table larger than `limit` bytes.
pub(crate) fn open(file: FileSource<'_>, limit: u64) -> Result<Archive<'_>, SheetError> {
    let archive = ZipArchive::new(BufReader::new(file)).map_err(|error| broken(&error))?;
    let mut zip = Zip { archive, limit };
    let names: Vec<String> = (0..zip.archive.len())
        .map(|at| {
            let file = zip.archive.by_index_raw(at).map_err(|error| broken(&error))?;
            // Names in archives of Chinese programs are often GBK; the name only serves to be shown.
            Ok(file.name().map_or_else(|_| format!("#{}", at + 1), |name| name.replace('\\', "/")))
        })
        .collect::<Result<_, SheetError>>()?;
    let has = |name: &str| names.iter().any(|other| other.eq_ignore_ascii_case(name));
    if has("xl/workbook.bin") {
        return Ok(Archive::Xlsb(zip));
    }
    let of_others = ["word/document.xml", "ppt/presentation.xml", "Index/Document.iwa"];
    if of_others.iter().any(|part| has(part)) {
        return Err(SheetError::Foreign(ForeignFormat::Document));
    }
    if has("[Content_Types].xml") {
        return Ok(Archive::Xlsx(zip));
    }
    if has("content.xml") && has("mimetype") {
        return Ok(Archive::Ods(zip));
    }
    let is_table = |name: &String| {
        let name = name.to_lowercase();
        !name.starts_with("__macosx/") && TABLES.iter().any(|end| name.ends_with(end))
    };
    let mut tables: Vec<usize> = (0..names.len()).filter(|at| is_table(&names[*at])).collect();
    let files: Vec<usize> = (0..names.len()).filter(|at| !names[*at].ends_with('/')).collect();
    if tables.is_empty() && files.len() == 1 {
        tables = files;
    }
    let &[table] = &tables[..] else { return Err(SheetError::Archive { tables: tables.len() }) };
    let encrypted = zip.archive.by_index_raw(table).map_err(|error| broken(&error))?.encrypted();
    if encrypted {
        return Err(SheetError::Foreign(ForeignFormat::EncryptedArchive));
    }
    let name = names[table].clone();
    let bytes = unpacked(zip.at(table)?)?;
    Ok(Archive::File { name, bytes })
}

/// # Errors
/// A damaged part, or one beyond the limit.
pub(crate) fn unpacked(mut part: impl Read) -> Result<Vec<u8>, SheetError> {
    let mut unpacked = Vec::new();
    part.read_to_end(&mut unpacked).map_err(|error| broken(&error))?;
    Ok(unpacked)
}

/// The error of a library, shortened.
pub(crate) fn broken(error: &impl std::fmt::Display) -> SheetError {
    SheetError::BrokenWorkbook { reason: excerpt(&error.to_string()) }
}
