//! The parts of an XLSX: its sheets, texts and formats, and whether its writer calculates formulas.

use std::{collections::BTreeMap, io::BufRead};

use crate::{
    archive::{Zip, broken},
    error::SheetError,
    finder::TableFinder,
    format_kind::FormatKind,
    merged::MergedRange,
    options::TableOptions,
    parts::{attribute, elements, is_true, never_calculates, relations, text_of, within},
    place::cell_place,
    string_table::StringTable,
    xlsx,
    xlsx_row::{CellFacts, XlsxRow},
};

/// The parts of one workbook.
pub(crate) struct XlsxParts<'a> {
    zip: Zip<'a>,
    /// Name of each sheet, true if it is visible, and its part.
    pub(crate) sheets: Vec<(String, bool, String)>,
    strings: StringTable,
    /// The format of each style of cells.
    formats: Vec<FormatKind>,
    is_1904: bool,
    /// True if formulas that the file stores as 0 were never calculated.
    uncalculated: bool,
}

impl<'a> XlsxParts<'a> {
    /// # Errors
    /// A part that is missing or breaks off.
    pub(crate) fn open(mut zip: Zip<'a>) -> Result<Self, SheetError> {
        let root = relations(&mut zip, "_rels/.rels")?;
        let document = root.values().find(|(kind, _)| kind.ends_with("/officeDocument"));
        let workbook =
            document.map_or("xl/workbook.xml", |(_, target)| target.trim_start_matches('/'));
        let workbook = workbook.to_owned();
        let (folder, file) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
        let targets = relations(&mut zip, &format!("{folder}/_rels/{file}.rels"))?;
        let (mut sheets, mut uncalculated, mut is_1904) = (Vec::new(), false, false);
        zip.needed(&workbook)?;
        elements(&mut zip, &workbook, |element| match element.local_name().as_ref() {
            "sheet" => {
                let visible = attribute(element, "state").is_none_or(|state| state == "visible");
                let target = attribute(element, "id").and_then(|id| targets.get(&id));
                // A chart or a macro is no table.
                let target = target.filter(|(kind, _)| kind.ends_with("/worksheet"));
                if let (Some(name), Some((_, target))) = (attribute(element, "name"), target) {
                    sheets.push((name, visible, within(folder, target)));
                }
            }
            "workbookPr" => {
                is_1904 |= attribute(element, "date1904").is_some_and(|flag| is_true(&flag));
            }
            "calcPr" => {
                let full = attribute(element, "fullCalcOnLoad");
                uncalculated |= full.is_some_and(|flag| is_true(&flag));
            }
            _ => {}
        })?;
        uncalculated |= never_calculates(&text_of(&mut zip, "docProps/app.xml")?);
        let part = |end: &str| {
            let found = targets.values().find(|(kind, _)| kind.ends_with(end));
            found.map(|(_, target)| within(folder, target))
        };
        let missing = |part: &String| !zip.has(part);
        if [part("/sharedStrings"), part("/styles")].iter().flatten().any(missing) {
            return Err(broken(&"a part of the workbook is missing"));
        }
        let strings = match part("/sharedStrings") {
            Some(part) => StringTable::read(zip.needed(&part)?)?,
            None => StringTable::default(),
        };
        let formats = part("/styles").map_or(Ok(Vec::new()), |part| formats(&mut zip, &part))?;
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
        let part = found.map(|(.., part)| part.clone());
        let part = part.ok_or_else(|| broken(&"a sheet has no part"))?;
        let merged = match header_only || options.stop_after.is_some() {
            true => Vec::new(),
            false => self.merged(&part)?,
        };
        let row = XlsxRow::new(CellFacts {
            strings: &self.strings,
            formats: &self.formats,
            is_1904: self.is_1904,
            uncalculated: self.uncalculated,
        });
        xlsx::feed(self.zip.needed(&part)?, row, merged, options, finder, header_only)
    }

    /// Cells of a sheet that are merged over several rows. They stand behind the rows, and are asked for before them.
    ///
    /// # Errors
    /// A damaged part.
    pub(crate) fn merged(&mut self, part: &str) -> Result<Vec<MergedRange>, SheetError> {
        let mut merged = Vec::new();
        if has_merged(self.zip.needed(part)?)? {
            elements(&mut self.zip, part, |element| {
                if element.local_name().as_ref() == "mergeCell" {
                    merged.extend(attribute(element, "ref").and_then(|range| rows_of(&range)));
                }
            })?;
        }
        Ok(merged)
    }
}

/// The element of a merged cell.
const MERGED: &[u8] = b"mergeCell";

/// True if the name of the element stands in a part.
fn has_merged(mut xml: impl BufRead) -> Result<bool, SheetError> {
    let (mut piece, mut kept) = (vec![0; 1 << 16], 0);
    loop {
        let read = xml.read(&mut piece[kept..]).map_err(|error| broken(&error))?;
        let end = kept + read;
        // The letter is rare, and looked for at once.
        let found = |piece: &[u8]| piece.windows(MERGED.len()).any(|part| part == MERGED);
        if piece[..end].contains(&MERGED[0]) && found(&piece[..end]) {
            return Ok(true);
        }
        if read == 0 {
            return Ok(false);
        }
        kept = end.min(MERGED.len() - 1);
        piece.copy_within(end - kept..end, 0);
    }
}

/// First row, last row and first column of a range of several rows.
fn rows_of(range: &str) -> Option<MergedRange> {
    let (from, to) = range.split_once(':')?;
    let ((first, column), (last, _)) = (cell_place(from)?, cell_place(to)?);
    (last > first).then_some((first, last, column))
}

fn formats(zip: &mut Zip<'_>, part: &str) -> Result<Vec<FormatKind>, SheetError> {
    let (mut codes, mut formats, mut of_cells) = (BTreeMap::new(), Vec::new(), false);
    elements(zip, part, |element| {
        let number = || attribute(element, "numFmtId").and_then(|id| id.parse::<u16>().ok());
        match element.local_name().as_ref() {
            "numFmt" => {
                let code = attribute(element, "formatCode");
                codes.extend(number().zip(code.map(|code| FormatKind::of_code(&code))));
            }
            "xf" if of_cells => {
                let number = number().unwrap_or_default();
                let defined = codes.get(&number).cloned();
                formats.push(defined.unwrap_or_else(|| FormatKind::built_in(number)));
            }
            // Other elements of the part have styles of their own behind these.
            "cellXfs" => of_cells = true,
            "cellStyleXfs" | "cellStyles" | "dxfs" => of_cells = false,
            _ => {}
        }
    })?;
    Ok(formats)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn merged_cells_are_found_wherever_they_stand() {
        for before in [0, 65_520, 65_536, 65_540, 131_070] {
            let xml = format!("{}<mergeCells><mergeCell ref=\"A1:A2\"/>", "m".repeat(before));
            assert!(has_merged(xml.as_bytes()).unwrap(), "{before}");
        }
        assert!(!has_merged(&b"<row/><sheetData/>"[..]).unwrap());
        assert_eq!(rows_of("A2:A4"), Some((1, 3, 0)));
        assert_eq!(rows_of("A1:C1"), None);
    }
}
