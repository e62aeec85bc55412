//! A sheet of an XLSX, cell by cell.

use std::{io::Cursor, sync::Arc};

use calamine::{DataRef, Xlsx, XlsxError};

use crate::{
    archive::broken,
    cell::SheetCell,
    error::SheetError,
    finder::{SourceRow, TableFinder},
    merged::MergedCells,
    options::TableOptions,
    place::{check_place, moment},
    xlsx_facts::SheetFacts,
};

/// Feeds the rows of a sheet to a finder; to the header alone if `header_only`.
///
/// # Errors
/// A damaged sheet, one beyond the limits, or rows that contradict the table.
pub(crate) fn feed(
    book: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    facts: &SheetFacts,
    options: &TableOptions,
    finder: &mut TableFinder<'_>,
    header_only: bool,
) -> Result<(), SheetError> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(|error| broken(&error))?;
    let formats: Vec<Option<Arc<str>>> = cells
        .styles()
        .iter()
        .map(|style| {
            let code = &style.number_format.as_ref()?.format_code;
            (code != "General").then(|| Arc::from(code.as_str()))
        })
        .collect();
    let mut rows = RowAssembler::new(facts, options, finder);
    let mut extra = facts.cells.iter().peekable();
    loop {
        let next = match cells.next_cell_with_style_id() {
            // The facts name the place of an error value that the library does not know.
            Err(XlsxError::CellError(_)) => continue,
            other => other.map_err(|error| broken(&error))?,
        };
        let place = next.as_ref().map(|(cell, _)| cell.get_position());
        if place.zip(options.stop_after).is_some_and(|((row, _), last)| u64::from(row) >= last) {
            break;
        }
        // Facts before this cell, or of this cell.
        while let Some((at, cell)) =
            extra.next_if(|(at, _)| place.is_none_or(|place| **at <= place))
        {
            rows.put(*at, cell.clone())?;
        }
        if header_only && rows.has_header() {
            return Ok(());
        }
        let Some((cell, style)) = next else { break };
        let format = formats.get(style).cloned().flatten();
        let value = value(cell.get_value(), format);
        if value != SheetCell::Blank && !facts.cells.contains_key(&cell.get_position()) {
            rows.put(cell.get_position(), value)?;
        }
    }
    rows.finish()
}

/// Puts cells together to rows.
pub(crate) struct RowAssembler<'a, 'b> {
    row: SourceRow,
    merged: MergedCells,
    facts: &'a SheetFacts,
    options: &'a TableOptions,
    finder: &'a mut TableFinder<'b>,
}

impl<'a, 'b> RowAssembler<'a, 'b> {
    pub(crate) fn new(
        facts: &'a SheetFacts,
        options: &'a TableOptions,
        finder: &'a mut TableFinder<'b>,
    ) -> Self {
        let merged = MergedCells::new(facts.merged.clone());
        Self { row: SourceRow::default(), merged, facts, options, finder }
    }

    pub(crate) fn has_header(&self) -> bool {
        self.finder.header.is_some()
    }

    /// Takes the next cell, by its row and column.
    ///
    /// # Errors
    /// A cell beyond the limits, or a row that contradicts the table.
    pub(crate) fn put(
        &mut self,
        (line, column): (u32, u32),
        cell: SheetCell,
    ) -> Result<(), SheetError> {
        let number = u64::from(line) + 1;
        if number != self.row.line {
            self.finish()?;
            self.row.line = number;
        }
        check_place(line, column, self.options)?;
        let column = column as usize;
        if self.row.cells.len() <= column {
            self.row.cells.resize(column + 1, SheetCell::Blank);
        }
        self.row.cells[column] = cell;
        Ok(())
    }

    /// Hands the current row to the finder.
    ///
    /// # Errors
    /// A row that contradicts the table.
    pub(crate) fn finish(&mut self) -> Result<(), SheetError> {
        let mut done = std::mem::take(&mut self.row);
        if done.line == 0 {
            return Ok(());
        }
        let index = u32::try_from(done.line - 1).expect("a row number has 32 bits");
        done.hidden = self.facts.hidden.contains(&index);
        done.merged = self.merged.of(index);
        self.finder.push(done)
    }
}

fn value(data: &DataRef<'_>, format: Option<Arc<str>>) -> SheetCell {
    match data {
        DataRef::Empty => SheetCell::Blank,
        DataRef::String(text) => SheetCell::Text(text.clone()),
        DataRef::SharedString(text) => SheetCell::Text((*text).to_owned()),
        // SheetJS writes local clock time with a Z.
        DataRef::DateTimeIso(text) => SheetCell::Moment(text.trim_end_matches('Z').to_owned()),
        DataRef::DurationIso(text) => SheetCell::Text(text.clone()),
        DataRef::Bool(flag) => SheetCell::Text(flag.to_string()),
        DataRef::Int(number) => SheetCell::Number { value: *number as f64, format },
        DataRef::Float(number) => SheetCell::Number { value: *number, format },
        DataRef::DateTime(at) => moment(*at),
        DataRef::Error(error) => SheetCell::Failed(error.to_string()),
    }
}
