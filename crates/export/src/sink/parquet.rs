//! Parquet without Arrow: columns are gathered here and written as one row group. Every column is optional.

mod buffer;

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
};

use parquet::{
    basic::{Compression, ZstdLevel},
    errors::ParquetError,
    file::{
        properties::{EnabledStatistics, WriterProperties},
        writer::SerializedFileWriter,
    },
    schema::types::Type,
};

use self::buffer::Buffer;
use super::file_sink::{CellValue, FinishedFile, Sink, create, io};
use crate::{error::ExportError, schema::ColumnField};

/// Rows of a row group, where so many come together.
const GROUP: usize = 32_768;

pub(super) struct ParquetSink {
    to: SerializedFileWriter<File>,
    path: PathBuf,
    columns: Vec<Buffer>,
    next: usize,
    rows: usize,
    bytes: usize,
    decimals_as_text_only: u64,
}

impl ParquetSink {
    pub(super) fn new(path: &Path, fields: &[ColumnField]) -> Result<Self, ExportError> {
        let to = begin(create(path)?, fields).map_err(|error| failed(path, error))?;
        Ok(Self {
            to,
            path: path.to_owned(),
            columns: fields.iter().map(|field| Buffer::new(field.kind)).collect(),
            next: 0,
            rows: 0,
            bytes: 0,
            decimals_as_text_only: 0,
        })
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        let mut group = self.to.next_row_group()?;
        for column in &mut self.columns {
            let mut writer =
                group.next_column()?.expect("one writer for each column of the schema");
            column.write(&mut writer)?;
            writer.close()?;
        }
        group.close()?;
        Ok(())
    }
}

impl Sink for ParquetSink {
    fn cell(&mut self, cell: CellValue<'_>) -> Result<(), ExportError> {
        self.bytes += buffer::bytes(cell);
        let fits = self.columns[self.next].push(cell);
        self.decimals_as_text_only += u64::from(!fits);
        self.next += 1;
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), ExportError> {
        self.next = 0;
        self.rows += 1;
        if self.rows == GROUP { self.flush() } else { Ok(()) }
    }

    fn held(&self) -> usize {
        self.bytes
    }

    fn flush(&mut self) -> Result<(), ExportError> {
        if self.rows == 0 {
            return Ok(());
        }
        (self.rows, self.bytes) = (0, 0);
        self.write_group().map_err(|error| failed(&self.path, error))
    }

    fn finish(mut self: Box<Self>) -> Result<FinishedFile, ExportError> {
        self.flush()?;
        let file = self.to.into_inner().map_err(|error| failed(&self.path, error))?;
        Ok(FinishedFile { file, decimals_as_text_only: self.decimals_as_text_only })
    }
}

fn begin(file: File, fields: &[ColumnField]) -> Result<SerializedFileWriter<File>, ParquetError> {
    let fields = fields.iter().map(|field| Ok(Arc::new(buffer::field(field)?)));
    let fields = fields.collect::<Result<_, ParquetError>>()?;
    let schema = Type::group_type_builder("row").with_fields(fields).build()?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        // A group has a page or two of each column. What an index of pages would say, the group's own numbers say, and all of
        // it would wait in memory for the end of the file.
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_created_by(concat!("coupon-export ", env!("CARGO_PKG_VERSION")).to_owned())
        .build();
    SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties))
}

fn failed(path: &Path, error: ParquetError) -> ExportError {
    let what = error.to_string();
    if let ParquetError::External(source) = error
        && let Ok(source) = source.downcast::<std::io::Error>()
    {
        return io(path, *source);
    }
    ExportError::Format { path: path.to_owned(), what }
}
