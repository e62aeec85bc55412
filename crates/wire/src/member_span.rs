//! Where the members of a record lie in the text of its page.

use std::{ops::Range, sync::Arc};

/// A member whose key has no escape, with nothing but `":` between key and value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MemberSpan {
    key: u32,
    value: u32,
    end: u32,
    is_plain: bool,
}

/// Bytes between the last letter of a key and its value: a quote and a colon.
const BETWEEN: usize = 2;

impl MemberSpan {
    /// `key` is the place of the key's first letter. `is_plain` says that the value is a string without escapes.
    pub(crate) fn new(key: usize, value: usize, end: usize, is_plain: bool) -> Self {
        let place = |at| u32::try_from(at).expect("a page has at most 4 GB");
        Self { key: place(key), value: place(value), end: place(end), is_plain }
    }

    pub(crate) fn key(self, page: &str) -> &str {
        &page[self.key as usize..self.value as usize - BETWEEN]
    }

    /// The JSON text of the value.
    pub(crate) fn value(self, page: &str) -> &str {
        &page[self.value as usize..self.end as usize]
    }

    pub(crate) fn is_plain(self) -> bool {
        self.is_plain
    }
}

/// The members of one record, among those of its page.
#[derive(Debug, Clone)]
pub(crate) struct RecordMembers {
    pub(crate) page: Arc<Vec<MemberSpan>>,
    pub(crate) range: Range<usize>,
}

impl RecordMembers {
    pub(crate) fn spans(&self) -> &[MemberSpan] {
        &self.page[self.range.clone()]
    }
}
