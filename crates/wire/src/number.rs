//! Numbers of answers, in every form that people and programs write them: `1,000.00`, `1E+3`, `１０`.

use rust_decimal::Decimal;

use crate::error::InvalidScalar;

/// Reads a text that is one number and nothing else. A dash alone is none.
pub(crate) fn lenient_decimal(text: &str) -> Result<Option<Decimal>, InvalidScalar> {
    match leading_number(text) {
        _ if is_dash(text) => Ok(None),
        Some((number, "")) => Ok(Some(number)),
        _ => Err(InvalidScalar),
    }
}

/// Reads the number at the beginning of a text; the rest of the text is for the caller to judge.
pub(crate) fn leading_number(text: &str) -> Option<(Decimal, &str)> {
    plain_number(text).or_else(|| any_number(text))
}

/// ASCII digits with at most one point between them, which nearly all numbers are.
fn plain_number(text: &str) -> Option<(Decimal, &str)> {
    const MOST_DIGITS: usize = 18;
    let bytes = text.as_bytes();
    let (mut mantissa, mut point, mut end) = (0_i64, None, 0);
    loop {
        match bytes.get(end) {
            Some(digit @ b'0'..=b'9') if end <= MOST_DIGITS => {
                mantissa = mantissa.checked_mul(10)?.checked_add(i64::from(digit - b'0'))?;
            }
            Some(b'.') if point.is_none() && end > 0 => point = Some(end),
            // Another form of number; 0xef begins a full-width character.
            Some(b'0'..=b'9' | b'.' | b',' | b'+' | b'-' | b'e' | b'E' | 0xef) => return None,
            _ => break,
        }
        end += 1;
    }
    let scale = point.map_or(0, |point| end - point - 1);
    if end == 0 || point.is_some() && scale == 0 {
        return None;
    }
    Some((Decimal::new(mantissa, u32::try_from(scale).ok()?), &text[end..]))
}

fn any_number(text: &str) -> Option<(Decimal, &str)> {
    let ends = |(at, c): (usize, char)| match halfwidth(c) {
        '+' | '-' => at > 0,
        ',' | '.' => false,
        c => !c.is_ascii_digit(),
    };
    let end = text.char_indices().find(|found| ends(*found)).map_or(text.len(), |(at, _)| at);
    let (mantissa, rest) = text.split_at(end);
    let (exponent, rest) = exponent(rest)?;
    let digits = ungrouped(mantissa.chars().map(halfwidth).collect())?;
    let number = Decimal::from_str_exact(&digits).ok()?;
    Some((scaled(number, exponent)?, rest))
}

/// Reads a text as a request has to write it: one number in ASCII, with or without an exponent.
pub fn strict_decimal(text: &str) -> Option<Decimal> {
    let scientific = text.contains(['e', 'E']);
    let read = if scientific { Decimal::from_scientific } else { Decimal::from_str_exact };
    read(text).ok()
}

/// Reads a text as a request has to write it: a whole number. `7.00` is 7.
pub fn strict_whole(text: &str) -> Option<i64> {
    let whole = text
        .split_once('.')
        .map_or(text, |(whole, rest)| if rest.bytes().all(|b| b == b'0') { whole } else { text });
    whole.parse().ok()
}

/// True for the dash that tables show where there is no value.
pub(crate) fn is_dash(text: &str) -> bool {
    matches!(text, "-" | "－")
}

/// ASCII for a full-width character.
pub(crate) fn halfwidth(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    }
}

/// The exponent at the beginning of a text, 0 if there is none, and the rest of the text.
fn exponent(text: &str) -> Option<(i32, &str)> {
    let Some(signed) = text.strip_prefix(['e', 'E', 'ｅ', 'Ｅ']) else { return Some((0, text)) };
    let negative = signed.strip_prefix(['-', '－']);
    let positive = signed.strip_prefix(['+', '＋']).unwrap_or(signed);
    let unsigned = negative.unwrap_or(positive);
    let end = unsigned.find(|c| !halfwidth(c).is_ascii_digit()).unwrap_or(unsigned.len());
    let (digits, rest) = unsigned.split_at(end);
    if digits.is_empty() {
        return Some((0, text));
    }
    let value: i32 = digits.chars().map(halfwidth).collect::<String>().parse().ok()?;
    Some((if negative.is_some() { -value } else { value }, rest))
}

/// The digits without the commas of thousands. A comma that separates anything else, as in `12,50`, is refused.
fn ungrouped(digits: String) -> Option<String> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let unsigned = whole.strip_prefix(['-', '+']).unwrap_or(whole);
    let Some((first, groups)) = unsigned.split_once(',') else {
        return (!fraction.contains(',')).then_some(digits);
    };
    let is_grouped = (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && groups.split(',').all(|group| group.len() == 3);
    (is_grouped && !fraction.contains(',')).then(|| digits.replace(',', ""))
}

/// The number times a power of ten, exactly; `None` if the digits do not fit.
fn scaled(mut number: Decimal, exponent: i32) -> Option<Decimal> {
    let scale = i32::try_from(number.scale()).ok()?.checked_sub(exponent)?;
    if let Ok(scale) = u32::try_from(scale) {
        number.set_scale(scale).ok()?;
        return Some(number);
    }
    number.set_scale(0).ok()?;
    let factor = 10_i128.checked_pow(scale.unsigned_abs())?;
    number.checked_mul(Decimal::try_from_i128_with_scale(factor, 0).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Option<String>, InvalidScalar> {
        lenient_decimal(text).map(|number| number.map(|number| number.to_string()))
    }

    #[test]
    fn thousands_exponents_and_full_width_digits_are_read() {
        for (text, expected) in [
            ("1,000.00", "1000.00"),
            ("-1,234,567", "-1234567"),
            ("+5", "5"),
            ("１，０００．５", "1000.5"),
            ("1E+3", "1000"),
            ("10e5", "1000000"),
            ("1.5e3", "1500"),
            ("12.5E-3", "0.0125"),
            ("0.1000", "0.1000"),
            ("1,000e1", "10000"),
        ] {
            assert_eq!(read(text), Ok(Some(expected.to_owned())), "{text}");
        }
        assert_eq!((read("-"), read("－")), (Ok(None), Ok(None)));
    }

    #[test]
    fn no_number_is_guessed() {
        for text in [
            "",
            ".",
            "12,50",
            "1,00",
            "1,0000",
            "0,500",
            ",500",
            "1,,000",
            "1.000,5",
            "1.5.2",
            "1_000",
            "(5.00)",
            "NaN",
            "0x10",
            "--5",
            "5-",
            "1e",
            "1e+",
            "1e400",
            "1e-400",
            "1e99999999999",
            "0.00000000000000000000000000001234",
            "0.00000000000000000000000000001234e0",
            "1 000",
            "十",
        ] {
            assert_eq!(read(text), Err(InvalidScalar), "{text}");
        }
    }

    #[test]
    fn the_short_way_is_the_long_way_or_none() {
        let numbers =
            ["0", "00", "7", "10.00", "0.1000", "123456789012345678", "1234567890123456789"];
        let more =
            ["5.", ".5", "1.2.3", "1,000", "", "1e3", "12345678.123456789", "99999999999999999.9"];
        let mut short = 0;
        for number in numbers.into_iter().chain(more) {
            for rest in ["", "箱", "%", " 元", "-", "+1", "e", "E5", ",5", "０", "（3）", "."]
            {
                let text = format!("{number}{rest}");
                let found = plain_number(&text);
                short += usize::from(found.is_some());
                let shown = |(number, rest): (Decimal, &str)| (number.to_string(), rest.to_owned());
                let any = any_number(&text).map(shown);
                assert!(found.is_none() || found.map(shown) == any, "{text}: {found:?} {any:?}");
            }
        }
        assert!(short > 20, "{short}");
    }

    #[test]
    fn a_request_has_fewer_forms() {
        assert_eq!(strict_decimal("1.5e3"), Some(1500.into()));
        assert_eq!((strict_whole("7.00"), strict_whole("7.5")), (Some(7), None));
        for text in ["1,000", "１０", "¥5", "-"] {
            assert_eq!((strict_decimal(text), strict_whole(text)), (None, None), "{text}");
        }
    }
}
