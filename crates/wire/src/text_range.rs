//! Parts of one text.

use std::{ops::Range, sync::Arc};

/// A part of a text that other parts share, so that a row of a page costs no copy and no second look at its UTF-8.
#[derive(Clone)]
pub(crate) struct TextRange {
    pub(crate) page: Arc<String>,
    pub(crate) range: Range<usize>,
}

impl TextRange {
    pub(crate) fn as_str(&self) -> &str {
        &self.page[self.range.clone()]
    }

    /// `inner` is a slice of this part.
    pub(crate) fn of(&self, inner: &str) -> Self {
        let begin = inner.as_ptr() as usize - self.page.as_ptr() as usize;
        Self { page: Arc::clone(&self.page), range: begin..begin + inner.len() }
    }
}

impl From<String> for TextRange {
    fn from(text: String) -> Self {
        Self { range: 0..text.len(), page: Arc::new(text) }
    }
}
