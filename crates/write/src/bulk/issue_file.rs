//! A customers' file: a table of any format in, rows and every error out.

use std::{collections::HashMap, hash::Hash};

use coupon_sheet::{TableNotes, read_table};

use super::{
    issue_columns::{CUSTOMER_COLUMNS, IssueColumns, OTHER_COLUMNS},
    issue_file_error::{IssueFileError, RowError, RowErrorCause},
    row::IssueRow,
};

/// A customers' file, read whole.
#[derive(Debug)]
pub struct IssueFile {
    /// Rows that can be issued, in the order of the file.
    pub rows: Vec<IssueRow>,
    /// Errors of the other rows, and of customers and codes that stand there twice.
    pub errors: Vec<RowError>,
    /// How the file was read, and which lines were left out.
    pub notes: TableNotes,
}

impl IssueFile {
    /// Columns of which a file has exactly one, so that one customer has one name: the vendor's id, the business's code, the
    /// code in the source system.
    pub const CUSTOMER_COLUMNS: [&'static str; 3] = CUSTOMER_COLUMNS;
    /// Columns that a file may have: code of the coupon, first and last Beijing day of its validity, goods.
    pub const OTHER_COLUMNS: [&'static str; 4] = OTHER_COLUMNS;

    /// Reads a file of any format that `coupon-sheet` reads. A column whose name begins with `#` is ignored. With
    /// `allow_duplicates`, a customer may stand in several rows.
    ///
    /// # Errors
    /// The file holds no table of customers.
    pub fn read(bytes: &[u8], allow_duplicates: bool) -> Result<Self, IssueFileError> {
        let columns = IssueColumns::find(bytes)?;
        let table = read_table(bytes, &columns.options()).map_err(IssueFileError::Table)?;
        let (mut rows, mut errors) = (Vec::new(), Vec::new());
        for row in &table.rows {
            match columns.row(row) {
                Ok(row) => rows.push(row),
                Err(cause) => errors.push(RowError { line: row.line, cause }),
            }
        }
        if rows.is_empty() && errors.is_empty() {
            return Err(IssueFileError::NoRow { line: table.notes.header_line });
        }
        if !allow_duplicates {
            let same = |first| RowErrorCause::SameCustomer { first };
            errors.extend(repeated(&rows, |row| Some(&row.customer), same));
        }
        let same = |first| RowErrorCause::SameCode { first };
        errors.extend(repeated(&rows, |row| row.code.as_ref(), same));
        Ok(Self { rows, errors, notes: table.notes })
    }
}

fn repeated<'a, T: Hash + Eq + 'a>(
    rows: &'a [IssueRow],
    value: impl Fn(&'a IssueRow) -> Option<&'a T>,
    cause: impl Fn(u64) -> RowErrorCause,
) -> Vec<RowError> {
    let (mut first, mut errors) = (HashMap::new(), Vec::new());
    for row in rows {
        if let Some(value) = value(row) {
            let &mut line = first.entry(value).or_insert(row.line);
            if line != row.line {
                errors.push(RowError { line: row.line, cause: cause(line) });
            }
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use coupon_domain::CustomerRef;
    use coupon_sheet::{ForeignFormat, SheetError};
    use jiff::civil::date;

    use super::*;

    fn good(text: &str) -> Vec<IssueRow> {
        let file = IssueFile::read(text.as_bytes(), false).unwrap();
        assert_eq!(file.errors, []);
        file.rows
    }

    /// Line and error of every broken row.
    fn broken(text: &str) -> Vec<(u64, String)> {
        let file = IssueFile::read(text.as_bytes(), false).unwrap();
        file.errors.into_iter().map(|error| (error.line, error.cause.to_string())).collect()
    }

    fn ids(rows: &[IssueRow]) -> Vec<(u64, &str)> {
        let id = |row: &IssueRow| match &row.customer {
            CustomerRef::Id(id) => id.as_str().to_owned(),
            CustomerRef::Code(code) | CustomerRef::SourceCode(code) => code.clone(),
        };
        let names: Vec<String> = rows.iter().map(id).collect();
        rows.iter().zip(names).map(|(row, name)| (row.line, &*name.leak())).collect()
    }

    #[test]
    fn rows_keep_the_line_they_stand_on_whatever_ends_lines() {
        let text = "\u{feff}customer,#名称\n\n\"7087421684223516948\",\"上海,\"\"好\"\"店\"\n,\n '100004 ,b\n";
        let rows = good(text);
        assert_eq!(ids(&rows), [(3, "7087421684223516948"), (5, "100004")]);
        assert_eq!(good(&text.replace('\n', "\r\n")), rows);
        assert_eq!(good(&text.replace('\n', "\r\n\r\n").replace("\r\n\r\n", "\r\n")), rows);
        assert_eq!(ids(&good("customer\n1\n2")), [(2, "1"), (3, "2")]);
        assert_eq!(ids(&good("\r\n\r\nCustomer_Code;until\r\nCUS1;2026/3/1\r\n")), [(4, "CUS1")]);
    }

    #[test]
    fn a_row_has_what_single_issue_takes_as_options() {
        let text = "customer_code\tcode\tfrom\tuntil\titems\nC1\tNO1\t2026/3/1\t2026-12-31\tid:7=1/箱;code:P=2.5/瓶\n";
        let row = good(text).remove(0);
        assert_eq!(row.customer, CustomerRef::Code("C1".into()));
        assert_eq!(
            (row.code.as_deref(), row.from, row.until),
            (Some("NO1"), Some(date(2026, 3, 1)), Some(date(2026, 12, 31)))
        );
        assert_eq!(row.items.len(), 2);
        assert_eq!(row.items[1].unit, "瓶");
        let blank = good("source_code,code,from,until,items\nS1,,,,\n").remove(0);
        assert_eq!(blank.customer, CustomerRef::SourceCode("S1".into()));
        assert_eq!(
            (blank.code, blank.from, blank.until, blank.items),
            (None, None, None, Vec::new())
        );
    }

    #[test]
    fn everything_that_is_wrong_is_said_with_its_line() {
        let text = "customer,code,from,items\n\
                    7.08742E+18,,,\n100010.0,,,\n1,1E+05,,\n2,,2026-13-01,\n3,,,P=1\n,,2026-01-01,\n4,,\n\
                    5,A,,\n5,B,,\n6,A,,\n\"7\n8\",,,\n9,,,\n";
        let errors = broken(text);
        let lines: Vec<u64> = errors.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [2, 3, 4, 5, 6, 7, 8, 12, 10, 11]);
        for (line, part) in [
            (2, "column customer: \"7.08742E+18\""),
            (3, "100010.0"),
            (4, "column code"),
            (5, "2026-13-01"),
            (6, "P=1"),
            (7, "customer"),
            (8, "3 cells"),
            (10, "line 9"),
            (11, "line 9"),
            (12, "line break"),
        ] {
            let (_, why) = errors.iter().find(|(at, _)| *at == line).unwrap();
            assert!(why.contains(part), "{line}: {why}");
        }
        let file = IssueFile::read(b"customer\n5\n5\n", true).unwrap();
        assert_eq!((file.rows.len(), file.errors.len()), (2, 0), "asked for");
    }

    #[test]
    fn a_file_that_is_none_is_refused_as_a_whole() {
        let unclear = |line| IssueFileError::CustomerColumn { line };
        let table = IssueFileError::Table;
        let unknown = IssueFileError::UnknownColumn { line: 1, name: "name".to_owned() };
        let repeated = IssueFileError::RepeatedColumn { line: 1, name: "code" };
        for (bytes, error) in [
            (&b"customer\n1\n\xff\n"[..], table(SheetError::NotText { line: 3 })),
            (b"\xff\xfec", table(SheetError::NotText { line: 1 })),
            (b"%PDF-1.7", table(SheetError::Foreign(ForeignFormat::Pdf))),
            (b"", IssueFileError::NoRow { line: 1 }),
            (b"customer\n\n", IssueFileError::NoRow { line: 1 }),
            (b"customer,name\n1,a\n", unknown),
            (b"\ncode\n1\n", unclear(2)),
            (b"customer,customer_code\n1,2\n", unclear(1)),
            (b"customer,source_code(old)\n1,2\n", unclear(1)),
            (b"customer,code,code\n1,2,3\n", repeated),
        ] {
            assert_eq!(IssueFile::read(bytes, false).unwrap_err(), error);
        }
        let broken_workbook = IssueFile::read(b"PK\x03\x04rest", false).unwrap_err();
        let is_broken =
            matches!(broken_workbook, IssueFileError::Table(SheetError::BrokenWorkbook { .. }));
        assert!(is_broken, "{broken_workbook}");
        assert_eq!(broken("customer,#name\n1,a\n,b\n"), [(3, "column customer: blank".to_owned())]);
        let nameless = broken("customer,\n1,\n2,x\n");
        assert_eq!(nameless.len(), 1);
        assert_eq!(nameless[0].0, 3);
    }
}
