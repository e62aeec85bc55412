//! The customers' file: CSV in, rows and all errors out.

use std::{collections::HashMap, hash::Hash};

use coupon_domain::CustomerRef;
use coupon_write::IssueRow;
use csv::{ReaderBuilder, StringRecord};

use super::cell;
use crate::text::Lang;

/// An error of one line, with its remedy.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RowError {
    pub(super) line: u64,
    pub(super) why: String,
}

/// Columns that name a customer; a file has exactly one of them, so that one customer has one name.
const CUSTOMERS: [&str; 3] = ["customer", "customer_code", "source_code"];
const OTHERS: [&str; 4] = ["code", "from", "until", "items"];

/// The rows that could be read, and the errors of the others.
///
/// # Errors
/// No row can be read at all.
pub(super) fn read(
    bytes: &[u8],
    duplicates: bool,
    lang: Lang,
) -> Result<(Vec<IssueRow>, Vec<RowError>), RowError> {
    let text = decoded(bytes, lang)?;
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter(text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    let (mut columns, mut rows, mut errors) = (None, Vec::new(), Vec::new());
    for record in reader.records() {
        let record =
            record.map_err(|error| RowError { line: lines.line, why: error.to_string() })?;
        let line = lines.of(&record);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match &columns {
            None => columns = Some(Columns::find(&record, line, lang)?),
            Some(columns) => match columns.row(&record, line, lang) {
                Ok(row) => rows.push(row),
                Err(why) => errors.push(RowError { line, why }),
            },
        }
    }
    if rows.is_empty() && errors.is_empty() {
        return Err(RowError { line: lines.line, why: lang.bulk_no_rows(CUSTOMERS.join(", ")) });
    }
    if !duplicates {
        errors.extend(twice(&rows, |row| Some(&row.customer), |first| lang.bulk_twice(first)));
    }
    errors.extend(twice(&rows, |row| row.code.as_ref(), |first| lang.bulk_code_twice(first)));
    Ok((rows, errors))
}

/// The text without its byte order mark, if it is one.
fn decoded(bytes: &[u8], lang: Lang) -> Result<&str, RowError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let wrong = |line, why| RowError { line, why };
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(wrong(1, lang.bulk_spreadsheet()));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count() as u64;
        wrong(line, lang.bulk_not_utf8())
    })
}

/// A comma, unless the first line has none and one of the others that programs write.
fn delimiter(text: &str) -> u8 {
    let first = text.trim_start().lines().next().unwrap_or_default();
    let there = |byte: &u8| first.contains(char::from(*byte));
    [b',', b'\t', b';'].into_iter().find(there).unwrap_or(b',')
}

/// Finds out on which line a record begins: the reader counts from where the last one ended.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn of(&mut self, record: &StringRecord) -> u64 {
        let ended = record.position().map_or(0, |position| position.byte()) as usize;
        let blank = |byte: &&u8| matches!(byte, b'\r' | b'\n');
        let begins = ended + self.text[ended..].iter().take_while(blank).count();
        let passed = &self.text[self.at..begins];
        self.line += passed.iter().filter(|&&byte| byte == b'\n').count() as u64;
        self.at = begins;
        self.line
    }
}

/// Where each column stands.
struct Columns {
    count: usize,
    customer: (usize, &'static str),
    others: [Option<usize>; OTHERS.len()],
    nameless: Vec<usize>,
}

impl Columns {
    fn find(header: &StringRecord, line: u64, lang: Lang) -> Result<Self, RowError> {
        let wrong = |why| Err(RowError { line, why });
        let names: Vec<String> = header.iter().map(|name| name.trim().to_lowercase()).collect();
        let read = |name: &&String| !name.is_empty() && !name.starts_with('#');
        let known = || CUSTOMERS.iter().chain(&OTHERS).copied();
        let known_names = || known().collect::<Vec<_>>().join(", ");
        if let Some(name) =
            names.iter().filter(read).find(|name| !known().any(|known| known == *name))
        {
            return wrong(lang.bulk_unknown_column(name, known_names()));
        }
        let place = |wanted: &str| names.iter().position(|name| name == wanted);
        let repeated = |name: &str| names.iter().filter(|other| *other == name).count() > 1;
        if let Some(name) = known().find(|name| repeated(name)) {
            return wrong(lang.bulk_column_twice(name));
        }
        let customers = CUSTOMERS.iter().filter_map(|&name| Some((place(name)?, name)));
        let customers: Vec<(usize, &'static str)> = customers.collect();
        let &[customer] = customers.as_slice() else {
            return wrong(lang.bulk_whose(CUSTOMERS.join(", ")));
        };
        let nameless = names.iter().enumerate().filter(|(_, name)| name.is_empty());
        Ok(Self {
            count: names.len(),
            customer,
            others: OTHERS.map(place),
            nameless: nameless.map(|(index, _)| index).collect(),
        })
    }

    fn row(&self, record: &StringRecord, line: u64, lang: Lang) -> Result<IssueRow, String> {
        if record.iter().any(|cell| cell.contains(['\n', '\r'])) {
            return Err(lang.bulk_line_break());
        }
        if record.len() != self.count {
            return Err(lang.bulk_cells(record.len(), self.count));
        }
        if self.nameless.iter().any(|&index| cell::text(record, index).is_some()) {
            return Err(lang.bulk_nameless());
        }
        let (index, column) = self.customer;
        let customer = cell::name(record, index, column, lang)?;
        let customer = customer.ok_or_else(|| lang.bulk_no_customer(column))?;
        let [code, from, until, items] = self.others;
        let day = |index: Option<usize>, column| {
            index.map_or(Ok(None), |index| cell::day(record, index, column, lang))
        };
        Ok(IssueRow {
            line,
            customer: match column {
                "customer" => CustomerRef::Id(customer.into()),
                "customer_code" => CustomerRef::Code(customer),
                _ => CustomerRef::SourceCode(customer),
            },
            code: code.map_or(Ok(None), |index| cell::name(record, index, "code", lang))?,
            from: day(from, "from")?,
            until: day(until, "until")?,
            items: items.map_or(Ok(Vec::new()), |index| cell::items(record, index, lang))?,
        })
    }
}

fn twice<'a, T: Hash + Eq + 'a>(
    rows: &'a [IssueRow],
    of: impl Fn(&'a IssueRow) -> Option<&'a T>,
    why: impl Fn(u64) -> String,
) -> Vec<RowError> {
    let (mut first, mut errors) = (HashMap::new(), Vec::new());
    for row in rows {
        if let Some(value) = of(row) {
            let &mut line = first.entry(value).or_insert(row.line);
            if line != row.line {
                errors.push(RowError { line: row.line, why: why(line) });
            }
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn good(text: &str) -> Vec<IssueRow> {
        let (rows, errors) = read(text.as_bytes(), false, Lang::En).unwrap();
        assert_eq!(errors, []);
        rows
    }

    /// Line and error of every broken row.
    fn broken(text: &str) -> Vec<(u64, String)> {
        let (_, errors) = read(text.as_bytes(), false, Lang::En).unwrap();
        errors.into_iter().map(|error| (error.line, error.why)).collect()
    }

    fn refused(bytes: &[u8]) -> (u64, String) {
        let error = read(bytes, false, Lang::En).unwrap_err();
        (error.line, error.why)
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
            (2, "column customer: 7.08742E+18"),
            (3, "100010.0"),
            (4, "column code"),
            (5, "2026-13-01"),
            (6, "P=1"),
            (7, "customer"),
            (8, "3 cells"),
            (10, "line 9"),
            (11, "line 9"),
            (12, "quote"),
        ] {
            let (_, why) = errors.iter().find(|(at, _)| *at == line).unwrap();
            assert!(why.contains(part), "{line}: {why}");
        }
        let (rows, errors) = read(b"customer\n5\n5\n", true, Lang::En).unwrap();
        assert_eq!((rows.len(), errors.len()), (2, 0), "asked for");
    }

    #[test]
    fn a_file_that_is_none_is_refused_as_a_whole() {
        let gbk = b"customer,#\xc3\xfb\n1,a\n2,b\n";
        for (bytes, line, part) in [
            (&gbk[..], 1, "UTF-8"),
            (b"customer\n1\n\xcd\xf8\n", 3, "UTF-8"),
            (b"\xff\xfec\0", 1, "UTF-8"),
            (b"PK\x03\x04rest", 1, "spreadsheet"),
            (b"", 1, "no customer"),
            (b"customer\n\n", 1, "no customer"),
            (b"customer,name\n1,a\n", 1, "name; known are customer, customer_code"),
            (b"\ncode\n1\n", 2, "exactly one of customer, customer_code, source_code"),
            (b"customer,customer_code\n1,2\n", 1, "exactly one of"),
            (b"customer,code,code\n1,2,3\n", 1, "twice"),
        ] {
            let (at, why) = refused(bytes);
            assert!(at == line && why.contains(part), "{at}: {why}");
        }
        let nameless = broken("customer,\n1,\n2,x\n");
        assert_eq!(nameless.len(), 1);
        assert_eq!(nameless[0].0, 3);
    }
}
