//! Answers and their rows. A row stays text until it is decoded.

use std::{fmt, marker::PhantomData, ops::Range, sync::Arc};

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::{
    damaged::NOT_UTF8,
    error::{Error, Location, excerpt},
    lenient,
    member_span::RecordMembers,
    object,
    record::{ObjectOnly, record},
    shape::{self, MemberTexts, RowTexts},
    text_range::TextRange,
};

/// A successful answer of a vendor.
#[derive(Debug, Clone)]
pub struct Answer<T> {
    /// The records, in the vendor's order; empty for none.
    pub rows: Vec<Row<T>>,
    /// The vendor's code, verbatim.
    pub code: String,
    /// The vendor's message, if it is not blank.
    pub message: Option<String>,
    /// The vendor's name for this call: msg_id or traceId.
    pub trace: Option<String>,
}

/// One record as the vendor sent it: a slice of the page, read on demand. A row that cannot be read does not affect the others.
pub struct Row<T> {
    text: TextRange,
    place: Location,
    path: RowPath,
    /// True for a row of a page that is known to be JSON.
    is_json: bool,
    /// The row's members, where the reader of the page found them.
    members: Option<RecordMembers>,
    reads_as: PhantomData<fn() -> T>,
}

/// The way to a row from the envelope. Rows are many and their paths are for errors, so that most are never written.
#[derive(Debug, Clone)]
enum RowPath {
    Whole(Arc<str>),
    Numbered(Arc<str>, usize),
}

impl fmt::Display for RowPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(path) => f.write_str(path),
            Self::Numbered(path, index) => write!(f, "{path}[{index}]"),
        }
    }
}

impl<T> Row<T> {
    /// Wraps the text of one record. `path` leads to it from the envelope.
    pub fn new(place: Location, path: String, text: Bytes) -> Result<Self, Error> {
        match String::from_utf8(text.into()) {
            Ok(text) => Ok(Self::of(text.into(), place, RowPath::Whole(path.into()), false)),
            Err(error) => Err(Error {
                place,
                path,
                problem: error.utf8_error().to_string(),
                excerpt: excerpt(&String::from_utf8_lossy(error.as_bytes())),
            }),
        }
    }

    /// A member that is text or a number, as [`Lenient`](crate::Lenient) reads it, without reading the row. The outer `None`
    /// says that only reading the row can tell.
    pub fn text_of(&self, member: &str) -> Option<Option<String>> {
        let page = &self.text.page;
        let mut spans = self.members.as_ref()?.spans().iter();
        let Some(span) = spans.find(|span| span.key(page) == member) else { return Some(None) };
        lenient::scalar::<String, serde_json::Error>(span.value(page)).ok()
    }

    fn of(text: TextRange, place: Location, path: RowPath, is_json: bool) -> Self {
        Self { text, place, path, is_json, members: None, reads_as: PhantomData }
    }

    /// The record verbatim.
    pub fn raw(&self) -> &str {
        self.text.as_str()
    }

    /// The record verbatim, as a part of what it shares with the other records of its page.
    pub fn part(&self) -> (&Arc<String>, Range<usize>) {
        (&self.text.page, self.text.range.clone())
    }
}

impl<T: DeserializeOwned> Row<T> {
    /// Reads the record. A list is no record. The error names vendor, operation, JSON path and a short excerpt.
    pub fn decode(&self) -> Result<T, Error> {
        let text = self.raw();
        let known = match &self.members {
            Some(members) => object::found(&self.text.page, text, members.spans()).ok(),
            None => self.is_json.then(|| object::known(text).ok()).flatten(),
        };
        if let Some(read) = known {
            return Ok(read);
        }
        record(serde_json::Deserializer::from_str(text)).map_err(|_| self.explain())
    }

    /// Decodes a text that is no row of a page. `path` names it in errors.
    pub fn decode_text(place: Location, path: &str, text: &str) -> Result<T, Error> {
        Self::new(place, path.to_owned(), text.to_owned().into())?.decode()
    }

    /// Reads the record again, slowly, to find the path of the error.
    fn explain(&self) -> Error {
        let mut deserializer = serde_json::Deserializer::from_str(self.raw());
        let read = serde_path_to_error::deserialize::<_, T>(ObjectOnly(&mut deserializer));
        let (inner, mut problem) = match read {
            Err(error) => (error.path().to_string(), error.inner().to_string()),
            Ok(_) => (".".to_owned(), "text follows the record".to_owned()),
        };
        if let Some(at) = self.raw().find(NOT_UTF8) {
            problem = format!("byte {} of the row is no UTF-8", at + 1);
        }
        let path = match inner.as_str() {
            "." | "?" => self.path.to_string(),
            inner => format!("{}.{inner}", self.path),
        };
        Error { place: self.place, path, problem, excerpt: excerpt(self.raw()) }
    }
}

impl<T> Clone for Row<T> {
    fn clone(&self) -> Self {
        Self {
            text: self.text.clone(),
            place: self.place,
            path: self.path.clone(),
            is_json: self.is_json,
            members: self.members.clone(),
            reads_as: PhantomData,
        }
    }
}

/// Rows hold people's names; only their length is shown.
impl<T> fmt::Debug for Row<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Row({} {}, {} bytes)", self.place.operation, self.path, self.text.range.len())
    }
}

/// The rows under `data`, found at `path`: an object is one row, a list many, `{list, total}` its
/// list; absent, `null`, `""`, `"null"`, `[]`, `"[]"` and `{}` are none. The document may stand inside a string.
pub fn rows<T>(place: Location, path: &str, data: Option<&str>) -> Result<Vec<Row<T>>, Error> {
    Ok(numbered(place, path, shape::split(place, path, &data.unwrap_or("null").to_owned().into())?))
}

/// Rows of the texts of one page, numbered from 0.
pub(crate) fn numbered<T>(place: Location, path: &str, found: RowTexts) -> Vec<Row<T>> {
    let RowTexts { texts, is_json } = found;
    let path: Arc<str> = path.into();
    let rows = texts.into_iter().enumerate().map(|(index, text)| {
        Row::of(text, place, RowPath::Numbered(Arc::clone(&path), index), is_json)
    });
    rows.collect()
}

/// Rows of one page whose members are known, numbered from 0.
pub(crate) fn numbered_records<T>(
    place: Location,
    path: &str,
    records: impl Iterator<Item = (TextRange, RecordMembers)>,
) -> Vec<Row<T>> {
    let path: Arc<str> = path.into();
    let rows = records.enumerate().map(|(index, (text, members))| {
        let path = RowPath::Numbered(Arc::clone(&path), index);
        Row { members: Some(members), ..Row::of(text, place, path, true) }
    });
    rows.collect()
}

/// As [`rows`], where nobody says what `data` is: whatever is not blank is one row, verbatim, be it text, a number, an object or
/// a list. A JSON object or list inside a string is taken out of it.
pub fn any_row<T>(place: Location, path: &str, data: Option<&str>) -> Result<Vec<Row<T>>, Error> {
    let text = shape::whole(data.unwrap_or("null"));
    // The reader of the row finds out whether it is JSON.
    text.map(|text| Row::new(place, path.to_owned(), text.into())).into_iter().collect()
}

/// As [`rows`], where `data` is a map from an id to the record of that id. Rows stand in the vendor's order, and an id that
/// is there twice is two rows.
pub fn keyed_rows<T>(
    place: Location,
    path: &str,
    data: Option<&str>,
) -> Result<Vec<Row<T>>, Error> {
    match shape::entries(place, path, data.unwrap_or("null"))? {
        Some(MemberTexts { members, is_json }) => {
            let row = |(key, text)| {
                let path = RowPath::Whole(format!("{path}.{key}").into());
                Row::of(text, place, path, is_json)
            };
            Ok(members.into_iter().map(row).collect())
        }
        None => rows(place, path, data),
    }
}
