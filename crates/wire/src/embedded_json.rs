//! A document inside a string, taken out of its page in one pass. serde_json would pass over these bytes three times.

use std::{fmt, sync::Arc};

use crate::{
    answer::{Row, numbered, numbered_records},
    error::{Error, Location},
    escaped_rows::{self, EscapedRows, RowSpan},
    member_span::{MemberSpan, RecordMembers},
    shape,
    string_scan::{CHUNK, ordinary_prefix},
    text_range::TextRange,
};

/// A page without the document that stands in it as a string.
pub struct EmbeddedJson {
    /// The page, with `""` where the document was.
    pub envelope: String,
    at: usize,
    document: TextRange,
    records: Option<FoundRecords>,
}

/// The rows of a document that was read where it stood.
struct FoundRecords {
    rows: Vec<RowSpan>,
    members: Arc<Vec<MemberSpan>>,
}

impl EmbeddedJson {
    /// Takes out the string that follows the first `"member":`. `None` if there is no such string, or if only serde_json can
    /// decode it or describe its error.
    pub fn parse(page: &[u8], member: &str) -> Option<Self> {
        let begin = begin(page, member)?;
        let (document, length, records) = match escaped_rows::read(&page[begin..]) {
            Some(EscapedRows { text, rows, members, length }) => {
                (text, length, Some(FoundRecords { rows, members: Arc::new(members) }))
            }
            None => {
                let (document, length) = unescaped(&page[begin..])?;
                (String::from_utf8(document).ok()?, length, None)
            }
        };
        let rest = [&page[..begin], &page[begin + length..]].concat();
        let envelope = String::from_utf8(rest).ok()?;
        Some(Self { envelope, at: begin - 1, document: document.into(), records })
    }

    /// True if the document stood at `found`, a slice of `envelope`. A member of the same name can also lie deeper.
    pub fn is_location_of(&self, found: &str) -> bool {
        std::ptr::eq(found.as_ptr(), self.envelope[self.at..].as_ptr())
    }

    /// As [`rows`](crate::rows), of the document.
    ///
    /// # Errors
    /// As there.
    pub fn rows<T>(&self, place: Location, path: &str) -> Result<Vec<Row<T>>, Error> {
        let Some(FoundRecords { rows, members }) = &self.records else {
            return Ok(numbered(place, path, shape::inside(place, path, &self.document)?));
        };
        let records = rows.iter().map(|row| {
            let text = TextRange { page: Arc::clone(&self.document.page), range: row.text.clone() };
            let (page, range) = (Arc::clone(members), row.members.clone());
            (text, RecordMembers { page, range })
        });
        Ok(numbered_records(place, path, records))
    }
}

/// Pages hold people's names; only lengths are shown.
impl fmt::Debug for EmbeddedJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EmbeddedJson({} bytes in {})", self.document.range.len(), self.envelope.len())
    }
}

/// Index of the first byte of the member's string, behind its quote.
fn begin(page: &[u8], member: &str) -> Option<usize> {
    let name = format!("\"{member}\"");
    let quotes = page.iter().enumerate().filter(|(_, byte)| **byte == b'"');
    let name_at = quotes.map(|(at, _)| at).find(|at| page[*at..].starts_with(name.as_bytes()))?;
    let rest = &page[name_at + name.len()..];
    let value = rest.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
    let string = value.strip_prefix(b"\"")?;
    Some(page.len() - string.len())
}

/// Decodes a JSON string up to its closing quote. Returns the decoded bytes and the number of bytes read. `None` for text
/// that is no string, and for `\\u` escapes, which are rare.
fn unescaped(bytes: &[u8]) -> Option<(Vec<u8>, usize)> {
    let mut text = Vec::with_capacity(bytes.len());
    let mut read = 0;
    loop {
        if let Some(chunk) = bytes[read..].first_chunk() {
            text.extend_from_slice(chunk);
            let ordinary = ordinary_prefix(*chunk);
            text.truncate(text.len() - (CHUNK - ordinary));
            read += ordinary;
            if ordinary == CHUNK {
                continue;
            }
        }
        match *bytes.get(read)? {
            b'"' => return Some((text, read)),
            b'\\' => {
                text.push(escaped_byte(*bytes.get(read + 1)?)?);
                read += 2;
            }
            control if control < b' ' => return None,
            other => {
                text.push(other);
                read += 1;
            }
        }
    }
}

/// The byte that a letter behind a backslash stands for.
fn escaped_byte(letter: u8) -> Option<u8> {
    Some(match letter {
        b'"' | b'\\' | b'/' => letter,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'b' => 0x08,
        b'f' => 0x0c,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use proptest::{
        collection::vec,
        sample::select,
        strategy::{Just, Strategy, Union},
        test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
    };

    use super::*;

    /// As the plain way reads it, wherever this one has an answer.
    fn check(literal: &[u8]) -> bool {
        let plain = serde_json::from_slice::<String>(literal);
        let rest = literal.strip_prefix(b"\"").expect("a literal");
        let Some((text, length)) = unescaped(rest) else { return false };
        match (String::from_utf8(text), std::str::from_utf8(&rest[..length])) {
            (Ok(text), Ok(_)) if length + 2 == literal.len() => {
                assert_eq!(text, plain.expect("read here, so there"), "{literal:?}");
            }
            _ => assert!(plain.is_err(), "{literal:?}"),
        }
        true
    }

    #[test]
    fn a_string_means_what_the_plain_way_says_wherever_an_escape_stands() {
        for escape in
            ["", "\\\"", "\\\\", "\\\\\\\"", "\\n\\t\\r\\b\\f\\/", "券", "\u{7f}", "\u{80}"]
        {
            for before in 0..20 {
                let literal = format!("\"{}{escape}{}\"", "a".repeat(before), "b".repeat(9));
                assert!(check(literal.as_bytes()), "{literal}");
            }
        }
        for refused in ["\"\\u5238\"", "\"\\x\"", "\"a", "\"a\\", "\"a\nb\"", "\"12345678\u{1f}\""]
        {
            assert!(!check(refused.as_bytes()), "{refused}");
        }
    }

    #[test]
    fn random_strings_mean_what_the_plain_way_says() {
        const PIECES: [&[u8]; 12] = [
            b"\\\"",
            b"\\\\",
            b"\"",
            b"\\n",
            b"\\u0041",
            b"a",
            b"12345678",
            "券".as_bytes(),
            b"\x1f",
            b"\xff",
            b"\xe5\x88",
            b"\\",
        ];
        // Most pieces are ordinary, so that some strings are valid.
        let ordinary = Union::new([Just(PIECES[5]), Just(PIECES[6])]);
        let piece = Union::new_weighted(vec![
            (12, select(PIECES.to_vec()).boxed()),
            (28, ordinary.boxed()),
        ]);
        let config = Config { cases: 20_000, failure_persistence: None, ..Config::default() };
        let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let read = Cell::new(0);
        let case = |pieces: Vec<&'static [u8]>| {
            let literal = [b"\"", &pieces.concat()[..], b"\""].concat();
            read.set(read.get() + usize::from(check(&literal)));
            Ok(())
        };
        TestRunner::new_with_rng(config, random).run(&vec(piece, 12), case).unwrap();
        let read = read.get();
        assert!((5_000..19_000).contains(&read), "{read} of 20000 were read");
    }

    #[test]
    fn a_document_is_taken_from_where_it_stands() {
        let cut = EmbeddedJson::parse(
            br#"{"code":"0", "data" : "[{\"id\":\"\\u5238\"}]","more":1}"#,
            "data",
        )
        .unwrap();
        assert_eq!(cut.envelope, r#"{"code":"0", "data" : "","more":1}"#);
        assert_eq!(cut.document.as_str(), r#"[{"id":"\u5238"}]"#);
        assert!(
            cut.is_location_of(&cut.envelope[22..24]) && !cut.is_location_of(&cut.envelope[8..11])
        );
        assert!(!format!("{cut:?}").contains("id"));
        for other in [
            "",
            "{}",
            r#"{"data":[]}"#,
            r#"{"data":null}"#,
            r#"{"data":"a"#,
            r#"{"message":"\"data\":\"\""}"#,
        ] {
            assert!(EmbeddedJson::parse(other.as_bytes(), "data").is_none(), "{other}");
        }
    }
}
