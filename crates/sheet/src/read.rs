//! The one way in: bytes of any format to a table.

use crate::{
    archive::{self, Archive},
    delimited,
    error::SheetError,
    finder::RowSink,
    format::{Container, detect},
    options::TableOptions,
    table::{SheetRow, SheetTable},
    workbook,
};

/// Reads the table of a file: text in UTF-8, GB18030 or UTF-16, XLSX, XLSM, XLSB, XLS, ODS, or a ZIP that holds one of them.
///
/// # Errors
/// A file that holds no table with the wanted columns, or that contradicts itself.
pub fn read_table(bytes: &[u8], options: &TableOptions) -> Result<SheetTable, SheetError> {
    let mut rows = Vec::new();
    let table = read_rows(bytes, options, &mut |_, row| rows.push(row))?;
    Ok(SheetTable { rows, ..table })
}

/// Does the same as [`read_table`] and keeps no row: each is handed on as it is read, with the number of columns of the header.
/// Rows may have been handed on when an error is found.
///
/// # Errors
/// As [`read_table`].
pub fn read_rows(
    bytes: &[u8],
    options: &TableOptions,
    each: &mut dyn FnMut(usize, SheetRow),
) -> Result<SheetTable, SheetError> {
    read_within(bytes, options, None, each)
}

/// `archived` is the name of the file in the ZIP that is read; there is no ZIP within a ZIP.
fn read_within(
    bytes: &[u8],
    options: &TableOptions,
    archived: Option<String>,
    each: &mut RowSink<'_>,
) -> Result<SheetTable, SheetError> {
    let table = match detect(bytes).map_err(SheetError::Foreign)? {
        Container::Text => delimited::read(bytes, options, each),
        Container::Compound => workbook::read_compound(bytes, options, each),
        Container::Zip => match archive::open(bytes, options.limits.bytes)? {
            Archive::Xlsx => workbook::read_xlsx(bytes, options, each),
            Archive::Xlsb => workbook::read_xlsb(bytes, options, each),
            Archive::Ods => workbook::read_ods(bytes, options, each),
            Archive::File { .. } if archived.is_some() => Err(SheetError::Archive { tables: 0 }),
            Archive::File { name, bytes } => return read_within(&bytes, options, Some(name), each),
        },
    };
    table.map(|mut table| {
        table.notes.archived = archived;
        table
    })
}
