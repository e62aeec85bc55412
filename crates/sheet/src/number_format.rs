//! Digits as a number format of a workbook shows them, for ids such as `DD00000059`.

use std::sync::Arc;

/// A token of the whole part of a format.
enum Token {
    /// A literal character.
    Literal(char),
    /// A digit; true if it is shown even when the number has fewer.
    Digit(bool),
}

/// The digits under a format of literals and zeros; none if the format shows the number in another way, as a date or a
/// percentage.
pub(crate) fn shown(digits: &str, format: &str) -> Option<String> {
    let tokens = tokens(format)?;
    let places = tokens.iter().filter(|token| matches!(token, Token::Digit(_))).count();
    if places == 0 {
        return None;
    }
    let mut rest: Vec<char> = digits.chars().collect();
    let (mut left, mut shown) = (places, Vec::new());
    for token in tokens.iter().rev() {
        match token {
            Token::Literal(letter) => shown.push(*letter),
            Token::Digit(always) => {
                left -= 1;
                match rest.pop() {
                    Some(digit) => shown.push(digit),
                    None if *always => shown.push('0'),
                    None => {}
                }
                if left == 0 {
                    shown.extend(rest.drain(..).rev());
                }
            }
        }
    }
    Some(shown.iter().rev().collect())
}

/// The format under which a whole number is shown as a text such as `DD00000059`, for files that store the text; none if it
/// shows the bare digits, or a text that does not end in them.
pub(crate) fn of_shown(number: f64, shown: &str) -> Option<Arc<str>> {
    let digits = number.to_string();
    if shown == digits || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (mut rest, mut code) = (digits.chars().rev().peekable(), Vec::new());
    for letter in shown.chars().rev() {
        match rest.peek() {
            Some(digit) if *digit == letter => {
                rest.next();
                code.push('0');
            }
            Some(_) if letter.is_ascii_digit() => return None,
            Some(_) if letter == ',' => {}
            _ => code.extend([letter, '\\']),
        }
    }
    let code: String = code.iter().rev().collect();
    rest.next().is_none().then(|| Arc::from(code))
}

/// The whole part of the section for positive numbers.
fn tokens(format: &str) -> Option<Vec<Token>> {
    let (mut tokens, mut letters) = (Vec::new(), format.chars());
    let mut fraction = false;
    while let Some(letter) = letters.next() {
        match letter {
            ';' => break,
            '"' => {
                tokens.extend(letters.by_ref().take_while(|next| *next != '"').map(Token::Literal))
            }
            '\\' => tokens.extend(letters.next().map(Token::Literal)),
            '_' | '*' => drop(letters.next()),
            '[' => drop(letters.by_ref().find(|next| *next == ']')),
            '0' | '#' | '?' if fraction => {}
            '0' => tokens.push(Token::Digit(true)),
            '#' | '?' => tokens.push(Token::Digit(false)),
            '.' => fraction = true,
            ',' => {}
            '-' | '+' | ' ' | '(' | ')' | '/' | ':' => tokens.push(Token::Literal(letter)),
            _ if letter.is_ascii() => return None,
            _ => tokens.push(Token::Literal(letter)),
        }
    }
    Some(tokens)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_and_zeros_are_shown() {
        for (digits, format, text) in [
            ("59", "\"DD\"00000000", Some("DD00000059")),
            ("59", "\\D\\D0000", Some("DD0059")),
            ("7", "000", Some("007")),
            ("1234", "000", Some("1234")),
            ("123456", "000-000", Some("123-456")),
            ("59", "0", Some("59")),
            ("1234", "#,##0.00", Some("1234")),
            ("5", "0_);(0)", Some("5")),
            ("59", "General", None),
            ("59", "yyyy-mm-dd", None),
            ("59", "0%", None),
            ("59", "0.00E+00", None),
            ("59", "@", None),
        ] {
            assert_eq!(shown(digits, format).as_deref(), text, "{format}");
        }
    }

    #[test]
    fn a_shown_number_yields_its_format() {
        for (number, text, shown_again) in [
            (59.0, "DD00000059", Some("DD00000060")),
            (59.0, "2026-0059", Some("2026-0060")),
            (59.0, "59号", Some("60号")),
            (1_259.0, "1,259", Some("1260")),
            (123_456.0, "123-456", Some("123-457")),
            (59.0, "59", None),
            (59.0, "59.00", None),
            (59.0, "5.9E+01", None),
            (1.0, "100%", None),
            (1.0, "TRUE", None),
            (0.5, "0.50", None),
        ] {
            let format = of_shown(number, text);
            let next = format.map(|format| shown(&(number + 1.0).to_string(), &format).unwrap());
            assert_eq!(next.as_deref(), shown_again, "{text}");
        }
    }
}
