//! The file of a table, read in pieces.

use std::{
    fs::File,
    io::{self, Cursor, Read, Seek, SeekFrom},
    path::Path,
};

use crate::{
    error::{SheetError, TablePlace, excerpt},
    options::SheetLimits,
};

/// A file in which a reader can go back.
pub(crate) trait ReadSeek: Read + Seek {}

impl<T: Read + Seek> ReadSeek for T {}

/// A file on the disk, or the content of one that can be read only once, such as a pipe.
#[derive(Debug)]
pub enum TableFile {
    /// A file on the disk.
    Disk(File),
    /// The content of another one.
    Memory(Cursor<Vec<u8>>),
}

impl TableFile {
    /// # Errors
    /// `Unreadable`, with the reason of the system.
    pub fn open(path: &Path) -> Result<Self, SheetError> {
        Self::opened(path).map_err(|error| unreadable(&error))
    }

    fn opened(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        if file.metadata()?.is_file() {
            return Ok(Self::Disk(file));
        }
        let mut bytes = Vec::new();
        let limit = SheetLimits::default().bytes;
        file.take(limit + 1).read_to_end(&mut bytes)?;
        match bytes.len() as u64 > limit {
            true => Err(io::ErrorKind::FileTooLarge.into()),
            false => Ok(Self::Memory(Cursor::new(bytes))),
        }
    }
}

impl Read for TableFile {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Disk(file) => file.read(out),
            Self::Memory(bytes) => bytes.read(out),
        }
    }
}

impl Seek for TableFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::Disk(file) => file.seek(to),
            Self::Memory(bytes) => bytes.seek(to),
        }
    }
}

/// A file whose table is read.
pub(crate) type FileSource<'a> = &'a mut (dyn ReadSeek + 'a);

/// The first `count` bytes of a file, which is then read from its beginning again.
///
/// # Errors
/// Those of the file.
pub(crate) fn head(file: FileSource<'_>, count: u64) -> Result<Vec<u8>, SheetError> {
    let mut bytes = Vec::new();
    rewind(file)?;
    file.take(count).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    rewind(file)?;
    Ok(bytes)
}

/// Every byte of a file.
///
/// # Errors
/// Those of the file, and one of more than `limit` bytes.
pub(crate) fn whole(file: FileSource<'_>, limit: u64) -> Result<Vec<u8>, SheetError> {
    let bytes = head(file, limit.saturating_add(1))?;
    match bytes.len() as u64 > limit {
        true => Err(SheetError::TooLarge { place: TablePlace::File, limit, unit: "bytes" }),
        false => Ok(bytes),
    }
}

pub(crate) fn rewind(file: FileSource<'_>) -> Result<(), SheetError> {
    file.seek(SeekFrom::Start(0)).map(drop).map_err(|error| unreadable(&error))
}

/// The error of a file that the system does not read.
pub(crate) fn unreadable(error: &io::Error) -> SheetError {
    SheetError::Unreadable { kind: error.kind(), reason: excerpt(&error.to_string()) }
}
