//! Tables of a ledger as one workbook, with a sheet for each.

use std::{fs, io, path::PathBuf};

use coupon_domain::{Coupon, Template};
use coupon_ledger::{Ledger, Stored};
use serde::{Deserialize, Serialize};
use tokio::{sync::mpsc, task::spawn_blocking};

use crate::{
    atomic_file::write_atomically,
    columns::{AddressedCustomer, Exported},
    error::ExportError,
    row_source::{RowPage, RowSource},
    row_writer::RowWriter,
    run::{ExportProgress, PAGES, ProgressCounter, accounts, blocking, count, read},
    schema::fields,
    settings::{Dataset, ExportFormat, ExportOptions},
    sink::{XlsxSink, rows_per_file},
};

/// The name of the workbook in the user's folder.
const NAME: &str = "export.xlsx";

/// A workbook that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneFile {
    /// The workbook.
    pub path: PathBuf,
    /// Its sheets.
    pub sheets: Vec<SheetEntry>,
}

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetEntry {
    /// The table.
    pub what: Dataset,
    /// Number of its rows.
    pub rows: u64,
}

/// Writes tables of a ledger into the workbook `export.xlsx` of the user's folder, a sheet for each, in place of the workbook that is
/// there. Table and format of the options do not count.
///
/// # Errors
/// A table that does not fit into a sheet, and any other: then the workbook that is there stays.
pub async fn export_one_file(
    ledger: &Ledger,
    settings: &ExportOptions,
    tables: &[Dataset],
    progress: &mut (dyn FnMut(ExportProgress) + Send),
) -> Result<OneFile, ExportError> {
    let of_table =
        |what: Dataset| ExportOptions { what, format: ExportFormat::Xlsx, ..settings.clone() };
    let mut of = 0;
    for what in tables {
        of += count(ledger, &of_table(*what)).await?;
    }
    let path = settings.to.join(NAME);
    let made = fs::create_dir_all(&settings.to);
    made.map_err(|source| ExportError::Io { path: settings.to.clone(), source })?;
    let mut progress = ProgressCounter { rows: 0, of, tell: progress };
    let (mut book, mut sheets) = (Book { path: path.clone(), sink: None }, Vec::new());
    for what in tables {
        let settings = of_table(*what);
        book = match what {
            Dataset::Templates => {
                sheet::<Stored<Template>>(book, ledger, settings, &mut progress).await?
            }
            Dataset::Coupons => {
                sheet::<Stored<Coupon>>(book, ledger, settings, &mut progress).await?
            }
            Dataset::Customers => {
                sheet::<AddressedCustomer>(book, ledger, settings, &mut progress).await?
            }
        };
        let rows = book.sink.as_ref().map_or(0, XlsxSink::rows);
        sheets.push(SheetEntry { what: *what, rows });
    }
    let Some(sink) = book.sink else { return Ok(OneFile { path, sheets }) };
    let place = path.clone();
    blocking(move || save(sink, place)).await?;
    Ok(OneFile { path, sheets })
}

/// The workbook while its sheets are written.
struct Book {
    path: PathBuf,
    /// None before the first sheet.
    sink: Option<XlsxSink>,
}

/// Adds the sheet of one table.
async fn sheet<R: RowSource>(
    book: Book,
    ledger: &Ledger,
    settings: ExportOptions,
    progress: &mut ProgressCounter<'_>,
) -> Result<Book, ExportError> {
    let accounts = accounts(ledger, &settings).await?;
    let (to_writer, pages) = mpsc::channel(PAGES);
    let of_writer = settings.clone();
    let writer = spawn_blocking(move || write::<R>(book, pages, &of_writer));
    let read = read(ledger, &settings, accounts, to_writer, progress).await;
    let written =
        writer.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
    read?;
    written
}

fn write<R: Exported>(
    mut book: Book,
    mut pages: mpsc::Receiver<RowPage<R>>,
    settings: &ExportOptions,
) -> Result<Book, ExportError> {
    let (what, fields) = (settings.what, fields::<R>(settings));
    let name = if settings.chinese_headers { what.chinese() } else { what.as_str() };
    let mut sink = match book.sink.take() {
        None => XlsxSink::new(&book.path, &fields, name)?,
        Some(mut sink) => {
            sink.next_sheet(&fields, name)?;
            sink
        }
    };
    let (mut writer, most) = (RowWriter::new(settings), rows_per_file(ExportFormat::Xlsx));
    while let Some(page) = pages.blocking_recv() {
        for row in &page.rows {
            if sink.rows() == most {
                return Err(ExportError::TooManyRows { what, most });
            }
            writer.write(row, &mut sink)?;
        }
    }
    Ok(Book { sink: Some(sink), ..book })
}

/// Writes the workbook beside the one that is there, and puts it in its place.
fn save(sink: XlsxSink, path: PathBuf) -> Result<(), ExportError> {
    let mut refused = None;
    let saved = write_atomically(&path, |to| {
        sink.save(to).map_err(|error| {
            refused = Some(error);
            io::Error::other("the workbook is not written")
        })
    });
    match (saved, refused) {
        (_, Some(error)) => Err(error),
        (saved, None) => saved.map_err(|source| ExportError::Io { path, source }),
    }
}
