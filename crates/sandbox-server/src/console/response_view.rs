//! An answer, decoded and raw.

use std::fmt;

use maud::{Markup, html};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::Value;

use super::{
    layout::{both, copyable},
    request::ConsoleLang,
};
use crate::shown_vendor::meaning;

/// More rows are only counted.
const MOST_ROWS: usize = 200;

/// Rows as a table: one of them with what its fields mean, many side by side.
pub(super) fn rows(lang: ConsoleLang, schema: &Value, texts: &[String]) -> Markup {
    let read = |text: &String| serde_json::from_str::<RecordRow>(text).ok();
    let rows: Vec<RecordRow> = texts.iter().take(MOST_ROWS).filter_map(read).collect();
    html! {
        p.count {
            (texts.len()) " " (lang.of(if texts.len() == 1 { "row" } else { "rows" }, "条记录"))
            @if texts.len() > MOST_ROWS { " · " (lang.of("the first 200 are shown", "只显示前 200 条")) }
        }
        @match rows.as_slice() {
            [] => @for text in texts { pre { code { (text) } } },
            [row] => (one(lang, schema, row)),
            many => (table(lang, schema, many)),
        }
    }
}

fn one(lang: ConsoleLang, schema: &Value, RecordRow(row): &RecordRow) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(lang.of("The row", "记录")) {
            table.one {
                thead { tr {
                    th scope="col" { (lang.of("field", "字段")) }
                    th scope="col" { (lang.of("value", "值")) }
                    th scope="col" { (lang.of("meaning", "含义")) }
                } }
                tbody {
                    @for (name, value) in row {
                        tr {
                            th scope="row" { code { (name) } }
                            td { (cell(value)) }
                            td.meanings { (both(lang, meaning(&schema["properties"][name]))) }
                        }
                    }
                }
            }
        }
    }
}

fn table(lang: ConsoleLang, schema: &Value, rows: &[RecordRow]) -> Markup {
    let mut columns: Vec<&str> = Vec::new();
    for (name, _) in rows.iter().flat_map(|RecordRow(row)| row) {
        if !columns.contains(&name.as_str()) {
            columns.push(name);
        }
    }
    let hint = |name: &str| {
        let (english, chinese) = meaning(&schema["properties"][name]);
        lang.of(english, chinese)
    };
    html! {
        div.scroll tabindex="0" role="region" aria-label=(lang.of("The rows", "记录")) {
            table {
                thead { tr { @for name in &columns { th scope="col" title=(hint(name)) { code { (name) } } } } }
                tbody {
                    @for RecordRow(row) in rows {
                        tr {
                            @for name in &columns {
                                td {
                                    @if let Some((_, value)) = row.iter().find(|(field, _)| field == name) { (cell(value)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn cell(value: &Value) -> Markup {
    match value {
        Value::Null => html! { span.nothing { "null" } },
        Value::String(text) if text.is_empty() => html! { span.nothing { "\"\"" } },
        Value::String(text) => html! { (text) },
        Value::Array(_) | Value::Object(_) => html! { code.inner { (value) } },
        Value::Bool(_) | Value::Number(_) => html! { span.mono { (value) } },
    }
}

/// An answer as it came, and laid out if it is JSON; also the JSON within its strings.
pub(super) fn raw(lang: ConsoleLang, body: &[u8]) -> Markup {
    let text = String::from_utf8_lossy(body);
    html! {
        @if let Ok(value) = serde_json::from_slice::<Value>(body) {
            (copyable(lang, lang.of("Answer, laid out", "应答（排版）"), format!("{:#}", opened(value))))
        }
        (copyable(lang, lang.of("Answer as it came", "应答原文"), &text))
    }
}

/// JSON inside a string is shown as JSON.
fn opened(value: Value) -> Value {
    match value {
        Value::String(text) if text.starts_with(['{', '[']) => {
            serde_json::from_str(&text).unwrap_or(Value::String(text))
        }
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(name, value)| (name, opened(value))).collect())
        }
        other => other,
    }
}

/// A row in the vendor's order.
pub(super) struct RecordRow(pub(super) Vec<(String, Value)>);

impl<'de> Deserialize<'de> for RecordRow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RecordRowVisitor)
    }
}

struct RecordRowVisitor;

impl<'de> Visitor<'de> for RecordRowVisitor {
    type Value = RecordRow;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RecordRow, A::Error> {
        let mut row = Vec::new();
        while let Some(entry) = map.next_entry()? {
            row.push(entry);
        }
        Ok(RecordRow(row))
    }
}
