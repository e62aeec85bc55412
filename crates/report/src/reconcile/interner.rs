//! Texts kept once each, one behind the other in one piece of memory.

use std::hash::{BuildHasher as _, RandomState};

/// No text stands in a slot.
const FREE: u32 = u32::MAX;

/// Gives equal texts the same id: 0, 1, 2 and so on.
#[derive(Debug, Default)]
pub(super) struct Interner {
    text: String,
    /// Where each text ends.
    ends: Vec<usize>,
    /// The id of a text, at the place of its hash or behind it. Its length is a power of two, and at most half of it is in use.
    slots: Vec<u32>,
    hasher: RandomState,
}

impl Interner {
    /// The id of a text, which is a new one if the text is new.
    pub(super) fn intern(&mut self, text: &str) -> u32 {
        if self.slots.len() < 2 * (self.ends.len() + 1) {
            self.grow();
        }
        let mut slot = self.slot_of(text);
        while self.slots[slot] != FREE {
            if self.text(self.slots[slot]) == text {
                return self.slots[slot];
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        let id = u32::try_from(self.ends.len()).expect("a table has fewer rows");
        self.text.push_str(text);
        self.ends.push(self.text.len());
        self.slots[slot] = id;
        id
    }

    /// The text of an id.
    pub(super) fn text(&self, id: u32) -> &str {
        let id = id as usize;
        let begin = id.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[begin..self.ends[id]]
    }

    fn slot_of(&self, text: &str) -> usize {
        self.hasher.hash_one(text) as usize & (self.slots.len() - 1)
    }

    fn grow(&mut self) {
        self.slots = vec![FREE; (self.slots.len() * 2).max(16)];
        for id in 0..self.ends.len() as u32 {
            let mut slot = self.slot_of(self.text(id));
            while self.slots[slot] != FREE {
                slot = (slot + 1) & (self.slots.len() - 1);
            }
            self.slots[slot] = id;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_one_id() {
        let mut interner = Interner::default();
        for round in 0..2 {
            for number in 0..10_000_u32 {
                assert_eq!(interner.intern(&format!("DD{number}")), number, "round {round}");
            }
        }
        assert_eq!(interner.intern(""), 10_000);
        assert_eq!(interner.text(10_000), "");
        assert_eq!(interner.text(9_999), "DD9999");
    }
}
