//! RFC 4180, in which no cell is a formula.

use std::{
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
};

use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

use super::file_sink::{BeijingTime, CellValue, FinishedFile, Sink, create, io};
use crate::{error::ExportError, schema::ColumnField};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

pub(super) struct CsvSink {
    to: Writer<File>,
    path: PathBuf,
    for_spreadsheets: bool,
    text: String,
}

impl CsvSink {
    pub(super) fn new(
        path: &Path,
        fields: &[ColumnField],
        for_spreadsheets: bool,
    ) -> Result<Self, ExportError> {
        let mut file = create(path)?;
        if for_spreadsheets {
            file.write_all(BYTE_ORDER_MARK).map_err(|source| io(path, source))?;
        }
        let mut sink = Self {
            to: WriterBuilder::new()
                .terminator(Terminator::CRLF)
                .quote_style(QuoteStyle::Necessary)
                .from_writer(file),
            path: path.to_owned(),
            for_spreadsheets,
            text: String::new(),
        };
        let titles = fields.iter().map(|field| &field.title);
        sink.to.write_record(titles).map_err(|error| sink.failed(error))?;
        Ok(sink)
    }

    fn failed(&self, error: csv::Error) -> ExportError {
        io(&self.path, error.into())
    }
}

impl Sink for CsvSink {
    fn cell(&mut self, cell: CellValue<'_>) -> Result<(), ExportError> {
        self.text.clear();
        match cell {
            CellValue::Nothing => {}
            CellValue::Text(text) => {
                let guard = guarded(text, self.for_spreadsheets);
                self.text.push_str(if guard { "'" } else { "" });
                self.text.push_str(text);
            }
            CellValue::Instant(at) => push(&mut self.text, at),
            CellValue::Beijing(at) => push(&mut self.text, BeijingTime(at)),
            CellValue::Decimal(value) => {
                let guard = self.for_spreadsheets && !is_kept_by_spreadsheets(value);
                self.text.push_str(if guard { "'" } else { "" });
                push(&mut self.text, value);
            }
            CellValue::Count(count) => push(&mut self.text, count),
            CellValue::Flag(flag) => push(&mut self.text, flag),
        }
        self.to.write_field(&self.text).map_err(|error| self.failed(error))
    }

    fn end_row(&mut self) -> Result<(), ExportError> {
        self.to.write_record(None::<&[u8]>).map_err(|error| self.failed(error))
    }

    fn held(&self) -> usize {
        0
    }

    fn flush(&mut self) -> Result<(), ExportError> {
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<FinishedFile, ExportError> {
        let file = self.to.into_inner().map_err(|error| io(&self.path, error.into_error()))?;
        Ok(FinishedFile { file, decimals_as_text_only: 0 })
    }
}

/// Whether a text gets an apostrophe in front: always if a program could run it as a formula, and for spreadsheets also if they
/// would read it as a number or a date. A text that begins with an apostrophe gets another one, so that taking one away gives
/// every text back.
fn guarded(text: &str, for_spreadsheets: bool) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let visible = text.trim_start().chars().next().unwrap_or(first);
    first == '\''
        || first.is_control()
        || matches!(visible, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
        || (for_spreadsheets && looks_like_a_number(text, visible))
}

/// `8144100181735612578`, `007`, `1E5`, `3月1日`, `¥5`, and `SEP2`, which is a date to them.
fn looks_like_a_number(text: &str, visible: char) -> bool {
    visible.is_numeric()
        || matches!(visible, '.' | '¥' | '￥' | '$')
        || (text.is_ascii() && text.bytes().any(|byte| byte.is_ascii_digit()))
}

/// Spreadsheets count with 15 digits.
fn is_kept_by_spreadsheets(value: rust_decimal::Decimal) -> bool {
    value.mantissa().unsigned_abs() < 10_u128.pow(15)
}

fn push(text: &mut String, value: impl std::fmt::Display) {
    use std::fmt::Write as _;
    write!(text, "{value}").expect("text takes text");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_run_is_guarded() {
        for text in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            " =1",
            "＝1",
            "'",
            "\u{3000}=1",
        ] {
            assert!(guarded(text, false), "{text:?}");
        }
        for text in ["", "满100减10", "8144100181735612578", "a=b", "张三"] {
            assert!(!guarded(text, false), "{text:?}");
        }
    }

    #[test]
    fn for_spreadsheets_also_what_they_would_take_for_a_number() {
        for text in ["8144100181735612578", "007", "1E5", ".5", "3月1日", "¥5", "SEP2", "１２"]
        {
            assert!(guarded(text, true), "{text:?}");
        }
        for text in ["", "满100减10", "张三", "available"] {
            assert!(!guarded(text, true), "{text:?}");
        }
    }
}
