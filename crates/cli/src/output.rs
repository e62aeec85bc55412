//! Everything that goes to standard output passes here: one format, one writer, and a closed pipe is no panic.

use std::{
    fmt,
    io::{self, BufWriter, Stdout, Write},
};

use clap::ValueEnum;
use coupon_messages::{Lang, field_name, field_value};
use coupon_report::{one_line_json, pretty_json};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;
use unicode_width::UnicodeWidthStr as _;

use crate::table::{Table, visible};

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Table,
    /// One JSON document.
    Json,
    /// One JSON document a line.
    Jsonl,
}

/// Standard output in one format.
#[derive(Debug)]
pub(crate) struct Out {
    format: Format,
    lang: Lang,
    to: BufWriter<Stdout>,
}

impl Out {
    pub(crate) fn new(format: Format, lang: Lang) -> Self {
        Self { format, lang, to: BufWriter::new(io::stdout()) }
    }

    /// True if people read it.
    pub(crate) fn is_table(&self) -> bool {
        self.format == Format::Table
    }

    /// A line of text, whatever the format.
    pub(crate) fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.to, "{text}")
    }

    /// A document: spread over lines, but for `jsonl`.
    pub(crate) fn document(&mut self, value: &impl Serialize) -> io::Result<()> {
        let text = serde_json::to_vec(value)?;
        match self.format {
            Format::Table | Format::Json => {
                self.line(&pretty_json(&String::from_utf8_lossy(&text)))
            }
            Format::Jsonl => self.bytes(&one_line_json(text)),
        }
    }

    /// A document on one line, at once: for readers that wait for it.
    pub(crate) fn line_now(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.bytes(&one_line_json(serde_json::to_vec(value)?))?;
        self.flush()
    }

    /// One record: a document, or for people its fields line by line.
    pub(crate) fn record(&mut self, value: &impl Serialize) -> io::Result<()> {
        if !self.is_table() {
            return self.document(value);
        }
        let text = serde_json::to_vec(value)?;
        let mut lines = Vec::new();
        spread("", serde_json::from_slice(&text)?, self.lang, &mut lines)?;
        let width = lines.iter().map(|(name, _)| name.width()).max().unwrap_or_default();
        for (name, shown) in lines {
            let space = " ".repeat(width - name.width());
            self.line(&format!("{name}{space}  {shown}"))?;
        }
        Ok(())
    }

    fn bytes(&mut self, line: &[u8]) -> io::Result<()> {
        self.to.write_all(line)?;
        self.to.write_all(b"\n")
    }

    /// Begins a list; the headers are for the table.
    pub(crate) fn list(&mut self, headers: &[&str]) -> List<'_> {
        List { table: Table::new(headers), out: self, rows: 0 }
    }

    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// A list on its way out. Nothing is complete before [`List::finish`].
#[derive(Debug)]
pub(crate) struct List<'a> {
    out: &'a mut Out,
    table: Table,
    rows: u64,
}

impl List<'_> {
    /// `cells` are its columns for the table; JSON takes the item itself.
    pub(crate) fn push<T: Serialize>(
        &mut self,
        item: &T,
        cells: impl FnOnce(&T) -> Vec<String>,
    ) -> io::Result<()> {
        let to = &mut self.out.to;
        match self.out.format {
            Format::Table => self.table.push(cells(item), to)?,
            Format::Jsonl => {
                to.write_all(&one_line_json(serde_json::to_vec(item)?))?;
                to.write_all(b"\n")?;
            }
            Format::Json => {
                to.write_all(if self.rows == 0 { b"[\n" } else { b",\n" })?;
                serde_json::to_writer(&mut *to, item)?;
            }
        }
        self.rows += 1;
        Ok(())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// As [`finish`](Self::finish); of a list without a row people are told why instead of its headers.
    pub(crate) fn finish_or(self, why: impl FnOnce() -> String) -> io::Result<()> {
        if self.is_empty() && self.out.is_table() {
            say(&why());
            return Ok(());
        }
        self.finish()
    }

    pub(crate) fn finish(self) -> io::Result<()> {
        let Self { out, table, rows } = self;
        match out.format {
            Format::Table => table.finish(&mut out.to),
            Format::Jsonl => Ok(()),
            Format::Json => out.to.write_all(if rows == 0 { b"[]\n" } else { b"\n]\n" }),
        }
    }
}

/// The fields of a document as lines for people: a field within another has both names, one of several its number.
fn spread(
    before: &str,
    fields: Fields<'_>,
    lang: Lang,
    lines: &mut Vec<(String, String)>,
) -> io::Result<()> {
    for (field, value) in fields.0 {
        let name = format!("{before}{}", field_name(&field, lang));
        let is_verbatim = VERBATIM.contains(&field.as_str());
        match value.get().as_bytes().first() {
            Some(b'{') if !is_verbatim => {
                let inner = serde_json::from_str(value.get())?;
                spread(&format!("{name}."), inner, lang, lines)?;
            }
            Some(b'[') if !is_verbatim && value.get().starts_with("[{") => {
                let all: Vec<Fields<'_>> = serde_json::from_str(value.get())?;
                for (index, inner) in all.into_iter().enumerate() {
                    spread(&format!("{name}[{}].", index + 1), inner, lang, lines)?;
                }
            }
            _ => {
                let plain: Result<String, _> = serde_json::from_str(value.get());
                let shown = plain.map_or_else(
                    |_| pretty_json(value.get()),
                    |text| for_people(&field_value(&field, &text, lang)),
                );
                lines.push((name, shown));
            }
        }
    }
    Ok(())
}

/// Fields that hold a document of the vendor's, or of ours for the vendor, as it is.
const VERBATIM: [&str; 5] = ["body", "row", "raw", "answer", "ids"];

/// The fields of a document in their order, values as they stand; null ones are left out.
struct Fields<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut fields = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
                    if value.get() != "null" {
                        fields.push((name, value));
                    }
                }
                Ok(fields)
            }
        }
        deserializer.deserialize_map(InOrder).map(Self)
    }
}

/// An instant in Beijing time, any other text as it is.
fn for_people(text: &str) -> String {
    match text.parse() {
        Ok(instant) if text.ends_with('Z') => coupon_domain::beijing_text(instant),
        _ => visible(text),
    }
}

/// A line for people, to standard error. That nobody listens there stops no work.
pub(crate) fn say(text: &str) {
    let lines: Vec<String> = text.lines().map(visible).collect();
    let _ = writeln!(io::stderr(), "{}", lines.join("\n"));
}
