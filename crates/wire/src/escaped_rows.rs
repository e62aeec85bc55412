//! Rows of a document that stands in a string, read where they stand: one pass takes the escapes out, checks that the text is
//! JSON, and finds each row and its members. It reads the form that servers write: no blanks between tokens, no escape in a
//! key. Any other document is left to serde_json, which reads all of them.

use std::ops::Range;

use crate::{
    member_span::MemberSpan,
    string_scan::{CHUNK, ordinary_prefix},
};

/// A list of records, taken out of its string.
pub(crate) struct EscapedRows {
    pub(crate) text: String,
    pub(crate) rows: Vec<RowSpan>,
    /// The members of all rows, one row behind the other.
    pub(crate) members: Vec<MemberSpan>,
    /// Number of bytes that the string takes in its page, without its quotes.
    pub(crate) length: usize,
}

/// Where a row lies in the text, and its members in the list of all.
pub(crate) struct RowSpan {
    pub(crate) text: Range<usize>,
    pub(crate) members: Range<usize>,
}

/// Lists and objects inside each other that are read here; a row is not counted.
const DEEPEST: u32 = 64;

/// Reads the string that begins here, behind its quote. `None` for a document of any other form, and for what is no JSON.
pub(crate) fn read(page: &[u8]) -> Option<EscapedRows> {
    // Places are kept as 32 bits.
    u32::try_from(page.len()).ok()?;
    if page.first() != Some(&b'[') {
        return None;
    }
    let mut reader = EscapedReader {
        from: page,
        at: 0,
        to: Vec::with_capacity(page.len()),
        keys: Vec::new(),
        members: Vec::new(),
        is_plain: true,
    };
    let rows = reader.rows()?;
    let EscapedReader { at, to, members, .. } = reader;
    Some(EscapedRows { text: String::from_utf8(to).ok()?, rows, members, length: at })
}

struct EscapedReader<'a> {
    /// The page, from behind the quote on.
    from: &'a [u8],
    at: usize,
    /// The document so far, without the escapes.
    to: Vec<u8>,
    /// The keys of the record before, which are mostly those of the next.
    keys: Vec<SeenKey>,
    members: Vec<MemberSpan>,
    /// True if the last string had no escape of its own.
    is_plain: bool,
}

/// Where a key stands with its quotes and its colon: in the page, and in the document.
struct SeenKey {
    from: Range<usize>,
    to: Range<usize>,
}

impl EscapedReader<'_> {
    fn rows(&mut self) -> Option<Vec<RowSpan>> {
        let mut rows = Vec::new();
        self.expect(b'[')?;
        if self.peek()? == b']' {
            self.punctuation()?;
        } else {
            loop {
                let (begin, first) = (self.to.len(), self.members.len());
                self.record()?;
                let (text, members) = (begin..self.to.len(), first..self.members.len());
                rows.push(RowSpan { text, members });
                match self.punctuation()? {
                    b',' => {}
                    b']' => break,
                    _ => return None,
                }
            }
        }
        (self.peek()? == b'"').then_some(rows)
    }

    fn record(&mut self) -> Option<()> {
        self.expect(b'{')?;
        if self.peek()? == b'}' {
            return self.punctuation().map(drop);
        }
        for index in 0.. {
            let key = self.key(index)?;
            let (value, is_string) = (self.to.len(), self.peek()? == b'\\');
            self.value(DEEPEST)?;
            let is_plain = is_string && self.is_plain;
            self.members.push(MemberSpan::new(key, value, self.to.len(), is_plain));
            match self.punctuation()? {
                b',' => {}
                b'}' => break,
                _ => return None,
            }
        }
        Some(())
    }

    /// Reads the key of a record's member, with its colon, and says where its first letter is. A key that stood at the same
    /// place in the record before is compared and copied, and not read.
    fn key(&mut self, index: usize) -> Option<usize> {
        let first_letter = self.to.len() + 1;
        if let Some(SeenKey { from, to }) = self.keys.get(index)
            && self.from[self.at..].starts_with(&self.from[from.clone()])
        {
            self.at += from.len();
            self.to.extend_from_within(to.clone());
            return Some(first_letter);
        }
        let (from, to) = (self.at, self.to.len());
        self.string()?;
        if !self.is_plain {
            return None;
        }
        self.expect(b':')?;
        let key = SeenKey { from: from..self.at, to: to..self.to.len() };
        match self.keys.get_mut(index) {
            Some(seen) => *seen = key,
            None => self.keys.push(key),
        }
        Some(first_letter)
    }

    fn value(&mut self, depth: u32) -> Option<()> {
        match self.peek()? {
            b'\\' => self.string(),
            b'{' | b'[' => self.nested(depth.checked_sub(1)?),
            _ => self.literal(),
        }
    }

    fn nested(&mut self, depth: u32) -> Option<()> {
        let is_object = self.punctuation()? == b'{';
        let close = if is_object { b'}' } else { b']' };
        if self.peek()? == close {
            return self.punctuation().map(drop);
        }
        loop {
            if is_object {
                self.string()?;
                self.expect(b':')?;
            }
            self.value(depth)?;
            match self.punctuation()? {
                b',' => {}
                other => return (other == close).then_some(()),
            }
        }
    }

    /// A number, `true`, `false` or `null`.
    fn literal(&mut self) -> Option<()> {
        let rest = &self.from[self.at..];
        let length = rest.iter().position(|byte| matches!(byte, b',' | b'}' | b']'))?;
        let text = &rest[..length];
        if !matches!(text, b"null" | b"true" | b"false") && !is_number(text) {
            return None;
        }
        self.to.extend_from_slice(text);
        self.at += length;
        Some(())
    }

    /// A string with its quotes, each of which has a backslash before it.
    fn string(&mut self) -> Option<()> {
        if !self.from[self.at..].starts_with(b"\\\"") {
            return None;
        }
        self.replace(2, b'"');
        self.is_plain = true;
        loop {
            if let Some(chunk) = self.from[self.at..].first_chunk() {
                self.to.extend_from_slice(chunk);
                let ordinary = ordinary_prefix(*chunk);
                self.to.truncate(self.to.len() - (CHUNK - ordinary));
                self.at += ordinary;
                if ordinary == CHUNK {
                    continue;
                }
            }
            match &self.from[self.at..] {
                [b'\\', b'"', ..] => {
                    self.replace(2, b'"');
                    return Some(());
                }
                [b'\\', b'\\', ..] => {
                    self.replace(2, b'\\');
                    self.is_plain = false;
                    self.escape()?;
                }
                [b'\\', b'/', ..] => self.replace(2, b'/'),
                // The end of the page, of the outer string, a control character, or an escape that stands for one.
                [] | [b'\\' | b'"' | 0..b' ', ..] => return None,
                [other, ..] => self.replace(1, *other),
            }
        }
    }

    /// Takes the rest of an escape of the inner string, behind its backslash.
    fn escape(&mut self) -> Option<()> {
        match &self.from[self.at..] {
            [b'\\', letter @ (b'"' | b'\\' | b'/'), ..] => self.replace(2, *letter),
            [letter @ (b'/' | b'b' | b'f' | b'n' | b'r' | b't'), ..] => self.replace(1, *letter),
            [b'u', digits @ ..] if digits.first_chunk::<4>().is_some_and(is_hexadecimal) => {
                self.to.extend_from_slice(&self.from[self.at..self.at + 5]);
                self.at += 5;
            }
            _ => return None,
        }
        Some(())
    }

    fn peek(&self) -> Option<u8> {
        self.from.get(self.at).copied()
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.punctuation()? == byte).then_some(())
    }

    /// Takes a byte that means itself in both texts.
    fn punctuation(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.replace(1, byte);
        Some(byte)
    }

    fn replace(&mut self, read: usize, by: u8) {
        self.at += read;
        self.to.push(by);
    }
}

fn is_hexadecimal(digits: &[u8; 4]) -> bool {
    digits.iter().all(u8::is_ascii_hexdigit)
}

/// True for a number as JSON writes it.
fn is_number(text: &[u8]) -> bool {
    let unsigned = text.strip_prefix(b"-").unwrap_or(text);
    let (whole, rest) = digits(unsigned);
    let (fraction, rest) = match rest.strip_prefix(b".") {
        Some(rest) => digits(rest),
        None => (&b"0"[..], rest),
    };
    let (exponent, rest) = match rest {
        [b'e' | b'E', b'+' | b'-', rest @ ..] | [b'e' | b'E', rest @ ..] => digits(rest),
        _ => (&b"0"[..], rest),
    };
    let is_whole = matches!(whole, [b'0'] | [b'1'..=b'9', ..]);
    is_whole && !fraction.is_empty() && !exponent.is_empty() && rest.is_empty()
}

fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    text.split_at(text.iter().take_while(|byte| byte.is_ascii_digit()).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_form_is_read_here_and_others_are_left_to_the_plain_way() {
        let page = br#"[{\"id\":\"\u00e5\",\"n\":[1,{\"a\":null}]},{\"id\":\"a\\\"b\",\"m\":-1.5e3}]","more":1}"#;
        let page = String::from_utf8_lossy(page).replace("\\u00e5", "券");
        let found = read(page.as_bytes()).unwrap();
        assert_eq!(found.text, r#"[{"id":"券","n":[1,{"a":null}]},{"id":"a\"b","m":-1.5e3}]"#);
        assert!(page[found.length..].starts_with("\",\"more\""));
        let members: Vec<_> = found
            .members
            .iter()
            .map(|member| (member.key(&found.text), member.value(&found.text), member.is_plain()))
            .collect();
        assert_eq!(
            members,
            [
                ("id", "\"券\"", true),
                ("n", r#"[1,{"a":null}]"#, false),
                ("id", r#""a\"b""#, false),
                ("m", "-1.5e3", false)
            ]
        );
        assert_eq!(found.rows[1].members, 2..4);
        for left in [
            r#"{\"id\":1}""#,
            r#"[ {}]""#,
            r#"[1]""#,
            r#"[{\"a\": 1}]""#,
            r#"[{\"\\u0061\":1}]""#,
            r#"[{\"a\":1}]"#,
        ] {
            assert!(read(left.as_bytes()).is_none(), "{left}");
        }
    }

    #[test]
    fn a_number_is_what_serde_json_takes_for_one() {
        for text in [
            "0", "-0", "10", "1.5", "-1.5e3", "1E+3", "1e-3", "0.0", "01", "-", "", "1.", ".5",
            "1e", "1e+", "+1", "1.e3", "0x1", "1 ", "--1", "1.5.2", "1e3.5",
        ] {
            let plain =
                serde_json::from_str::<serde_json::Number>(text).is_ok() && text.trim() == text;
            assert_eq!(is_number(text.as_bytes()), plain, "{text:?}");
        }
    }
}
