//! A table of texts and numbers.

use std::fmt::Display;

use maud::{Markup, html};
use rust_decimal::Decimal;

use super::{
    document::paragraph,
    language::PageLanguage,
    number::{UNKNOWN, grouped_count, money},
};

/// One cell of a table.
pub(crate) enum TableCell {
    /// A text that may run over several lines.
    Words(String),
    /// A text that stays on one line, such as a day.
    Short(String),
    /// A number as the page shows it. It stands at the right.
    Number(String),
}

impl TableCell {
    pub(crate) fn words(value: impl Display) -> Self {
        Self::Words(value.to_string())
    }

    pub(crate) fn short(value: Option<impl Display>) -> Self {
        Self::Short(value.map(|value| value.to_string()).unwrap_or_default())
    }

    pub(crate) fn number(value: impl Display) -> Self {
        Self::Number(grouped_count(value))
    }

    /// Yuan; a dash where nothing is known.
    pub(crate) fn money(value: Option<Decimal>) -> Self {
        Self::Number(money(value))
    }

    /// A number; a dash where nothing is known.
    pub(crate) fn maybe_number(value: Option<impl Display>) -> Self {
        value.map_or_else(|| Self::Number(UNKNOWN.to_owned()), Self::number)
    }

    fn is_number(&self) -> bool {
        matches!(self, Self::Number(_))
    }

    /// Zeros and dashes are shown paler than other numbers.
    fn class(&self) -> Option<&'static str> {
        match self {
            Self::Words(_) => None,
            Self::Short(_) => Some("short"),
            Self::Number(text) if text.chars().all(|sign| matches!(sign, '0' | '.' | '–')) => {
                Some("number nil")
            }
            Self::Number(_) => Some("number"),
        }
    }

    fn text(&self) -> &str {
        match self {
            Self::Words(text) | Self::Short(text) | Self::Number(text) => text,
        }
    }
}

/// Returns a table that scrolls by itself where it is wider than the page. Without rows it is the word "None.".
pub(crate) fn table(language: PageLanguage, headers: &[&str], rows: &[Vec<TableCell>]) -> Markup {
    table_with_total(language, headers, rows, None)
}

/// Returns a table whose last row holds the sums.
pub(crate) fn table_with_total(
    language: PageLanguage,
    headers: &[&str],
    rows: &[Vec<TableCell>],
    total: Option<&Vec<TableCell>>,
) -> Markup {
    let Some(first) = rows.first() else { return nothing(language) };
    let has_headers = headers.iter().any(|header| !header.is_empty());
    let width = if first.len() == 2 { "wide narrow" } else { "wide" };
    html! {
        div class=(width) {
            table {
                @if has_headers {
                    thead {
                        tr {
                            @for (header, cell) in headers.iter().zip(first) {
                                th scope="col" class=[cell.is_number().then_some("number")] { (header) }
                            }
                        }
                    }
                }
                tbody {
                    @for row in rows { tr { (cells(row)) } }
                    @if let Some(row) = total { tr.total { (cells(row)) } }
                }
            }
        }
    }
}

fn cells(row: &[TableCell]) -> Markup {
    html! {
        @for cell in row { td class=[cell.class()] { (cell.text()) } }
    }
}

/// Returns the text that stands in the place of an empty table or chart.
pub(super) fn nothing(language: PageLanguage) -> Markup {
    paragraph("none", language.of("None.", "没有。"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_cell_is_markup() {
        let row = vec![TableCell::words("<script>'&\"")];
        let html = table(PageLanguage::En, &["a\"<b>"], &[row]).into_string();
        assert!(html.contains("<td>&lt;script&gt;'&amp;&quot;</td>"), "{html}");
        assert!(html.contains("a&quot;&lt;b&gt;"), "{html}");
    }
}
