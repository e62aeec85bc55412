//! Marks that programs put around values, and the width of characters.

use std::borrow::Cow;

/// True for characters that show nothing and stand in no value: zero-width blanks, soft hyphens, marks of writing direction, byte
/// order marks.
fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

/// The text without blanks and invisible characters at its ends.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || is_invisible(letter))
}

/// True for a text of ASCII alone without a mark: what most cells hold.
fn is_bare(text: &str) -> bool {
    let (first, last) = (text.bytes().next(), text.bytes().next_back());
    first.is_none_or(|first| {
        first.is_ascii_graphic() && !matches!(first, b'`' | b'\'' | b'=' | b'"')
    }) && last.is_none_or(|last| last.is_ascii_graphic() && last != b'\'')
        && text.is_ascii()
}

/// Backticks and apostrophes, also full-width and typographic ones.
const TICKS: [char; 7] = ['`', '\'', '｀', '＇', '‘', '’', '´'];
/// Quotes that stand around a value.
const QUOTES: [(char, char); 3] = [('"', '"'), ('“', '”'), ('＂', '＂')];

/// The text within quotes that stand around it, and in no other place.
fn unquoted(text: &str) -> Option<&str> {
    QUOTES.iter().find_map(|(open, close)| {
        let inner = text.strip_prefix(*open)?.strip_suffix(*close)?;
        (!inner.contains([*open, *close])).then_some(inner)
    })
}

/// The text without the marks around it: blanks, invisible characters, backticks, apostrophes, quotes, and `="…"`.
pub(crate) fn unmarked(text: &str) -> Cow<'_, str> {
    if is_bare(text) {
        return Cow::Borrowed(text);
    }
    let text: String = text.chars().filter(|letter| !is_invisible(*letter)).collect();
    let mut text = text.trim();
    loop {
        let before = text;
        text = text.strip_prefix(TICKS).unwrap_or(text).trim();
        let formula = text.strip_prefix(['=', '＝']).and_then(unquoted);
        if let Some(inner) = formula.or_else(|| unquoted(text)) {
            text = inner.trim();
        }
        let quoted = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
        // A formula such as ="DD"&"01" is no mark. A quote within the value stands twice.
        if let Some(inner) = quoted.filter(|inner| !inner.replace("\"\"", "").contains('"')) {
            text = inner.trim();
        }
        text = text.strip_suffix(&TICKS[1..]).unwrap_or(text).trim();
        if text == before {
            return Cow::Owned(text.to_owned());
        }
    }
}

/// True for the error values of spreadsheets as they show them: `#N/A`, `#SPILL!`, `Err:502`.
pub(crate) fn is_error_value(text: &str) -> bool {
    let upper = |letter: u8| letter.is_ascii_uppercase() || matches!(letter, b'0' | b'/' | b'_');
    let hash = text.strip_prefix('#').is_some_and(|rest| {
        let word = rest.strip_suffix(['!', '?']);
        matches!(rest, "N/A" | "GETTING_DATA")
            || word.is_some_and(|word| !word.is_empty() && word.bytes().all(upper))
    });
    let numbered = text.strip_prefix("Err:").or_else(|| text.strip_prefix("错误:"));
    hash || numbered.is_some_and(|rest| rest.len() == 3 && rest.bytes().all(|b| b.is_ascii_digit()))
}

/// Full-width letters, digits and signs as those of ASCII; `￥` as `¥`; every kind of minus as `-`.
pub(crate) fn half_width(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let half = text.chars().map(|letter| match letter {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(letter) - 0xfee0).expect("the block lies 0xfee0 above ASCII")
        }
        '\u{3000}' => ' ',
        '￥' => '¥',
        '\u{2212}' => '-',
        other => other,
    });
    Cow::Owned(half.collect())
}

/// A column's name for comparison: without blanks, line breaks and marks, half-width, ASCII letters in lower case.
pub(crate) fn column_key(name: &str) -> String {
    let mut key = half_width(&unmarked(name)).into_owned();
    key.retain(|letter| !letter.is_whitespace());
    key.make_ascii_lowercase();
    key
}

/// A column's name without the notes that forms add: `*(head)Order`, `Order(required)` and `Order:` are `order`.
pub(crate) fn bare_column_key(name: &str) -> String {
    let key = column_key(name);
    let (mut bare, mut depth) = (String::new(), 0_u32);
    for letter in key.trim_matches(['*', ':']).chars() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(letter),
            _ => {}
        }
    }
    bare.trim_matches(['*', ':']).to_owned()
}

/// True if a cell of a header names the column `name`. Blanks, marks, width, the case of ASCII letters, and notes in brackets do not
/// count.
pub fn is_column_name(cell: &str, name: &str) -> bool {
    let name = column_key(name);
    column_key(cell) == name || bare_column_key(cell) == name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_off() {
        for text in [
            "7",
            " 7\t",
            "`7",
            "'7",
            "'7'",
            "=\"7\"",
            "\u{200b}7",
            "7\u{200e}",
            "\u{202d}7\u{202c}",
            "\u{feff}7",
            "\u{a0}7\u{a0}",
            "\t`7",
            "`=\"7\"",
            "＇7",
            "‘7’",
            "“7”",
            "\"7\"",
            "＝＂7＂",
            "\u{2066}7\u{2069}",
            "7\u{ad}",
        ] {
            assert_eq!(unmarked(text), "7", "{text:?}");
        }
        assert_eq!(unmarked("a'b"), "a'b");
        assert_eq!(unmarked("=\"DD\"&\"01\""), "=\"DD\"&\"01\"");
        assert_eq!(half_width("ＤＤ４０．００￥（－）−"), "DD40.00¥(-)-");
    }

    #[test]
    fn error_values_are_known_by_their_form() {
        for text in [
            "#N/A",
            "#DIV/0!",
            "#REF!",
            "#NAME?",
            "#SPILL!",
            "#GETTING_DATA",
            "Err:502",
            "错误:502",
        ] {
            assert!(is_error_value(text), "{text}");
        }
        for text in ["", "#", "#!", "#1", "#A1", "#n/a", "N/A", "Err:", "Err:5", "DD#REF!", "#急!"]
        {
            assert!(!is_error_value(text), "{text}");
        }
    }

    #[test]
    fn names_are_compared_without_blanks_and_width() {
        assert_eq!(column_key("\u{feff}订单号\n(系统)"), column_key("订单号（系统）"));
        assert_eq!(column_key(" Customer_Code "), "customer_code");
        assert_eq!(bare_column_key("*(单据头)订单号"), "订单号");
        for cell in ["订单号\n（必填）", "订单号：", "订单号(必填)*", "＊订单号"]
        {
            assert_eq!(bare_column_key(cell), "订单号", "{cell}");
        }
        for cell in [" Customer ", "＊customer（必填）", "`CUSTOMER"] {
            assert!(is_column_name(cell, "customer"), "{cell}");
        }
        assert!(!is_column_name("#customer", "customer"));
    }
}
