//! The customers whose coupons an account reads: a list, or a file of ids.

use coupon_domain::{CustomerId, CustomerRef};
use coupon_sheet::{
    FileFormat, SheetCell, SheetError, SheetRow, SheetTable, TableOptions, WantedColumn, id,
    read_table,
};

use crate::{
    account_fields::AccountFields,
    account_file::CustomerSource,
    error::{ConfigError, ConfigErrorCause},
    secret_source::resolve_relative_to,
    system,
};

/// Reads the ids. Without a source the list is empty.
pub(crate) fn read(
    source: Option<&CustomerSource>,
    fields: &AccountFields<'_>,
) -> Result<Vec<CustomerRef>, ConfigError> {
    let bad = |cause| fields.error("customers", cause);
    let given = match source {
        None => Vec::new(),
        Some(CustomerSource::List(given)) => given.clone(),
        Some(CustomerSource::File { file }) => {
            let bytes = system::bytes(&resolve_relative_to(fields.config, file));
            ids(&bytes.map_err(|error| bad(ConfigErrorCause::System(error)))?).map_err(bad)?
        }
    };
    given
        .into_iter()
        .map(|id| {
            let digits = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
            match digits {
                true => Ok(CustomerRef::Id(CustomerId::new(id.as_str()))),
                false => Err(bad(ConfigErrorCause::CustomerId { id })),
            }
        })
        .collect()
}

/// The ids of a file: those of a column named `customer` or `customer_id`, else of the first column of a text file. Blank lines,
/// `#` comments and one heading are left out.
fn ids(bytes: &[u8]) -> Result<Vec<String>, ConfigErrorCause> {
    let names = ["customer", "customer_id"].map(str::to_owned).to_vec();
    let column = WantedColumn { names, filled: true, fills_down: false };
    let cells = match read_table(bytes, &whole(vec![column], None)) {
        Ok(table) => cells(table.rows, table.columns[0]),
        Err(SheetError::Empty) => return Ok(Vec::new()),
        Err(
            error @ (SheetError::NoColumn { .. }
            | SheetError::OneCell { .. }
            | SheetError::ColumnTwice { .. }),
        ) => first_column(bytes, error)?,
        Err(error) => return Err(ConfigErrorCause::CustomerTable(error)),
    };
    let mut ids = Vec::new();
    for (line, cell) in cells {
        let text = coupon_sheet::excerpt(cell.shown().trim());
        let id = id(&cell).map_err(|cause| ConfigErrorCause::CustomerCell { line, text, cause })?;
        ids.extend(id.filter(|id| !id.starts_with('#')));
    }
    Ok(ids)
}

/// The cells of the first column of a text file without a header, with their lines. `error` is that of a file of another kind.
fn first_column(
    bytes: &[u8],
    error: SheetError,
) -> Result<Vec<(u64, SheetCell)>, ConfigErrorCause> {
    let read = |delimiter| read_table(bytes, &whole(Vec::new(), Some(delimiter)));
    let tables: Vec<SheetTable> = [',', ';', '\t']
        .into_iter()
        .map(read)
        .collect::<Result<_, _>>()
        .map_err(ConfigErrorCause::CustomerTable)?;
    let is_split = |table: &SheetTable| {
        table.header.len() > 1 || table.rows.iter().any(|row| row.cells.len() > 1)
    };
    let split = tables.iter().position(is_split).unwrap_or_default();
    let table = tables.into_iter().nth(split).expect("there are three");
    // A number in the first row of a workbook has lost its digits by now.
    if !matches!(table.notes.format, FileFormat::Delimited { .. }) {
        return Err(ConfigErrorCause::CustomerTable(error));
    }
    let first = table.header.into_iter().next().unwrap_or_default();
    let mut found = vec![(table.notes.header_line, SheetCell::Text(first))];
    found.extend(cells(table.rows, 0));
    let counts = |cell: &SheetCell| !cell.is_blank() && !cell.shown().trim().starts_with('#');
    let heading = found.iter().position(|(_, cell)| counts(cell));
    let is_heading = |cell: &SheetCell| !cell.shown().bytes().any(|byte| byte.is_ascii_digit());
    if let Some(at) = heading.filter(|at| is_heading(&found[*at].1)) {
        found.remove(at);
    }
    Ok(found)
}

/// The options that read every row below the header, whatever it looks like.
fn whole(columns: Vec<WantedColumn>, delimiter: Option<char>) -> TableOptions {
    TableOptions {
        columns,
        delimiter,
        keep_all: true,
        last_row: Some(u64::MAX),
        ..TableOptions::default()
    }
}

/// The cells of a column with their lines.
fn cells(rows: Vec<SheetRow>, column: usize) -> Vec<(u64, SheetCell)> {
    let cell = |row: SheetRow| (row.line, row.cells.into_iter().nth(column).unwrap_or_default());
    rows.into_iter().map(cell).collect()
}

#[cfg(test)]
mod tests {
    use coupon_sheet::CellError;
    use coupon_testkit::{CELL_CASES, CellKind};

    use super::*;

    #[test]
    fn ids_stand_in_the_first_column() {
        for text in [
            "\u{feff}customer_id,name\n\"100004\",小王\n\n# gone\n100005\n",
            "# since May\nid;name\n100004;小王\n100005\n",
            "100004\t小王\r\n100005\r\n",
            "100004\n# gone, since May\n100005",
        ] {
            assert_eq!(ids(text.as_bytes()).unwrap(), ["100004", "100005"], "{text:?}");
        }
        assert_eq!(ids(b"1\n2\n").unwrap(), ["1", "2"]);
        for blank in ["", "\n", "# nobody\n", "customer\n", "customer_id,name\n"] {
            assert_eq!(ids(blank.as_bytes()).unwrap(), [""; 0], "{blank:?}");
        }
    }

    #[test]
    fn ids_stand_in_a_named_column_in_any_encoding() {
        let gb18030 = b"\xc3\xfb,customer\n\xcd\xf8,`100004\n,100005\n";
        assert_eq!(ids(gb18030).unwrap(), ["100004", "100005"]);
    }

    #[test]
    fn every_id_of_the_table_of_cells_is_read() {
        for case in CELL_CASES.iter().filter(|case| case.kind == CellKind::Id) {
            for (name, file) in case.files(&["customer", "name"], &["", "小王"], 0) {
                let found = match ids(&file) {
                    Ok(ids) => Ok(ids.first().cloned()),
                    Err(ConfigErrorCause::CustomerCell { line: 2, cause, .. }) => {
                        Err(format!("{cause:?}"))
                    }
                    Err(other) => panic!("{name}: {other}"),
                };
                let expected = case.expected.map(|value| value.map(str::to_owned));
                assert_eq!(found, expected.map_err(str::to_owned), "{name}");
            }
        }
    }

    #[test]
    fn rounded_ids_are_refused_with_their_line() {
        for (text, at) in
            [("customer\n1\n7.08742E+18\n", 3), ("id\n4092727203789390000\n", 2), ("########\n", 1)]
        {
            let error = ids(text.as_bytes()).unwrap_err();
            let ConfigErrorCause::CustomerCell { line, cause: CellError::Rounded, .. } = error
            else {
                panic!("{error}")
            };
            assert_eq!(line, at, "{text:?}");
        }
    }
}
