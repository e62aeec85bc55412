//! RFC 4180, in which no cell is a formula.

use std::{
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
};

use coupon_sheet::{CsvGuard, CsvTableWriter};

use super::file_sink::{BeijingTime, CellValue, FinishedFile, Sink, create, io};
use crate::{error::ExportError, schema::ColumnField};

pub(super) struct CsvSink {
    to: CsvTableWriter<File>,
    path: PathBuf,
}

impl CsvSink {
    pub(super) fn new(
        path: &Path,
        fields: &[ColumnField],
        for_spreadsheets: bool,
    ) -> Result<Self, ExportError> {
        let mut file = create(path)?;
        if for_spreadsheets {
            let mark = CsvTableWriter::<File>::BYTE_ORDER_MARK;
            file.write_all(mark).map_err(|source| io(path, source))?;
        }
        let guard = if for_spreadsheets { CsvGuard::Spreadsheets } else { CsvGuard::Formulas };
        let mut to = CsvTableWriter::new(file, guard);
        let mut titles = fields.iter().map(|field| &field.title);
        let written = titles.try_for_each(|title| to.plain(title)).and_then(|()| to.end_row());
        written.map_err(|source| io(path, source))?;
        Ok(Self { to, path: path.to_owned() })
    }
}

impl Sink for CsvSink {
    fn cell(&mut self, cell: CellValue<'_>) -> Result<(), ExportError> {
        let to = &mut self.to;
        let written = match cell {
            CellValue::Nothing => to.plain(""),
            CellValue::Text(text) => to.text(text),
            CellValue::Instant(at) => to.plain(at),
            CellValue::Beijing(at) => to.plain(BeijingTime(at)),
            CellValue::Decimal(value) => to.decimal(value),
            CellValue::Count(count) => to.plain(count),
            CellValue::Flag(flag) => to.plain(flag),
        };
        written.map_err(|source| io(&self.path, source))
    }

    fn end_row(&mut self) -> Result<(), ExportError> {
        self.to.end_row().map_err(|source| io(&self.path, source))
    }

    fn held(&self) -> usize {
        0
    }

    fn flush(&mut self) -> Result<(), ExportError> {
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<FinishedFile, ExportError> {
        let file = self.to.finish().map_err(|source| io(&self.path, source))?;
        Ok(FinishedFile { file, decimals_as_text_only: 0 })
    }
}
