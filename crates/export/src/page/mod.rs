//! What all pages share: one stylesheet, no script, nothing from outside.

pub(crate) mod chart;

use std::fmt::{self, Display, Write as _};

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// English.
    En,
    /// Chinese.
    Zh,
}

impl Lang {
    /// The one of two texts.
    pub(crate) fn of<T>(self, english: T, chinese: T) -> T {
        match self {
            Self::En => english,
            Self::Zh => chinese,
        }
    }
}

/// The stylesheet of every page: light and dark as the reader prefers, and on paper black on white.
pub const STYLE: &str = include_str!("style.css");

/// A whole document around a body. The policy lets a browser load nothing, wherever the page lies.
pub(crate) fn document(lang: Lang, title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        lang.of("en", "zh-CN"),
        Text(title),
    )
}

/// Text between tags or in a quoted attribute.
pub(crate) struct Text<T>(pub(crate) T);

impl<T: Display> Display for Text<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for letter in self.0.to_string().chars() {
            match letter {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

/// One cell of a table.
pub(crate) enum Td {
    Words(String),
    Number(String),
}

impl Td {
    pub(crate) fn words(value: impl Display) -> Self {
        Self::Words(value.to_string())
    }

    pub(crate) fn number(value: impl Display) -> Self {
        Self::Number(value.to_string())
    }

    /// A dash where nothing is known.
    pub(crate) fn maybe_number(value: Option<impl Display>) -> Self {
        Self::Number(value.map_or_else(|| "–".to_owned(), |value| value.to_string()))
    }
}

/// A table, wide ones with a bar of their own. Without rows it is one sentence.
pub(crate) fn table(html: &mut String, lang: Lang, headers: &[&str], rows: &[Vec<Td>]) {
    if rows.is_empty() {
        return none(html, lang);
    }
    html.push_str("<div class=\"wide\"><table>\n<thead><tr>");
    for (index, header) in headers.iter().enumerate() {
        let number = matches!(rows[0].get(index), Some(Td::Number(_)));
        let class = if number { " class=\"number\"" } else { "" };
        put(html, format_args!("<th scope=\"col\"{class}>{}</th>", Text(header)));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        html.push_str("<tr>");
        for cell in row {
            match cell {
                Td::Words(text) => put(html, format_args!("<td>{}</td>", Text(text))),
                Td::Number(text) => {
                    put(html, format_args!("<td class=\"number\">{}</td>", Text(text)))
                }
            }
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table></div>\n");
}

/// Instead of a table or a chart without anything in it.
fn none(html: &mut String, lang: Lang) {
    paragraph(html, "none", lang.of("None.", "没有。"));
}

/// A row of large figures, each with what it counts.
pub(crate) fn figures(html: &mut String, figures: &[(String, &str)]) {
    html.push_str("<dl class=\"figures\">\n");
    for (value, name) in figures {
        put(html, format_args!("<div><dt>{}</dt><dd>{}</dd></div>\n", Text(name), Text(value)));
    }
    html.push_str("</dl>\n");
}

pub(crate) fn heading(html: &mut String, text: &str) {
    put(html, format_args!("<h2>{}</h2>\n", Text(text)));
}

pub(crate) fn paragraph(html: &mut String, class: &str, text: &str) {
    put(html, format_args!("<p class=\"{class}\">{}</p>\n", Text(text)));
}

pub(crate) fn put(html: &mut String, text: fmt::Arguments<'_>) {
    html.write_fmt(text).expect("text takes text");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_cell_is_markup() {
        let mut html = String::new();
        table(&mut html, Lang::En, &["a\"<b>"], &[vec![Td::words("<script>'&\"")]]);
        assert!(html.contains("<td>&lt;script&gt;&#39;&amp;&quot;</td>"), "{html}");
        assert!(html.contains("a&quot;&lt;b&gt;"), "{html}");
    }
}
