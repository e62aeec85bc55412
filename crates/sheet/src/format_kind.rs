//! The kind of a number format in workbooks of binary records, which leave it to the reader.

use std::sync::Arc;

use calamine::{ExcelDateTime, ExcelDateTimeType};

use crate::{cell::SheetCell, place::moment};

/// The reading of a number under a format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FormatKind {
    /// A number, with its format unless that is General.
    Number(Option<Arc<str>>),
    /// A date or a time of day.
    Moment,
    /// Hours, minutes or seconds beyond a day.
    Duration,
}

impl FormatKind {
    /// The kind of a format that the file defines, whatever its number.
    pub(crate) fn of_code(code: &str) -> Self {
        let (mut letters, mut number) = (code.chars().peekable(), true);
        while let Some(letter) = letters.next() {
            match letter.to_ascii_lowercase() {
                ';' => break,
                '"' => drop(letters.by_ref().find(|next| *next == '"')),
                '\\' | '_' | '*' => drop(letters.next()),
                '[' => {
                    let inner: String = letters.by_ref().take_while(|next| *next != ']').collect();
                    let inner = inner.to_ascii_lowercase();
                    let unit = inner.chars().next().filter(|first| "hms".contains(*first));
                    if unit.is_some_and(|unit| inner.chars().all(|letter| letter == unit)) {
                        return Self::Duration;
                    }
                }
                'y' | 'm' | 'd' | 'h' | 's' => number = false,
                // The day of the week in East Asia.
                'a' if letters.peek() == Some(&'a') => number = false,
                _ => {}
            }
        }
        match number {
            true => Self::Number((!code.eq_ignore_ascii_case("General")).then(|| Arc::from(code))),
            false => Self::Moment,
        }
    }

    /// The kind of a format that every spreadsheet has; 27 to 36 and 50 to 58 are dates in East Asia.
    pub(crate) fn built_in(number: u16) -> Self {
        match number {
            14..=22 | 27..=36 | 45 | 47 | 50..=58 => Self::Moment,
            46 => Self::Duration,
            _ => Self::Number(None),
        }
    }

    /// A stored number under this format.
    pub(crate) fn cell(&self, value: f64, is_1904: bool) -> SheetCell {
        match self {
            Self::Number(format) => SheetCell::Number { value, format: format.clone() },
            Self::Moment => moment(ExcelDateTime::new(value, ExcelDateTimeType::DateTime, is_1904)),
            Self::Duration => SheetCell::Number { value, format: None },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_from_numbers() {
        for code in [
            "yyyy\"年\"m\"月\"d\"日\"",
            "[$-804]yyyy/m/d",
            "h:mm AM/PM",
            "e/m/d",
            "上午/下午h\"时\"",
            "aaaa",
        ] {
            assert_eq!(FormatKind::of_code(code), FormatKind::Moment, "{code}");
        }
        for code in ["[h]:mm", "[mm]:ss", "[hh]:mm:ss"] {
            assert_eq!(FormatKind::of_code(code), FormatKind::Duration, "{code}");
        }
        for code in
            ["\"DD\"00000000", "¥#,##0.00", "[Red]0.00", "0.00E+00", "0\\d", "0_d", "0;yyyy"]
        {
            assert_eq!(FormatKind::of_code(code), FormatKind::Number(Some(code.into())), "{code}");
        }
        assert_eq!(FormatKind::of_code("General"), FormatKind::Number(None));
        assert_eq!(FormatKind::built_in(31), FormatKind::Moment);
        assert_eq!(FormatKind::built_in(4), FormatKind::Number(None));
    }
}
