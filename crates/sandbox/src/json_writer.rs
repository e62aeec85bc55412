//! Writing JSON in the vendors' order of fields, and text that was written once.

use std::fmt::{Display, Write};

/// The size in bytes of most rows, or a little less: most are written without growing.
const ROW: usize = 960;

/// An object, field by field.
#[derive(Debug)]
pub struct JsonObject(String, NumberStyle);

/// How a field is written that the tables type int.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct NumberStyle {
    pub(crate) bare: bool,
    pub(crate) null: bool,
}

impl JsonObject {
    /// An object without fields.
    #[expect(
        clippy::new_without_default,
        reason = "an empty object is a beginning, not a usual value"
    )]
    pub fn new() -> Self {
        Self::with(NumberStyle::default())
    }

    /// One whose [`int`](Self::int) fields are written that way.
    pub(crate) fn with(ints: NumberStyle) -> Self {
        let mut text = String::with_capacity(ROW);
        text.push('{');
        Self(text, ints)
    }

    /// A field of text.
    pub fn text(mut self, key: &str, value: impl AsRef<str>) -> Self {
        self.key(key);
        push_quoted(&mut self.0, value.as_ref());
        self
    }

    /// A field whose digits or letters need no escape, as text.
    pub(crate) fn plain(mut self, key: &str, value: impl Display) -> Self {
        self.key(key);
        write!(self.0, "\"{value}\"").expect("a String takes everything");
        self
    }

    /// A field that the tables type int; a blank value is none.
    pub(crate) fn int(self, key: &str, value: impl Display) -> Self {
        let value = value.to_string();
        match (value.is_empty(), self.1) {
            (true, NumberStyle { null: true, .. }) => self.json(key, "null"),
            (false, NumberStyle { bare: true, .. }) => self.json(key, value),
            _ => self.plain(key, value),
        }
    }

    /// A field whose value is JSON already: numbers, `null`, lists.
    pub fn json(mut self, key: &str, value: impl Display) -> Self {
        self.key(key);
        write!(self.0, "{value}").expect("a String takes everything");
        self
    }

    /// A field with a list of objects.
    pub(crate) fn list(self, key: &str, items: impl IntoIterator<Item = Self>) -> Self {
        let items: Vec<String> = items.into_iter().map(Self::finish).collect();
        self.json(key, format_args!("[{}]", items.join(",")))
    }

    /// The JSON text of the object.
    pub fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }

    fn key(&mut self, key: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.0.push('"');
        self.0.push_str(key);
        self.0.push_str("\":");
    }
}

/// `text` as a JSON string with its quotes.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_quoted(&mut out, text);
    out
}

fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    push_escaped(out, text);
    out.push('"');
}

/// `text` as it stands between the quotes of a JSON string.
fn push_escaped(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, 0..=0x1f | b'"' | b'\\')) {
        out.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            byte => write!(out, "\\u{byte:04x}").expect("a String takes everything"),
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// The text of a row, written when it is first asked for after a change. What the clock does to a row is its phase: a text
/// of another phase is written anew.
#[derive(Debug, Default)]
pub(crate) struct CachedText(Option<(u8, Box<str>)>);

impl CachedText {
    pub(crate) fn is_of(&self, phase: u8) -> bool {
        self.0.as_ref().is_some_and(|(written, _)| *written == phase)
    }

    pub(crate) fn set(&mut self, phase: u8, text: Box<str>) {
        self.0 = Some((phase, text));
    }

    /// The text that was set last; blank after it was forgotten.
    pub(crate) fn text(&self) -> &str {
        self.0.as_ref().map_or("", |(_, text)| text)
    }

    pub(crate) fn forget(&mut self) {
        self.0 = None;
    }
}

/// A row as it is sent as a JSON document inside a string.
pub(crate) fn escaped(row: JsonObject) -> Box<str> {
    let row = row.finish();
    let mut out = String::with_capacity(2 * row.len());
    push_escaped(&mut out, &row);
    // A copy of the right size: giving back the rest of each would riddle the memory with holes.
    out.as_str().into()
}

/// The text from which [`escaped`] made this one.
pub(crate) fn unescaped(escaped: &str) -> String {
    serde_json::from_str(&format!("\"{escaped}\"")).expect("the inside of a JSON string")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_json_and_says_the_same() {
        let nasty = "引\"号\\ \n\r\t\u{1}末";
        let text = JsonObject::new()
            .text("a", nasty)
            .plain("b", 7)
            .json("c", "null")
            .list("d", [JsonObject::new(), JsonObject::new().text("e", "")])
            .finish();
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        let expected = serde_json::json!({"a": nasty, "b": "7", "c": null, "d": [{}, {"e": ""}]});
        assert_eq!(read, expected);
        let inside: String = serde_json::from_str(&quoted(&text)).unwrap();
        assert_eq!(inside, text);
    }

    #[test]
    fn a_text_is_of_its_phase_until_it_is_forgotten() {
        let mut written = CachedText::default();
        assert!(!written.is_of(0));
        written.set(0, "a".into());
        assert!(written.is_of(0) && !written.is_of(1));
        assert_eq!(written.text(), "a");
        written.forget();
        assert!(!written.is_of(0));
    }
}
