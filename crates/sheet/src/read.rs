//! The one way in: a file of any format to a table.

use std::io::{Cursor, Read, Seek};

use crate::{
    archive::{self, Archive},
    delimited,
    error::SheetError,
    finder::RowSink,
    format::{Container, HEAD, detect},
    options::TableOptions,
    source::{FileSource, head, whole},
    table::{SheetRow, SheetTable},
    workbook,
};

/// Reads the table of a file: text in UTF-8, GB18030 or UTF-16, XLSX, XLSM, XLSB, XLS, ODS, or a ZIP that holds one of them.
///
/// # Errors
/// A file that holds no table with the wanted columns, or that contradicts itself.
pub fn read_table(bytes: &[u8], options: &TableOptions) -> Result<SheetTable, SheetError> {
    let mut rows = Vec::new();
    let table = read_rows(Cursor::new(bytes), options, &mut |_, row| rows.push(row.clone()))?;
    Ok(SheetTable { rows, ..table })
}

/// Does the same as [`read_table`] and keeps neither file nor rows: each row is handed on as it is read, with the number of columns
/// of the header. Rows may have been handed on when an error is found. Of a text file and of an XLSX no more than a piece, the
/// texts of the workbook and a row stand in memory; of the other workbooks, more.
///
/// # Errors
/// As [`read_table`].
pub fn read_rows(
    mut file: impl Read + Seek,
    options: &TableOptions,
    each: &mut dyn FnMut(usize, &SheetRow),
) -> Result<SheetTable, SheetError> {
    read_within(&mut file, options, None, each)
}

/// `archived` is the name of the file in the ZIP that is read; there is no ZIP within a ZIP.
fn read_within(
    file: FileSource<'_>,
    options: &TableOptions,
    archived: Option<String>,
    each: &mut RowSink<'_>,
) -> Result<SheetTable, SheetError> {
    let table = match detect(&head(file, HEAD)?).map_err(SheetError::Foreign)? {
        Container::Text => delimited::read(file, options, each),
        Container::Compound => {
            workbook::read_compound(&whole(file, options.limits.bytes)?, options, each)
        }
        Container::Zip => match archive::open(file, options.limits.bytes)? {
            Archive::Xlsx(zip) => workbook::read_xlsx(zip, options, each),
            Archive::Xlsb(zip) => workbook::read_xlsb(zip, options, each),
            Archive::Ods(zip) => workbook::read_ods(zip, options, each),
            Archive::File { .. } if archived.is_some() => Err(SheetError::Archive { tables: 0 }),
            Archive::File { name, bytes } => {
                return read_within(&mut Cursor::new(bytes), options, Some(name), each);
            }
        },
    };
    table.map(|mut table| {
        table.notes.archived = archived;
        table
    })
}
