//! The table of translations.

use std::{borrow::Cow, collections::HashMap, error::Error, fmt};

/// Chinese texts by their English ones.
#[derive(Debug, Clone, Default)]
pub struct ChineseTexts {
    whole: HashMap<Cow<'static, str>, Cow<'static, str>>,
    /// English and Chinese texts with `{}` where a value stands, in the order of the table.
    patterns: Vec<(&'static str, &'static str)>,
}

/// A line of the table that is not an English text, a tab and a Chinese text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChineseTextsError {
    /// The line, counted from 1.
    pub line: usize,
}

impl fmt::Display for ChineseTextsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: write an English text, a tab and a Chinese text", self.line)
    }
}

impl Error for ChineseTextsError {}

impl ChineseTexts {
    /// Reads a table: on each line the English text, a tab, the Chinese text. Blank lines and lines that begin with `#` are
    /// left out. Of two lines of the same English text the later one counts. A value name stands in angle brackets: `<FILE>`.
    ///
    /// # Errors
    /// A line without a tab, with several, or with nothing on one of its sides.
    pub fn parse(table: &'static str) -> Result<Self, ChineseTextsError> {
        Self::default().and(table)
    }

    /// The same with the lines of another table, as [`ChineseTexts::parse`] reads them.
    ///
    /// # Errors
    /// As [`ChineseTexts::parse`].
    pub fn and(mut self, table: &'static str) -> Result<Self, ChineseTextsError> {
        for (index, line) in table.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let parts = line.split_once('\t').filter(|(english, chinese)| {
                !english.is_empty() && !chinese.is_empty() && !chinese.contains('\t')
            });
            let (english, chinese) = parts.ok_or(ChineseTextsError { line: index + 1 })?;
            if english.contains("{}") {
                self.patterns.push((english, chinese));
            } else {
                self.whole.insert(english.into(), chinese.into());
            }
        }
        Ok(self)
    }

    /// The same with one more text, for one that is made at run time.
    #[must_use]
    pub fn with(mut self, english: String, chinese: String) -> Self {
        self.whole.insert(english.into(), chinese.into());
        self
    }

    /// The Chinese text; none if the table lacks it.
    pub(crate) fn find(&self, english: &str) -> Option<String> {
        let whole = self.whole.get(english).map(|chinese| chinese.clone().into_owned());
        whole.or_else(|| {
            self.patterns.iter().find_map(|(pattern, chinese)| filled(pattern, chinese, english))
        })
    }

    /// The Chinese text, else the English one.
    pub(crate) fn text(&self, english: &str) -> String {
        self.find(english).unwrap_or_else(|| english.to_owned())
    }
}

/// The Chinese text with the values that stand at `{}` in the English one; none if the pattern does not fit.
fn filled(pattern: &str, chinese: &str, english: &str) -> Option<String> {
    let mut parts = pattern.split("{}");
    let mut rest = english.strip_prefix(parts.next()?)?;
    let mut values = Vec::new();
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        let (value, after) = match parts.peek() {
            // The last part ends the text.
            None => (rest.strip_suffix(part)?, ""),
            Some(_) => rest.split_once(part)?,
        };
        values.push(value);
        rest = after;
    }
    let mut values = values.into_iter();
    let mut pieces = chinese.split("{}");
    let mut filled = pieces.next()?.to_owned();
    for piece in pieces {
        filled.push_str(values.next()?);
        filled.push_str(piece);
    }
    Some(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_line_by_line() {
        let texts = ChineseTexts::parse("# heading\n\nOne\t一\n{} of {}\t{}／{}\n").unwrap();
        let texts = texts.with("Two".to_owned(), "二".to_owned());
        assert_eq!(texts.find("One").as_deref(), Some("一"));
        assert_eq!(texts.find("Two").as_deref(), Some("二"));
        assert_eq!(texts.find("3 of 4").as_deref(), Some("3／4"));
        assert_eq!(texts.find("Three"), None);
        assert_eq!(texts.text("Three"), "Three");
        for (table, line) in [("One", 1), ("One\t一\nTwo\t", 2), ("\t一", 1), ("a\tb\tc", 1)] {
            assert_eq!(
                ChineseTexts::parse(table).unwrap_err(),
                ChineseTextsError { line },
                "{table}"
            );
        }
    }

    #[test]
    fn a_value_is_taken_over_whole() {
        let filled = |english| filled("write one of {}; or {}!", "请写{}；或{}！", english);
        assert_eq!(filled("write one of a, b; or c!").as_deref(), Some("请写a, b；或c！"));
        assert_eq!(filled("write one of a, b; or c"), None);
        assert_eq!(filled("write a; or c!"), None);
    }
}
