//! Workbooks: the sheet that has the header, and its rows.

use std::io::{Cursor, Read, Seek};

use calamine::{Data, Dimensions, Range, Reader, SheetType, SheetVisible, Xls, XlsError};

use crate::{
    archive::{Zip, broken},
    cell::SheetCell,
    error::{ForeignFormat, SheetError},
    finder::{RowSink, TableFinder},
    merged::MergedCells,
    ods,
    ods_parts::OdsParts,
    options::TableOptions,
    place::{check_place, moment},
    source_row::SourceRow,
    table::{FileFormat, SheetTable},
    xls_facts::{XlsFacts, XlsSheetFacts},
    xlsb::XlsbParts,
    xlsx_parts::XlsxParts,
};

/// # Errors
/// No sheet with the header, or a damaged workbook.
pub(crate) fn read_xlsx(
    zip: Zip<'_>,
    options: &TableOptions,
    each: &mut RowSink<'_>,
) -> Result<SheetTable, SheetError> {
    let mut parts = XlsxParts::open(zip)?;
    let sheets = shown(&parts.sheets, options)?;
    choose("XLSX", &sheets, options, each, |sheet, finder, header_only| {
        parts.feed(sheet, options, finder, header_only)
    })
}

/// The unit of a compound file, in bytes; some have larger ones.
const SECTOR: usize = 4096;

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
    // Before calamine, which panics at a file that breaks off.
    let facts = XlsFacts::open(bytes)?;
    // It takes whole sectors alone.
    let mut whole = bytes.to_vec();
    whole.resize(bytes.len().next_multiple_of(SECTOR), 0);
    let mut book = Xls::new(Cursor::new(whole)).map_err(|error| match error {
        XlsError::Password => SheetError::Foreign(ForeignFormat::EncryptedWorkbook),
        other => broken(&other),
    })?;
    let sheets = candidates(&book, options)?;
    choose("XLS", &sheets, options, each, |sheet, finder, _| {
        let merged = book.merge_cells_by_sheet_name(sheet).map_err(|error| broken(&error))?;
        let range = book.worksheet_range(sheet).map_err(|error| broken(&error))?;
        feed(&range, &merged, (&facts.sheet(sheet)?, facts.is_1904), options, finder)
    })
}

/// # Errors
/// As [`read_xlsx`].
pub(crate) fn read_xlsb(
    zip: Zip<'_>,
    options: &TableOptions,
    each: &mut RowSink<'_>,
) -> Result<SheetTable, SheetError> {
    let mut parts = XlsbParts::open(zip)?;
    let sheets = shown(&parts.sheets, options)?;
    choose("XLSB", &sheets, options, each, |sheet, finder, header_only| {
        parts.feed(sheet, options, finder, header_only)
    })
}

/// # Errors
/// As [`read_xlsx`].
pub(crate) fn read_ods(
    zip: Zip<'_>,
    options: &TableOptions,
    each: &mut RowSink<'_>,
) -> Result<SheetTable, SheetError> {
    let mut parts = OdsParts::open(zip)?;
    let uncalculated = parts.uncalculated;
    let all: Vec<String> = parts.sheets.iter().map(|(name, _)| name.clone()).collect();
    let shown = parts.sheets.iter().filter(|(_, visible)| *visible);
    let sheets = requested(options, all, || shown.map(|(name, _)| name.clone()).collect())?;
    choose("ODS", &sheets, options, each, |sheet, finder, header_only| {
        ods::feed(parts.content()?, sheet, uncalculated, options, finder, header_only)
    })
}

/// The requested sheet, or the visible ones: of each its name, true if it is visible, and its part.
fn shown(
    sheets: &[(String, bool, String)],
    options: &TableOptions,
) -> Result<Vec<String>, SheetError> {
    let all = sheets.iter().map(|(name, ..)| name.clone()).collect();
    let shown = sheets.iter().filter(|(_, visible, _)| *visible);
    requested(options, all, || shown.map(|(name, ..)| name.clone()).collect())
}

/// The requested sheet, or the visible ones.
fn candidates<RS: Read + Seek>(
    book: &impl Reader<RS>,
    options: &TableOptions,
) -> Result<Vec<String>, SheetError> {
    let sheets = book.sheets_metadata().iter();
    let shown = sheets.filter(|sheet| {
        sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet
    });
    requested(options, book.sheet_names(), || shown.map(|sheet| sheet.name.clone()).collect())
}

/// The requested sheet, if it is one of `found`; without a request, the `visible` ones.
fn requested(
    options: &TableOptions,
    found: Vec<String>,
    visible: impl FnOnce() -> Vec<String>,
) -> Result<Vec<String>, SheetError> {
    match &options.sheet {
        None => Ok(visible()),
        Some(sheet) if found.contains(sheet) => Ok(vec![sheet.clone()]),
        Some(sheet) => Err(SheetError::NoSheet { sheet: sheet.clone(), found }),
    }
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

/// Feeds the rows of an XLS; its facts, and whether its days are counted from 1904, stand beside what calamine reads.
fn feed(
    range: &Range<Data>,
    merged: &[Dimensions],
    (facts, is_1904): (&XlsSheetFacts, bool),
    options: &TableOptions,
    finder: &mut TableFinder<'_>,
) -> Result<(), SheetError> {
    let Some((first, left)) = range.start() else { return Ok(()) };
    let several = merged.iter().filter(|range| range.end.0 > range.start.0);
    let ranges = several.map(|range| (range.start.0, range.end.0, range.start.1));
    let mut merged = MergedCells::new(ranges.collect());
    let has_merged = !merged.is_empty();
    for (row, values) in (first..).zip(range.rows()) {
        if options.stop_after.is_some_and(|last| u64::from(row) >= last) {
            break;
        }
        let Some(last) = values.iter().rposition(|value| *value != Data::Empty) else { continue };
        let last = u32::try_from(last).expect("a column number has 32 bits");
        check_place(row, left + last, options)?;
        let mut cells = vec![SheetCell::Blank; left as usize];
        cells.extend((left..).zip(values).map(|(column, data)| {
            let number = match data {
                Data::Int(number) => Some(*number as f64),
                Data::Float(number) => Some(*number),
                Data::DateTime(at) => Some(at.as_f64()),
                _ => None,
            };
            let kind = number.zip(facts.kind(row, column));
            kind.map_or_else(|| value(data), |(number, kind)| kind.cell(number, is_1904))
        }));
        let (line, merged) = (u64::from(row) + 1, has_merged.then(|| merged.of(row)));
        let hidden = facts.hidden.contains(&row);
        finder.push(SourceRow { line, hidden, merged, ragged: false }, &cells)?;
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
