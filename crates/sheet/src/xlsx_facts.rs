//! Facts of an XLSX sheet that calamine does not tell: hidden rows, error values of any name, formulas without a result.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::BufRead,
};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use crate::{
    archive::broken,
    cell::SheetCell,
    error::{SheetError, excerpt},
    merged::MergedRange,
    parts::{attribute, is_true},
};

/// Facts of one sheet. Rows and columns are counted from 0.
#[derive(Debug, Default)]
pub(crate) struct SheetFacts {
    pub(crate) hidden: BTreeSet<u32>,
    /// Error values, and formulas without a result, by row and column.
    pub(crate) cells: BTreeMap<(u32, u32), SheetCell>,
    /// Ranges of several rows.
    pub(crate) merged: Vec<MergedRange>,
}

/// The cell being read.
#[derive(Default)]
struct Current {
    place: (u32, u32),
    kind: String,
    formula: bool,
    value: String,
}

impl SheetFacts {
    /// `uncalculated` is true if a stored zero of a formula is no result.
    ///
    /// # Errors
    /// XML that is none.
    pub(crate) fn read(xml: impl BufRead, uncalculated: bool) -> Result<Self, SheetError> {
        let mut facts = Self::default();
        let (mut reader, mut buffer) = (Reader::from_reader(xml), Vec::new());
        let (mut row, mut column, mut cell, mut in_value) = (0_u32, 0_u32, None::<Current>, false);
        loop {
            buffer.clear();
            let event = reader.read_event_into(&mut buffer).map_err(|error| broken(&error))?;
            let empty = matches!(event, Event::Empty(_));
            match event {
                Event::Start(element) | Event::Empty(element) => {
                    match element.local_name().as_ref() {
                        "row" => {
                            row = attribute(&element, "r")
                                .and_then(|r| r.parse().ok())
                                .map_or(row, |r: u32| r.saturating_sub(1));
                            column = 0;
                            if attribute(&element, "hidden").is_some_and(|flag| is_true(&flag)) {
                                facts.hidden.insert(row);
                            }
                            if empty {
                                row += 1;
                            }
                        }
                        "c" => {
                            let started = begin(&element, (row, column));
                            column = started.place.1 + 1;
                            cell = Some(started).filter(|_| !empty);
                        }
                        "f" => cell.iter_mut().for_each(|cell| cell.formula = true),
                        "v" => in_value = !empty,
                        "mergeCell" => facts
                            .merged
                            .extend(attribute(&element, "ref").and_then(|range| rows_of(&range))),
                        _ => {}
                    }
                }
                Event::Text(text) if in_value => {
                    if let Some(cell) = &mut cell {
                        cell.value.push_str(&text.xml10_content());
                    }
                }
                Event::End(element) => match element.local_name().as_ref() {
                    "v" => in_value = false,
                    "c" => facts.cells.extend(cell.take().and_then(|cell| end(cell, uncalculated))),
                    "row" => row += 1,
                    _ => {}
                },
                Event::Eof => return Ok(facts),
                _ => {}
            }
        }
    }
}

fn begin(element: &BytesStart<'_>, next: (u32, u32)) -> Current {
    let place = attribute(element, "r").and_then(|name| place(&name)).unwrap_or(next);
    Current { place, kind: attribute(element, "t").unwrap_or_default(), ..Current::default() }
}

/// A cell that calamine reads in another way.
fn end(cell: Current, uncalculated: bool) -> Option<((u32, u32), SheetCell)> {
    let value = cell.value.trim();
    if cell.kind == "e" {
        return Some((cell.place, SheetCell::Failed(excerpt(value))));
    }
    // A calculated formula can yield an empty text.
    let none = value.is_empty() && (cell.kind != "str" || uncalculated);
    let zero = || uncalculated && value.parse() == Ok(0.0);
    (cell.formula && (none || zero())).then_some((cell.place, SheetCell::Uncalculated))
}

/// First row, last row and first column of a range of several rows.
fn rows_of(range: &str) -> Option<MergedRange> {
    let (from, to) = range.split_once(':')?;
    let ((first, column), (last, _)) = (place(from)?, place(to)?);
    (last > first).then_some((first, last, column))
}

/// Row and column of `B3`, counted from 0.
fn place(name: &str) -> Option<(u32, u32)> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let column = name.bytes().take(letters).try_fold(0_u32, |sum, letter| {
        sum.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    Some((name[letters..].parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_read_from_the_sheet() {
        let xml = r#"<worksheet><sheetData><row r="2"><c r="B2" t="e"><v>#SPILL!</v></c><c><f>1+1</f><v/></c></row>
            <row hidden="1"><c><f>0</f><v>0.0</v></c><c t="str"><f>x</f><v></v></c></row></sheetData>
            <mergeCells><mergeCell ref="A2:A4"/><mergeCell ref="A1:C1"/></mergeCells></worksheet>"#;
        let facts = SheetFacts::read(xml.as_bytes(), false).unwrap();
        assert_eq!(facts.hidden, BTreeSet::from([2]));
        assert_eq!(facts.merged, [(1, 3, 0)]);
        let failed = SheetCell::Failed("#SPILL!".into());
        assert_eq!(
            facts.cells,
            BTreeMap::from([((1, 1), failed), ((1, 2), SheetCell::Uncalculated)])
        );
        let facts = SheetFacts::read(xml.as_bytes(), true).unwrap();
        assert_eq!(facts.cells.get(&(2, 0)), Some(&SheetCell::Uncalculated));
        assert_eq!(facts.cells.get(&(2, 1)), Some(&SheetCell::Uncalculated));
    }
}
