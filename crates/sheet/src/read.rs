//! The one way in: bytes of any format to a table.

use crate::{
    archive::{self, Archive},
    delimited,
    error::SheetError,
    format::{Container, detect},
    options::TableOptions,
    table::SheetTable,
    workbook,
};

/// Reads the table of a file: text in UTF-8, GB18030 or UTF-16, XLSX, XLSM, XLSB, XLS, ODS, or a ZIP that holds one of them.
///
/// # Errors
/// A file that holds no table with the wanted columns, or that contradicts itself.
pub fn read_table(bytes: &[u8], options: &TableOptions) -> Result<SheetTable, SheetError> {
    read_within(bytes, options, None)
}

/// `archived` is the name of the file in the ZIP that is read; there is no ZIP within a ZIP.
fn read_within(
    bytes: &[u8],
    options: &TableOptions,
    archived: Option<String>,
) -> Result<SheetTable, SheetError> {
    let table = match detect(bytes).map_err(SheetError::Foreign)? {
        Container::Text => delimited::read(bytes, options),
        Container::Compound => workbook::read_compound(bytes, options),
        Container::Zip => match archive::open(bytes, options.limits.bytes)? {
            Archive::Xlsx => workbook::read_xlsx(bytes, options),
            Archive::Xlsb => workbook::read_xlsb(bytes, options),
            Archive::Ods => workbook::read_ods(bytes, options),
            Archive::File { .. } if archived.is_some() => Err(SheetError::Archive { tables: 0 }),
            Archive::File { name, bytes } => return read_within(&bytes, options, Some(name)),
        },
    };
    table.map(|mut table| {
        table.notes.archived = archived;
        table
    })
}
