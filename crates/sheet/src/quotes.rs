//! Quotes that swallow rows: a cell of several lines that is not closed, or closed in a place that nobody meant.

use crate::{error::SheetError, lines::breaks};

/// Checks a record of a text file, given as its bytes with `line` as the number of its first line.
///
/// # Errors
/// `UnclosedQuote` if a quote is open at the end; if text follows a cell of several lines; or if one of the lines within a cell
/// has as many cells as the header, `width`, and so is a row itself.
pub(crate) fn check(
    record: &[u8],
    delimiter: u8,
    width: Option<usize>,
    line: u64,
) -> Result<(), SheetError> {
    let mut at = 0;
    loop {
        if record.get(at) == Some(&b'"') {
            let end = closing(record, at + 1);
            let cell = &record[at..end.unwrap_or(record.len())];
            let behind = end.map_or(&[][..], |end| &record[end + 1..]);
            let several = breaks(cell) > 0;
            let rows =
                || width.is_some_and(|width| width > 2 && holds_a_row(cell, delimiter, width));
            if end.is_none() || (several && (!is_end(behind, delimiter) || rows())) {
                return Err(SheetError::UnclosedQuote { line: line + breaks(&record[..at]) });
            }
            at = end.unwrap_or(record.len());
        }
        match record[at..].iter().position(|byte| *byte == delimiter) {
            Some(next) => at += next + 1,
            None => return Ok(()),
        }
    }
}

/// The place of the quote that closes a cell.
fn closing(record: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += record.get(at..)?.iter().position(|byte| *byte == b'"')?;
        if record.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

fn is_end(behind: &[u8], delimiter: u8) -> bool {
    let blank = |byte: &&u8| **byte != delimiter && matches!(byte, b' ' | b'\t');
    let blanks = behind.iter().take_while(blank).count();
    behind.get(blanks).is_none_or(|next| *next == delimiter || matches!(next, b'\r' | b'\n'))
}

fn holds_a_row(cell: &[u8], delimiter: u8, width: usize) -> bool {
    let lines = cell.split(|byte| matches!(byte, b'\r' | b'\n')).skip(1);
    let cells = |line: &[u8]| line.iter().filter(|byte| **byte == delimiter).count() + 1;
    lines.map(cells).any(|cells| cells >= width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_that_swallow_rows_are_refused() {
        for record in ["a,\"b,c\n", "a,\"b\nd,\"e\",f\n", "a,\"b\nd,e,f,g\"\n", "\"a\nb\"c,d\n"] {
            assert!(check(record.as_bytes(), b',', Some(4), 1).is_err(), "{record:?}");
        }
        for record in [
            "a,b,c\n",
            "a,\"b\",c",
            "a,\"b\nc\",d",
            "a,8\" b,c",
            "a,\"6\"b\"c\",d",
            "\"a\"\"b\n\"\"c\",d",
            "\"a\nb\"\t\t\r\n",
            "a,\"\",b",
        ] {
            assert_eq!(check(record.as_bytes(), b',', Some(4), 1), Ok(()), "{record:?}");
        }
        let second = check(b"a,b\n", b',', None, 1).and(check(b"\"x\ny\",\"z", b',', None, 4));
        assert_eq!(second, Err(SheetError::UnclosedQuote { line: 5 }));
    }
}
