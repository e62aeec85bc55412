//! A value together with the vendor's own text of it.

use std::{
    fmt,
    hash::{Hash, Hasher},
    ops::Range,
    sync::Arc,
};

use serde::{Deserialize, Serialize};

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

/// The text counts, and not the page around it.
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

/// A neutral value with the vendor's words beside it, always there, verbatim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record<T> {
    /// What it means.
    pub value: T,
    /// What the vendor sent.
    pub row: RawRow,
}

/// A row that could not be read. It costs itself, not its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// What the vendor sent.
    pub row: RawRow,
    /// Where it could not be read and why, one line.
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

/// The first and the last row of a page, and how many there are: two pages in a row with the same edges come from a vendor
/// that does not turn pages, and asking on would never end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFingerprint {
    rows: usize,
    first: RawRow,
    last: RawRow,
}

impl<T> Page<T> {
    /// The edges; none of an empty page.
    pub fn edges(&self) -> Option<PageFingerprint> {
        let text = |row: &Result<Record<T>, BadRow>| match row {
            Ok(record) => record.row.clone(),
            Err(bad) => bad.row.clone(),
        };
        let (first, last) = (self.rows.first()?, self.rows.last()?);
        Some(PageFingerprint { rows: self.rows.len(), first: text(first), last: text(last) })
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
