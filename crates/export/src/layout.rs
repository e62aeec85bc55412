//! From a table's columns to the columns of a file: an instant becomes two, and so does a decimal in Parquet.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use crate::{
    columns::{Exported, Value},
    error::ExportError,
    manifest::ColumnEntry,
    settings::{ExportOptions, Format},
    sink::{Cell, Sink},
};

/// What a column of a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    /// Civil Beijing time as text: `2026-03-01 08:00:00`.
    Beijing,
    Instant,
    Decimal,
    Count,
    Flag,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Beijing => "beijing time",
            Self::Instant => "instant",
            Self::Decimal => "decimal",
            Self::Count => "count",
            Self::Flag => "flag",
        }
    }
}

/// A column of a file.
#[derive(Debug, Clone)]
pub(crate) struct Heading {
    pub(crate) name: String,
    /// What stands in the file: the name, or its Chinese.
    pub(crate) title: String,
    pub(crate) kind: Kind,
}

impl From<&Heading> for ColumnEntry {
    fn from(heading: &Heading) -> Self {
        Self {
            name: heading.name.clone(),
            title: heading.title.clone(),
            kind: heading.kind.as_str().to_owned(),
        }
    }
}

pub(crate) fn headings<R: Exported>(settings: &ExportOptions) -> Vec<Heading> {
    let mut headings = Vec::new();
    for column in R::COLUMNS {
        let mut add = |suffix: &str, chinese_suffix: &str, kind| {
            let name = format!("{}{suffix}", column.name);
            let chinese = format!("{}{chinese_suffix}", column.chinese);
            let title = if settings.chinese_headers { chinese } else { name.clone() };
            headings.push(Heading { name, title, kind });
        };
        match column.value {
            Value::Text(_) => add("", "", Kind::Text),
            Value::Count(_) => add("", "", Kind::Count),
            Value::Flag(_) => add("", "", Kind::Flag),
            Value::Instant(_) => {
                add("", "(UTC)", Kind::Instant);
                add("_beijing", "(北京)", Kind::Beijing);
            }
            Value::Decimal(_) => {
                add("", "", Kind::Decimal);
                if splits_decimals(settings.format) {
                    add("_text", "(原文)", Kind::Text);
                }
            }
        }
    }
    headings
}

/// Writes one row. The cells come in the order of [`headings`].
pub(crate) struct Rows {
    format: Format,
    /// Texts of our making are written here, so that a row costs no allocation.
    text: String,
}

impl Rows {
    pub(crate) fn new(format: Format) -> Self {
        Self { format, text: String::new() }
    }

    pub(crate) fn write<R: Exported>(
        &mut self,
        row: &R,
        sink: &mut dyn Sink,
    ) -> Result<(), ExportError> {
        for column in R::COLUMNS {
            match column.value {
                Value::Text(of) => sink.cell(of(row).map_or(Cell::Nothing, Cell::Text))?,
                Value::Count(of) => sink.cell(of(row).map_or(Cell::Nothing, Cell::Count))?,
                Value::Flag(of) => sink.cell(Cell::Flag(of(row)))?,
                Value::Instant(of) => {
                    let at = of(row);
                    sink.cell(at.map_or(Cell::Nothing, Cell::Instant))?;
                    sink.cell(at.map_or(Cell::Nothing, Cell::Beijing))?;
                }
                Value::Decimal(of) => self.decimal(of(row), sink)?,
            }
        }
        sink.end_row()
    }

    fn decimal(&mut self, value: Option<Decimal>, sink: &mut dyn Sink) -> Result<(), ExportError> {
        sink.cell(value.map_or(Cell::Nothing, Cell::Decimal))?;
        if !splits_decimals(self.format) {
            return Ok(());
        }
        let Some(value) = value else { return sink.cell(Cell::Nothing) };
        self.text.clear();
        write!(self.text, "{value}").expect("text takes text");
        sink.cell(Cell::Text(&self.text))
    }
}

/// A Parquet column has one scale for all its values; ours have up to 28 digits behind the point, or 29 in front of it. So the
/// number to count with stands beside the text that is always exact.
fn splits_decimals(format: Format) -> bool {
    format == Format::Parquet
}
