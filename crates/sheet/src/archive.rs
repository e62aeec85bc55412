//! ZIP files: workbooks, and archives that hold one table.

use std::io::{BufReader, Read};

use zip::ZipArchive;

use crate::{
    error::{ForeignFormat, SheetError, excerpt},
    source::FileSource,
};

/// The parts of a workbook, or the files of an archive.
pub(crate) type Zip<'a> = ZipArchive<BufReader<FileSource<'a>>>;

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
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|error| broken(&error))?;
    let names: Vec<String> = (0..zip.len())
        .map(|at| {
            let file = zip.by_index_raw(at).map_err(|error| broken(&error))?;
            // Names in archives of Chinese programs are often GBK; the name only serves to be shown.
            Ok(file
                .name()
                .map_or_else(|_| format!("file {}", at + 1), |name| name.replace('\\', "/")))
        })
        .collect::<Result<_, SheetError>>()?;
    let has = |name: &str| names.iter().any(|other| other.eq_ignore_ascii_case(name));
    if has("xl/workbook.bin") {
        return Ok(Archive::Xlsb(zip));
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
    let encrypted = zip.by_index_raw(table).map_err(|error| broken(&error))?.encrypted();
    if encrypted {
        return Err(SheetError::Foreign(ForeignFormat::EncryptedArchive));
    }
    let name = names[table].clone();
    let file = zip.by_index(table).map_err(|error| broken(&error))?;
    let bytes = unpacked(file, &name, limit)?;
    Ok(Archive::File { name, bytes })
}

/// # Errors
/// A damaged file, or one of more than `limit` bytes.
pub(crate) fn unpacked(file: impl Read, name: &str, limit: u64) -> Result<Vec<u8>, SheetError> {
    let mut unpacked = Vec::new();
    file.take(limit + 1).read_to_end(&mut unpacked).map_err(|error| broken(&error))?;
    if unpacked.len() as u64 > limit {
        return Err(SheetError::TooLarge { place: excerpt(name), limit, unit: "bytes" });
    }
    Ok(unpacked)
}

/// The error of a library, shortened.
pub(crate) fn broken(error: &impl std::fmt::Display) -> SheetError {
    SheetError::BrokenWorkbook { reason: excerpt(&error.to_string()) }
}
