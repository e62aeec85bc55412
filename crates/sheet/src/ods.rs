//! A sheet of an ODS, row by row.

use std::io::BufRead;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use crate::{
    archive::broken,
    cell::SheetCell,
    error::SheetError,
    finder::TableFinder,
    merged::MergedCells,
    ods_cell::{OdsCell, count},
    options::TableOptions,
    parts::attribute,
    place::{check_place, check_row_size},
    source_row::SourceRow,
    xml_text::push_entity,
};

/// Elements around the rows of a sheet, and the rows.
const AROUND_CELLS: [&str; 4] = ["table-row", "table-rows", "table-header-rows", "table-row-group"];
/// Elements within a paragraph whose text is not of the cell.
const BESIDE_TEXT: [&str; 5] = ["annotation", "note", "ruby-text", "frame", "custom-shape"];

/// Feeds the rows of a sheet to a finder; to the header alone if `header_only`.
///
/// # Errors
/// A damaged sheet, one beyond the limits, or rows that contradict the table.
pub(crate) fn feed(
    xml: impl BufRead,
    sheet: &str,
    uncalculated: bool,
    options: &TableOptions,
    finder: &mut TableFinder<'_>,
    header_only: bool,
) -> Result<(), SheetError> {
    let (mut reader, mut buffer) = (Reader::from_reader(xml), Vec::new());
    let mut rows = OdsRows {
        next: 0,
        row: OdsRow::default(),
        merged: MergedCells::new(Vec::new()),
        options,
        finder,
    };
    let (mut inside, mut skipped) = (false, 0_u32);
    let (mut cell, mut in_paragraph) = (None::<OdsCell>, false);
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|error| broken(&error))?;
        let empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(_) if skipped > 0 => skipped += 1,
            Event::End(_) if skipped > 0 => skipped -= 1,
            _ if skipped > 0 => {}
            Event::Start(element) | Event::Empty(element) => {
                match (element.local_name().as_ref(), &mut cell) {
                    ("table", None) if !inside => {
                        inside = attribute(&element, "name").as_deref() == Some(sheet);
                        if inside && empty {
                            return Ok(());
                        }
                    }
                    _ if !inside => {}
                    ("table-cell" | "covered-table-cell", None) => {
                        let begun = OdsCell::new(&element)?;
                        match empty {
                            true => rows.put(begun, uncalculated)?,
                            false => cell = Some(begun),
                        }
                    }
                    ("table-row", None) => {
                        rows.begin(&element)?;
                        if empty {
                            rows.finish()?;
                        }
                    }
                    (name, None) if AROUND_CELLS.contains(&name) => {}
                    ("p", Some(cell)) if !in_paragraph => {
                        cell.begin_paragraph();
                        in_paragraph = !empty;
                    }
                    ("s", Some(cell)) if in_paragraph => {
                        let blanks = u16::try_from(count(&element, "c")?);
                        let blanks = blanks.map_err(|error| broken(&error))?;
                        cell.push(&" ".repeat(blanks.into()));
                        check_row_size(cell.size(), rows.next, options)?;
                    }
                    ("tab", Some(cell)) if in_paragraph => cell.push("\t"),
                    ("line-break", Some(cell)) if in_paragraph => cell.push("\n"),
                    (name, Some(_)) if in_paragraph && !BESIDE_TEXT.contains(&name) => {}
                    _ => skipped = u32::from(!empty),
                }
            }
            Event::Text(text) if in_paragraph => {
                if let Some(cell) = &mut cell {
                    cell.push(&text.xml10_content());
                }
            }
            Event::CData(text) if in_paragraph => {
                if let Some(cell) = &mut cell {
                    cell.push(&text.xml10_content());
                }
            }
            Event::GeneralRef(entity) if in_paragraph => {
                if let Some(cell) = &mut cell {
                    push_entity(&entity, &mut |text| cell.push(text))?;
                }
            }
            Event::End(element) => match element.local_name().as_ref() {
                "p" => in_paragraph = false,
                "table-cell" | "covered-table-cell" => {
                    if let Some(cell) = cell.take() {
                        rows.put(cell, uncalculated)?;
                    }
                }
                "table-row" if inside => {
                    rows.finish()?;
                    let last = options.stop_after.is_some_and(|last| u64::from(rows.next) >= last);
                    if last || (header_only && rows.finder.header.is_some()) {
                        return Ok(());
                    }
                }
                "table" if inside => return Ok(()),
                _ => {}
            },
            Event::Eof => return Err(broken(&"the rows of a sheet break off")),
            _ => {}
        }
    }
}

/// The row being read.
#[derive(Default)]
struct OdsRow {
    repeated: u32,
    hidden: bool,
    /// The cells up to the last one that is not blank.
    cells: Vec<SheetCell>,
    /// The bytes of the texts in the cells.
    size: usize,
    /// The column behind the last cell.
    column: u32,
    /// Last row and column of each merged cell that begins here, counted from this row.
    begun: Vec<(u32, u32)>,
}

/// Hands rows to the finder.
struct OdsRows<'a, 'b> {
    /// Number of the rows before the one being read.
    next: u32,
    row: OdsRow,
    merged: MergedCells,
    options: &'a TableOptions,
    finder: &'a mut TableFinder<'b>,
}

impl OdsRows<'_, '_> {
    fn begin(&mut self, element: &BytesStart<'_>) -> Result<(), SheetError> {
        let visibility = attribute(element, "visibility");
        self.row = OdsRow {
            repeated: count(element, "number-rows-repeated")?,
            hidden: visibility.is_some_and(|word| matches!(word.as_str(), "collapse" | "filter")),
            ..OdsRow::default()
        };
        Ok(())
    }

    fn put(&mut self, cell: OdsCell, uncalculated: bool) -> Result<(), SheetError> {
        let (repeated, rows) = (cell.repeated, cell.rows);
        let begins = self.row.column;
        self.row.column = begins.saturating_add(repeated);
        if rows > 1 {
            self.row.begun.push((rows - 1, begins));
        }
        let cell = cell.finish(uncalculated);
        if cell != SheetCell::Blank {
            check_place(self.next, self.row.column - 1, self.options)?;
            self.row.size = self.row.size.saturating_add(cell.size() * repeated as usize);
            check_row_size(self.row.size, self.next, self.options)?;
            self.row.cells.resize(begins as usize, SheetCell::Blank);
            self.row.cells.extend((0..repeated).map(|_| cell.clone()));
        }
        Ok(())
    }

    /// Hands the row on, as often as it is repeated.
    fn finish(&mut self) -> Result<(), SheetError> {
        let row = std::mem::take(&mut self.row);
        let blank = row.cells.is_empty();
        let ahead = self.next.saturating_add(row.repeated);
        if blank {
            self.next = ahead;
            return Ok(());
        }
        while self.next < ahead {
            check_place(self.next, 0, self.options)?;
            let line = u64::from(self.next) + 1;
            let is_merged = !row.begun.is_empty() || !self.merged.is_empty();
            let merged = is_merged.then(|| self.merged.of(self.next));
            if self.options.stop_after.is_some_and(|last| line > last) {
                return Ok(());
            }
            let hidden = row.hidden;
            self.finder.push(SourceRow { line, hidden, merged, ragged: false }, &row.cells)?;
            self.next += 1;
        }
        for (rows, column) in row.begun {
            let first = self.next - 1;
            self.merged.begin((first, first.saturating_add(rows), column));
        }
        Ok(())
    }
}
