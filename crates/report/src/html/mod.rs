//! What all pages share: no script, nothing from outside.

pub(crate) mod bar_chart;

use std::fmt::{self, Display, Write as _};

use coupon_style::STYLE;
use rust_decimal::Decimal;

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageLanguage {
    /// English.
    En,
    /// Chinese.
    Zh,
}

impl PageLanguage {
    /// The one of two texts.
    pub(crate) fn of<T>(self, english: T, chinese: T) -> T {
        match self {
            Self::En => english,
            Self::Zh => chinese,
        }
    }
}

/// A whole document around a body. The policy lets a browser load nothing, wherever the page lies.
pub(crate) fn document(lang: PageLanguage, title: &str, body: &str) -> String {
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
    /// On one line always, such as a day.
    Short(String),
    Number(String),
}

impl Td {
    pub(crate) fn words(value: impl Display) -> Self {
        Self::Words(value.to_string())
    }

    pub(crate) fn short(value: Option<impl Display>) -> Self {
        Self::Short(value.map(|value| value.to_string()).unwrap_or_default())
    }

    pub(crate) fn number(value: impl Display) -> Self {
        Self::Number(grouped(&value.to_string()))
    }

    /// A dash where nothing is known.
    pub(crate) fn money(value: Option<Decimal>) -> Self {
        Self::Number(money(value))
    }

    pub(crate) fn maybe_number(value: Option<impl Display>) -> Self {
        value.map_or_else(|| Self::Number("–".to_owned()), Self::number)
    }

    fn class(&self) -> &'static str {
        match self {
            Self::Words(_) => "",
            Self::Short(_) => " class=\"short\"",
            Self::Number(text) if text.chars().all(|sign| matches!(sign, '0' | '.' | '–')) => {
                " class=\"number nil\""
            }
            Self::Number(_) => " class=\"number\"",
        }
    }

    fn text(&self) -> &str {
        match self {
            Self::Words(text) | Self::Short(text) | Self::Number(text) => text,
        }
    }
}

/// Yuan with both digits of the fen, more where there are more; a dash where nothing is known.
pub(crate) fn money(value: Option<Decimal>) -> String {
    let Some(mut value) = value else { return "–".to_owned() };
    value = value.normalize();
    if value.scale() < 2 {
        value.rescale(2);
    }
    grouped(&value.to_string())
}

/// A number with its thousands apart: `1,234,567.50`.
pub(crate) fn grouped(number: &str) -> String {
    let (whole, part) = number.split_at(number.find('.').unwrap_or(number.len()));
    let (sign, digits) = whole.split_at(whole.len() - whole.trim_start_matches('-').len());
    let mut text = sign.to_owned();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text + part
}

/// A table, wide ones with a bar of their own. Without rows it is one sentence.
pub(crate) fn table(html: &mut String, lang: PageLanguage, headers: &[&str], rows: &[Vec<Td>]) {
    table_with_total(html, lang, headers, rows, None);
}

/// The same with a last row that sums up.
pub(crate) fn table_with_total(
    html: &mut String,
    lang: PageLanguage,
    headers: &[&str],
    rows: &[Vec<Td>],
    total: Option<&Vec<Td>>,
) {
    let Some(first) = rows.first() else { return none(html, lang) };
    let narrow = if first.len() == 2 { " narrow" } else { "" };
    put(html, format_args!("<div class=\"wide{narrow}\"><table>\n"));
    if headers.iter().any(|header| !header.is_empty()) {
        html.push_str("<thead><tr>");
        for (header, cell) in headers.iter().zip(first) {
            let class = if matches!(cell, Td::Number(_)) { " class=\"number\"" } else { "" };
            put(html, format_args!("<th scope=\"col\"{class}>{}</th>", Text(header)));
        }
        html.push_str("</tr></thead>\n");
    }
    html.push_str("<tbody>\n");
    let rows = rows.iter().map(|row| (row, ""));
    for (row, class) in rows.chain(total.map(|row| (row, " class=\"total\""))) {
        put(html, format_args!("<tr{class}>"));
        for cell in row {
            put(html, format_args!("<td{}>{}</td>", cell.class(), Text(cell.text())));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table></div>\n");
}

/// Instead of a table or a chart without anything in it.
fn none(html: &mut String, lang: PageLanguage) {
    paragraph(html, "none", lang.of("None.", "没有。"));
}

/// A row of large figures, each with what it counts.
pub(crate) fn figures(html: &mut String, figures: &[(String, &str)]) {
    html.push_str("<dl class=\"figures\">\n");
    for (value, name) in figures {
        // A number too long for its box goes on behind a comma, and is still copied as it is.
        let value = Text(value).to_string().replace(',', ",<wbr>");
        put(html, format_args!("<div><dt>{}</dt><dd>{value}</dd></div>\n", Text(name)));
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
    fn numbers_are_read_at_a_glance_and_none_is_rounded() {
        for (plain, shown) in [
            ("0", "0"),
            ("-100", "-100"),
            ("1234567", "1,234,567"),
            ("-1234.5", "-1,234.5"),
            ("79228162514264337593543950335", "79,228,162,514,264,337,593,543,950,335"),
        ] {
            assert_eq!(grouped(plain), shown);
        }
        for (plain, shown) in [("8", "8.00"), ("1234.5", "1,234.50"), ("0.1250", "0.125")] {
            assert_eq!(money(Some(plain.parse().unwrap())), shown);
        }
        assert_eq!(money(Some(Decimal::MAX)), grouped(&Decimal::MAX.to_string()));
        assert_eq!(money(None), "–");
    }

    #[test]
    fn nothing_in_a_cell_is_markup() {
        let mut html = String::new();
        table(&mut html, PageLanguage::En, &["a\"<b>"], &[vec![Td::words("<script>'&\"")]]);
        assert!(html.contains("<td>&lt;script&gt;&#39;&amp;&quot;</td>"), "{html}");
        assert!(html.contains("a&quot;&lt;b&gt;"), "{html}");
    }
}
