//! The first rows of a file, for callers that look for a header which they know.

use std::io::{Read, Seek};

use crate::{
    error::SheetError,
    options::TableOptions,
    read::read_rows,
    table::{FileFormat, SheetTable},
};

/// The texts of the rows up to line `last`, as far as they are not blank: of a text file in each way in which its cells may be
/// parted, of a workbook from each visible sheet.
///
/// # Errors
/// A file that holds no table.
pub fn first_rows(mut file: impl Read + Seek, last: u64) -> Result<Vec<Vec<String>>, SheetError> {
    let mut read = |options: TableOptions| {
        let mut rows = Vec::new();
        let table = read_rows(&mut file, &options, &mut |_, row| rows.push(row.clone()))?;
        Ok(SheetTable { rows, ..table })
    };
    let first = read(options(last, None, None));
    let tables = match &first {
        Ok(SheetTable { notes, .. }) if matches!(notes.format, FileFormat::Workbook { .. }) => {
            let sheets = notes.other_sheets.iter();
            sheets.map(|sheet| read(options(last, Some(sheet), None))).collect()
        }
        Ok(_) | Err(SheetError::UnclosedQuote { .. } | SheetError::TooLarge { .. }) => {
            let delimiters = ['\t', ';', '|'].into_iter();
            delimiters.map(|delimiter| read(options(last, None, Some(delimiter)))).collect()
        }
        Err(_) => Vec::new(),
    };
    let (mut rows, mut first_error) = (Vec::new(), None);
    for table in [first].into_iter().chain(tables) {
        match table {
            Ok(table) => rows.extend(texts(table)),
            Err(error) => first_error = first_error.or(Some(error)),
        }
    }
    match first_error {
        Some(error) if rows.is_empty() => Err(error),
        _ => Ok(rows),
    }
}

/// The options that take every row for a row of the table.
fn options(last: u64, sheet: Option<&String>, delimiter: Option<char>) -> TableOptions {
    TableOptions {
        keep_all: true,
        sheet: sheet.cloned(),
        delimiter,
        last_row: Some(u64::MAX),
        stop_after: Some(last),
        ..TableOptions::default()
    }
}

fn texts(table: SheetTable) -> impl Iterator<Item = Vec<String>> {
    let rows = table.rows.into_iter();
    let shown = rows.map(|row| row.cells.iter().map(crate::SheetCell::shown).collect());
    [table.header].into_iter().chain(shown)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn rows_are_read_in_every_way_and_no_further() {
        let rows = first_rows(Cursor::new("标题\n订单号;金额\n\nA;1\nB;2\n"), 4).unwrap();
        assert!(rows.contains(&vec!["订单号".to_owned(), "金额".to_owned()]), "{rows:?}");
        assert!(rows.contains(&vec!["A".to_owned(), "1".to_owned()]), "{rows:?}");
        assert!(!rows.concat().iter().any(|text| text.contains('B')), "{rows:?}");
        assert_eq!(first_rows(Cursor::new(""), 4), Err(SheetError::Empty));
    }
}
