//! Cuts text that is no JSON, for a raw control character or bytes that are no UTF-8, by brackets and quotes alone, so that a
//! bad row affects no other.

use std::{borrow::Cow, fmt::Write as _};

use crate::object::value_end;

/// The sign for bytes that are no UTF-8. It begins with a control character, so that a row that holds it is no JSON.
pub(crate) const NOT_UTF8: &str = "\u{1a}\u{fffd}";

/// The body as text, with a sign for each sequence of bytes that is no UTF-8.
pub(crate) fn text(body: &[u8]) -> String {
    let mut text = String::with_capacity(body.len());
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push_str(NOT_UTF8);
        }
    }
    text
}

/// Names and values of an object, as they are written; `None` if it is no object.
pub(crate) fn members(object: &str) -> Option<Vec<(&str, &str)>> {
    let mut rest = trimmed(object).strip_prefix('{')?;
    let mut members = Vec::new();
    loop {
        rest = trimmed(rest);
        if rest == "}" {
            return Some(members);
        }
        if !rest.starts_with('"') {
            return None;
        }
        let (name, behind) = rest.split_at(value_end(rest.as_bytes()));
        let value = trimmed(trimmed(behind).strip_prefix(':')?);
        let (value, behind) = value.split_at(value_end(value.as_bytes()));
        if value.is_empty() {
            return None;
        }
        members.push((name.get(1..name.len() - 1)?, value));
        let behind = trimmed(behind);
        rest = match behind.strip_prefix(',') {
            Some(rest) => rest,
            None if behind == "}" => behind,
            None => return None,
        };
    }
}

/// The texts of the elements of a list; `None` if it is no list. A comma behind the last element is none of them.
pub(crate) fn elements(list: &str) -> Option<Vec<&str>> {
    let mut rest = trimmed(list).strip_prefix('[')?;
    let mut elements = Vec::new();
    loop {
        rest = trimmed(rest);
        if rest == "]" {
            return Some(elements);
        }
        let (element, behind) = rest.split_at(value_end(rest.as_bytes()));
        if element.is_empty() {
            return None;
        }
        elements.push(element);
        let behind = trimmed(behind);
        rest = match behind.strip_prefix(',') {
            Some(rest) => rest,
            None if behind == "]" => behind,
            None => return None,
        };
    }
}

/// Without blanks, byte order marks and control characters at both ends.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}')
}

/// The text inside a JSON string, whose control characters may be raw.
pub(crate) fn unquoted(string: &str) -> serde_json::Result<String> {
    serde_json::from_str(string)
        .or_else(|error| serde_json::from_str(&with_escapes(string)).map_err(|_| error))
}

/// The text with escapes instead of the raw control characters inside its strings.
pub(crate) fn with_escapes(json: &str) -> Cow<'_, str> {
    if !json.contains(|c: char| c < ' ') {
        return json.into();
    }
    let mut escaped = String::with_capacity(json.len());
    let (mut is_string, mut is_escape) = (false, false);
    for letter in json.chars() {
        match letter {
            control if control < ' ' && is_string => {
                write!(escaped, "\\u{:04x}", u32::from(control)).expect("a string takes all");
            }
            other => escaped.push(other),
        }
        is_string ^= letter == '"' && !is_escape;
        is_escape = is_string && letter == '\\' && !is_escape;
    }
    escaped.into()
}

/// The text of a member that is text or a number, as [`Lenient`](crate::Lenient) reads it; `None` for any other value, and for
/// a member that is there twice. The object may be no JSON.
pub fn member_text(object: &str, member: &str) -> Option<String> {
    let members = members(object)?;
    let mut found = members.iter().filter(|(name, _)| *name == member);
    let (Some((_, value)), None) = (found.next(), found.next()) else { return None };
    let text = match value.as_bytes() {
        [b'"', ..] => serde_json::from_str(value).ok()?,
        [b'-' | b'0'..=b'9', ..] => serde_json::from_str::<serde_json::Number>(value)
            .is_ok()
            .then(|| (*value).to_owned())?,
        _ => return None,
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
