//! Finding the rows in an answer: inline or inside a string, one or many.

use bytes::Bytes;
use serde::{Deserialize, Deserializer, de::IgnoredAny};
use serde_json::value::RawValue;

use crate::error::{Error, Place, excerpt};

/// The texts of the rows under `data`. `data` must be a slice of `page`. A document inside a string is unescaped first.
pub(crate) fn split(
    place: Place,
    path: &str,
    page: &Bytes,
    data: &str,
) -> Result<Vec<Bytes>, Error> {
    let fail = |error: serde_json::Error, text: &str| Error {
        place,
        path: path.to_owned(),
        problem: error.to_string(),
        excerpt: excerpt(text),
    };
    match data.trim().as_bytes() {
        _ if is_blank(data.trim()) => Ok(Vec::new()),
        [b'"', ..] => {
            let inner: String = serde_json::from_str(data).map_err(|e| fail(e, data))?;
            let inner = Bytes::from(inner);
            let text = std::str::from_utf8(&inner).expect("made from a String");
            if text.trim().starts_with('"') {
                return Err(fail(de_error("a string inside a string"), text));
            }
            split(place, path, &inner, text)
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
