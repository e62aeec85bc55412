//! One JSON object a line: ids and decimals as text, instants as RFC 3339, what is not there as null.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use super::file_sink::{BeijingTime, CellValue, FinishedFile, Sink, create, io};
use crate::{error::ExportError, schema::ColumnField};

pub(super) struct JsonlSink {
    to: BufWriter<File>,
    path: PathBuf,
    /// `{"account":`, `,"provider":` and so on.
    keys: Vec<String>,
    next: usize,
}

impl JsonlSink {
    pub(super) fn new(path: &Path, fields: &[ColumnField]) -> Result<Self, ExportError> {
        let keys = fields.iter().enumerate().map(|(index, field)| {
            let before = if index == 0 { '{' } else { ',' };
            format!("{before}{}:", serde_json::Value::from(field.title.as_str()))
        });
        let to = BufWriter::new(create(path)?);
        Ok(Self { to, path: path.to_owned(), keys: keys.collect(), next: 0 })
    }

    fn put(&mut self, cell: CellValue<'_>) -> std::io::Result<()> {
        self.to.write_all(self.keys[self.next].as_bytes())?;
        self.next += 1;
        match cell {
            CellValue::Nothing => self.to.write_all(b"null"),
            CellValue::Text(text) => Ok(serde_json::to_writer(&mut self.to, text)?),
            CellValue::Instant(at) => write!(self.to, "\"{at}\""),
            CellValue::Beijing(at) => write!(self.to, "\"{}\"", BeijingTime(at)),
            CellValue::Decimal(value) => write!(self.to, "\"{value}\""),
            CellValue::Count(count) => write!(self.to, "{count}"),
            CellValue::Flag(flag) => write!(self.to, "{flag}"),
        }
    }
}

impl Sink for JsonlSink {
    fn cell(&mut self, cell: CellValue<'_>) -> Result<(), ExportError> {
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

    fn finish(self: Box<Self>) -> Result<FinishedFile, ExportError> {
        let file = self.to.into_inner().map_err(|error| io(&self.path, error.into_error()))?;
        Ok(FinishedFile { file, decimals_as_text_only: 0 })
    }
}
