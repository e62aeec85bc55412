//! Finding the rows in an answer: inline or inside a string, one or many.

use bytes::Bytes;
use serde::{Deserialize, de::IgnoredAny};
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
    let inner = serde_json::from_str::<String>(data).unwrap_or_default();
    let is_document = inner.trim_start().starts_with(['{', '[']);
    if data.starts_with('"') && is_blank(inner.trim()) {
        return None;
    }
    match serde_json::from_str::<IgnoredAny>(&inner) {
        Ok(_) if is_document => Some(Bytes::from(inner)),
        _ => Some(slice(page, data)),
    }
}

fn is_blank(text: &str) -> bool {
    matches!(text, "" | "null" | "{}" | "[]")
}

/// `page.slice_ref`, for text known to lie within the page.
pub(crate) fn slice(page: &Bytes, text: &str) -> Bytes {
    page.slice_ref(text.as_bytes())
}

/// The list of a `{list, total}` object; `None` for any other object.
fn listed(object: &str) -> Result<Option<&str>, serde_json::Error> {
    #[derive(Deserialize)]
    struct Listed<'a> {
        #[serde(borrow)]
        list: Option<&'a RawValue>,
        total: Option<IgnoredAny>,
    }
    let Listed { list, total } = serde_json::from_str(object)?;
    Ok(list.filter(|_| total.is_some()).map(RawValue::get))
}

fn de_error(problem: &str) -> serde_json::Error {
    serde::de::Error::custom(problem)
}
