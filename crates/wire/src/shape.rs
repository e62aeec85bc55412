//! Finding the rows in an answer: inline or inside a string, one or many.

use std::fmt;

use bytes::Bytes;
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::error::{Error, Place, excerpt};

/// The texts of the rows under `data`. `data` must be a slice of `page`. A document inside a string is unescaped first.
pub(crate) fn split(
    place: Place,
    path: &str,
    page: &Bytes,
    data: &str,
) -> Result<Vec<Bytes>, Error> {
    let fail = |error, text| fail(place, path, error, text);
    match data.trim().as_bytes() {
        _ if is_blank(data.trim()) => Ok(Vec::new()),
        [b'"', ..] => {
            let inner: String = serde_json::from_str(data).map_err(|e| fail(e, data))?;
            inside(place, path, &inner.into())
        }
        [b'[', ..] => {
            let rows: Vec<&RawValue> = serde_json::from_str(data).map_err(|e| fail(e, data))?;
            Ok(rows.iter().map(|row| slice(page, row.get())).collect())
        }
        [b'{', ..] => match listed(data).map_err(|e| fail(e, data))? {
            Some(list) => split(place, &format!("{path}.list"), page, list),
            None => Ok(vec![slice(page, data.trim())]),
        },
        _ => Err(fail(de_error("expected a list or an object"), data)),
    }
}

/// As [`split`], of what stood in a string.
pub(crate) fn inside(place: Place, path: &str, document: &Bytes) -> Result<Vec<Bytes>, Error> {
    let text = std::str::from_utf8(document).expect("made from a String");
    if text.trim().starts_with('"') {
        return Err(fail(place, path, de_error("a string inside a string"), text));
    }
    split(place, path, document, text)
}

fn fail(place: Place, path: &str, error: serde_json::Error, text: &str) -> Error {
    Error { place, path: path.to_owned(), problem: error.to_string(), excerpt: excerpt(text) }
}

/// The text of `data` as one record, `None` if it is blank. An object or list inside a string is unescaped.
pub(crate) fn whole(page: &Bytes, data: &str) -> Option<Bytes> {
    let data = data.trim();
    if is_blank(data) {
        return None;
    }
    let inner = serde_json::from_str::<String>(data).ok();
    match inner.as_deref().map(str::trim) {
        Some(inner) if is_blank(inner) => None,
        Some(inner) if is_document(inner) => Some(Bytes::copy_from_slice(inner.as_bytes())),
        _ => Some(slice(page, data)),
    }
}

/// The keys and texts of an object, in its order; `None` if `data` is none. An object inside a string is unescaped.
pub(crate) fn entries(
    place: Place,
    path: &str,
    page: &Bytes,
    data: &str,
) -> Result<Option<Vec<(String, Bytes)>>, Error> {
    let Some(text) = whole(page, data).filter(|text| text.starts_with(b"{")) else {
        return Ok(None);
    };
    let Entries(entries) =
        serde_json::from_slice(&text).map_err(|error| fail(place, path, error, data))?;
    let texts = |(key, raw): (String, &RawValue)| (key, text.slice_ref(raw.get().as_bytes()));
    Ok(Some(entries.into_iter().map(texts).collect()))
}

/// A map as it is written: in its order, with its repetitions.
struct Entries<'a>(Vec<(String, &'a RawValue)>);

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

/// `page.slice_ref`, for text known to lie within the page.
pub(crate) fn slice(page: &Bytes, text: &str) -> Bytes {
    page.slice_ref(text.as_bytes())
}

/// The list of a `{list, total}` object; `None` for any other object.
fn listed(object: &str) -> Result<Option<&str>, serde_json::Error> {
    #[derive(Deserialize)]
    struct Listed<'a> {
        #[serde(borrow, default, deserialize_with = "present")]
        list: Option<&'a RawValue>,
        total: Option<IgnoredAny>,
    }
    let Listed { list, total } = serde_json::from_str(object)?;
    Ok(list.filter(|_| total.is_some()).map(RawValue::get))
}

/// `null` is a value here: the list of nothing found.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

fn de_error(problem: &str) -> serde_json::Error {
    serde::de::Error::custom(problem)
}
