//! Ordinary characters of a JSON string, passed over sixteen bytes at a time.

/// Number of bytes examined together. In a document inside a string the next escape is about eight bytes away.
pub(crate) const CHUNK: usize = 16;

/// Index of the first `"`, `\` or control byte of the chunk; 16 if it has none. SWAR: a borrow can give a false positive
/// only behind the first hit.
#[inline]
pub(crate) fn ordinary_prefix(chunk: [u8; CHUNK]) -> usize {
    const ONES: u128 = u128::MAX / 255;
    let word = u128::from_le_bytes(chunk);
    let below = |word: u128, limit: u128| word.wrapping_sub(ONES * limit) & !word;
    let is = |byte: u8| below(word ^ (ONES * u128::from(byte)), 1);
    let found = (is(b'"') | is(b'\\') | below(word, 0x20)) & (ONES << 7);
    (found.trailing_zeros() / 8) as usize
}
