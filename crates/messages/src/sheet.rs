//! Tables in words: what was left out of one.

use coupon_sheet::{CellError, FileFormat, SheetError, TableNotes, TextEncoding};

use crate::Lang;

/// Why a file cannot be read as a table.
pub fn sheet_error(error: &SheetError, lang: Lang) -> String {
    match lang {
        Lang::En => error.to_string(),
        Lang::Zh => error.chinese(),
    }
}

/// Why a cell has no value, as the end of a sentence.
pub fn cell_error(error: CellError, lang: Lang) -> String {
    match lang {
        Lang::En => error.to_string(),
        Lang::Zh => error.chinese().to_owned(),
    }
}

/// Facts about how a file was read that a person should know; none for a plain table in UTF-8.
pub fn table_notes(notes: &TableNotes, lang: Lang) -> Vec<String> {
    let mut said = Vec::new();
    if let FileFormat::Delimited { encoding, .. } = &notes.format
        && *encoding != TextEncoding::Utf8
    {
        said.push(lang.table_encoding(encoding.as_str()));
    }
    let range = |(first, last): (u64, u64)| match first == last {
        true => first.to_string(),
        false => format!("{first}–{last}"),
    };
    let left_out = notes.above.into_iter().chain(notes.below).map(range);
    let left_out: Vec<String> = left_out.collect();
    if !left_out.is_empty() {
        said.push(lang.table_left_out(notes.header_line, left_out.join(", ")));
    }
    let lines = |lines: &[u64]| {
        let shown: Vec<String> = lines.iter().take(10).map(u64::to_string).collect();
        let more = if lines.len() > 10 { ", …" } else { "" };
        format!("{}{more}", shown.join(", "))
    };
    if !notes.hidden.is_empty() {
        said.push(lang.table_hidden(notes.hidden.len(), lines(&notes.hidden)));
    }
    if !notes.repeated_headers.is_empty() {
        said.push(lang.table_repeated(lines(&notes.repeated_headers)));
    }
    if let (FileFormat::Workbook { sheet, .. }, false) =
        (&notes.format, notes.other_sheets.is_empty())
    {
        said.push(lang.table_sheets(sheet, notes.other_sheets.join(", ")));
    }
    said
}
