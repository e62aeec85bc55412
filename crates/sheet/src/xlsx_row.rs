//! A row of an XLSX as the sheet stores it. A cell becomes a value where it is asked for.

use std::{borrow::Cow, ops::Range};

use crate::{
    archive::broken,
    cell::SheetCell,
    error::{SheetError, excerpt},
    format_kind::FormatKind,
    marks::trimmed,
    source_row::RowCells,
    string_table::StringTable,
    xml_text::without_escapes,
};

/// Names and values of the attributes of an element as they stand, without the prefixes of the names.
pub(crate) fn raw_attributes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (name, behind) = rest.split_once('=')?;
        let behind = behind.trim_start();
        let quote = behind.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, behind) = behind[1..].split_once(quote)?;
        rest = behind;
        let name = name.trim();
        Some((name.rsplit_once(':').map_or(name, |(_, name)| name), value))
    })
}

/// The kind of a stored cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StoredKind {
    Number,
    /// A place in the table of texts.
    Shared,
    Text,
    Flag,
    Failed,
    /// A date as text.
    Moment,
    Uncalculated,
}

/// A cell as it is stored. Its value stands in the text of its row.
#[derive(Debug, Clone)]
pub(crate) struct StoredCell {
    pub(crate) column: u32,
    pub(crate) style: u32,
    pub(crate) formula: bool,
    kind: StoredKind,
    /// True for the result of a formula that is a text.
    is_text_result: bool,
    value: Range<usize>,
}

impl StoredCell {
    /// Takes the kind that the attribute `t` names.
    pub(crate) fn set_kind(&mut self, name: &str) {
        self.kind = match name {
            "s" => StoredKind::Shared,
            "str" | "inlineStr" => StoredKind::Text,
            "b" => StoredKind::Flag,
            "e" => StoredKind::Failed,
            "d" => StoredKind::Moment,
            _ => StoredKind::Number,
        };
        self.is_text_result = name == "str";
    }
}

/// Texts and formats to which the cells of a sheet refer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CellFacts<'a> {
    pub(crate) strings: &'a StringTable,
    /// The format of each style.
    pub(crate) formats: &'a [FormatKind],
    pub(crate) is_1904: bool,
    /// True if a stored zero of a formula is no result.
    pub(crate) uncalculated: bool,
}

/// The row being read.
#[derive(Debug)]
pub(crate) struct XlsxRow<'a> {
    facts: CellFacts<'a>,
    /// The cells by their columns; none where nothing is stored.
    cells: Vec<Option<StoredCell>>,
    /// The stored values, one behind the other.
    text: String,
    /// The bytes of the shared texts that the cells name.
    shared: usize,
}

impl<'a> XlsxRow<'a> {
    pub(crate) fn new(facts: CellFacts<'a>) -> Self {
        Self { facts, cells: Vec::new(), text: String::new(), shared: 0 }
    }

    /// A cell whose value is pushed from now on.
    pub(crate) fn begin(&mut self) -> StoredCell {
        let value = self.text.len()..self.text.len();
        let kind = StoredKind::Number;
        StoredCell { column: 0, style: 0, formula: false, kind, is_text_result: false, value }
    }

    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// The cell with the value that was pushed; none without content.
    ///
    /// # Errors
    /// `BrokenWorkbook` if it names a text that the workbook does not have.
    pub(crate) fn finished(&self, mut cell: StoredCell) -> Result<Option<StoredCell>, SheetError> {
        cell.value.end = self.text.len();
        let value = &self.text[cell.value.clone()];
        if cell.kind == StoredKind::Shared && !value.is_empty() && self.known(value).is_none() {
            return Err(broken(&"a cell names a text that the workbook does not have"));
        }
        if cell.formula && cell.kind != StoredKind::Failed {
            let uncalculated = self.facts.uncalculated;
            // A calculated formula can yield an empty text.
            let none = value.trim().is_empty() && (!cell.is_text_result || uncalculated);
            if none || (uncalculated && value.trim().parse() == Ok(0.0)) {
                cell.kind = StoredKind::Uncalculated;
            }
        }
        let is_blank = value.is_empty() && cell.kind != StoredKind::Uncalculated;
        Ok((!is_blank || cell.kind == StoredKind::Failed).then_some(cell))
    }

    pub(crate) fn put(&mut self, cell: StoredCell) {
        if cell.kind == StoredKind::Shared {
            self.shared += self.shared(&self.text[cell.value.clone()]).len();
        }
        let column = cell.column as usize;
        if self.cells.len() <= column {
            self.cells.resize(column + 1, None);
        }
        self.cells[column] = Some(cell);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The bytes of the texts of the row.
    pub(crate) fn size(&self) -> usize {
        self.text.len() + self.shared
    }

    pub(crate) fn clear(&mut self) {
        self.shared = 0;
        self.cells.clear();
        self.text.clear();
    }

    fn stored(&self, at: usize) -> Option<(&StoredCell, &str)> {
        let cell = self.cells.get(at)?.as_ref()?;
        Some((cell, &self.text[cell.value.clone()]))
    }

    fn known(&self, index: &str) -> Option<&'a str> {
        self.facts.strings.get(index.trim().parse().ok()?)
    }

    fn shared(&self, index: &str) -> &'a str {
        self.known(index).unwrap_or_default()
    }

    fn value(&self, cell: &StoredCell, value: &str) -> SheetCell {
        match cell.kind {
            StoredKind::Shared => SheetCell::Text(self.shared(value).to_owned()),
            StoredKind::Text => {
                SheetCell::Text(without_escapes(value).unwrap_or_else(|| value.to_owned()))
            }
            StoredKind::Flag => SheetCell::Text((value.trim() != "0").to_string()),
            StoredKind::Failed => SheetCell::Failed(excerpt(value.trim())),
            // SheetJS writes local clock time with a Z.
            StoredKind::Moment => SheetCell::Moment(value.trim_end_matches('Z').to_owned()),
            StoredKind::Uncalculated => SheetCell::Uncalculated,
            StoredKind::Number => {
                match value.trim().parse::<f64>().ok().filter(|n| n.is_finite()) {
                    Some(number) => {
                        let general = FormatKind::Number(None);
                        let format =
                            self.facts.formats.get(cell.style as usize).unwrap_or(&general);
                        format.cell(number, self.facts.is_1904)
                    }
                    None => SheetCell::Text(value.to_owned()),
                }
            }
        }
    }
}

impl RowCells for XlsxRow<'_> {
    fn count(&self) -> usize {
        self.cells.len()
    }

    fn is_blank(&self, at: usize) -> bool {
        let Some((cell, value)) = self.stored(at) else { return true };
        match cell.kind {
            StoredKind::Shared => trimmed(self.shared(value)).is_empty(),
            StoredKind::Text => trimmed(value).is_empty(),
            _ => false,
        }
    }

    fn shown(&self, at: usize) -> Cow<'_, str> {
        match self.stored(at) {
            None => Cow::Borrowed(""),
            Some((cell, value)) if cell.kind == StoredKind::Shared => {
                Cow::Borrowed(self.shared(value))
            }
            Some((cell, value)) => Cow::Owned(self.value(cell, value).shown()),
        }
    }

    fn read(&self, at: usize, into: &mut SheetCell) {
        match (self.stored(at), into) {
            (None, into) => *into = SheetCell::Blank,
            (Some((cell, value)), SheetCell::Text(into)) if cell.kind == StoredKind::Shared => {
                into.clear();
                into.push_str(self.shared(value));
            }
            (Some((cell, value)), into) => *into = self.value(cell, value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_as_they_stand() {
        let found: Vec<_> = raw_attributes(r#" r="B3" x:s = '4' t="a=b""#).collect();
        assert_eq!(found, [("r", "B3"), ("s", "4"), ("t", "a=b")]);
        assert_eq!(raw_attributes(" r=B3").count(), 0);
    }
}
