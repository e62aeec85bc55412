//! Text files with a character between cells.

use csv::{ReaderBuilder, StringRecord};

use crate::{
    cell::SheetCell,
    encoding::decode,
    error::SheetError,
    finder::{RowSink, SourceRow, TableFinder},
    lines::{breaks, leading_breaks},
    options::TableOptions,
    quotes,
    table::{FileFormat, SheetTable},
};

/// The characters that programs put between cells, by how often they do.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// Reads a text file.
///
/// # Errors
/// A text in no encoding, no header, or rows that contradict it.
pub(crate) fn read(
    bytes: &[u8],
    options: &TableOptions,
    each: &mut RowSink<'_>,
) -> Result<SheetTable, SheetError> {
    let (text, encoding) = decode(bytes)?;
    let (declared, begin) = declared_delimiter(&text);
    let candidates = match (options.delimiter, declared) {
        (Some(given), _) => {
            vec![u8::try_from(given).map_err(|_| SheetError::Delimiter { delimiter: given })?]
        }
        (None, Some(declared)) => vec![declared],
        (None, None) => DELIMITERS.to_vec(),
    };
    let mut nearest: Option<(usize, SheetError)> = None;
    for delimiter in candidates {
        let mut finder = TableFinder::new(options, each);
        let fed = feed(&text, begin, delimiter, options, &mut finder);
        if finder.header.is_some() {
            fed?;
            let format = FileFormat::Delimited { encoding, delimiter: char::from(delimiter) };
            return finder.into_table(format);
        }
        let matches = finder.matches();
        let error = fed.err().map_or_else(|| finder.header().map(drop), Err);
        let better = nearest.as_ref().is_none_or(|(best, _)| matches > *best);
        if let (Err(error), true) = (error, better) {
            nearest = Some((matches, error));
        }
    }
    Err(nearest.map_or(SheetError::Empty, |(_, error)| error))
}

/// The delimiter of a first line `sep=;`, and where the text behind that line begins.
fn declared_delimiter(text: &str) -> (Option<u8>, usize) {
    let line = text.split(['\r', '\n']).next().unwrap_or_default();
    let bare = line.trim_matches(['\u{feff}', '"']);
    match bare.strip_prefix("sep=").map(str::as_bytes) {
        Some([delimiter]) => (Some(*delimiter), line.len()),
        _ => (None, 0),
    }
}

fn feed(
    text: &str,
    begin: usize,
    delimiter: u8,
    options: &TableOptions,
    finder: &mut TableFinder<'_>,
) -> Result<(), SheetError> {
    let bytes = &text.as_bytes()[begin..];
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    let place = |reader: &csv::Reader<&[u8]>| reader.position().byte() as usize;
    let (mut record, mut line, mut counted) = (StringRecord::new(), 1, 0);
    loop {
        let ended = place(&reader);
        let more = reader.read_record(&mut record).expect("text in memory is read");
        if !more {
            return Ok(());
        }
        let from = ended + leading_breaks(&bytes[ended..]);
        line += breaks(&bytes[counted..from]);
        counted = from;
        if options.stop_after.is_some_and(|last| line > last) {
            return Ok(());
        }
        let raw = &bytes[from..place(&reader).max(from)];
        if raw.contains(&b'"') {
            quotes::check(raw, delimiter, finder.width(), line)?;
        }
        check_limits(&record, line, options)?;
        let text = |cell: &str| {
            if cell.is_empty() { SheetCell::Blank } else { SheetCell::Text(cell.to_owned()) }
        };
        let cells = record.iter().map(text).collect();
        finder.push(SourceRow { line, cells, ragged: true, ..SourceRow::default() })?;
    }
}

fn check_limits(
    record: &StringRecord,
    line: u64,
    options: &TableOptions,
) -> Result<(), SheetError> {
    let limits = options.limits;
    let place = || format!("line {line}");
    if line > limits.rows {
        return Err(SheetError::TooLarge { place: place(), limit: limits.rows, unit: "rows" });
    }
    if record.len() as u64 > limits.columns {
        return Err(SheetError::TooLarge {
            place: place(),
            limit: limits.columns,
            unit: "columns",
        });
    }
    Ok(())
}
