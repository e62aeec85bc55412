//! Which rows a full reading has brought.

/// The places of rows that came: a bit each, since places are given one after the other.
#[derive(Debug, Default)]
pub(crate) struct RowBitSet {
    words: Vec<u64>,
}

impl RowBitSet {
    pub(crate) fn note(&mut self, place: i64) {
        let (word, bit) = position(place);
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= bit;
    }

    pub(crate) fn has(&self, place: i64) -> bool {
        let (word, bit) = position(place);
        self.words.get(word).is_some_and(|word| word & bit != 0)
    }
}

fn position(place: i64) -> (usize, u64) {
    let place = usize::try_from(place).expect("places are counted from one");
    (place / 64, 1 << (place % 64))
}
