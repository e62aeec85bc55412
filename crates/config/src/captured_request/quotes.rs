//! The three quotes of a shell.

use crate::captured_request_error::CapturedRequestError;

/// Whether `$` and this are a variable or a command.
pub(crate) fn begins_variable(after: &[u8]) -> bool {
    let begins = |byte: &u8| byte.is_ascii_alphanumeric() || b"_{(@?!#*".contains(byte);
    after.first().is_some_and(begins)
}

/// The error for a value that only the shell knew, by its name.
pub(crate) fn unknown(name: &[u8]) -> CapturedRequestError {
    let end = name.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"_{(`".contains(byte));
    let name = String::from_utf8_lossy(&name[..end.unwrap_or(name.len())]).into_owned();
    let name = if name == "`" { name } else { format!("${name}") };
    CapturedRequestError::ShellVariable(name)
}

pub(crate) fn quoted<'a>(
    text: &'a [u8],
    word: &mut Vec<u8>,
) -> Result<&'a [u8], CapturedRequestError> {
    let end = text.iter().position(|byte| *byte == b'\'');
    let end = end.ok_or(CapturedRequestError::UnclosedQuote)?;
    word.extend_from_slice(&text[..end]);
    Ok(&text[end + 1..])
}

pub(crate) fn double_quoted<'a>(
    mut text: &'a [u8],
    word: &mut Vec<u8>,
) -> Result<&'a [u8], CapturedRequestError> {
    loop {
        text = match text {
            [b'"', rest @ ..] => return Ok(rest),
            [b'\\', b'\n', rest @ ..] | [b'\\', b'\r', b'\n', rest @ ..] => rest,
            [b'\\', escaped @ (b'"' | b'\\' | b'$' | b'`'), rest @ ..] => {
                word.push(*escaped);
                rest
            }
            [b'`', ..] => return Err(unknown(b"`")),
            [b'$', rest @ ..] if begins_variable(rest) => return Err(unknown(rest)),
            [byte, rest @ ..] => {
                word.push(*byte);
                rest
            }
            [] => return Err(CapturedRequestError::UnclosedQuote),
        }
    }
}

/// `$'…'`: the form in which browsers copy text with a quote or a line end.
pub(crate) fn ansi_quoted<'a>(
    mut text: &'a [u8],
    word: &mut Vec<u8>,
) -> Result<&'a [u8], CapturedRequestError> {
    let hex = |digits: &[u8]| {
        std::str::from_utf8(digits).ok().and_then(|digits| u32::from_str_radix(digits, 16).ok())
    };
    let mut high = None;
    loop {
        text = match text {
            [b'\'', rest @ ..] => return Ok(rest),
            [b'\\', b'x', a, b, rest @ ..] if hex(&[*a, *b]).is_some() => {
                word.extend(hex(&[*a, *b]).and_then(|byte| u8::try_from(byte).ok()));
                rest
            }
            [b'\\', b'u', a, b, c, d, rest @ ..] if hex(&[*a, *b, *c, *d]).is_some() => {
                let unit = hex(&[*a, *b, *c, *d]).unwrap_or_default();
                // Browsers write a character beyond the first plane as two halves.
                let code = match (high.take(), unit) {
                    (_, 0xD800..0xDC00) => {
                        high = Some(unit);
                        text = rest;
                        continue;
                    }
                    (Some(high), 0xDC00..0xE000) => {
                        0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00)
                    }
                    (_, unit) => unit,
                };
                let character = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
                word.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                rest
            }
            [b'\\', escaped, rest @ ..] => {
                word.push(match escaped {
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    other => *other,
                });
                rest
            }
            [byte, rest @ ..] => {
                word.push(*byte);
                rest
            }
            [] => return Err(CapturedRequestError::UnclosedQuote),
        }
    }
}
