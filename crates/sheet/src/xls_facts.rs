//! Facts of a sheet in an XLS (BIFF8) that calamine does not tell: hidden rows, and the number format of each number. calamine drops
//! formats whose numbers Microsoft does not reserve, and Gnumeric and SheetJS use such numbers.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    archive::broken,
    compound,
    encoding::wide_text,
    error::{ForeignFormat, SheetError},
    format_kind::FormatKind,
    xlsb_records::{cut, long, short},
};

/// The formats of one workbook and the records of its sheets.
#[derive(Debug, Default)]
pub(crate) struct XlsFacts {
    stream: Vec<u8>,
    /// Name of each sheet and the place of its records.
    sheets: Vec<(String, usize)>,
    formats: Vec<FormatKind>,
    /// False of a workbook before 1997, of which no facts are known.
    is_biff8: bool,
    pub(crate) is_1904: bool,
}

/// Facts of one sheet. Rows and columns are counted from 0.
#[derive(Debug, Default)]
pub(crate) struct XlsSheetFacts {
    pub(crate) hidden: BTreeSet<u32>,
    kinds: BTreeMap<(u32, u32), FormatKind>,
}

impl XlsSheetFacts {
    /// The kind of the format of a number.
    pub(crate) fn kind(&self, row: u32, column: u32) -> Option<&FormatKind> {
        self.kinds.get(&(row, column))
    }
}

impl XlsFacts {
    /// The facts; none are known of workbooks before BIFF8.
    ///
    /// # Errors
    /// A container or a record that breaks off, or a workbook with a password.
    pub(crate) fn open(bytes: &[u8]) -> Result<Self, SheetError> {
        let mut facts = Self::default();
        let Some(stream) = compound::stream(bytes, "Workbook") else {
            let has = |name: &str| compound::stream(bytes, name).is_some();
            if has("WordDocument") || has("PowerPoint Document") {
                return Err(SheetError::Foreign(ForeignFormat::Document));
            }
            let older = compound::stream(bytes, "Book");
            return older.map(|_| facts).ok_or_else(|| broken(&"its container breaks off"));
        };
        let (mut codes, mut styles) = (BTreeMap::new(), Vec::new());
        for (kind, record) in BiffRecords(&stream) {
            match kind {
                BEGIN if short(record, 0) != Some(BIFF8) => return Ok(Self::default()),
                // The records behind it are encrypted.
                0x2f => return Err(SheetError::Foreign(ForeignFormat::EncryptedWorkbook)),
                0x22 => facts.is_1904 = short(record, 0) == Some(1),
                0x41e => {
                    let number = short(record, 0);
                    let code = short(record, 2).and_then(|count| text(record, 4, count.into()));
                    let (number, code) = number.zip(code).ok_or_else(cut)?;
                    codes.insert(number, FormatKind::of_code(&code));
                }
                0xe0 => styles.push(short(record, 2).ok_or_else(cut)?),
                0x85 => {
                    let name = record.get(6).and_then(|count| text(record, 7, (*count).into()));
                    let (name, place) = name.zip(long(record, 0)).ok_or_else(cut)?;
                    facts.sheets.push((name.replace('\0', ""), place as usize));
                }
                END => break,
                _ => {}
            }
        }
        let kind = |number: u16| codes.get(&number).cloned();
        facts.formats = styles
            .into_iter()
            .map(|number| kind(number).unwrap_or_else(|| FormatKind::built_in(number)))
            .collect();
        facts.is_biff8 = true;
        facts.stream = stream;
        Ok(facts)
    }

    /// The facts of a sheet.
    ///
    /// # Errors
    /// Records that are not there, or break off.
    pub(crate) fn sheet(&self, name: &str) -> Result<XlsSheetFacts, SheetError> {
        let mut facts = XlsSheetFacts::default();
        if !self.is_biff8 {
            return Ok(facts);
        }
        let found = self.sheets.iter().find(|(sheet, _)| sheet == name);
        let (_, place) = found.ok_or_else(|| broken(&"a sheet has no records"))?;
        let mut depth = 0_u32;
        for (kind, record) in BiffRecords(self.stream.get(*place..).unwrap_or_default()) {
            match kind {
                BEGIN => depth += 1,
                END if depth <= 1 => return Ok(facts),
                END => depth -= 1,
                // A chart within the sheet.
                _ if depth > 1 => {}
                0x208 if record.get(12).is_some_and(|flags| flags & 0x20 != 0) => {
                    facts.hidden.extend(short(record, 0).map(u32::from));
                }
                // A number, a shortened number, a formula.
                0x203 | 0x27e | 0x06 => self.note(&mut facts, record, 0, 4),
                // Shortened numbers side by side: six bytes each, and the last column.
                0xbd => {
                    let count = record.len().saturating_sub(6) / 6;
                    (0..count).for_each(|at| self.note(&mut facts, record, at, 4 + 6 * at));
                }
                _ => {}
            }
        }
        Err(cut())
    }

    /// Notes the format of the cell `beside` the first one of a record, whose style stands at `at`.
    fn note(&self, facts: &mut XlsSheetFacts, record: &[u8], beside: usize, at: usize) {
        let [row, column, style] = [0, 2, at].map(|place| short(record, place));
        let format = style.and_then(|style| self.formats.get(usize::from(style)));
        if let (Some(row), Some(column), Some(format)) = (row, column, format) {
            let column = u32::from(column) + u32::try_from(beside).expect("a record is short");
            facts.kinds.insert((row.into(), column), format.clone());
        }
    }
}

const BIFF8: u16 = 0x600;
const BEGIN: u16 = 0x809;
const END: u16 = 0x0a;

/// Kind and content of each record.
struct BiffRecords<'a>(&'a [u8]);

impl<'a> Iterator for BiffRecords<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, length) = (short(self.0, 0)?, short(self.0, 2)?);
        let (record, rest) = self.0[4..].split_at_checked(length.into())?;
        self.0 = rest;
        Some((kind, record))
    }
}

/// A text of so many characters behind a byte that says how wide they are.
fn text(record: &[u8], at: usize, count: usize) -> Option<String> {
    let letters = record.get(at + 1..)?;
    match record[at] & 1 {
        0 => Some(letters.get(..count)?.iter().map(|byte| char::from(*byte)).collect()),
        _ => letters.get(..2 * count).map(wide_text),
    }
}
