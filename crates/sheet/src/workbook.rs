//! Workbooks: the sheet that has the header, and its rows.

use std::io::{Cursor, Read, Seek};

use calamine::{
    Data, Dimensions, Ods, Range, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsb, Xlsx,
    XlsxError,
};

use crate::{
    archive::broken,
    cell::SheetCell,
    error::{ForeignFormat, SheetError},
    finder::{RowSink, SourceRow, TableFinder},
    merged::MergedCells,
    options::TableOptions,
    parts::WorkbookParts,
    place::{check_place, moment},
    table::{FileFormat, SheetTable},
    xlsx,
    xlsx_facts::SheetFacts,
};

/// # Errors
/// No sheet with the header, or a damaged workbook.
pub(crate) fn read_xlsx(
    bytes: &[u8],
    options: &TableOptions,
    each: &mut RowSink<'_>,
) -> Result<SheetTable, SheetError> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => SheetError::Foreign(ForeignFormat::EncryptedWorkbook),
        other => broken(&other),
    })?;
    let sheets = candidates(&book, options)?;
    let mut parts = WorkbookParts::open(bytes)?;
    let uncalculated = parts.uncalculated;
    choose("XLSX", &sheets, options, each, |sheet, finder, header_only| {
        let facts = match header_only || options.stop_after.is_some() {
            true => SheetFacts::default(),
            false => SheetFacts::read(parts.sheet(sheet)?, uncalculated)?,
        };
        xlsx::feed(&mut book, sheet, &facts, options, finder, header_only)
    })
}

/// A workbook before 2007, or an encrypted one.
///
/// # Errors
/// No sheet with the header, or a damaged or encrypted workbook.
pub(crate) fn read_compound(
    bytes: &[u8],
    options: &TableOptions,
    each: &mut RowSink<'_>,
) -> Result<SheetTable, SheetError> {
    let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let name = wide("EncryptedPackage");
    if bytes.windows(name.len()).any(|window| window == name) {
        return Err(SheetError::Foreign(ForeignFormat::EncryptedWorkbook));
    }
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => SheetError::Foreign(ForeignFormat::EncryptedWorkbook),
        other => broken(&other),
    })?;
    let sheets = candidates(&book, options)?;
    choose("XLS", &sheets, options, each, |sheet, finder, _| {
        let merged = book.merge_cells_by_sheet_name(sheet).map_err(|error| broken(&error))?;
        let range = book.worksheet_range(sheet).map_err(|error| broken(&error))?;
        feed(&range, &merged, options, finder)
    })
}

/// # Errors
/// As [`read_xlsx`].
pub(crate) fn read_xlsb(
    bytes: &[u8],
    options: &TableOptions,
    each: &mut RowSink<'_>,
) -> Result<SheetTable, SheetError> {
    let book = Xlsb::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    read_plain("XLSB", book, options, each)
}

/// # Errors
/// As [`read_xlsx`].
pub(crate) fn read_ods(
    bytes: &[u8],
    options: &TableOptions,
    each: &mut RowSink<'_>,
) -> Result<SheetTable, SheetError> {
    let book = Ods::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    read_plain("ODS", book, options, each)
}

fn read_plain<RS: Read + Seek, R: Reader<RS>>(
    kind: &'static str,
    mut book: R,
    options: &TableOptions,
    each: &mut RowSink<'_>,
) -> Result<SheetTable, SheetError>
where
    R::Error: std::fmt::Display,
{
    let sheets = candidates(&book, options)?;
    choose(kind, &sheets, options, each, |sheet, finder, _| {
        let range = book.worksheet_range(sheet).map_err(|error| broken(&error))?;
        feed(&range, &[], options, finder)
    })
}

/// The requested sheet, or the visible ones.
fn candidates<RS: Read + Seek>(
    book: &impl Reader<RS>,
    options: &TableOptions,
) -> Result<Vec<String>, SheetError> {
    if let Some(sheet) = &options.sheet {
        let found = book.sheet_names();
        return match found.contains(sheet) {
            true => Ok(vec![sheet.clone()]),
            false => Err(SheetError::NoSheet { sheet: sheet.clone(), found }),
        };
    }
    let sheets = book.sheets_metadata().iter();
    let shown = sheets.filter(|sheet| {
        sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet
    });
    Ok(shown.map(|sheet| sheet.name.clone()).collect())
}

/// Reads the first sheet that has the header, and names the others that have it.
fn choose(
    kind: &'static str,
    sheets: &[String],
    options: &TableOptions,
    each: &mut RowSink<'_>,
    mut feed: impl FnMut(&str, &mut TableFinder<'_>, bool) -> Result<(), SheetError>,
) -> Result<SheetTable, SheetError> {
    let mut nearest: Option<(usize, SheetError)> = None;
    let mut chosen: Option<SheetTable> = None;
    for sheet in sheets {
        let mut finder = TableFinder::new(options, each);
        feed(sheet, &mut finder, chosen.is_some())?;
        if let Some(table) = &mut chosen {
            table.notes.other_sheets.extend(finder.header.is_some().then(|| sheet.clone()));
            continue;
        }
        let matches = finder.matches();
        let format = FileFormat::Workbook { kind, sheet: sheet.clone() };
        match finder.into_table(format) {
            Ok(table) => chosen = Some(table),
            Err(error) if nearest.as_ref().is_none_or(|(best, _)| matches > *best) => {
                nearest = Some((matches, error));
            }
            Err(_) => {}
        }
    }
    chosen.ok_or_else(|| nearest.map_or(SheetError::Empty, |(_, error)| error))
}

fn feed(
    range: &Range<Data>,
    merged: &[Dimensions],
    options: &TableOptions,
    finder: &mut TableFinder<'_>,
) -> Result<(), SheetError> {
    let Some((first, left)) = range.start() else { return Ok(()) };
    let several = merged.iter().filter(|range| range.end.0 > range.start.0);
    let ranges = several.map(|range| (range.start.0, range.end.0, range.start.1));
    let mut merged = MergedCells::new(ranges.collect());
    for (row, values) in (first..).zip(range.rows()) {
        if options.stop_after.is_some_and(|last| u64::from(row) >= last) {
            break;
        }
        let Some(last) = values.iter().rposition(|value| *value != Data::Empty) else { continue };
        let last = u32::try_from(last).expect("a column number has 32 bits");
        check_place(row, left + last, options)?;
        let mut cells = vec![SheetCell::Blank; left as usize];
        cells.extend(values.iter().map(value));
        let (line, merged) = (u64::from(row) + 1, merged.of(row));
        finder.push(SourceRow { line, cells, merged, ..SourceRow::default() })?;
    }
    Ok(())
}

fn value(data: &Data) -> SheetCell {
    match data {
        Data::Empty => SheetCell::Blank,
        Data::String(text) | Data::DurationIso(text) => SheetCell::Text(text.clone()),
        Data::DateTimeIso(text) => SheetCell::Moment(text.trim_end_matches('Z').to_owned()),
        Data::Bool(flag) => SheetCell::Text(flag.to_string()),
        Data::Int(number) => SheetCell::Number { value: *number as f64, format: None },
        Data::Float(number) => SheetCell::Number { value: *number, format: None },
        Data::DateTime(at) => moment(*at),
        Data::Error(error) => SheetCell::Failed(error.to_string()),
    }
}
