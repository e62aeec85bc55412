//! A workbook of binary parts (XLSB): its sheets, and the cells of one. Cells whose record leaves the column out, as SheetJS writes
//! them, stand beside the cell before.

use crate::{
    archive::{Zip, broken, unpacked},
    cell::SheetCell,
    error::SheetError,
    finder::TableFinder,
    format_kind::FormatKind,
    options::TableOptions,
    parts::{never_calculates, relations, text_of, within},
    row_assembler::{RowAssembler, SheetFacts},
    xlsb_records::{XlsbRecords, cut, double, long, short, shortened, text},
};

const WORKBOOK: &str = "xl/workbook.bin";
/// The kinds of the records that end a part.
const END_OF_BOOK: u32 = 132;
const END_OF_STRINGS: u32 = 160;
const END_OF_STYLES: u32 = 279;

/// The parts of one XLSB.
pub(crate) struct XlsbParts<'a> {
    zip: Zip<'a>,
    /// Name of each sheet, true if it is visible, and its part.
    pub(crate) sheets: Vec<(String, bool, String)>,
    strings: Vec<String>,
    formats: Vec<FormatKind>,
    is_1904: bool,
    uncalculated: bool,
}

impl<'a> XlsbParts<'a> {
    /// # Errors
    /// A damaged ZIP, a part beyond the limit, or records that break off.
    pub(crate) fn open(mut zip: Zip<'a>) -> Result<Self, SheetError> {
        let targets = relations(&mut zip, "xl/_rels/workbook.bin.rels")?;
        let (mut sheets, mut is_1904) = (Vec::new(), false);
        for record in XlsbRecords::until(&unpacked(zip.needed(WORKBOOK)?)?, END_OF_BOOK)? {
            let (kind, record) = record?;
            match kind {
                153 => is_1904 = record.first().is_some_and(|flags| flags & 1 == 1),
                156 => {
                    let read = || {
                        let (id, end) = text(record, 8)?;
                        Some((long(record, 0)? == 0, id, text(record, end)?.0))
                    };
                    let (visible, id, name) = read().ok_or_else(cut)?;
                    let (kind, target) =
                        targets.get(&id).ok_or_else(|| broken(&"a sheet has no part"))?;
                    // A chart or a macro is no table.
                    if kind.ends_with("/worksheet") {
                        sheets.push((name, visible, within("xl", target)));
                    }
                }
                _ => {}
            }
        }
        let mut of_kind = |end: &str| {
            let found = targets.values().find(|(kind, _)| kind.ends_with(end));
            let name = found.map(|(_, target)| within("xl", target));
            let part = name.map(|name| unpacked(zip.needed(&name)?)).transpose()?;
            match part {
                Some(part) if part.is_empty() => Err(cut()),
                part => Ok(part.unwrap_or_default()),
            }
        };
        let strings = strings(&of_kind("/sharedStrings")?)?;
        let formats = formats(&of_kind("/styles")?)?;
        let uncalculated = never_calculates(&text_of(&mut zip, "docProps/app.xml")?);
        Ok(Self { zip, sheets, strings, formats, is_1904, uncalculated })
    }

    /// Feeds the rows of a sheet to a finder; to the header alone if `header_only`.
    ///
    /// # Errors
    /// A damaged sheet, one beyond the limits, or rows that contradict the table.
    pub(crate) fn feed(
        &mut self,
        sheet: &str,
        options: &TableOptions,
        finder: &mut TableFinder<'_>,
        header_only: bool,
    ) -> Result<(), SheetError> {
        let found = self.sheets.iter().find(|(name, ..)| name == sheet);
        let name = found.map(|(.., part)| part.clone()).ok_or_else(cut)?;
        let sheet = unpacked(self.zip.needed(&name)?)?;
        let facts = facts(&sheet)?;
        let mut rows = RowAssembler::new(&facts, options, finder);
        let (mut row, mut column) = (0, 0);
        let mut is_whole = false;
        for record in XlsbRecords::new(&sheet) {
            let (kind, record) = record?;
            match kind {
                0 => {
                    row = long(record, 0).ok_or_else(cut)?;
                    column = 0;
                    let last = options.stop_after.is_some_and(|last| u64::from(row) >= last);
                    if last || (header_only && rows.has_header()) {
                        is_whole = true;
                        break;
                    }
                }
                1..=18 | 62 => {
                    // Kinds 12 to 18 leave out the column.
                    let at = if (12..=18).contains(&kind) { 0 } else { 4 };
                    if at > 0 {
                        column = long(record, 0).ok_or_else(cut)?;
                    }
                    let cell = self.cell(kind, record, at).ok_or_else(cut)?;
                    if cell != SheetCell::Blank {
                        rows.put((row, column), cell)?;
                    }
                    column = column.saturating_add(1);
                }
                146 => {
                    is_whole = true;
                    break;
                }
                _ => {}
            }
        }
        if !is_whole {
            return Err(broken(&"the rows of a sheet break off"));
        }
        rows.finish()
    }

    /// The cell of a record whose format stands at `at` and whose value stands behind it.
    fn cell(&self, kind: u32, record: &[u8], at: usize) -> Option<SheetCell> {
        let style = long(record, at)? & 0xff_ffff;
        let value = at + 4;
        let general = FormatKind::Number(None);
        // A workbook without a part of styles has one format.
        let format = match self.formats.is_empty() {
            true => &general,
            false => self.formats.get(style as usize)?,
        };
        let number = |number: f64| {
            let formula = kind == 9;
            if formula && self.uncalculated && number == 0.0 {
                return SheetCell::Uncalculated;
            }
            format.cell(number, self.is_1904)
        };
        let written = |text: String| match text.is_empty() {
            true => SheetCell::Blank,
            false => SheetCell::Text(text),
        };
        Some(match kind {
            2 | 13 => number(shortened(record, value)?),
            5 | 9 | 16 => number(double(record, value)?),
            3 | 11 | 14 => SheetCell::Failed(error_value(*record.get(value)?).to_owned()),
            4 | 10 | 15 => SheetCell::Text((*record.get(value)? != 0).to_string()),
            6 | 8 | 17 => written(text(record, value)?.0),
            7 | 18 => written(self.strings.get(long(record, value)? as usize)?.clone()),
            62 => written(text(record, value + 1)?.0),
            _ => SheetCell::Blank,
        })
    }
}

/// The records of a part that ends with one of a kind; none of a part that the workbook does not have.
fn records(part: &[u8], end: u32) -> Result<XlsbRecords<'_>, SheetError> {
    match part.is_empty() {
        true => Ok(XlsbRecords::new(part)),
        false => XlsbRecords::until(part, end),
    }
}

fn strings(part: &[u8]) -> Result<Vec<String>, SheetError> {
    let mut strings = Vec::new();
    for record in records(part, END_OF_STRINGS)? {
        if let (19, item) = record? {
            strings.push(text(item, 1).ok_or_else(cut)?.0);
        }
    }
    Ok(strings)
}

/// The format of each style of cells.
fn formats(part: &[u8]) -> Result<Vec<FormatKind>, SheetError> {
    let (mut codes, mut formats, mut of_cells) = (Vec::new(), Vec::new(), false);
    for record in records(part, END_OF_STYLES)? {
        let (kind, record) = record?;
        match kind {
            44 => {
                let code = text(record, 2).ok_or_else(cut)?.0;
                codes.push((short(record, 0).ok_or_else(cut)?, FormatKind::of_code(&code)));
            }
            617 => of_cells = true,
            618 => of_cells = false,
            47 if of_cells => {
                let number = short(record, 2).ok_or_else(cut)?;
                let defined = codes.iter().find(|(defined, _)| *defined == number);
                formats
                    .push(defined.map_or(FormatKind::built_in(number), |(_, kind)| kind.clone()));
            }
            _ => {}
        }
    }
    Ok(formats)
}

/// Hidden rows and merged cells.
fn facts(part: &[u8]) -> Result<SheetFacts, SheetError> {
    let mut facts = SheetFacts::default();
    for record in XlsbRecords::new(part) {
        let (kind, record) = record?;
        let place = |at| long(record, at).ok_or_else(cut);
        match kind {
            0 if record.get(11).is_some_and(|flags| flags & 0x10 != 0) => {
                facts.hidden.insert(place(0)?);
            }
            176 if place(4)? > place(0)? => facts.merged.push((place(0)?, place(4)?, place(8)?)),
            _ => {}
        }
    }
    Ok(facts)
}

fn error_value(code: u8) -> &'static str {
    match code {
        0 => "#NULL!",
        7 => "#DIV/0!",
        15 => "#VALUE!",
        23 => "#REF!",
        29 => "#NAME?",
        36 => "#NUM!",
        _ => "#N/A",
    }
}
