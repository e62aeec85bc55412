//! One row in, one row out.

use std::{fmt::Write as _, io::Write as _};

use postgres::{Row, types::FromSqlOwned};
use rust_decimal::Decimal;

use crate::{
    backend_error::BackendError,
    batch::RawHash,
    column::{EncodeColumns, storable},
    row_reader::{ColumnSource, Unreadable},
};

/// Rows in COPY's text format.
#[derive(Default)]
pub(super) struct CopyBuffer {
    bytes: Vec<u8>,
    text: String,
}

impl CopyBuffer {
    pub(super) fn end_row(&mut self) {
        // The last tab was one too many.
        self.bytes.pop();
        self.bytes.push(b'\n');
    }

    pub(super) fn hash(&mut self, hash: &RawHash) {
        self.bytes.extend_from_slice(br"\\x");
        for byte in hash {
            write!(self.bytes, "{byte:02x}").expect("memory takes text");
        }
        self.bytes.push(b'\t');
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn escaped(&mut self, text: &str) {
        for byte in text.bytes() {
            match byte {
                b'\\' => self.bytes.extend_from_slice(br"\\"),
                b'\n' => self.bytes.extend_from_slice(br"\n"),
                b'\r' => self.bytes.extend_from_slice(br"\r"),
                b'\t' => self.bytes.extend_from_slice(br"\t"),
                byte => self.bytes.push(byte),
            }
        }
    }
}

impl EncodeColumns for CopyBuffer {
    fn text(&mut self, value: Option<&str>) -> Result<(), BackendError> {
        match value {
            Some(text) => self.escaped(&storable(text)),
            None => self.bytes.extend_from_slice(br"\N"),
        }
        self.bytes.push(b'\t');
        Ok(())
    }

    fn number(&mut self, value: Option<i64>) -> Result<(), BackendError> {
        match value {
            Some(number) => write!(self.bytes, "{number}\t").expect("memory takes text"),
            None => self.bytes.extend_from_slice(b"\\N\t"),
        }
        Ok(())
    }

    fn decimal(&mut self, value: Option<Decimal>) -> Result<(), BackendError> {
        let Some(value) = value else { return self.text(None) };
        self.text.clear();
        write!(self.text, "{value}").expect("text takes text");
        self.bytes.extend_from_slice(self.text.as_bytes());
        self.bytes.push(b'\t');
        Ok(())
    }

    fn flag(&mut self, value: bool) -> Result<(), BackendError> {
        self.bytes.extend_from_slice(if value { b"t\t" } else { b"f\t" });
        Ok(())
    }
}

impl ColumnSource for &Row {
    fn text(&self, index: usize) -> Result<Option<String>, Unreadable> {
        cell(self, index)
    }

    fn number(&self, index: usize) -> Result<Option<i64>, Unreadable> {
        cell(self, index)
    }

    fn flag(&self, index: usize) -> Result<bool, Unreadable> {
        cell(self, index)
    }

    fn name(&self, index: usize) -> String {
        self.columns().get(index).map_or("?", |column| column.name()).to_owned()
    }
}

fn cell<T: FromSqlOwned>(row: &Row, index: usize) -> Result<T, Unreadable> {
    row.try_get(index).map_err(|_| Unreadable)
}

/// A cell of a column that our own schema gives this type.
pub(super) fn owned<T: FromSqlOwned>(row: &Row, index: usize) -> Result<T, BackendError> {
    Ok(row.try_get(index)?)
}

/// The stored form of a hash or a sum.
pub(super) fn sixteen(row: &Row, index: usize) -> Result<[u8; 16], BackendError> {
    let bytes: &[u8] = row.try_get(index)?;
    bytes.try_into().map_err(|_| {
        let column = row.columns().get(index).map_or("?", |column| column.name());
        let found = bytes.len();
        let english = format!("column {column} holds {found} bytes, not 16");
        BackendError::NotALedger((english, format!("列 {column} 有 {found} 字节，应为 16")).into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_one_line_whatever_its_text_holds() {
        let mut rows = CopyBuffer::default();
        rows.text(Some("a\tb\\c\r\nd\0")).unwrap();
        rows.text(None).unwrap();
        rows.number(Some(-7)).unwrap();
        rows.decimal(Some("1.50".parse().unwrap())).unwrap();
        rows.flag(true).unwrap();
        rows.hash(&[0xab; 16]);
        rows.end_row();
        let expected =
            format!("a\\tb\\\\c\\r\\nd\u{2400}\t\\N\t-7\t1.50\tt\t\\\\x{}\n", "ab".repeat(16));
        assert_eq!(std::str::from_utf8(rows.as_bytes()).unwrap(), expected);
    }
}
