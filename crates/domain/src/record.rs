//! A value together with the vendor's own text of it.

use std::{
    fmt,
    hash::{Hash, Hasher},
    ops::Range,
    sync::Arc,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::id::CustomerId;

/// The text of one record exactly as the vendor sent it (UTF-8 JSON; cheap to clone: a part of the page).
#[derive(Clone)]
pub struct RawRow {
    page: Arc<String>,
    part: Range<usize>,
}

impl RawRow {
    /// A part of a page, in bytes; `None` if it is not within it, or cuts a character.
    pub fn new(page: &Arc<String>, part: Range<usize>) -> Option<Self> {
        page.get(part.clone())?;
        Some(Self { page: Arc::clone(page), part })
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.page[self.part.clone()]
    }

    /// The bytes of the text.
    pub fn as_bytes(&self) -> &[u8] {
        self.as_str().as_bytes()
    }
}

impl From<String> for RawRow {
    fn from(text: String) -> Self {
        Self { part: 0..text.len(), page: Arc::new(text) }
    }
}

impl From<&str> for RawRow {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// Written as text, so that not a digit of it changes.
impl Serialize for RawRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for RawRow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

/// Compares the text alone, not the page around it.
impl PartialEq for RawRow {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for RawRow {}

impl Hash for RawRow {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

/// Rows hold people's names; only their length is shown.
impl fmt::Debug for RawRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawRow({} bytes)", self.part.len())
    }
}

/// A neutral value with the vendor's own text of it, verbatim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record<T> {
    /// The neutral value.
    pub value: T,
    /// The vendor's own text.
    pub row: RawRow,
}

/// A row that could not be parsed. The other rows of the page are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadRow {
    /// The vendor's own text.
    pub row: RawRow,
    /// The vendor's id of it, as far as it can be read; none if it cannot.
    pub id: Option<String>,
    /// The place and the reason, on one line.
    pub reason: String,
}

/// One page of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows in the vendor's order; each read on its own.
    pub rows: Vec<Result<Record<T>, BadRow>>,
    /// Nothing follows: the page was empty, or the operation answers everything at once.
    pub end: bool,
}

impl<T> Page<T> {
    /// Nothing found.
    pub fn empty() -> Self {
        Self { rows: Vec::new(), end: true }
    }
}

/// The first row, the last row and the number of rows of a page. Two pages in a row with the same fingerprint come from a
/// vendor that does not turn pages, and asking on would never end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFingerprint {
    rows: usize,
    first: RawRow,
    last: RawRow,
}

impl PageFingerprint {
    /// Of the texts of a page; `None` for an empty page.
    pub fn of<'a>(mut rows: impl ExactSizeIterator<Item = &'a RawRow>) -> Option<Self> {
        let length = rows.len();
        let first = rows.next()?.clone();
        let last = rows.last().unwrap_or(&first).clone();
        Some(Self { rows: length, first, last })
    }
}

impl<T> Page<T> {
    /// The page's fingerprint; `None` for an empty page.
    pub fn fingerprint(&self) -> Option<PageFingerprint> {
        PageFingerprint::of(self.rows.iter().map(|row| match row {
            Ok(record) => &record.row,
            Err(bad) => &bad.row,
        }))
    }
}

/// A customer whom a template addresses. Addressed, not holding: see the provider's documentation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// The vendor's id.
    pub id: CustomerId,
    /// The business's own code.
    pub code: Option<String>,
    /// The name.
    pub name: Option<String>,
}
