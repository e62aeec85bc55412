//! Finds the table among the rows of a file: its header by the wanted names, its end by totals and notes.

use crate::{
    cell::SheetCell,
    error::{SheetError, excerpt},
    footer::{ends_table, is_comment, is_total_name, names_total},
    marks::{bare_column_key, column_key, trimmed},
    options::{HiddenRows, TableOptions, WantedColumn},
    source_row::{RowCells, SourceRow, WrittenCells, all},
    table::{FileFormat, SheetRow, SheetTable, TableNotes},
};

/// Takes each row of a table, with the number of columns of its header.
pub(crate) type RowSink<'a> = dyn FnMut(usize, &SheetRow) + 'a;

/// The table found so far. Its rows are handed on one by one.
pub(crate) struct TableFinder<'a> {
    options: &'a TableOptions,
    each: &'a mut RowSink<'a>,
    pub(crate) header: Option<Header>,
    pub(crate) above: Option<(u64, u64)>,
    pub(crate) below: Option<(u64, u64)>,
    pub(crate) repeated: Vec<u64>,
    pub(crate) hidden: Vec<u64>,
    nearest: Option<Nearest>,
    /// For each wanted column, the last cell that is not blank and its row.
    filled: Vec<Option<(u64, SheetCell)>>,
    /// The row that is handed on. Its cells keep their room for the next one.
    row: SheetRow,
}

/// The row that names the columns.
#[derive(Debug)]
pub(crate) struct Header {
    pub(crate) line: u64,
    pub(crate) names: Vec<String>,
    /// The place of each wanted column.
    pub(crate) columns: Vec<usize>,
    keys: Vec<String>,
    /// Number of columns up to the last one that has a name.
    named: usize,
}

#[derive(Debug)]
struct Nearest {
    matches: usize,
    line: u64,
    names: Vec<String>,
}

impl<'a> TableFinder<'a> {
    pub(crate) fn new(options: &'a TableOptions, each: &'a mut RowSink<'a>) -> Self {
        Self {
            options,
            each,
            header: None,
            above: None,
            below: None,
            repeated: Vec::new(),
            hidden: Vec::new(),
            nearest: None,
            filled: vec![None; options.columns.len()],
            row: SheetRow { line: 0, cells: Vec::new(), width: 0 },
        }
    }

    /// Number of columns of the header, once it is found.
    pub(crate) fn width(&self) -> Option<usize> {
        self.header.as_ref().map(|header| header.names.len())
    }

    /// Takes the next row of the file.
    ///
    /// # Errors
    /// A column that the header names twice; a row of the table behind its end.
    pub(crate) fn push(&mut self, row: SourceRow, cells: &dyn RowCells) -> Result<(), SheetError> {
        let Some(header) = self.header.take() else { return self.look_for_header(&row, cells) };
        let taken = match &row.merged {
            None => self.take(&header, &row, cells),
            Some(merged) => {
                let mut filled = all(cells);
                self.fill_down(&header, row.line, merged, &mut filled);
                self.take(&header, &row, &filled)
            }
        };
        self.header = Some(header);
        taken
    }

    fn look_for_header(&mut self, row: &SourceRow, cells: &dyn RowCells) -> Result<(), SheetError> {
        if WrittenCells::of(cells).is_none() {
            return Ok(());
        }
        if self.options.header_row.is_some_and(|line| line != row.line) {
            widen(&mut self.above, row.line);
            return Ok(());
        }
        let names: Vec<String> =
            (0..cells.count()).map(|at| trimmed(&cells.shown(at)).to_owned()).collect();
        let keys: Vec<String> = names.iter().map(|name| column_key(name)).collect();
        let mut columns = Vec::new();
        for column in &self.options.columns {
            columns.extend(place(column, &names, &keys, row.line)?);
        }
        if columns.len() == self.options.columns.len() {
            let named = keys.iter().rposition(|key| !key.is_empty()).map_or(0, |at| at + 1);
            self.header = Some(Header { line: row.line, names, columns, keys, named });
            return Ok(());
        }
        widen(&mut self.above, row.line);
        let matches = columns.len();
        if self.nearest.as_ref().is_none_or(|nearest| matches > nearest.matches) {
            self.nearest = Some(Nearest { matches, line: row.line, names });
        }
        Ok(())
    }

    fn take(
        &mut self,
        header: &Header,
        row: &SourceRow,
        cells: &dyn RowCells,
    ) -> Result<(), SheetError> {
        let Some(written) = WrittenCells::of(cells) else { return Ok(()) };
        if self.options.last_row.is_some_and(|last| row.line > last) {
            widen(&mut self.below, row.line);
            return Ok(());
        }
        let overruled = self.options.last_row.is_some();
        if let Some((end, _)) = self.below {
            if self.is_row_behind_end(header, row, cells, &written) {
                return Err(SheetError::RowAfterEnd { end, line: row.line });
            }
            widen(&mut self.below, row.line);
            return Ok(());
        }
        if is_same_header(header, cells, &written) {
            self.repeated.push(row.line);
            return Ok(());
        }
        if !overruled && self.ends(header, row, cells, &written) {
            widen(&mut self.below, row.line);
            return Ok(());
        }
        if row.hidden {
            self.hidden.push(row.line);
            if self.options.hidden == HiddenRows::Skip {
                return Ok(());
            }
        }
        let (full, count) = (header.names.len(), cells.count());
        let is_uneven = row.ragged && (count < header.named || written.last >= full);
        self.row.line = row.line;
        self.row.width = if is_uneven { count } else { full };
        match self.options.keep_all {
            true => self.row.cells = all(cells),
            false => {
                self.row.cells.resize(header.columns.len(), SheetCell::Blank);
                for (at, cell) in header.columns.iter().zip(&mut self.row.cells) {
                    cells.read(*at, cell);
                }
            }
        }
        (self.each)(full, &self.row);
        Ok(())
    }

    /// Gives a cell within a merged one the value of its first row.
    fn fill_down(
        &mut self,
        header: &Header,
        line: u64,
        merged: &[(usize, u64)],
        cells: &mut Vec<SheetCell>,
    ) {
        for ((column, at), filled) in
            self.options.columns.iter().zip(&header.columns).zip(&mut self.filled)
        {
            if !column.fills_down {
                continue;
            }
            let first = merged.iter().find(|(place, _)| place == at).map(|(_, first)| *first);
            let blank = cells.is_blank(*at);
            match (&filled, first) {
                (Some((line, value)), Some(first)) if *line == first && blank => {
                    cells.resize(cells.len().max(at + 1), SheetCell::Blank);
                    cells[*at] = value.clone();
                }
                _ if !blank => *filled = Some((line, cells[*at].clone())),
                _ => {}
            }
        }
    }

    fn ends(
        &self,
        header: &Header,
        row: &SourceRow,
        cells: &dyn RowCells,
        written: &WrittenCells,
    ) -> bool {
        let (text, alone) = (cells.shown(written.first), written.count == 1);
        let short = row.ragged && cells.count() < header.named;
        let is_total = ends_table(&text) && !self.is_full_row(header, cells, written);
        if is_total
            || self.is_named_total(header, cells)
            || (is_comment(&text) && (short || (alone && header.names.len() > 1)))
        {
            return true;
        }
        // A row has a value in each of the columns that are always filled; a note has one cell.
        let always = || self.always_filled(header).count();
        let elsewhere = || !header.columns.contains(&written.first);
        alone && header.names.len() > 1 && (always() > 1 || elsewhere())
    }

    /// True if each of several columns that are always filled has a value, and the first cell is in none of them. The first cell may
    /// then be of a product that is named like a total.
    fn is_full_row(&self, header: &Header, cells: &dyn RowCells, written: &WrittenCells) -> bool {
        let mut filled = self.always_filled(header);
        filled.clone().count() > 1
            && filled.all(|at| {
                at != written.first && !cells.is_blank(at) && !names_total(&cells.shown(at))
            })
    }

    /// True if a column that is always filled holds the name of a total, and of a row in which such a column is blank, if any cell
    /// does: a number may stand before it.
    fn is_named_total(&self, header: &Header, cells: &dyn RowCells) -> bool {
        let mut filled = self.always_filled(header);
        let is_whole = filled.clone().all(|at| !cells.is_blank(at));
        if is_whole && filled.clone().count() > 1 {
            return filled.any(|at| is_total_name(&cells.shown(at)));
        }
        filled.any(|at| names_total(&cells.shown(at)))
            || (!is_whole && (0..cells.count()).any(|at| is_total_name(&cells.shown(at))))
    }

    /// The places of the columns that are always filled.
    fn always_filled<'h>(&'h self, header: &'h Header) -> impl Iterator<Item = usize> + Clone + 'h {
        let columns = self.options.columns.iter().zip(&header.columns);
        columns.filter(|(column, _)| column.filled).map(|(_, at)| *at)
    }

    fn is_row_behind_end(
        &self,
        header: &Header,
        row: &SourceRow,
        cells: &dyn RowCells,
        written: &WrittenCells,
    ) -> bool {
        if self.ends(header, row, cells, written) || is_same_header(header, cells, written) {
            return false;
        }
        if row.ragged && cells.count() < header.named {
            return false;
        }
        let named = header.names.iter().filter(|name| !name.is_empty()).count();
        written.count * 2 >= named && self.always_filled(header).all(|at| !cells.is_blank(at))
    }

    /// The header, or the error that says which row comes nearest to it.
    pub(crate) fn header(&mut self) -> Result<Header, SheetError> {
        match (self.header.take(), self.nearest.take()) {
            (Some(header), _) => Ok(header),
            (None, None) => Err(SheetError::Empty),
            (None, Some(nearest)) => Err(missing(self.options, nearest)),
        }
    }

    /// The table that was found, without the rows that were handed on.
    ///
    /// # Errors
    /// As [`Self::header`].
    pub(crate) fn into_table(mut self, format: FileFormat) -> Result<SheetTable, SheetError> {
        let header = self.header()?;
        Ok(SheetTable {
            notes: TableNotes {
                format,
                archived: None,
                header_line: header.line,
                above: self.above,
                below: self.below,
                repeated_headers: self.repeated,
                hidden: self.hidden,
                other_sheets: Vec::new(),
            },
            header: header.names,
            columns: header.columns,
            rows: Vec::new(),
        })
    }

    /// How many of the wanted columns the nearest row has.
    pub(crate) fn matches(&self) -> usize {
        self.nearest.as_ref().map_or(0, |nearest| nearest.matches)
    }
}

/// The place of a wanted column in a row, if the row has it: by its name as it stands, else without blanks and width, else
/// without the notes in it.
fn place(
    column: &WantedColumn,
    names: &[String],
    keys: &[String],
    line: u64,
) -> Result<Option<usize>, SheetError> {
    let wanted: Vec<String> = column.names.iter().map(|name| column_key(name)).collect();
    let fits: [&dyn Fn(usize) -> bool; 3] =
        [&|at| column.names.contains(&names[at]), &|at| wanted.contains(&keys[at]), &|at| {
            wanted.contains(&bare_column_key(&names[at]))
        }];
    for fits in fits {
        let mut places = (0..names.len()).filter(|at| fits(*at));
        match (places.next(), places.next()) {
            (None, _) => {}
            (Some(place), None) => return Ok(Some(place)),
            (Some(place), Some(_)) => {
                return Err(SheetError::ColumnTwice { column: names[place].clone(), line });
            }
        }
    }
    Ok(None)
}

fn missing(options: &TableOptions, nearest: Nearest) -> SheetError {
    let keys: Vec<String> = nearest.names.iter().map(|name| column_key(name)).collect();
    let absent =
        |column: &&WantedColumn| !column.names.iter().any(|name| keys.contains(&column_key(name)));
    let names = options.columns.iter().find(absent).map(|column| column.names.as_slice());
    let column = names.unwrap_or_default().join(", ");
    let names: Vec<String> = nearest.names.into_iter().filter(|name| !name.is_empty()).collect();
    match &names[..] {
        [cell] if column_key(cell).contains(&column_key(&column)) => {
            SheetError::OneCell { header: excerpt(cell) }
        }
        _ => SheetError::NoColumn { column, line: nearest.line, found: names },
    }
}

fn is_same_header(header: &Header, cells: &dyn RowCells, written: &WrittenCells) -> bool {
    let is_key = |at: usize| {
        let (text, key) = (cells.shown(at), &header.keys[at]);
        // Most rows differ in the first letter, so that nothing is to be made of the text.
        let first = text.bytes().next().filter(u8::is_ascii_alphanumeric);
        let differs = first.is_some_and(|first| {
            key.bytes().next().is_none_or(|other| other != first.to_ascii_lowercase())
        });
        !differs && column_key(&text) == *key
    };
    header.named == written.last + 1 && (written.first..=written.last).all(is_key) && {
        header.keys[..written.first].iter().all(String::is_empty)
    }
}

fn widen(range: &mut Option<(u64, u64)>, line: u64) {
    let (first, _) = range.unwrap_or((line, line));
    *range = Some((first, line));
}
