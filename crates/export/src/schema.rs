//! The columns of a file, made from the columns of a table: an instant becomes two, and so does a decimal in Parquet.

use crate::{
    columns::{ColumnGetter, Exported},
    manifest::ColumnEntry,
    settings::{ExportFormat, ExportOptions},
};

/// The kind of values in a column of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    Text,
    /// Civil Beijing time as text: `2026-03-01 08:00:00`.
    Beijing,
    Instant,
    Decimal,
    Count,
    Flag,
}

impl ColumnKind {
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
pub(crate) struct ColumnField {
    pub(crate) name: String,
    /// The header in the file: the name, or its Chinese translation.
    pub(crate) title: String,
    pub(crate) kind: ColumnKind,
}

impl From<&ColumnField> for ColumnEntry {
    fn from(field: &ColumnField) -> Self {
        Self {
            name: field.name.clone(),
            title: field.title.clone(),
            kind: field.kind.as_str().to_owned(),
        }
    }
}

/// Returns the columns of a file of rows of this kind.
pub(crate) fn fields<R: Exported>(settings: &ExportOptions) -> Vec<ColumnField> {
    let mut fields = Vec::new();
    for column in R::COLUMNS.iter().filter(|column| is_in_file(column.name, settings.format)) {
        let mut add = |suffix: &str, chinese_suffix: &str, kind| {
            let name = format!("{}{suffix}", column.name);
            let chinese = format!("{}{chinese_suffix}", column.chinese);
            let title = if settings.chinese_headers { chinese } else { name.clone() };
            fields.push(ColumnField { name, title, kind });
        };
        match column.value {
            ColumnGetter::Text(_) | ColumnGetter::State(_) => add("", "", ColumnKind::Text),
            ColumnGetter::Count(_) => add("", "", ColumnKind::Count),
            ColumnGetter::Flag(_) => add("", "", ColumnKind::Flag),
            ColumnGetter::Instant(_) => {
                add("", "(UTC)", ColumnKind::Instant);
                add("_beijing", "(北京)", ColumnKind::Beijing);
            }
            ColumnGetter::Decimal(_) => {
                add("", "", ColumnKind::Decimal);
                if splits_decimals(settings.format) {
                    add("_text", "(原文)", ColumnKind::Text);
                }
            }
        }
    }
    fields
}

/// Returns whether a column stands in the files. The account of a Parquet file is a part of its path, where readers find it: some
/// refuse a column that stands in both.
pub(crate) fn is_in_file(column: &str, format: ExportFormat) -> bool {
    format != ExportFormat::Parquet || column != "account"
}

/// Returns whether a decimal fills two columns: a number, and its exact text. A Parquet column has one scale for all its values;
/// vendors send up to 28 digits behind the point, or 29 in front of it.
pub(crate) fn splits_decimals(format: ExportFormat) -> bool {
    format == ExportFormat::Parquet
}
