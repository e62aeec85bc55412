//! Finds the rows of an answer: inline or inside a string, one or many.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::{
    error::{Error, Location, excerpt},
    object::value_end,
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

/// The texts of the rows under `data`. A document inside a string is unescaped first. A list that is no JSON, for a tab in a
/// name for instance, is cut into its objects all the same, so that a bad row affects no other.
pub(crate) fn split(place: Location, path: &str, data: &TextRange) -> Result<RowTexts, Error> {
    let (page, data) = (data, data.as_str());
    let fail = |error, text| fail(place, path, error, text);
    match data.trim().as_bytes() {
        _ if is_blank(data.trim()) => Ok(Vec::new().into()),
        [b'"', ..] => {
            let inner: String = serde_json::from_str(data).map_err(|e| fail(e, data))?;
            inside(place, path, &inner.into())
        }
        [b'[', ..] => {
            let (rows, is_json) = match serde_json::from_str::<Vec<&RawValue>>(data) {
                Ok(rows) => (rows.into_iter().map(RawValue::get).collect(), true),
                Err(error) => (objects(data).ok_or_else(|| fail(error, data))?, false),
            };
            let texts = rows.into_iter().map(|row| page.of(row)).collect();
            Ok(RowTexts { texts, is_json })
        }
        [b'{', ..] => match listed(data).map_err(|e| fail(e, data))? {
            Some(list) => split(place, &format!("{path}.list"), &page.of(list)),
            None => Ok(vec![page.of(data.trim())].into()),
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

/// A body without the byte order mark before it and the NULs behind it that some servers send.
pub fn unmarked(body: &[u8]) -> &[u8] {
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    let end = body.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    &body[..end]
}

/// As [`unmarked`], of text, and without blanks.
fn unmarked_text(text: &str) -> &str {
    text.trim().trim_start_matches('\u{feff}').trim_end_matches('\0').trim()
}

/// The texts of the objects of a list, found by brackets and quotes alone; `None` if the list is no list of whole objects.
fn objects(list: &str) -> Option<Vec<&str>> {
    let mut rest = list.trim().strip_prefix('[')?.trim_start();
    let mut rows = Vec::new();
    loop {
        let (row, behind) = rest.split_at(value_end(rest.as_bytes()));
        if !(row.starts_with('{') && row.ends_with('}')) {
            return None;
        }
        rows.push(row);
        match behind.trim_start().strip_prefix(',') {
            Some(next) => rest = next.trim_start(),
            None => return (behind.trim() == "]").then_some(rows),
        }
    }
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
    let inner = serde_json::from_str::<String>(data).ok();
    match inner.as_deref().map(unmarked_text) {
        Some(inner) if is_blank(inner) => None,
        Some(inner) if is_document(inner) => Some(inner.to_owned()),
        _ => Some(data.to_owned()),
    }
}

/// The keys and texts of an object, in its order; `None` if `data` is none. An object inside a string is unescaped.
pub(crate) fn entries(
    place: Location,
    path: &str,
    data: &str,
) -> Result<Option<Vec<(String, TextRange)>>, Error> {
    let Some(text) = whole(data).filter(|text| text.starts_with('{')) else {
        return Ok(None);
    };
    let text = TextRange::from(text);
    let Entries(entries) =
        serde_json::from_str(text.as_str()).map_err(|error| fail(place, path, error, data))?;
    let texts = |(key, raw): (String, &RawValue)| (key, text.of(raw.get()));
    Ok(Some(entries.into_iter().map(texts).collect()))
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

fn is_document(text: &str) -> bool {
    text.starts_with(['{', '[']) && serde_json::from_str::<IgnoredAny>(text).is_ok()
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
