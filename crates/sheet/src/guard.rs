//! The guard of texts in CSV against spreadsheets, which run formulas and rewrite numbers and dates.

/// Against which change the texts of a CSV are guarded with an apostrophe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CsvGuard {
    /// Against being run as a formula.
    Formulas,
    /// Against every change that a spreadsheet makes when it opens the file.
    Spreadsheets,
}

impl CsvGuard {
    /// The text, with an apostrophe in front where a spreadsheet would change it. A text that begins with an apostrophe gets
    /// another one, so that [`unguarded`] gives every text back.
    pub fn guarded(self, text: &str) -> String {
        let mark = if self.is_needed(text) { "'" } else { "" };
        format!("{mark}{text}")
    }

    /// True if the text needs an apostrophe.
    pub fn is_needed(self, text: &str) -> bool {
        let Some(first) = text.chars().next() else { return false };
        let visible = text.trim_start().chars().next().unwrap_or(first);
        first == '\''
            || first.is_control()
            || matches!(visible, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
            || (self == Self::Spreadsheets && is_rewritten(text, visible))
    }
}

/// The text without the apostrophe of the guard.
pub fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').unwrap_or(text)
}

/// `8144100181735612578`, `007`, `12.50`, `1E5`, `3月1日`, `¥5`, `(5)`, `SEP2`, `true`.
fn is_rewritten(text: &str, visible: char) -> bool {
    let number =
        visible.is_numeric() || matches!(visible, '.' | '¥' | '￥' | '$' | '€' | '£' | '(' | '（');
    (number && !is_shown_as_it_is(text)) || is_month(text) || is_truth(text)
}

/// A number of at most 15 digits in the form in which spreadsheets show it.
fn is_shown_as_it_is(text: &str) -> bool {
    let (whole, part) =
        text.split_once('.').map_or((text, None), |(whole, part)| (whole, Some(part)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && part.is_none_or(|part| digits(part) && !part.ends_with('0'))
        && whole.len() + part.map_or(0, str::len) <= 15
        // A spreadsheet shows a whole number of more than eleven digits with an exponent.
        && whole.len() <= 11
}

/// `SEP2`, `march 1`, `May-26`: the name of a month, then a digit.
fn is_month(text: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let text = text.trim().to_ascii_lowercase();
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = text[letters..].trim_start_matches([' ', '-', '/', '.', ',']);
    MONTHS.iter().any(|month| text[..letters].starts_with(month))
        && rest.starts_with(|next: char| next.is_ascii_digit())
}

fn is_truth(text: &str) -> bool {
    matches!(text.trim().to_ascii_lowercase().as_str(), "true" | "false")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_guarded() {
        let run = [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            " =1",
            "＝1",
            "'",
            "\u{3000}=1",
        ];
        for text in run {
            assert!(CsvGuard::Formulas.is_needed(text), "{text:?}");
            assert_eq!(unguarded(&CsvGuard::Formulas.guarded(text)), text);
        }
        for text in ["", "满100减10", "8144100181735612578", "a=b", "张三"] {
            assert!(!CsvGuard::Formulas.is_needed(text), "{text:?}");
        }
    }

    #[test]
    fn texts_that_spreadsheets_rewrite_are_guarded() {
        for text in [
            "8144100181735612578",
            "007",
            "1E5",
            ".5",
            "3月1日",
            "¥5",
            "SEP2",
            "１２",
            "12.50",
            "2026-03-01",
            "(5)",
            "true",
            "FALSE",
            "May-26",
            "march 1",
            "1/2",
            "5%",
            "123456789012",
        ] {
            assert!(CsvGuard::Spreadsheets.is_needed(text), "{text:?}");
        }
        for text in [
            "",
            "满100减10",
            "张三",
            "available",
            "100004",
            "12.5",
            "0",
            "DD20250811000026",
            "A1-2",
            "sepia",
        ] {
            assert!(!CsvGuard::Spreadsheets.is_needed(text), "{text:?}");
        }
    }
}
