//! Text files with a character between cells.

use std::borrow::Cow;

use csv::{ByteRecord, ReaderBuilder};

use crate::{
    cell::SheetCell,
    encoding::{TextReader, detect},
    error::{SheetError, TablePlace},
    finder::{RowSink, TableFinder},
    lines::{LineCounter, leading_breaks},
    marks::trimmed,
    options::TableOptions,
    quotes,
    source::FileSource,
    source_row::{RowCells, SourceRow},
    table::{FileFormat, SheetTable, TextEncoding},
};

/// The characters that programs put between cells, by how often they do.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// The longest first line that can name the delimiter, in bytes.
const DECLARATION: u64 = 64;

/// Reads a text file.
///
/// # Errors
/// A text in no encoding, no header, or rows that contradict it.
pub(crate) fn read(
    file: FileSource<'_>,
    options: &TableOptions,
    each: &mut RowSink<'_>,
) -> Result<SheetTable, SheetError> {
    let (encoding, mark) = detect(file)?;
    let (declared, begin) = declared_delimiter(&mut TextReader::new(file, encoding, mark)?)?;
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
        let mut text = TextReader::new(file, encoding, mark)?.within(options.limits.row_bytes);
        piece(&mut text, begin)?;
        let fed = feed(text, begin, delimiter, options, &mut finder);
        if finder.header.is_some() || matches!(fed, Err(SheetError::NotText { .. })) {
            fed?;
            return finder.into_table(format(encoding, delimiter));
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

fn format(encoding: TextEncoding, delimiter: u8) -> FileFormat {
    FileFormat::Delimited { encoding, delimiter: char::from(delimiter) }
}

/// The next bytes of a text, at most so many.
fn piece(text: &mut TextReader<'_>, count: u64) -> Result<Vec<u8>, SheetError> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    match text.by_ref().take(count).read_to_end(&mut bytes) {
        Ok(_) => Ok(bytes),
        Err(error) => Err(text.error(&error)),
    }
}

/// The delimiter of a first line `sep=;`, and where the text behind that line begins.
fn declared_delimiter(text: &mut TextReader<'_>) -> Result<(Option<u8>, u64), SheetError> {
    let begin = piece(text, DECLARATION)?;
    let line = begin.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    let shown = String::from_utf8_lossy(line);
    let bare = shown.trim_matches(['\u{feff}', '"']);
    Ok(match bare.strip_prefix("sep=").map(str::as_bytes) {
        Some([delimiter]) => (Some(*delimiter), line.len() as u64),
        _ => (None, 0),
    })
}

/// Feeds the rows of a text, which is read up to `begin`, to a finder.
fn feed(
    text: TextReader<'_>,
    begin: u64,
    delimiter: u8,
    options: &TableOptions,
    finder: &mut TableFinder<'_>,
) -> Result<(), SheetError> {
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(1 << 16)
        .from_reader(text);
    let (mut record, mut lines, mut counted) = (ByteRecord::new(), LineCounter::default(), begin);
    loop {
        let ended = begin + reader.position().byte();
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(error) => match error.into_kind() {
                csv::ErrorKind::Io(error) => {
                    let text = reader.get_ref();
                    return Err(match text.is_full() {
                        true => too_long(text, ended, delimiter, lines, options),
                        false => text.error(&error),
                    });
                }
                _ => unreachable!("records of bytes have any number of cells"),
            },
        }
        let behind = begin + reader.position().byte();
        let text = reader.get_ref();
        let from = ended + leading_breaks(text.text_from(ended)) as u64;
        lines.add(text.text(counted, from));
        let line = 1 + lines.breaks;
        if options.stop_after.is_some_and(|last| line > last) {
            return Ok(());
        }
        let raw = text.text(from, behind.max(from));
        if raw.contains(&b'"') {
            quotes::check(raw, delimiter, finder.width(), line)?;
        }
        check_limits(record.len() as u64, line, options)?;
        finder.push(SourceRow { line, ragged: true, ..SourceRow::default() }, &record)?;
        counted = behind.max(from);
        lines.add(reader.get_ref().text(from, counted));
        reader.get_mut().forget(counted);
    }
}

impl RowCells for ByteRecord {
    fn count(&self) -> usize {
        self.len()
    }

    fn is_blank(&self, at: usize) -> bool {
        let Some(first) = self.get(at).and_then(|cell| cell.first()) else { return true };
        !first.is_ascii_graphic() && trimmed(&self.shown(at)).is_empty()
    }

    fn shown(&self, at: usize) -> Cow<'_, str> {
        String::from_utf8_lossy(self.get(at).unwrap_or_default())
    }

    fn read(&self, at: usize, into: &mut SheetCell) {
        match (self.shown(at), into) {
            (text, into) if text.is_empty() => *into = SheetCell::Blank,
            (text, SheetCell::Text(into)) => {
                into.clear();
                into.push_str(&text);
            }
            (text, into) => *into = SheetCell::Text(text.into_owned()),
        }
    }
}

/// The error of a row that takes more bytes than the limit: the quote that is not closed, if there is one. `lines` are those up to
/// `ended`, behind which the row begins.
fn too_long(
    text: &TextReader<'_>,
    ended: u64,
    delimiter: u8,
    mut lines: LineCounter,
    options: &TableOptions,
) -> SheetError {
    let from = ended + leading_breaks(text.text_from(ended)) as u64;
    lines.add(text.text(ended, from));
    let (line, limit) = (1 + lines.breaks, options.limits.row_bytes);
    let too_large = SheetError::TooLarge { place: TablePlace::Line(line), limit, unit: "bytes" };
    quotes::check(text.text_from(from), delimiter, None, line).err().unwrap_or(too_large)
}

fn check_limits(columns: u64, line: u64, options: &TableOptions) -> Result<(), SheetError> {
    let limits = options.limits;
    let too_large =
        |limit, unit| Err(SheetError::TooLarge { place: TablePlace::Line(line), limit, unit });
    if line > limits.rows {
        return too_large(limits.rows, "rows");
    }
    if columns > limits.columns {
        return too_large(limits.columns, "columns");
    }
    Ok(())
}
