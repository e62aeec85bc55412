//! A sheet of an XLSX, row by row, in one pass.

use std::io::BufRead;

use quick_xml::{Reader, events::Event};

use crate::{
    archive::broken,
    error::SheetError,
    finder::TableFinder,
    merged::{MergedCells, MergedRange},
    options::TableOptions,
    parts::is_true,
    place::{cell_place, check_place, check_row_size},
    source_row::SourceRow,
    xlsx_row::{StoredCell, XlsxRow, raw_attributes},
    xml_text::push_entity,
};

/// Feeds the rows of a sheet to a finder; to the header alone if `header_only`.
///
/// # Errors
/// A damaged sheet, one beyond the limits, or rows that contradict the table.
pub(crate) fn feed(
    xml: impl BufRead,
    row: XlsxRow<'_>,
    merged: Vec<MergedRange>,
    options: &TableOptions,
    finder: &mut TableFinder<'_>,
    header_only: bool,
) -> Result<(), SheetError> {
    let (mut reader, mut buffer) = (Reader::from_reader(xml), Vec::with_capacity(1024));
    let has_merged = !merged.is_empty();
    let mut rows = XlsxRows {
        row,
        next: (0, 0),
        hidden: false,
        merged: MergedCells::new(merged),
        has_merged,
        options,
        finder,
    };
    let (mut cell, mut in_text, mut phonetic) = (None::<StoredCell>, false, 0_u32);
    let (mut open, mut is_whole) = (0_u32, false);
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|error| broken(&error))?;
        let empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(element) | Event::Empty(element) => {
                open += u32::from(!empty);
                is_whole |= open == 0;
                match element.local_name().as_ref() {
                    "row" => {
                        rows.begin_row(element.attributes_raw());
                        if empty {
                            rows.finish()?;
                        }
                    }
                    "c" => {
                        let begun = rows.begin(element.attributes_raw());
                        cell = Some(begun).filter(|_| !empty);
                    }
                    "f" => cell.iter_mut().for_each(|cell| cell.formula = true),
                    "rPh" => phonetic += u32::from(!empty),
                    "v" | "t" => in_text = !empty && cell.is_some() && phonetic == 0,
                    _ => {}
                }
            }
            Event::Text(text) if in_text => rows.row.push(&text.xml10_content()),
            Event::CData(text) if in_text => rows.row.push(&text.xml10_content()),
            Event::GeneralRef(entity) if in_text => {
                push_entity(&entity, &mut |text| rows.row.push(text))?;
            }
            Event::End(element) => {
                open -= 1;
                match element.local_name().as_ref() {
                    "v" | "t" => in_text = false,
                    "rPh" => phonetic -= 1,
                    "c" => {
                        if let Some(cell) = cell.take() {
                            rows.put(cell)?;
                        }
                    }
                    "row" => {
                        rows.finish()?;
                        let last = options.stop_after;
                        let is_last = last.is_some_and(|last| u64::from(rows.next.0) >= last);
                        if is_last || (header_only && rows.finder.header.is_some()) {
                            return Ok(());
                        }
                    }
                    _ => is_whole = open == 0,
                }
            }
            Event::Eof if is_whole => return Ok(()),
            Event::Eof => return Err(broken(&"the rows of a sheet break off")),
            _ => {}
        }
    }
}

/// Hands rows to the finder.
struct XlsxRows<'a, 'b> {
    row: XlsxRow<'a>,
    /// Row and column of the next cell that does not name its own.
    next: (u32, u32),
    hidden: bool,
    merged: MergedCells,
    has_merged: bool,
    options: &'a TableOptions,
    finder: &'a mut TableFinder<'b>,
}

impl XlsxRows<'_, '_> {
    fn begin_row(&mut self, attributes: &str) {
        self.hidden = false;
        self.next.1 = 0;
        for (name, value) in raw_attributes(attributes) {
            match (name, value.parse::<u32>()) {
                ("r", Ok(number)) => self.next.0 = number.saturating_sub(1),
                ("hidden", _) => self.hidden = is_true(value),
                _ => {}
            }
        }
    }

    fn begin(&mut self, attributes: &str) -> StoredCell {
        let mut cell = self.row.begin();
        let mut place = self.next;
        for (name, value) in raw_attributes(attributes) {
            match name {
                "r" => place = cell_place(value).unwrap_or(place),
                "s" => cell.style = value.parse().unwrap_or_default(),
                "t" => cell.set_kind(value),
                _ => {}
            }
        }
        // A row without a number of its own stands where its first cell says.
        if self.row.is_empty() {
            self.next.0 = place.0;
        }
        cell.column = place.1;
        self.next.1 = place.1.saturating_add(1);
        cell
    }

    fn put(&mut self, cell: StoredCell) -> Result<(), SheetError> {
        if let Some(cell) = self.row.finished(cell)? {
            check_place(self.next.0, cell.column, self.options)?;
            self.row.put(cell);
            check_row_size(self.row.size(), self.next.0, self.options)?;
        }
        Ok(())
    }

    /// Hands the current row on.
    fn finish(&mut self) -> Result<(), SheetError> {
        let (number, hidden) = (self.next.0, self.hidden);
        self.next = (number.saturating_add(1), 0);
        if self.row.is_empty() {
            return Ok(());
        }
        let merged = self.has_merged.then(|| self.merged.of(number));
        let line = u64::from(number) + 1;
        self.finder.push(SourceRow { line, hidden, merged, ragged: false }, &self.row)?;
        self.row.clear();
        Ok(())
    }
}
