//! Rows put together of cells that come one by one.

use std::collections::BTreeSet;

use crate::{
    cell::SheetCell,
    error::SheetError,
    finder::TableFinder,
    merged::{MergedCells, MergedRange},
    options::TableOptions,
    place::{check_place, check_row_size},
    source_row::SourceRow,
};

/// Facts of one sheet. Rows and columns are counted from 0.
#[derive(Debug, Default)]
pub(crate) struct SheetFacts {
    pub(crate) hidden: BTreeSet<u32>,
    /// Ranges of several rows.
    pub(crate) merged: Vec<MergedRange>,
}

/// Puts cells together to rows.
pub(crate) struct RowAssembler<'a, 'b> {
    /// Number of the row, from 1; 0 before the first one.
    line: u64,
    cells: Vec<SheetCell>,
    /// The bytes of the texts in the row.
    size: usize,
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
        Self { line: 0, cells: Vec::new(), size: 0, merged, facts, options, finder }
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
        if number != self.line {
            self.finish()?;
            self.line = number;
        }
        check_place(line, column, self.options)?;
        self.size += cell.size();
        check_row_size(self.size, line, self.options)?;
        let column = column as usize;
        if self.cells.len() <= column {
            self.cells.resize(column + 1, SheetCell::Blank);
        }
        self.cells[column] = cell;
        Ok(())
    }

    /// Hands the current row to the finder.
    ///
    /// # Errors
    /// A row that contradicts the table.
    pub(crate) fn finish(&mut self) -> Result<(), SheetError> {
        let line = std::mem::take(&mut self.line);
        let cells = std::mem::take(&mut self.cells);
        self.size = 0;
        if line == 0 {
            return Ok(());
        }
        let index = u32::try_from(line - 1).expect("a row number has 32 bits");
        let hidden = self.facts.hidden.contains(&index);
        let merged = (!self.facts.merged.is_empty()).then(|| self.merged.of(index));
        self.finder.push(SourceRow { line, hidden, merged, ragged: false }, &cells)
    }
}
