//! The columns of a customers' file, and a row of them as a row to issue.

use coupon_domain::CustomerRef;
use coupon_sheet::{
    FileFormat, SheetCell, SheetError, SheetRow, TableOptions, WantedColumn, is_column_name,
    read_table,
};

use super::{
    issue_cell::IssueColumn,
    issue_file_error::{IssueFileError, RowErrorCause},
    row::IssueRow,
};

/// Columns that name the customer.
pub(super) const CUSTOMER_COLUMNS: [&str; 3] = ["customer", "customer_code", "source_code"];
/// Columns that a file may have.
pub(super) const OTHER_COLUMNS: [&str; 4] = ["code", "from", "until", "items"];

/// Where each column is.
#[derive(Debug)]
pub(super) struct IssueColumns {
    header: Vec<String>,
    customer: IssueColumn,
    others: [Option<IssueColumn>; OTHER_COLUMNS.len()],
    /// True for text, in which a line break may be that of a quote that is not closed.
    is_text: bool,
}

impl IssueColumns {
    /// Finds the header of a file.
    ///
    /// # Errors
    /// There is none, or it has columns that are not known or not clear.
    pub(super) fn find(bytes: &[u8]) -> Result<Self, IssueFileError> {
        // The first row that names a customer is the header. Rows are not read until every column is known.
        let columns = vec![wanted(&CUSTOMER_COLUMNS, true)];
        let options = TableOptions { columns, last_row: Some(0), ..TableOptions::default() };
        let table = read_table(bytes, &options).map_err(without_customer)?;
        let line = table.notes.header_line;
        let known = || CUSTOMER_COLUMNS.into_iter().chain(OTHER_COLUMNS);
        let places = |name: &str| {
            let header = table.header.iter().enumerate();
            let places = header.filter(|(_, cell)| is_column_name(cell, name));
            places.map(|(place, _)| place).collect::<Vec<_>>()
        };
        let mut named: Vec<usize> = Vec::new();
        let mut columns = Vec::new();
        for name in known() {
            match places(name)[..] {
                [] => columns.push(None),
                [place] => {
                    named.push(place);
                    columns.push(Some(IssueColumn { name, place }));
                }
                _ => return Err(IssueFileError::RepeatedColumn { line, name }),
            }
        }
        let unknown = table.header.iter().enumerate().find(|(place, cell)| {
            !cell.is_empty() && !cell.starts_with('#') && !named.contains(place)
        });
        if let Some((_, name)) = unknown {
            return Err(IssueFileError::UnknownColumn { line, name: name.clone() });
        }
        let others = columns.split_off(CUSTOMER_COLUMNS.len());
        let customers: Vec<IssueColumn> = columns.into_iter().flatten().collect();
        let [customer] = customers[..] else {
            return Err(IssueFileError::CustomerColumn { line });
        };
        Ok(Self {
            customer,
            others: others.try_into().expect("there is one entry for each name"),
            is_text: matches!(table.notes.format, FileFormat::Delimited { .. }),
            header: table.header,
        })
    }

    /// The options that read the rows. A row with a value in any known column, or in one of notes, is of the table.
    pub(super) fn options(&self) -> TableOptions {
        let customer = wanted(&[self.customer.name], true);
        let others = self.others.iter().flatten().map(|column| wanted(&[column.name], false));
        let once = |name: &&String| self.header.iter().filter(|other| other == name).count() == 1;
        let notes = self.header.iter().filter(|name| name.starts_with('#')).filter(once);
        let notes = notes.map(|name| wanted(&[name.as_str()], false));
        TableOptions {
            columns: [customer].into_iter().chain(others).chain(notes).collect(),
            keep_all: true,
            ..TableOptions::default()
        }
    }

    pub(super) fn row(&self, row: &SheetRow) -> Result<IssueRow, RowErrorCause> {
        let breaks = |cell: &SheetCell| cell.shown().contains(['\n', '\r']);
        let is_read = |place: usize| self.columns().any(|column| column.place == place);
        let mut cells = row.cells.iter().enumerate();
        if cells.any(|(place, cell)| (self.is_text || is_read(place)) && breaks(cell)) {
            return Err(RowErrorCause::LineBreak);
        }
        let (found, expected) = (row.width, self.header.len());
        if found != expected {
            return Err(RowErrorCause::Width { found, expected });
        }
        let is_nameless = |place: usize| self.header.get(place).is_none_or(String::is_empty);
        let mut cells = row.cells.iter().enumerate();
        if cells.any(|(place, cell)| is_nameless(place) && !cell.is_blank()) {
            return Err(RowErrorCause::NamelessColumn);
        }
        let column = self.customer.name;
        let customer = self.customer.id(row)?.ok_or(RowErrorCause::NoCustomer { column })?;
        let [code, from, until, items] = self.others;
        let day = |column: Option<IssueColumn>| column.map_or(Ok(None), |column| column.day(row));
        Ok(IssueRow {
            line: row.line,
            customer: match column {
                "customer" => CustomerRef::Id(customer.into()),
                "customer_code" => CustomerRef::Code(customer),
                _ => CustomerRef::SourceCode(customer),
            },
            code: code.map_or(Ok(None), |column| column.id(row))?,
            from: day(from)?,
            until: day(until)?,
            items: items.map_or(Ok(Vec::new()), |column| column.items(row))?,
        })
    }

    fn columns(&self) -> impl Iterator<Item = &IssueColumn> {
        [&self.customer].into_iter().chain(self.others.iter().flatten())
    }
}

fn wanted(names: &[&str], filled: bool) -> WantedColumn {
    let names = names.iter().map(|name| (*name).to_owned()).collect();
    WantedColumn { names, filled, fills_down: false }
}

/// The errors that concern the customer's column say so.
fn without_customer(error: SheetError) -> IssueFileError {
    match error {
        SheetError::Empty => IssueFileError::NoRow { line: 1 },
        SheetError::NoColumn { line, .. } | SheetError::ColumnTwice { line, .. } => {
            IssueFileError::CustomerColumn { line }
        }
        other => IssueFileError::Table(other),
    }
}
