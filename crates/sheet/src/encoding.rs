//! Strict decoding of UTF-8, GB18030 and UTF-16.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use crate::{error::SheetError, lines::breaks, table::TextEncoding};

const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";

/// The text without its byte order mark, and its encoding.
///
/// # Errors
/// `Empty`, or `NotText` with the first line that decodes in no encoding.
pub(crate) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, TextEncoding), SheetError> {
    let (text, encoding) = if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        (strictly(rest, UTF_16LE)?, TextEncoding::Utf16Le)
    } else if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        (strictly(rest, UTF_16BE)?, TextEncoding::Utf16Be)
    } else {
        without_wide_mark(bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes))?
    };
    if let Some(at) = text.find('\0') {
        return Err(SheetError::NotText { line: 1 + breaks(&text.as_bytes()[..at]) });
    }
    if text.chars().all(|letter| letter.is_whitespace() || letter == '\u{feff}') {
        return Err(SheetError::Empty);
    }
    Ok((text, encoding))
}

fn without_wide_mark(bytes: &[u8]) -> Result<(Cow<'_, str>, TextEncoding), SheetError> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok((Cow::Borrowed(text), TextEncoding::Utf8)),
        Err(error) => error,
    };
    let before = &bytes[..error.valid_up_to()];
    // A three-byte character is Chinese in UTF-8, and hardly ever valid by chance in GB18030.
    if before.iter().any(|byte| *byte >= 0xe0) {
        return Err(SheetError::NotText { line: 1 + breaks(before) });
    }
    Ok((strictly(bytes, GB18030)?, TextEncoding::Gb18030))
}

fn strictly<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Result<Cow<'a, str>, SheetError> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or_else(|| {
        let wide = encoding == UTF_16LE || encoding == UTF_16BE;
        SheetError::NotText { line: if wide { 1 } else { first_wrong(bytes, encoding) } }
    })
}

/// No character of GB18030 holds a line break as one of its bytes.
fn first_wrong(bytes: &[u8], encoding: &'static Encoding) -> u64 {
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if encoding.decode_without_bom_handling_and_without_replacement(line).is_none() {
            break;
        }
        at += line.len();
    }
    1 + breaks(&bytes[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_apart() {
        for (bytes, text, encoding) in [
            (&b"a"[..], "a", TextEncoding::Utf8),
            ("\u{feff}订单".as_bytes(), "订单", TextEncoding::Utf8),
            (b"\xb6\xa9\xb5\xa5", "订单", TextEncoding::Gb18030),
            (b"\xff\xfe\xa2\x8b", "订", TextEncoding::Utf16Le),
            (b"\xfe\xff\x8b\xa2", "订", TextEncoding::Utf16Be),
        ] {
            assert_eq!(decode(bytes), Ok((Cow::Borrowed(text), encoding)));
        }
    }

    #[test]
    fn text_in_no_encoding_is_refused_with_its_line() {
        for (bytes, line) in [
            (b"a\r\nb\xff\n".to_vec(), 2),
            ("订单\r\n".bytes().chain(*b"x\r\n\xb5\xa5").collect(), 3),
            (b"a\nb\0".to_vec(), 2),
            (b"\xff\xfea".to_vec(), 1),
        ] {
            assert_eq!(decode(&bytes), Err(SheetError::NotText { line }));
        }
        for blank in [&b""[..], b"\n \n", b"\xef\xbb\xbf\xef\xbb\xbf"] {
            assert_eq!(decode(blank), Err(SheetError::Empty));
        }
    }
}
