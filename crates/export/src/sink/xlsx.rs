//! A workbook of one sheet, or of a sheet for each table. Texts are text cells, so no id becomes a number and nothing a formula; decimals of up to 15 digits are
//! numbers, because people add them up, and longer ones text, because a spreadsheet would round them. Beijing times are dates, unless
//! a spreadsheet has no such date.

use std::{
    any::Any,
    io::{Seek, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use coupon_domain::to_beijing;
use jiff::Timestamp;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, IgnoreError, Workbook, Worksheet, XlsxError,
};

use super::file_sink::{BeijingTime, CellValue, FinishedFile, Sink, create, io};
use crate::{
    error::ExportError,
    schema::{ColumnField, ColumnKind},
};

/// Rows of a sheet, without the header.
pub(super) const MOST_ROWS: u64 = 1_048_575;

/// A spreadsheet counts with 15 digits.
const MOST_EXACT: u128 = 10_u128.pow(15) - 1;

pub(crate) struct XlsxSink {
    book: Workbook,
    path: PathBuf,
    /// The sheet that is written.
    sheet: usize,
    titles: Vec<String>,
    row: u32,
    column: u16,
    /// One number format for each number of digits behind the point.
    scales: Vec<Format>,
    date: Format,
    /// The format of dates with a part of a second.
    exact_date: Format,
}

impl XlsxSink {
    pub(crate) fn new(
        path: &Path,
        fields: &[ColumnField],
        name: &str,
    ) -> Result<Self, ExportError> {
        let mut sink = Self {
            book: Workbook::new(),
            path: path.to_owned(),
            sheet: 0,
            titles: Vec::new(),
            row: 1,
            column: 0,
            scales: (0..=28)
                .map(|scale| Format::new().set_num_format(number_format(scale)))
                .collect(),
            date: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            exact_date: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss.000"),
        };
        caught(|| {
            // Beside the file: there is room for it, and it has no name that a kill could leave behind.
            if let Some(folder) = sink.path.parent() {
                sink.book.set_tempdir(folder)?;
            }
            // The bytes depend on the rows alone; the manifest says when.
            let fixed = ExcelDateTime::from_ymd(2000, 1, 1)?;
            sink.book.set_properties(&DocProperties::new().set_creation_datetime(&fixed));
            sink.begin(fields, name)
        })
        .map_err(|error| failed(path, error))?;
        Ok(sink)
    }

    /// Ends the sheet and begins another one, of other columns.
    pub(crate) fn next_sheet(
        &mut self,
        fields: &[ColumnField],
        name: &str,
    ) -> Result<(), ExportError> {
        caught(|| {
            self.end()?;
            self.sheet += 1;
            (self.row, self.column) = (1, 0);
            self.begin(fields, name)
        })
        .map_err(|error| failed(&self.path, error))
    }

    /// Number of rows of the sheet, without the header.
    pub(crate) fn rows(&self) -> u64 {
        u64::from(self.row) - 1
    }

    /// Ends the last sheet and writes the workbook.
    pub(crate) fn save(mut self, to: impl Write + Seek + Send) -> Result<(), ExportError> {
        caught(|| {
            self.end()?;
            self.book.save_to_writer(to)
        })
        .map_err(|error| failed(&self.path, error))
    }

    /// Sets what depends on the number of rows.
    fn end(&mut self) -> Result<(), XlsxError> {
        let last = u16::try_from(self.titles.len()).unwrap_or(u16::MAX).saturating_sub(1);
        let row = self.row.saturating_sub(1);
        let sheet = self.book.worksheet_from_index(self.sheet)?;
        // Ids are texts of digits; without this, each has a green triangle.
        sheet.ignore_error_range(0, 0, row, last, IgnoreError::NumberStoredAsText)?;
        sheet.autofilter(0, 0, row, last).map(drop)
    }

    fn begin(&mut self, fields: &[ColumnField], name: &str) -> Result<(), XlsxError> {
        self.titles = fields.iter().map(|field| field.title.clone()).collect();
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (column, field) in (0..).zip(fields) {
            sheet.set_column_width(column, width(field.kind))?;
            sheet.write_string_with_format(0, column, &field.title, &bold)?;
        }
        Ok(())
    }

    fn put(&mut self, cell: CellValue<'_>) -> Result<(), XlsxError> {
        let (row, column) = (self.row, self.column);
        let sheet = self.book.worksheet_from_index(self.sheet)?;
        match cell {
            CellValue::Nothing => return Ok(()),
            CellValue::Text(text) => sheet.write_string(row, column, text)?,
            CellValue::Instant(at) => sheet.write_string(row, column, at.to_string())?,
            CellValue::Beijing(at) => match date(at) {
                Some(date) => {
                    let is_whole = to_beijing(at).millisecond() == 0;
                    let format = if is_whole { &self.date } else { &self.exact_date };
                    sheet.write_datetime_with_format(row, column, date?, format)?
                }
                None => sheet.write_string(row, column, BeijingTime(at).to_string())?,
            },
            CellValue::Flag(flag) => sheet.write_boolean(row, column, flag)?,
            CellValue::Count(count) if u128::from(count) > MOST_EXACT => {
                sheet.write_string(row, column, count.to_string())?
            }
            CellValue::Count(count) => {
                number(sheet, row, column, &count.to_string(), &self.scales[0])?
            }
            CellValue::Decimal(value) if value.mantissa().unsigned_abs() > MOST_EXACT => {
                sheet.write_string(row, column, value.to_string())?
            }
            CellValue::Decimal(value) => {
                let format = &self.scales[value.scale() as usize];
                number(sheet, row, column, &value.to_string(), format)?
            }
        };
        Ok(())
    }
}

impl Sink for XlsxSink {
    fn cell(&mut self, cell: CellValue<'_>) -> Result<(), ExportError> {
        caught(|| self.put(cell)).map_err(|error| match error {
            XlsxError::IoError(source) => io(&self.path, source),
            other => {
                let title = &self.titles[usize::from(self.column)];
                let what = format!("row {}, {title}: {other}", self.row);
                ExportError::Format { path: self.path.clone(), what }
            }
        })?;
        self.column += 1;
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), ExportError> {
        self.row += 1;
        self.column = 0;
        Ok(())
    }

    fn held(&self) -> usize {
        0
    }

    fn flush(&mut self) -> Result<(), ExportError> {
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<FinishedFile, ExportError> {
        // Only now: a sheet has its own file until here, and there may be hundreds.
        let mut file = create(&self.path)?;
        self.save(&mut file)?;
        Ok(FinishedFile { file, decimals_as_text_only: 0 })
    }
}

/// The library panics where it cannot write the file in which it keeps a sheet, as on a full disk. That is an error like any other;
/// the book is not touched again after it.
fn caught<T>(work: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, XlsxError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| {
        Err(XlsxError::IoError(std::io::Error::other(said(payload.as_ref()))))
    })
}

fn said(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
    text.unwrap_or("the workbook could not be written").to_owned()
}

/// A Beijing time as a date of a spreadsheet, which keeps thousandths of a second; none before the first reliable date, that of March
/// 1900.
fn date(at: Timestamp) -> Option<Result<ExcelDateTime, XlsxError>> {
    let civil = to_beijing(at);
    let year = u16::try_from(civil.year()).ok().filter(|year| *year > 1900)?;
    let part = |part: i8| u8::try_from(part).expect("a part of a date is positive");
    let second = f64::from(civil.second()) + f64::from(civil.millisecond()) / 1000.0;
    Some(
        ExcelDateTime::from_ymd(year, part(civil.month()), part(civil.day()))
            .and_then(|day| day.and_hms(part(civil.hour()).into(), part(civil.minute()), second)),
    )
}

/// Text is read back as the nearest number, and 15 digits of it are the text again.
fn number<'a>(
    sheet: &'a mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &Format,
) -> Result<&'a mut Worksheet, XlsxError> {
    let nearest: f64 = text.parse().expect("a decimal is a number");
    sheet.write_number_with_format(row, column, nearest, format)
}

fn number_format(scale: usize) -> String {
    if scale == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(scale)) }
}

fn width(kind: ColumnKind) -> f64 {
    match kind {
        ColumnKind::Text | ColumnKind::Beijing | ColumnKind::Instant => 22.0,
        ColumnKind::Decimal | ColumnKind::Count | ColumnKind::Flag => 12.0,
    }
}

fn failed(path: &Path, error: XlsxError) -> ExportError {
    match error {
        XlsxError::IoError(source) => io(path, source),
        other => ExportError::Format { path: path.to_owned(), what: other.to_string() },
    }
}
