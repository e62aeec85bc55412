//! One JSON object a line: ids and decimals as text, instants as RFC 3339, what is not there as null.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use super::{Cell, Civil, Finished, Sink, create, io};
use crate::{error::ExportError, layout::Heading};

pub(super) struct JsonlSink {
    to: BufWriter<File>,
    path: PathBuf,
    /// `{"account":`, `,"provider":` and so on.
    keys: Vec<String>,
    next: usize,
}

impl JsonlSink {
    pub(super) fn new(path: &Path, headings: &[Heading]) -> Result<Self, ExportError> {
        let keys = headings.iter().enumerate().map(|(index, heading)| {
            let before = if index == 0 { '{' } else { ',' };
            format!("{before}{}:", serde_json::Value::from(heading.title.as_str()))
        });
        let to = BufWriter::new(create(path)?);
        Ok(Self { to, path: path.to_owned(), keys: keys.collect(), next: 0 })
    }

    fn put(&mut self, cell: Cell<'_>) -> std::io::Result<()> {
        self.to.write_all(self.keys[self.next].as_bytes())?;
        self.next += 1;
        match cell {
            Cell::Nothing => self.to.write_all(b"null"),
            Cell::Text(text) => Ok(serde_json::to_writer(&mut self.to, text)?),
            Cell::Instant(at) => write!(self.to, "\"{at}\""),
            Cell::Beijing(at) => write!(self.to, "\"{}\"", Civil(at)),
            Cell::Decimal(value) => write!(self.to, "\"{value}\""),
            Cell::Count(count) => write!(self.to, "{count}"),
            Cell::Flag(flag) => write!(self.to, "{flag}"),
        }
    }
}

impl Sink for JsonlSink {
    fn cell(&mut self, cell: Cell<'_>) -> Result<(), ExportError> {
        self.put(cell).map_err(|source| io(&self.path, source))
    }

    fn end_row(&mut self) -> Result<(), ExportError> {
        self.next = 0;
        self.to.write_all(b"}\n").map_err(|source| io(&self.path, source))
    }

    fn held(&self) -> usize {
        0
    }

    fn flush(&mut self) -> Result<(), ExportError> {
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Finished, ExportError> {
        let file = self.to.into_inner().map_err(|error| io(&self.path, error.into_error()))?;
        Ok(Finished { file, decimals_as_text_only: 0 })
    }
}
