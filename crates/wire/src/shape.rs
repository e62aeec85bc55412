//! Finds the rows of an answer: inline or inside a string, one or many.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::{
    damaged,
    error::{Error, Location, excerpt},
    text_range::TextRange,
};

/// The texts of the rows of a page.
pub(crate) struct RowTexts {
    pub(crate) texts: Vec<TextRange>,
    /// False if serde_json refuses the page: each row has to be examined.
    pub(crate) is_json: bool,
}

impl From<Vec<TextRange>> for RowTexts {
    fn from(texts: Vec<TextRange>) -> Self {
        Self { texts, is_json: true }
    }
}

/// The texts of the rows under `data`. A document inside a string is unescaped first. Data that is no JSON, for a tab in a
/// name for instance, is cut into its rows all the same, so that a bad row affects no other.
pub(crate) fn split(place: Location, path: &str, data: &TextRange) -> Result<RowTexts, Error> {
    let (page, data) = (data, unmarked_text(data.as_str()));
    let fail = |error, text| fail(place, path, error, text);
    match data.as_bytes() {
        _ if is_blank(data) => Ok(Vec::new().into()),
        [b'"', ..] => {
            let inner = damaged::unquoted(data).map_err(|e| fail(e, data))?;
            inside(place, path, &inner.into())
        }
        [b'[', ..] => {
            let (rows, is_json) = match serde_json::from_str::<Vec<&RawValue>>(data) {
                Ok(rows) => (rows.into_iter().map(RawValue::get).collect(), true),
                Err(error) => (damaged::elements(data).ok_or_else(|| fail(error, data))?, false),
            };
            let texts = rows.into_iter().map(|row| page.of(row)).collect();
            Ok(RowTexts { texts, is_json })
        }
        [b'{', ..] => match listed(data) {
            Ok(Some(list)) => split(place, &format!("{path}.list"), &page.of(list)),
            Ok(None) => Ok(vec![page.of(data)].into()),
            Err(error) => {
                let members = damaged::members(data).ok_or_else(|| fail(error, data))?;
                let value = |name| members.iter().find(|(found, _)| *found == name);
                match (value("list"), value("total")) {
                    (Some((_, list)), Some(_)) => {
                        split(place, &format!("{path}.list"), &page.of(list))
                    }
                    _ => Ok(RowTexts { texts: vec![page.of(data)], is_json: false }),
                }
            }
        },
        _ => Err(fail(de_error("expected a list or an object"), data)),
    }
}

/// As [`split`], for a document taken out of a string.
pub(crate) fn inside(place: Location, path: &str, document: &TextRange) -> Result<RowTexts, Error> {
    let text = unmarked_text(document.as_str());
    if text.starts_with('"') {
        return Err(fail(place, path, de_error("a string inside a string"), text));
    }
    split(place, path, &document.of(text))
}

/// A body without the blanks, byte order marks and NULs around it that some servers send.
pub fn unmarked(mut body: &[u8]) -> &[u8] {
    loop {
        let blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0;
        let begin = body.iter().position(|byte| !blank(byte)).unwrap_or(body.len());
        let end = body.iter().rposition(|byte| !blank(byte)).map_or(begin, |last| last + 1);
        let bare = &body[begin..end];
        let mark = "\u{feff}".as_bytes();
        let unmarked = bare.strip_prefix(mark).unwrap_or(bare);
        let unmarked = unmarked.strip_suffix(mark).unwrap_or(unmarked);
        if unmarked.len() == body.len() {
            return body;
        }
        body = unmarked;
    }
}

/// As [`unmarked`], of text.
fn unmarked_text(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0')
}

fn fail(place: Location, path: &str, error: serde_json::Error, text: &str) -> Error {
    Error { place, path: path.to_owned(), problem: error.to_string(), excerpt: excerpt(text) }
}

/// The text of `data` as one record, `None` if it is blank. An object or list inside a string is unescaped.
pub(crate) fn whole(data: &str) -> Option<String> {
    let data = data.trim();
    if is_blank(data) {
        return None;
    }
    let inner = if data.starts_with('"') { damaged::unquoted(data).ok() } else { None };
    match inner.as_deref().map(unmarked_text) {
        Some(inner) if is_blank(inner) => None,
        Some(inner) if is_document(inner) => Some(inner.to_owned()),
        _ => Some(data.to_owned()),
    }
}

/// The members of an object.
pub(crate) struct MemberTexts {
    pub(crate) members: Vec<(String, TextRange)>,
    /// False if serde_json refuses the object.
    pub(crate) is_json: bool,
}

/// The keys and texts of an object, in its order; `None` if `data` is none. An object inside a string is unescaped.
pub(crate) fn entries(
    place: Location,
    path: &str,
    data: &str,
) -> Result<Option<MemberTexts>, Error> {
    let Some(text) = whole(data).filter(|text| text.starts_with('{')) else {
        return Ok(None);
    };
    let text = TextRange::from(text);
    let (members, is_json) =
        object_members(text.as_str()).map_err(|error| fail(place, path, error, data))?;
    let members = members.into_iter().map(|(key, value)| (key, text.of(value))).collect();
    Ok(Some(MemberTexts { members, is_json }))
}

/// The keys and texts of an object's members, in their order, with repetitions. The object may be no JSON.
pub fn loose_members<'a>(
    place: Location,
    path: &str,
    object: &'a str,
) -> Result<Vec<(String, &'a str)>, Error> {
    let members = object_members(object).map_err(|error| fail(place, path, error, object))?;
    Ok(members.0)
}

/// The members, and whether the object is JSON.
fn object_members(object: &str) -> serde_json::Result<(Vec<(String, &str)>, bool)> {
    match serde_json::from_str(object) {
        Ok(Entries(entries)) => {
            Ok((entries.into_iter().map(|(key, raw)| (key, raw.get())).collect(), true))
        }
        Err(error) => {
            let members = damaged::members(object).ok_or(error)?;
            let members = members.into_iter().map(|(key, value)| (key.to_owned(), value));
            Ok((members.collect(), false))
        }
    }
}

/// The members of an object as written: in their order, with repetitions.
#[derive(Debug)]
pub struct Entries<'a>(pub Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<'de>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}

/// True for an object or a list. Of what is no JSON only an object that can be cut counts.
fn is_document(text: &str) -> bool {
    text.starts_with(['{', '['])
        && (serde_json::from_str::<IgnoredAny>(text).is_ok()
            || damaged::members(text).is_some_and(|members| !members.is_empty()))
}

fn is_blank(text: &str) -> bool {
    let within = |open, close| text.strip_prefix(open)?.strip_suffix(close);
    let inner = within('{', '}').or_else(|| within('[', ']')).unwrap_or(text).trim();
    inner.is_empty() || text == "null"
}

/// The list of a `{list, total}` object; `None` for any other object.
fn listed(object: &str) -> Result<Option<&str>, serde_json::Error> {
    #[derive(Deserialize)]
    struct ListAndTotal<'a> {
        #[serde(borrow, default, deserialize_with = "present")]
        list: Option<&'a RawValue>,
        total: Option<IgnoredAny>,
    }
    let ListAndTotal { list, total } = serde_json::from_str(object)?;
    Ok(list.filter(|_| total.is_some()).map(RawValue::get))
}

/// `null` is a value here: the list of nothing found.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

fn de_error(problem: &str) -> serde_json::Error {
    serde::de::Error::custom(problem)
}
