//! A page that is no JSON, and its rows all the same.

use std::fmt;

use crate::{
    answer::{Row, numbered},
    damaged,
    error::{Error, Location},
    shape,
    text_range::TextRange,
};

/// A page that is no JSON, without the member that holds its rows.
pub struct DamagedPage {
    envelope: String,
    data: Option<TextRange>,
}

impl DamagedPage {
    /// Cuts a page into its members and takes out one of them. `None` if it cannot be cut, or if the member is there twice.
    pub fn parse(body: &[u8], member: &str) -> Option<Self> {
        let page = TextRange::from(damaged::text(body));
        let members = damaged::members(page.as_str())?;
        let mut found = members.iter().filter(|(name, _)| *name == member);
        let data = found.next().map(|(_, value)| page.of(value));
        if found.next().is_some() {
            return None;
        }
        let others = members.iter().filter(|(name, _)| *name != member);
        let others = others.map(|(name, value)| format!("\"{name}\":{value}"));
        let envelope = format!("{{{}}}", others.collect::<Vec<_>>().join(","));
        let envelope = envelope.replace(damaged::NOT_UTF8, "\u{fffd}");
        Some(Self { envelope: damaged::with_escapes(&envelope).into_owned(), data })
    }

    /// The other members, with their control characters escaped.
    pub fn envelope(&self) -> &str {
        &self.envelope
    }

    /// The text of the member; `None` if the page has none.
    pub fn data(&self) -> Option<&str> {
        self.data.as_ref().map(TextRange::as_str)
    }

    /// As [`rows`](crate::rows), of the member.
    ///
    /// # Errors
    /// As there.
    pub fn rows<T>(&self, place: Location, path: &str) -> Result<Vec<Row<T>>, Error> {
        let Some(data) = &self.data else { return Ok(Vec::new()) };
        Ok(numbered(place, path, shape::split(place, path, data)?))
    }
}

/// Pages hold people's names; only lengths are shown.
impl fmt::Debug for DamagedPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.data.as_ref().map_or(0, |data| data.range.len());
        write!(f, "DamagedPage({length} bytes beside {})", self.envelope.len())
    }
}
