//! Texts in the XML of workbooks.

use quick_xml::{escape::resolve_xml_entity, events::BytesRef};

use crate::{archive::broken, error::SheetError};

/// Hands on the text of an entity such as `&amp;`.
///
/// # Errors
/// An entity that XML does not define.
pub(crate) fn push_entity(
    entity: &BytesRef<'_>,
    push: &mut impl FnMut(&str),
) -> Result<(), SheetError> {
    let letter = entity.resolve_char_ref().map_err(|error| broken(&error))?;
    match (letter, resolve_xml_entity(entity)) {
        (Some(letter), _) => push(letter.encode_utf8(&mut [0; 4])),
        (None, Some(text)) => push(text),
        (None, None) => return Err(broken(&"a text has an unknown entity")),
    }
    Ok(())
}

/// The text with `_x000D_` as the character that it stands for, as workbooks write characters that XML cannot hold.
pub(crate) fn without_escapes(text: &str) -> Option<String> {
    let mut rest = text;
    let mut plain = String::new();
    while let Some(at) = rest.find("_x") {
        let letter = rest.get(at + 2..at + 6).filter(|_| rest[at + 6..].starts_with('_'));
        let letter = letter.filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        let letter = letter.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        match letter.and_then(char::from_u32) {
            Some(letter) => {
                plain.push_str(&rest[..at]);
                plain.push(letter);
                rest = &rest[at + 7..];
            }
            None => {
                plain.push_str(&rest[..at + 2]);
                rest = &rest[at + 2..];
            }
        }
    }
    (rest.len() < text.len()).then(|| plain + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_characters_are_read() {
        for (text, plain) in [
            ("a_x000D_b", Some("a\rb")),
            ("_x005F_x000D_", Some("_x000D_")),
            ("_x00ZZ_", Some("_x00ZZ_")),
            ("_x4e2d_文", Some("中文")),
            ("_x", Some("_x")),
            ("DD_X1", None),
            ("订单", None),
        ] {
            assert_eq!(without_escapes(text).as_deref(), plain, "{text}");
        }
    }
}
