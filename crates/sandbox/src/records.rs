//! The records as the vendors would answer them now, for tests that compare and for people who look.

use std::ops::Range;

use crate::{
    record_kind::{RecordKind, RecordText},
    sandbox::Sandbox,
    vendor_side::VendorSide,
    vendors::record_kinds,
};

impl RecordKind {
    /// Every kind of every vendor.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        record_kinds()
    }

    /// The kind of that word.
    pub fn named(word: &str) -> Option<&'static Self> {
        Self::all().find(|kind| kind.word == word)
    }
}

impl Sandbox {
    /// How many records of a kind there are.
    pub fn record_count(&self, kind: &RecordKind) -> usize {
        self.side_with(kind).record_count(kind.word)
    }

    /// JSON texts of the records at those positions, in the vendor's order; positions beyond the last record have none.
    pub fn record_texts(&self, kind: &RecordKind, positions: Range<usize>) -> Vec<String> {
        let to = positions.end.min(self.record_count(kind));
        let range = positions.start.min(to)..to;
        self.side_with(kind).record_texts(kind.word, range, self.context())
    }

    /// Every record of a kind with its id; none where a vendor gives such records no ids.
    pub fn record_rows(&self, kind: &RecordKind) -> Vec<RecordText> {
        self.side_with(kind).record_rows(kind.word, self.context())
    }

    fn side_with(&self, kind: &RecordKind) -> &dyn VendorSide {
        let has =
            |side: &&dyn VendorSide| side.vendor().records.iter().any(|own| own.word == kind.word);
        self.sides().all().into_iter().find(has).expect("a kind is in the table of its vendor")
    }
}
