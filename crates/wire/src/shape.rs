//! Finds the rows of an answer: inline or inside a string, one or many.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::{
    error::{Error, Location, excerpt},
    text_range::TextRange,
};

/// The texts of the rows under `data`. A document inside a string is unescaped first.
pub(crate) fn split(
    place: Location,
    path: &str,
    data: &TextRange,
) -> Result<Vec<TextRange>, Error> {
    let (page, data) = (data, data.as_str());
    let fail = |error, text| fail(place, path, error, text);
    match data.trim().as_bytes() {
        _ if is_blank(data.trim()) => Ok(Vec::new()),
        [b'"', ..] => {
            let inner: String = serde_json::from_str(data).map_err(|e| fail(e, data))?;
            inside(place, path, &inner.into())
        }
        [b'[', ..] => {
            let rows: Vec<&RawValue> = serde_json::from_str(data).map_err(|e| fail(e, data))?;
            Ok(rows.iter().map(|row| page.of(row.get())).collect())
        }
        [b'{', ..] => match listed(data).map_err(|e| fail(e, data))? {
            Some(list) => split(place, &format!("{path}.list"), &page.of(list)),
            None => Ok(vec![page.of(data.trim())]),
        },
        _ => Err(fail(de_error("expected a list or an object"), data)),
    }
}

/// As [`split`], for a document taken out of a string.
pub(crate) fn inside(
    place: Location,
    path: &str,
    document: &TextRange,
) -> Result<Vec<TextRange>, Error> {
    let text = document.as_str();
    if text.trim().starts_with('"') {
        return Err(fail(place, path, de_error("a string inside a string"), text));
    }
    split(place, path, document)
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
    match inner.as_deref().map(str::trim) {
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
