//! Writers of one file each, one writer for each format.

mod csv;
mod file_sink;
mod jsonl;
mod parquet;
mod xlsx;

use std::path::Path;

pub(crate) use self::{
    file_sink::{CellValue, Sink},
    xlsx::XlsxSink,
};
use crate::{
    error::ExportError,
    schema::ColumnField,
    settings::{ExportFormat, ExportOptions},
};

/// Creates a file that must not exist, and returns its writer.
pub(crate) fn open(
    path: &Path,
    fields: &[ColumnField],
    settings: &ExportOptions,
) -> Result<Box<dyn Sink>, ExportError> {
    Ok(match settings.format {
        ExportFormat::Csv => {
            Box::new(csv::CsvSink::new(path, fields, settings.csv_for_spreadsheets)?)
        }
        ExportFormat::Jsonl => Box::new(jsonl::JsonlSink::new(path, fields)?),
        ExportFormat::Xlsx => Box::new(XlsxSink::new(path, fields, settings.what.as_str())?),
        ExportFormat::Parquet => Box::new(parquet::ParquetSink::new(path, fields)?),
    })
}

/// Returns the most rows that a file of the format can have.
pub(crate) fn rows_per_file(format: ExportFormat) -> u64 {
    match format {
        ExportFormat::Xlsx => xlsx::MOST_ROWS,
        ExportFormat::Parquet | ExportFormat::Csv | ExportFormat::Jsonl => u64::MAX,
    }
}
