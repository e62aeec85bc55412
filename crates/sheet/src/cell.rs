//! A cell as the file stores it, before it is read as a value.

use std::sync::Arc;

/// A cell of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum SheetCell {
    /// A cell without content.
    #[default]
    Blank,
    /// A text, in CSV every cell.
    Text(String),
    /// A number of a workbook.
    Number {
        /// The stored value.
        value: f64,
        /// The number format, such as `"DD"00000000`; none for General.
        format: Option<Arc<str>>,
    },
    /// A date and time of a workbook without a zone, as the sheet shows it: `2026-03-01 08:00:00`.
    Moment(String),
    /// An error value, such as `#N/A`.
    Failed(String),
    /// A formula without a stored value, or with a zero that its writer did not calculate.
    Uncalculated,
}

impl SheetCell {
    /// The stored text of a text or a moment, a number's digits, an error value; empty for the others.
    pub fn shown(&self) -> String {
        match self {
            Self::Blank | Self::Uncalculated => String::new(),
            Self::Text(text) | Self::Moment(text) | Self::Failed(text) => text.clone(),
            Self::Number { value, .. } => value.to_string(),
        }
    }

    /// The bytes of the text.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Text(text) | Self::Moment(text) | Self::Failed(text) => text.len(),
            Self::Blank | Self::Uncalculated | Self::Number { .. } => 0,
        }
    }

    /// True for a cell without content and for a text of blanks alone.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Blank => true,
            Self::Text(text) => crate::marks::trimmed(text).is_empty(),
            Self::Number { .. } | Self::Moment(_) | Self::Failed(_) | Self::Uncalculated => false,
        }
    }
}
